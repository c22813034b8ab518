// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_statements.h"

#include "core/base/assert.h"
#include "core/broker/arn.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

/// Names of parts may hold any bytes; what is no UTF-8 is replaced.
std::string printed(const OrderedJson& json) {
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace);
}

OrderedJson newStatement(std::string_view sid, std::string_view effect) {
    OrderedJson statement;
    statement["Sid"] = sid;
    statement["Effect"] = effect;
    return statement;
}

std::string_view serviceOf(std::string_view arn) {
    const auto parts = parseArn(arn);
    return parts ? parts->service : std::string_view("sqs");
}

OrderedJson withoutSid(OrderedJson statement) {
    statement.erase("Sid");
    return statement;
}

bool hasSid(const OrderedJson& statements, const std::string& sid) {
    return std::any_of(statements.begin(), statements.end(), [&](const OrderedJson& each) {
        return each.contains("Sid") && each["Sid"] == sid;
    });
}

/// "AllowTopic", "AllowTopic2", …: the first that no statement has.
std::string freeSid(const OrderedJson& statements, const std::string& wanted) {
    std::string sid = wanted;
    for (int number = 2; hasSid(statements, sid); ++number) sid = wanted + std::to_string(number);
    return sid;
}

} // namespace

std::string topicStatement(std::string_view topicArn, std::string_view queueArn) {
    OrderedJson statement = newStatement("AllowTopic", "Allow");
    statement["Principal"]["Service"] = "sns.amazonaws.com";
    statement["Action"] = "sqs:SendMessage";
    statement["Resource"] = queueArn;
    statement["Condition"]["ArnEquals"]["aws:SourceArn"] = topicArn;
    return printed(statement);
}

std::string bucketStatement(std::string_view bucketArn,
                            std::string_view bucketAccount,
                            std::string_view targetArn) {
    OrderedJson statement = newStatement("AllowBucket", "Allow");
    statement["Principal"]["Service"] = "s3.amazonaws.com";
    statement["Action"] = serviceOf(targetArn) == "sns" ? "sns:Publish" : "sqs:SendMessage";
    statement["Resource"] = targetArn;
    statement["Condition"]["ArnEquals"]["aws:SourceArn"] = bucketArn;
    statement["Condition"]["StringEquals"]["aws:SourceAccount"] = bucketAccount;
    return printed(statement);
}

std::string
callerStatement(std::string_view principal, std::string_view action, std::string_view resourceArn) {
    OrderedJson statement = newStatement("AllowCaller", "Allow");
    statement["Principal"]["AWS"] = principal;
    statement["Action"] = action;
    statement["Resource"] = resourceArn;
    return printed(statement);
}

std::string identityStatement(std::string_view action, std::string_view resourceArn) {
    OrderedJson statement = newStatement("AllowCall", "Allow");
    statement["Action"] = action;
    statement["Resource"] = resourceArn;
    return printed(statement);
}

std::string httpsOnlyStatement(std::string_view resourceArn) {
    OrderedJson statement = newStatement("HttpsOnly", "Deny");
    statement["Principal"] = "*";
    statement["Action"] = std::string(serviceOf(resourceArn)) + ":*";
    statement["Resource"] = resourceArn;
    statement["Condition"]["Bool"]["aws:SecureTransport"] = "false";
    return printed(statement);
}

std::string keyStatement(std::string_view service) {
    OrderedJson statement = newStatement("AllowService", "Allow");
    statement["Principal"]["Service"] = service;
    statement["Action"] = OrderedJson::array({"kms:GenerateDataKey*", "kms:Decrypt"});
    statement["Resource"] = "*";
    return printed(statement);
}

tl::expected<std::string, PolicyProblem>
withStatement(std::string_view policy, std::string_view statement, const PolicyLimits& limits) {
    OrderedJson whole;
    OrderedJson statements = OrderedJson::array();
    if (policy.empty()) {
        whole["Version"] = "2012-10-17";
    } else {
        if (auto problem = diagnosePolicy(policy, limits)) return tl::unexpected(*problem);
        whole = OrderedJson::parse(policy);
        statements = whole["Statement"];
        if (statements.is_object()) statements = OrderedJson::array({statements});
    }
    OrderedJson added = OrderedJson::parse(statement, nullptr, false);
    SLUICE_ASSERT(added.is_object());
    const bool isThere =
        std::any_of(statements.begin(), statements.end(), [&](const OrderedJson& each) {
            return withoutSid(each) == withoutSid(added);
        });
    if (isThere) return std::string(policy);
    if (added.contains("Sid")) added["Sid"] = freeSid(statements, added["Sid"]);
    statements.push_back(std::move(added));
    whole["Statement"] = std::move(statements);
    std::string text = printed(whole);
    if (auto problem = diagnosePolicy(text, limits)) return tl::unexpected(*problem);
    return text;
}

} // namespace sluice
