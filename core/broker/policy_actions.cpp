// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_actions.h"

#include "core/base/text.h"
#include "core/broker/arn.h"
#include "core/broker/json_place.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::array<std::string_view, 23> kQueueActions{"sqs:AddPermission",
                                                         "sqs:CancelMessageMoveTask",
                                                         "sqs:ChangeMessageVisibility",
                                                         "sqs:ChangeMessageVisibilityBatch",
                                                         "sqs:CreateQueue",
                                                         "sqs:DeleteMessage",
                                                         "sqs:DeleteMessageBatch",
                                                         "sqs:DeleteQueue",
                                                         "sqs:GetQueueAttributes",
                                                         "sqs:GetQueueUrl",
                                                         "sqs:ListDeadLetterSourceQueues",
                                                         "sqs:ListMessageMoveTasks",
                                                         "sqs:ListQueueTags",
                                                         "sqs:ListQueues",
                                                         "sqs:PurgeQueue",
                                                         "sqs:ReceiveMessage",
                                                         "sqs:RemovePermission",
                                                         "sqs:SendMessage",
                                                         "sqs:SendMessageBatch",
                                                         "sqs:SetQueueAttributes",
                                                         "sqs:StartMessageMoveTask",
                                                         "sqs:TagQueue",
                                                         "sqs:UntagQueue"};
constexpr std::array<std::string_view, 42> kTopicActions{"sns:AddPermission",
                                                         "sns:CheckIfPhoneNumberIsOptedOut",
                                                         "sns:ConfirmSubscription",
                                                         "sns:CreatePlatformApplication",
                                                         "sns:CreatePlatformEndpoint",
                                                         "sns:CreateSMSSandboxPhoneNumber",
                                                         "sns:CreateTopic",
                                                         "sns:DeleteEndpoint",
                                                         "sns:DeletePlatformApplication",
                                                         "sns:DeleteSMSSandboxPhoneNumber",
                                                         "sns:DeleteTopic",
                                                         "sns:GetDataProtectionPolicy",
                                                         "sns:GetEndpointAttributes",
                                                         "sns:GetPlatformApplicationAttributes",
                                                         "sns:GetSMSAttributes",
                                                         "sns:GetSMSSandboxAccountStatus",
                                                         "sns:GetSubscriptionAttributes",
                                                         "sns:GetTopicAttributes",
                                                         "sns:ListEndpointsByPlatformApplication",
                                                         "sns:ListOriginationNumbers",
                                                         "sns:ListPhoneNumbersOptedOut",
                                                         "sns:ListPlatformApplications",
                                                         "sns:ListSMSSandboxPhoneNumbers",
                                                         "sns:ListSubscriptions",
                                                         "sns:ListSubscriptionsByTopic",
                                                         "sns:ListTagsForResource",
                                                         "sns:ListTopics",
                                                         "sns:OptInPhoneNumber",
                                                         "sns:Publish",
                                                         "sns:PublishBatch",
                                                         "sns:PutDataProtectionPolicy",
                                                         "sns:Receive",
                                                         "sns:RemovePermission",
                                                         "sns:SetEndpointAttributes",
                                                         "sns:SetPlatformApplicationAttributes",
                                                         "sns:SetSMSAttributes",
                                                         "sns:SetSubscriptionAttributes",
                                                         "sns:SetTopicAttributes",
                                                         "sns:Subscribe",
                                                         "sns:TagResource",
                                                         "sns:Unsubscribe",
                                                         "sns:UntagResource"};

char lowerLetter(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// How many letters must be put in, taken out or replaced; their case does not count.
std::size_t editDistance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced =
                diagonal + (lowerLetter(left[i]) == lowerLetter(right[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

struct NearestAction {
    std::string_view action;
    std::size_t distance = std::string_view::npos;
};

NearestAction nearestAction(std::string_view action) {
    NearestAction result;
    const auto look = [&](std::string_view known) {
        const std::size_t away = editDistance(action, known);
        if (away < result.distance) result = {known, away};
    };
    std::ranges::for_each(kQueueActions, look);
    std::ranges::for_each(kTopicActions, look);
    return result;
}

bool isKnownAction(std::string_view pattern) {
    const auto matches = [&](std::string_view known) {
        return matchesIgnoringCase(pattern, known);
    };
    return std::ranges::any_of(kQueueActions, matches)
           || std::ranges::any_of(kTopicActions, matches);
}

/// What is wrong with an action; nothing when it is known, or of another service.
std::optional<std::string> problemOfAction(std::string_view action) {
    constexpr std::size_t kTypingError = 3; // letters
    if (isKnownAction(action)) return std::nullopt;
    const NearestAction near = nearestAction(action);
    const std::string_view service = near.action.substr(0, 4); // "sqs:"
    const bool isMisspelt = near.distance <= kTypingError;
    const bool isOfService =
        matchesIgnoringCase("sqs:*", action) || matchesIgnoringCase("sns:*", action);
    if (!isMisspelt && !isOfService) return std::nullopt;
    const std::string said = "there is no action " + quoted(action);
    if (isMisspelt) return said + ". Did you mean " + std::string(near.action) + "?";
    return said + ", so that the statement says nothing about it. Look for a typing error, or use "
           + std::string(service) + "* for all actions.";
}

} // namespace

std::vector<UnknownAction> unknownActions(std::string_view policy) {
    std::vector<UnknownAction> result;
    if (policy.empty()) return result;
    const auto judge = [&](const OrderedJson& action, const std::vector<std::string>& path) {
        const auto problem = problemOfAction(action.get_ref<const std::string&>());
        if (problem) result.push_back({offsetOfJson(policy, path), *problem});
    };
    const auto judgeStatement = [&](const OrderedJson& statement, std::vector<std::string> path) {
        path.emplace_back(statement.contains("Action") ? "Action" : "NotAction");
        const OrderedJson& actions = statement[path.back()];
        if (!actions.is_array()) return judge(actions, path);
        for (std::size_t at = 0; at < actions.size(); ++at) {
            path.push_back(std::to_string(at));
            judge(actions[at], path);
            path.pop_back();
        }
    };
    const OrderedJson json = OrderedJson::parse(policy);
    const OrderedJson& statements = json["Statement"];
    if (!statements.is_array()) {
        judgeStatement(statements, {"Statement"});
        return result;
    }
    for (std::size_t at = 0; at < statements.size(); ++at)
        judgeStatement(statements[at], {"Statement", std::to_string(at)});
    return result;
}

} // namespace sluice
