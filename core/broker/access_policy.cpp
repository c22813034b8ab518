// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_policy.h"

#include "core/broker/policy_parts.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

template <class Value>
std::span<const Value> part(const std::vector<Value>& all, AccessPolicy::Range range) {
    return std::span(all).subspan(range.first, range.count);
}

/// The member or the one of opposite meaning.
const OrderedJson& either(const OrderedJson& statement, const char* name, const char* opposite) {
    return statement.contains(name) ? statement[name] : statement[opposite];
}

/// Calls `take` with each text of a value that is a text or a list of them.
template <class Take>
void forEach(const OrderedJson& value, Take take) {
    if (!value.is_array()) return take(value);
    for (const OrderedJson& entry : value) take(entry);
}

std::uint32_t sizeOf(std::size_t size) {
    return static_cast<std::uint32_t>(size);
}

} // namespace

/// Appends statement by statement. Requires: the JSON was found to be of right form.
class PolicyCompiler {
public:
    void append(const OrderedJson& json) {
        AccessPolicy::Statement statement;
        if (json.contains("Sid")) statement.sid = textOf(json["Sid"].get<std::string>());
        statement.isDeny = json["Effect"] == "Deny";
        statement.isExceptPrincipals = json.contains("NotPrincipal");
        statement.isExceptActions = json.contains("NotAction");
        statement.isExceptResources = json.contains("NotResource");
        if (statement.isExceptPrincipals || json.contains("Principal"))
            statement.principals = principalsOf(either(json, "Principal", "NotPrincipal"));
        statement.actions.first = sizeOf(m_policy.m_patterns.size());
        forEach(either(json, "Action", "NotAction"),
                [&](const OrderedJson& text) { m_policy.m_patterns.push_back(textOf(text)); });
        statement.actions.count = sizeOf(m_policy.m_patterns.size()) - statement.actions.first;
        statement.resources.first = sizeOf(m_policy.m_patterns.size());
        forEach(either(json, "Resource", "NotResource"), [&](const OrderedJson& text) {
            m_policy.m_patterns.push_back(textOf(completedArnPattern(text.get<std::string>())));
        });
        statement.resources.count = sizeOf(m_policy.m_patterns.size()) - statement.resources.first;
        if (json.contains("Condition")) statement.conditions = conditionsOf(json["Condition"]);
        m_policy.m_statements.push_back(statement);
    }
    AccessPolicy take() { return std::move(m_policy); }

private:
    AccessPolicy::Text textOf(const std::string& text) {
        const AccessPolicy::Text place{sizeOf(m_policy.m_texts.size()), sizeOf(text.size())};
        m_policy.m_texts += text;
        return place;
    }
    AccessPolicy::Range principalsOf(const OrderedJson& json) {
        AccessPolicy::Range range{sizeOf(m_policy.m_principals.size())};
        if (json.is_string()) appendNames(json, false);
        if (json.is_object()) {
            for (const auto& [type, names] : json.items()) appendNames(names, type == "Service");
        }
        range.count = sizeOf(m_policy.m_principals.size()) - range.first;
        return range;
    }
    void appendNames(const OrderedJson& names, bool isService) {
        forEach(names, [&](const OrderedJson& text) {
            const std::string bytes = text.get<std::string>();
            const auto principal = parsePrincipal(bytes, isService);
            const AccessPolicy::Text name = textOf(std::string(principal->name));
            m_policy.m_principals.push_back({principal->kind, name});
        });
    }
    AccessPolicy::Range conditionsOf(const OrderedJson& json) {
        AccessPolicy::Range range{sizeOf(m_policy.m_conditions.size())};
        for (const auto& [name, tests] : json.items())
            appendTests(*findConditionOperator(name), tests);
        range.count = sizeOf(m_policy.m_conditions.size()) - range.first;
        return range;
    }
    /// The keys of one operator with their values.
    void appendTests(ConditionOperator comparison, const OrderedJson& tests) {
        for (const auto& [key, values] : tests.items()) {
            const std::uint32_t first = sizeOf(m_policy.m_values.size());
            forEach(values, [&](const OrderedJson& entry) { appendValue(comparison, entry); });
            const std::uint32_t count = sizeOf(m_policy.m_values.size()) - first;
            m_policy.m_conditions.push_back({comparison, *findConditionKey(key), {first, count}});
        }
    }
    void appendValue(ConditionOperator comparison, const OrderedJson& entry) {
        const std::string text = *conditionText(entry);
        ConditionValue value = *readConditionValue(comparison, text);
        const AccessPolicy::Text place = textOf(text);
        value.begin = place.begin;
        value.length = place.length;
        m_policy.m_values.push_back(value);
    }

