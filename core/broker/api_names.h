// SPDX-License-Identifier: GPL-3.0-or-later
// Names that the API gives to queues, messages, receives and tasks, and back.
#pragma once

#include "core/base/ids.h"
#include "core/broker/service_place.h"
#include "core/kernel/call.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// "https://sqs.us-east-1.amazonaws.com/000000000000/orders"
std::string queueUrl(std::string_view name, const ServicePlace& place = {});
/// "arn:aws:sqs:us-east-1:000000000000:orders"
std::string queueArn(std::string_view name, const ServicePlace& place = {});
/// The queue named last in a URL.
std::string_view nameInUrl(std::string_view url);
/// Empty when it is no ARN of a queue of this account and region.
std::string_view nameInArn(std::string_view arn, const ServicePlace& place = {});

/// A UUID that is the same for the same serial and no other (SQS-62).
std::string messageIdOf(std::uint64_t serial);
/// Twenty decimal digits (SQS-97).
std::string sequenceText(std::uint64_t sequenceNumber);

/// Opaque text of one receive from one queue; carries a check sum (SQS-27, SQS-38).
std::string handleText(NodeId queue, const Receipt& receipt);
/// Nothing when it was not made by handleText() for this queue.
std::optional<Receipt> parseHandle(NodeId queue, std::string_view text);

/// Opaque text of a message move task of a queue, and back: the queue and the task's number.
struct TaskName {
    NodeId queue{};
    std::uint64_t handle = 0;
};
std::string taskText(const TaskName& task);
std::optional<TaskName> parseTask(std::string_view text);

} // namespace sluice
