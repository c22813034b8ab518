// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_permissions.h"

#include "core/broker/policy_form.h"
#include "core/broker/policy_parts.h"
#include "core/broker/request_checks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::array<std::string_view, 9> kActions{"*",
                                                   "ChangeMessageVisibility",
                                                   "DeleteMessage",
                                                   "GetQueueAttributes",
                                                   "GetQueueUrl",
                                                   "ListDeadLetterSourceQueues",
                                                   "PurgeQueue",
                                                   "ReceiveMessage",
                                                   "SendMessage"};

/// The statements of a policy of right form as a list.
OrderedJson statementsOf(const OrderedJson& policy) {
    const OrderedJson& statements = policy["Statement"];
    return statements.is_array() ? statements : OrderedJson::array({statements});
}

OrderedJson textOrList(const std::vector<std::string>& texts) {
    return texts.size() == 1 ? OrderedJson(texts.front()) : OrderedJson(texts);
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
        return tl::unexpected(
            parameterValueError("Label",
                                permission.label,
                                "Can only include alphanumeric characters, hyphens, "
                                "or underscores. 1 to 80 in length"));
    }
    if (permission.accounts.empty()) return checkPresent("AWSAccountIds", "");
    for (const std::string& account : permission.accounts) {
        const bool isAccount =
            account.size() == 12 && account.find_first_not_of("0123456789") == std::string::npos;
        if (!isAccount) {
            return tl::unexpected(parameterValueError("PrincipalId", account, "Unable to verify."));
        }
    }
    if (permission.actions.empty()) return checkPresent("Actions", "");
    if (permission.actions.size() > kQueuePolicyLimits.actions) {
        return refused(ApiErrorCode::OverLimit,
                       std::to_string(permission.actions.size())
                           + " Actions were found, maximum allowed is "
                           + std::to_string(kQueuePolicyLimits.actions) + ".");
    }
    for (const std::string& action : permission.actions) {
        if (std::find(kActions.begin(), kActions.end(), action) == kActions.end()) {
            return tl::unexpected(
                parameterValueError("ActionName",
                                    "SQS:" + action,
                                    "Only the queue owner is allowed to invoke this action."));
        }
    }
    return {};
}

} // namespace

ApiResult<std::string>
addPermission(std::string_view document, std::string_view queueArn, const Permission& permission) {
    if (auto checked = checkPermission(permission); !checked) {
        return tl::unexpected(checked.error());
    }
    OrderedJson policy;
    OrderedJson statements = OrderedJson::array();
    if (document.empty()) {
        policy["Version"] = "2008-10-17";
        policy["Id"] = std::string(queueArn) + "/SQSDefaultPolicy";
    } else {
        policy = OrderedJson::parse(document, nullptr, false);
        statements = statementsOf(policy);
    }
    const bool isTaken =
        std::any_of(statements.begin(), statements.end(), [&](const OrderedJson& entry) {
            return hasLabel(entry, permission.label);
        });
    if (isTaken) {
        return tl::unexpected(parameterValueError("Label", permission.label, "Already exists."));
    }
    std::vector<std::string> principals;
    for (const std::string& account : permission.accounts) {
        principals.push_back("arn:aws:iam::" + account + ":root");
    }
    std::vector<std::string> actions;
    for (const std::string& action : permission.actions) actions.push_back("SQS:" + action);
    OrderedJson statement;
    statement["Sid"] = permission.label;
    statement["Effect"] = "Allow";
    statement["Principal"]["AWS"] = textOrList(principals);
    statement["Action"] = textOrList(actions);
    statement["Resource"] = std::string(queueArn);
    statements.push_back(std::move(statement));
    policy["Statement"] = std::move(statements);
    std::string text = policy.dump();
    if (const auto problem = diagnosePolicy(text, kQueuePolicyLimits)) {
        return refused(problem->isOverLimit ? ApiErrorCode::OverLimit
                                            : ApiErrorCode::InvalidAttributeValue,
                       "The policy with this permission is refused: " + problem->text + ".");
    }
    return text;
}

ApiResult<std::string> removePermission(std::string_view document, std::string_view label) {
    if (auto present = checkPresent("Label", label); !present) {
        return tl::unexpected(present.error());
    }
    OrderedJson kept = OrderedJson::array();
    OrderedJson policy;
    std::size_t count = 0;
    if (!document.empty()) {
        policy = OrderedJson::parse(document, nullptr, false);
        for (const OrderedJson& statement : statementsOf(policy)) {
            ++count;
            if (!hasLabel(statement, label)) kept.push_back(statement);
        }
    }
    if (kept.size() == count) {
        return tl::unexpected(
            parameterValueError("Label", label, "can't find label on existing policy."));
    }
    if (kept.empty()) return std::string();
    policy["Statement"] = std::move(kept);
    return policy.dump();
}

} // namespace sluice