    AccessPolicy m_policy;
};

tl::expected<AccessPolicy, PolicyProblem> AccessPolicy::parse(std::string_view json,
                                                              const PolicyLimits& limits) {
    if (json.empty()) return AccessPolicy();
    if (auto problem = diagnosePolicy(json, limits)) return tl::unexpected(std::move(*problem));
    PolicyCompiler compiler;
    forEach(OrderedJson::parse(json)["Statement"],
            [&](const OrderedJson& statement) { compiler.append(statement); });
    return compiler.take();
}

std::span<const AccessPolicy::PrincipalPattern>
AccessPolicy::principals(const Statement& statement) const {
    return part(m_principals, statement.principals);
}

std::span<const AccessPolicy::Text> AccessPolicy::actions(const Statement& statement) const {
    return part(m_patterns, statement.actions);
}

std::span<const AccessPolicy::Text> AccessPolicy::resources(const Statement& statement) const {
    return part(m_patterns, statement.resources);
}

std::span<const AccessPolicy::Condition>
AccessPolicy::conditions(const Statement& statement) const {
    return part(m_conditions, statement.conditions);
}

std::span<const ConditionValue> AccessPolicy::values(const Condition& condition) const {
    return part(m_values, condition.values);
}

std::string_view AccessPolicy::text(Text place) const {
    return std::string_view(m_texts).substr(place.begin, place.length);
}

std::string_view AccessPolicy::text(const ConditionValue& value) const {
    return text(Text{value.begin, value.length});
}

bool AccessPolicy::concernsPrincipal(const Statement& statement, const Principal& principal) const {
    const bool isService = principal.kind == Principal::Kind::Service;
    const auto isNamed = [&](const PrincipalPattern& pattern) {
        switch (pattern.kind) {
        case PrincipalKind::Everyone:
            return true;
        case PrincipalKind::Account:
            return !isService && text(pattern.name) == principal.account;
        case PrincipalKind::Identity:
            return !isService && text(pattern.name) == principal.name;
        case PrincipalKind::Service:
            break;
        }
        return isService && text(pattern.name) == principal.name;
    };
    const auto named = principals(statement);
    if (named.empty()) return true;
    return std::any_of(named.begin(), named.end(), isNamed) != statement.isExceptPrincipals;
}

bool AccessPolicy::concernsAction(const Statement& statement, std::string_view action) const {
    const auto patterns = actions(statement);
    return std::any_of(patterns.begin(),
                       patterns.end(),
                       [&](Text pattern) { return matchesIgnoringCase(text(pattern), action); })
           != statement.isExceptActions;
}

bool AccessPolicy::concernsResource(const Statement& statement, std::string_view resource) const {
    const auto patterns = resources(statement);
    return std::any_of(patterns.begin(),
                       patterns.end(),
                       [&](Text pattern) { return matchesArn(text(pattern), resource); })
           != statement.isExceptResources;
}

bool AccessPolicy::holds(const Condition& condition, const AccessRequest& request) const {
    return sluice::holds(
        {condition.comparison, condition.key}, values(condition), m_texts, request);
}

bool AccessPolicy::holdsAll(const Statement& statement, const AccessRequest& request) const {
    const auto all = conditions(statement);
    return std::all_of(
        all.begin(), all.end(), [&](const Condition& each) { return holds(each, request); });
}

bool AccessPolicy::applies(const Statement& statement, const AccessRequest& request) const {
    return concernsPrincipal(statement, request.principal)
           && concernsAction(statement, authorisingAction(request.action))
           && concernsResource(statement, request.resource) && holdsAll(statement, request);
}

std::string_view authorisingAction(std::string_view action) {
    constexpr std::array<std::string_view, 4> kSingleActions{
        "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:SendMessage", "sns:Publish"};
    constexpr std::string_view kBatch = "Batch";
    for (const std::string_view single : kSingleActions) {
        const bool isIts = action.size() == single.size() + kBatch.size()
                           && action.substr(0, single.size()) == single
                           && action.substr(single.size()) == kBatch;
        if (isIts) return single;
    }
    return action;
}

} // namespace sluice
