// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of the text in a request, before any queue sees it. Numbers are for SqsQueue to check.
#pragma once

#include "core/base/sim_time.h"
#include "core/broker/api_error.h"
#include "core/schema/limits_profile.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// The first character that a body may not contain (SQS-50), as "#x2"; bytes that are no UTF-8
/// likewise.
std::optional<std::string> forbiddenCharacter(std::string_view text);

/// Not empty (SQS-49) and of allowed characters (SQS-50).
ApiResult<> checkBody(std::string_view body);

bool isFifoName(std::string_view name);
/// Length, characters and the suffix that goes with the type (SQS-1, SQS-2).
ApiResult<> checkQueueName(std::string_view name, bool isFifo);

/// Syntax of MessageGroupId, MessageDeduplicationId or ReceiveRequestAttemptId (SQS-89).
ApiResult<> checkId(std::string_view parameter, std::string_view id);

/// Number, syntax and distinctness of a batch's entry ids, in this order (SQS-63). `entryType` is
/// named when there are none: "SendMessageBatchRequestEntry".
ApiResult<> checkBatchIds(std::span<const std::string> ids,
                          std::string_view entryType,
                          const LimitsProfile& limits);

/// SQS-64
ApiResult<> checkBatchBytes(std::int64_t bytes, const LimitsProfile& limits);

/// "The request must contain the parameter QueueUrl." when it is empty.
ApiResult<> checkPresent(std::string_view parameter, std::string_view value);

/// "Value 11 for parameter MaxResults is invalid. Reason: …"
ApiError
parameterValueError(std::string_view parameter, std::string_view value, std::string_view reason);

/// Seconds of a request, clamped to what a Duration holds; every limit is far below.
Duration secondsOf(std::int64_t value);
std::optional<Duration> secondsOf(const std::optional<std::int64_t>& value);

} // namespace sluice
