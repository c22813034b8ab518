// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/move_tasks.h"

#include "core/base/text.h"
#include "core/schema/unit.h"

#include <array>

namespace sluice {

namespace {

std::string progressOf(const MoveTask& task) {
    return groupedText(static_cast<std::int64_t>(task.moved)) + " of "
           + groupedText(static_cast<std::int64_t>(task.toMove)) + " moved";
}

} // namespace

std::string_view statusOf(MoveTask::State state) {
    constexpr std::array<std::string_view, 5> kNames{
        "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED"};
    return kNames.at(static_cast<std::size_t>(state));
}

bool isUnderWay(const MoveTask& task) {
    return task.state == MoveTask::State::Running || task.state == MoveTask::State::Cancelling;
}

std::string summaryOf(const MoveTask& task) {
    constexpr std::array<std::string_view, 5> kWords{
        "", " cancelling", " completed", " cancelled", " failed"};
    return "redrive" + std::string(kWords.at(static_cast<std::size_t>(task.state))) + " · "
           + progressOf(task);
}

std::string describe(const MoveTask& task) {
    std::string text = lowered(statusOf(task.state));
    text += " · " + progressOf(task) + " · ";
    text += task.perSecond == 0 ? "rate left to the service"
                                : "at most " + groupedText(task.perSecond) + " a second";
    text += " · started at " + toClockText(task.startedAt);
    if (task.state == MoveTask::State::Failed) {
        text += " · there is no queue to move the next message to";
    }
    return text;
}

} // namespace sluice
