// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_policy.h"

#include "core/broker/request_checks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestPolicy = 8'192;
constexpr std::size_t kMostActions = 7;
constexpr std::size_t kMostStatements = 20;
constexpr std::array<std::string_view, 9> kActions{"*",
                                                   "ChangeMessageVisibility",
                                                   "DeleteMessage",
                                                   "GetQueueAttributes",
                                                   "GetQueueUrl",
                                                   "ListDeadLetterSourceQueues",
                                                   "PurgeQueue",
                                                   "ReceiveMessage",
                                                   "SendMessage"};

bool isTextOrTexts(const Json& value) {
    const auto isText = [](const Json& entry) { return entry.is_string(); };
    return value.is_string()
           || (value.is_array() && !value.empty()
               && std::all_of(value.begin(), value.end(), isText));
}

bool isPrincipal(const Json& value) {
    if (value.is_string()) return value == "*";
    return value.is_object() && !value.empty()
           && std::all_of(value.begin(), value.end(), isTextOrTexts);
}

/// What is wrong with one statement, empty when nothing is.
std::string flawOfStatement(const Json& statement) {
    if (!statement.is_object()) return " must be an object";
    // Of each pair ("Action", "NotAction") a statement has exactly one.
    const auto either = [&](const char* member, const char* opposite) -> const Json* {
        const bool hasMember = statement.contains(member);
        if (hasMember == statement.contains(opposite)) return nullptr;
        return &statement[hasMember ? member : opposite];
    };
    if (!statement.contains("Effect")) return ".Effect is missing";
    if (statement["Effect"] != "Allow" && statement["Effect"] != "Deny") {
        return ".Effect must be Allow or Deny";
    }
    const Json* principal = either("Principal", "NotPrincipal");
    if (principal == nullptr) return ".Principal is missing or given twice";
    if (!isPrincipal(*principal)) {
        return ".Principal must be \"*\" or an object of account, service or user names";
    }
    const Json* action = either("Action", "NotAction");
    if (action == nullptr) return ".Action is missing or given twice";
    if (!isTextOrTexts(*action)) return ".Action must be a string or a list of strings";
    const Json* resource = either("Resource", "NotResource");
    if (resource == nullptr) return ".Resource is missing or given twice";
    if (!isTextOrTexts(*resource)) return ".Resource must be a string or a list of strings";
    if (statement.contains("Sid") && !statement["Sid"].is_string()) return ".Sid must be a string";
    if (statement.contains("Condition") && !statement["Condition"].is_object()) {
        return ".Condition must be an object";
    }
    return {};
}

std::string flawOfPolicy(const Json& policy) {
    if (policy.is_discarded() || !policy.is_object()) return "it must be a JSON object";
    if (!policy.contains("Version")) return "Version is missing";
    if (policy["Version"] != "2012-10-17" && policy["Version"] != "2008-10-17") {
        return "Version must be 2012-10-17 or 2008-10-17";
    }
    if (policy.contains("Id") && !policy["Id"].is_string()) return "Id must be a string";
    if (!policy.contains("Statement")) return "Statement is missing";
    const Json& statements = policy["Statement"];
    if (statements.is_object()) {
        const std::string flaw = flawOfStatement(statements);
        return flaw.empty() ? flaw : "Statement" + flaw;
    }
    if (!statements.is_array() || statements.empty()) {
        return "Statement must be an object or a list of objects";
    }
    for (std::size_t at = 0; at < statements.size(); ++at) {
        const std::string flaw = flawOfStatement(statements[at]);
        if (!flaw.empty()) return "Statement[" + std::to_string(at) + "]" + flaw;
    }
    return {};
}

/// The statements of a policy of right form as a list.
Json statementsOf(const Json& policy) {
    const Json& statements = policy["Statement"];
    return statements.is_array() ? statements : Json::array({statements});
}

bool hasLabel(const Json& statement, std::string_view label) {
    return statement.contains("Sid") && statement["Sid"] == label;
}

Json textOrList(const std::vector<std::string>& texts) {
    return texts.size() == 1 ? Json(texts.front()) : Json(texts);
}

