// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_error.h"
#include "core/kernel/body_store.h"
#include "core/schema/limits_profile.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

using MessageAttributes = std::vector<MessageAttribute>;

/// Number, names, types and values of a message's attributes (SQS-53, SQS-54, SQS-55).
ApiResult<> checkMessageAttributes(std::span<const MessageAttribute> attributes,
                                   const LimitsProfile& limits);
/// Only AWSTraceHeader of type String may be sent.
ApiResult<> checkSystemAttributes(std::span<const MessageAttribute> attributes);

/// A Number as the service stores it: without zeros that change nothing (SQS-55); empty when it is
/// none or out of range.
std::string normalizedNumber(std::string_view text);
/// The attributes as they are stored: numbers normalised.
MessageAttributes storedAttributes(std::span<const MessageAttribute> attributes);

/// Bytes that a message is counted with: body, and name, type and value of each attribute (SQS-51).
std::int64_t messageBytes(std::string_view body, std::span<const MessageAttribute> attributes);

/// MD5OfMessageAttributes, the same for system attributes; empty when there are none (SQS-57,
/// SQS-59, SQS-61).
std::string md5OfAttributes(std::span<const MessageAttribute> attributes);

/// What a receive that asks for `names` returns, by name (SQS-60): All, ".*", "prefix.*" or names.
MessageAttributes selectAttributes(std::span<const MessageAttribute> attributes,
                                   std::span<const std::string> names);

} // namespace sluice
