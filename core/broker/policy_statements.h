// SPDX-License-Identifier: GPL-3.0-or-later
// Ready-made statements of policies as JSON, and adding one to what the user wrote.
#pragma once

#include "core/broker/policy_form.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace sluice {

/// Lets a topic deliver to a queue (ACL-8).
std::string topicStatement(std::string_view topicArn, std::string_view queueArn);
/// Lets a bucket of the account notify a queue or topic (ACL-10).
std::string bucketStatement(std::string_view bucketArn,
                            std::string_view bucketAccount,
                            std::string_view targetArn);
/// Lets a role or user, or an account by its digits, call an action (ACL-11).
std::string
callerStatement(std::string_view principal, std::string_view action, std::string_view resourceArn);
/// For the policy of a role or user itself: it may call an action (ACL-11).
std::string identityStatement(std::string_view action, std::string_view resourceArn);
/// Denies every call that is not sent over HTTPS (ACL-15).
std::string httpsOnlyStatement(std::string_view resourceArn);
/// For the policy of a key: lets a service write what the key encrypts (ACL-12).
std::string keyStatement(std::string_view service);

/// The policy with one more statement, indented by two; an empty one is made anew. The rest keeps
/// its order. A Sid that is taken gets a number. Unchanged when there is such a statement already,
/// whatever its Sid. Fails with what is wrong with the policy before, or
/// after. Requires: the statement is a JSON object.
tl::expected<std::string, PolicyProblem>
withStatement(std::string_view policy, std::string_view statement, const PolicyLimits& limits);

} // namespace sluice