ApiResult<> checkPermission(const Permission& permission) {
    if (auto label = checkPresent("Label", permission.label); !label) return label;
    const bool isLabel =
        permission.label.size() <= 80
        && std::all_of(permission.label.begin(), permission.label.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                      || c == '_' || c == '-';
           });
    if (!isLabel) {
        return tl::unexpected(invalidParameter("Label",
                                               permission.label,
                                               "Can only include alphanumeric characters, hyphens, "
                                               "or underscores. 1 to 80 in length"));
    }
    if (permission.accounts.empty()) return checkPresent("AWSAccountIds", "");
    for (const std::string& account : permission.accounts) {
        const bool isAccount =
            account.size() == 12 && account.find_first_not_of("0123456789") == std::string::npos;
        if (!isAccount) {
            return tl::unexpected(invalidParameter("PrincipalId", account, "Unable to verify."));
        }
    }
    if (permission.actions.empty()) return checkPresent("Actions", "");
    if (permission.actions.size() > kMostActions) {
        return refused(ApiErrorCode::OverLimit,
                       std::to_string(permission.actions.size())
                           + " Actions were found, maximum allowed is "
                           + std::to_string(kMostActions) + ".");
    }
    for (const std::string& action : permission.actions) {
        if (std::find(kActions.begin(), kActions.end(), action) == kActions.end()) {
            return tl::unexpected(
                invalidParameter("ActionName",
                                 "SQS:" + action,
                                 "Only the queue owner is allowed to invoke this action."));
        }
    }
    return {};
}

} // namespace

ApiResult<> checkPolicy(std::string_view document) {
    const std::string flaw =
        document.size() > kLongestPolicy
            ? "it must not be longer than " + std::to_string(kLongestPolicy) + " bytes"
            : flawOfPolicy(Json::parse(document, nullptr, false));
    if (flaw.empty()) return {};
    return refused(ApiErrorCode::InvalidAttributeValue,
                   "Invalid value for the parameter Policy. Reason: " + flaw + ".");
}

ApiResult<std::string>
addPermission(std::string_view document, std::string_view queueArn, const Permission& permission) {
    if (auto checked = checkPermission(permission); !checked) {
        return tl::unexpected(checked.error());
    }
    Json policy;
    Json statements = Json::array();
    if (document.empty()) {
        policy["Version"] = "2008-10-17";
        policy["Id"] = std::string(queueArn) + "/SQSDefaultPolicy";
    } else {
        policy = Json::parse(document, nullptr, false);
        statements = statementsOf(policy);
    }
    const bool isTaken = std::any_of(statements.begin(), statements.end(), [&](const Json& entry) {
        return hasLabel(entry, permission.label);
    });
    if (isTaken) {
        return tl::unexpected(invalidParameter("Label", permission.label, "Already exists."));
    }
    if (statements.size() >= kMostStatements) {
        return refused(ApiErrorCode::OverLimit,
                       "A policy can have at most " + std::to_string(kMostStatements)
                           + " statements.");
    }
    std::vector<std::string> principals;
    for (const std::string& account : permission.accounts) {
        principals.push_back("arn:aws:iam::" + account + ":root");
    }
    std::vector<std::string> actions;
    for (const std::string& action : permission.actions) actions.push_back("SQS:" + action);
    Json statement;
    statement["Sid"] = permission.label;
    statement["Effect"] = "Allow";
    statement["Principal"]["AWS"] = textOrList(principals);
    statement["Action"] = textOrList(actions);
    statement["Resource"] = std::string(queueArn);
    statements.push_back(std::move(statement));
    policy["Statement"] = std::move(statements);
    std::string text = policy.dump();
    if (auto checked = checkPolicy(text); !checked) return tl::unexpected(checked.error());
    return text;
}

ApiResult<std::string> removePermission(std::string_view document, std::string_view label) {
    if (auto present = checkPresent("Label", label); !present) {
        return tl::unexpected(present.error());
    }
    Json kept = Json::array();
    Json policy;
    std::size_t count = 0;
    if (!document.empty()) {
        policy = Json::parse(document, nullptr, false);
        for (const Json& statement : statementsOf(policy)) {
            ++count;
            if (!hasLabel(statement, label)) kept.push_back(statement);
        }
    }
    if (kept.size() == count) {
        return tl::unexpected(
            invalidParameter("Label", label, "can't find label on existing policy."));
    }
    if (kept.empty()) return std::string();
    policy["Statement"] = std::move(kept);
    return policy.dump();
}

} // namespace sluice
