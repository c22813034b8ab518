// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// Where messages go whose receives are used up (SQS-69). Without a target there is none.
struct RedrivePolicy {
    std::string deadLetterTargetArn;
    std::uint32_t maxReceiveCount = 0;

    friend bool operator==(const RedrivePolicy&, const RedrivePolicy&) = default;
};
/// Reads {"deadLetterTargetArn": …, "maxReceiveCount": …}; whether the target exists is for the
/// caller to say.
ApiResult<RedrivePolicy> parseRedrivePolicy(std::string_view text);
std::string toText(const RedrivePolicy& policy);

/// Which queues may name this one as their dead-letter queue (SQS-79).
struct RedriveAllowPolicy {
    enum class Permission : std::uint8_t { AllowAll, DenyAll, ByQueue };
    Permission permission = Permission::AllowAll;
    std::vector<std::string> sourceQueueArns; ///< ByQueue: 1 to 10.

    bool allows(std::string_view sourceArn) const;
    friend bool operator==(const RedriveAllowPolicy&, const RedriveAllowPolicy&) = default;
};
ApiResult<RedriveAllowPolicy> parseRedriveAllowPolicy(std::string_view text);
std::string toText(const RedriveAllowPolicy& policy);

} // namespace sluice
