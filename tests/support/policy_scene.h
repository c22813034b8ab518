// SPDX-License-Identifier: GPL-3.0-or-later
// A queue, a topic, a bucket and callers of two accounts, and policies of few words for them.
#pragma once

#include "core/broker/access_decision.h"

#include <string>
#include <string_view>

namespace sluice::test {

inline constexpr std::string_view kOwner = "000000000000";
inline constexpr std::string_view kOther = "111122223333";
inline constexpr std::string_view kQueueArn = "arn:aws:sqs:us-east-1:000000000000:orders";
inline constexpr std::string_view kTopicArn = "arn:aws:sns:us-east-1:000000000000:placed";
inline constexpr std::string_view kBucketArn = "arn:aws:s3:::photos";
inline constexpr std::string_view kOwnRole = "arn:aws:iam::000000000000:role/worker";
inline constexpr std::string_view kOtherRole = "arn:aws:iam::111122223333:role/shop";

inline std::string policyText(const std::string& statements) {
    return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

/// Aborts the test program when the text is no policy.
inline AccessPolicy policyOf(const std::string& statements,
                             const PolicyLimits& limits = kQueuePolicyLimits) {
    return AccessPolicy::parse(policyText(statements), limits).value();
}
inline AccessPolicy identityPolicyOf(const std::string& statements) {
    return policyOf(statements, kIdentityPolicyLimits);
}

/// A statement about the queue; `rest` begins with a comma.
inline std::string statement(const std::string& effect,
                             const std::string& principal,
                             const std::string& action = "sqs:SendMessage",
                             const std::string& rest = "") {
    return R"({"Effect":")" + effect + R"(","Principal":)" + principal + R"(,"Action":")" + action
           + R"(","Resource":")" + std::string(kQueueArn) + '"' + rest + '}';
}

inline AccessRequest sendBy(const Principal& principal) {
    AccessRequest request;
    request.principal = principal;
    request.action = "sqs:SendMessage";
    request.resource = kQueueArn;
    return request;
}
/// The topic's delivery to the queue.
inline AccessRequest delivery() {
    AccessRequest request = sendBy(servicePrincipal("sns.amazonaws.com"));
    request.sourceArn = kTopicArn;
    request.sourceAccount = kOwner;
    return request;
}

} // namespace sluice::test
