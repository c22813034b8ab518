// SPDX-License-Identifier: GPL-3.0-or-later
// Message move tasks in words (SQS-86).
#pragma once

#include "core/broker/sqs_queue.h"

#include <string>
#include <string_view>

namespace sluice {

/// As the API has it: "COMPLETED".
std::string_view statusOf(MoveTask::State state);
/// Running or about to stop.
bool isUnderWay(const MoveTask& task);
/// When it ended. Requires: it is not under way.
inline SimTime endOf(const MoveTask& task) {
    return task.nextAt;
}
/// "redrive cancelled · 13 of 52 moved"
std::string summaryOf(const MoveTask& task);
/// A line of a listing: "COMPLETED · 52 of 52 moved · at most 20 a second · started at 1 min 5 s".
std::string describe(const MoveTask& task);

} // namespace sluice
