// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/arn.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

/// Who calls; the views are borrowed.
struct Principal {
    enum class Kind : std::uint8_t { Identity, Service };
    Kind kind = Kind::Identity;
    std::string_view name;    ///< ARN of a role or user, or "sns.amazonaws.com".
    std::string_view account; ///< Of the role or user; empty for a service.
};

/// A service that calls on its own, as "sns.amazonaws.com" does to deliver.
inline Principal servicePrincipal(std::string_view name) {
    return {Principal::Kind::Service, name, {}};
}

/// A role or user by its ARN, which names its account.
inline Principal identityPrincipal(std::string_view arn) {
    const auto parts = parseArn(arn);
    return {Principal::Kind::Identity, arn, parts ? parts->account : std::string_view()};
}

/// One call to be decided on, with the values that conditions may ask for; the views are borrowed.
/// What is not known is left out: a condition on it does not hold (NotIpAddress does).
struct AccessRequest {
    Principal principal;
    std::string_view action;                       ///< "sqs:SendMessage"
    std::string_view resource;                     ///< ARN of the queue, topic or key.
    std::optional<std::string_view> sourceArn;     ///< aws:SourceArn
    std::optional<std::string_view> sourceAccount; ///< aws:SourceAccount
    std::optional<std::string_view> sourceIp;      ///< aws:SourceIp, IPv4 or IPv6.
    std::optional<bool> isSecureTransport;         ///< aws:SecureTransport: sent over HTTPS.
    std::optional<std::int64_t> currentTime;       ///< aws:CurrentTime, seconds since 1970.
};

} // namespace sluice
