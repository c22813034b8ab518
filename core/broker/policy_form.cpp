// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_form.h"

#include "core/broker/policy_parts.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;
using Path = std::vector<std::string>;

struct Flaw {
    Path path;
    std::string text; // follows the path: " must be an object", ".Effect is missing"
    bool isOverLimit = false;
    std::optional<std::size_t> statement = {};
};
using Check = std::optional<Flaw>;

Path operator/(Path path, std::string step) {
    path.push_back(std::move(step));
    return path;
}

/// "Statement[1].Condition.Bool" of steps that are names or indices.
std::string nameOf(const Path& path) {
    std::string name;
    for (const std::string& step : path) {
        const bool isIndex = step.find_first_not_of("0123456789") == std::string::npos;
        if (isIndex && !step.empty()) {
            name.append("[").append(step).append("]");
        } else {
            name.append(name.empty() ? "" : ".").append(step);
        }
    }
    return name;
}

/// A value and each entry of a list, with the path to it.
struct Entry {
    Path path;
    const OrderedJson* value = nullptr;
};
std::vector<Entry> entriesOf(const OrderedJson& value, const Path& path) {
    if (!value.is_array()) return {{path, &value}};
    std::vector<Entry> entries;
    for (std::size_t at = 0; at < value.size(); ++at)
        entries.push_back({path / std::to_string(at), &value[at]});
    return entries;
}

/// Each entry is a text that `flawOf` finds nothing wrong with.
template <class FlawOf>
Check checkTexts(const OrderedJson& value, const Path& path, FlawOf flawOf) {
    if (value.is_array() && value.empty())
        return Flaw{path, " must be a string or a list of strings"};
    for (const Entry& entry : entriesOf(value, path)) {
        if (!entry.value->is_string()) return Flaw{path, " must be a string or a list of strings"};
        const std::string flaw = flawOf(entry.value->get_ref<const std::string&>());
        if (!flaw.empty()) return Flaw{entry.path, flaw};
    }
    return {};
}

/// Variables are refused rather than taken literally, which would allow or deny something else.
std::string flawOfText(const std::string& text) {
    if (text.empty()) return " must not be empty";
    if (text.find("${") != std::string::npos)
        return " holds a variable ${…}, which is not simulated; write the value itself";
    return {};
}

std::string flawOfAction(const std::string& text) {
    if (text == "*" || text.find(':') != std::string::npos) return flawOfText(text);
    return " must name the service too, as sqs:SendMessage, or be *";
}

std::string flawOfResource(const std::string& text) {
    if (text == "*" || text.substr(0, 4) == "arn:") return flawOfText(text);
    return " must be an ARN, which may hold * and ?, or *";
}

Check checkPrincipal(const OrderedJson& principal, const Path& path) {
    const auto wrong = [&] {
        return Flaw{path, " must be \"*\" or an object of AWS and Service names"};
    };
    if (principal.is_string() && principal == "*") return {};
    if (!principal.is_object() || principal.empty()) return wrong();
    for (const auto& [type, names] : principal.items()) {
        if (type != "AWS" && type != "Service") return wrong();
        const bool isService = type == "Service";
        auto flaw = checkTexts(names, path / type, [&](const std::string& name) {
            if (parsePrincipal(name, isService)) return std::string();
            return std::string(isService ? " must be a service's name, as sns.amazonaws.com"
                                         : " must be *, an account of 12 digits, or the ARN of an "
                                           "account, role or user without * and ?");
        });
        if (flaw) return flaw;
    }
    return {};
}

Check checkConditionValues(ConditionOperator comparison,
                           const OrderedJson& values,
                           const Path& path) {
    if (values.is_array() && values.empty()) return Flaw{path, " must not be an empty list"};
    for (const Entry& entry : entriesOf(values, path)) {
        const auto text = conditionText(*entry.value);
        if (!text || !readConditionValue(comparison, *text))
            return Flaw{entry.path, " must be " + std::string(conditionValueForm(comparison))};
        if (const std::string flaw = flawOfText(*text); !flaw.empty())
            return Flaw{entry.path, flaw};
    }
    return {};
}

Check checkCondition(const OrderedJson& condition, const Path& path) {
    if (!condition.is_object()) return Flaw{path, " must be an object"};
    for (const auto& [name, tests] : condition.items()) {
        const Path at = path / name;
        const auto comparison = findConditionOperator(name);
        if (!comparison)
            return Flaw{at, " is not simulated; there are " + conditionOperatorNames()};
        if (!tests.is_object() || tests.empty())
            return Flaw{at, " must be an object of keys and values"};
        for (const auto& [keyName, values] : tests.items()) {
            const auto key = findConditionKey(keyName);
            if (!key)
                return Flaw{at / keyName, " is not simulated; there are " + conditionKeyNames()};
            if (!goesWith(*comparison, *key))
                return Flaw{at / keyName,
                            " cannot be compared so; it goes with " + conditionOperatorNames(*key)};
            if (auto flaw = checkConditionValues(*comparison, values, at / keyName)) return flaw;
        }
    }
    return {};
}

/// Of each pair ("Action", "NotAction") a statement has exactly one.
template <class CheckValue>
Check checkEither(const OrderedJson& statement,
                  const Path& path,
                  const char* name,
                  CheckValue check) {
    const std::string opposite = std::string("Not") + name;
    const bool hasName = statement.contains(name);
    if (hasName == statement.contains(opposite))
        return Flaw{path, "." + std::string(name) + " is missing or given twice"};
    const std::string given = hasName ? name : opposite;
    return check(statement[given], path / given);
}

Check checkWho(const OrderedJson& statement, const Path& path, const PolicyLimits& limits) {
    if (!limits.isOfIdentity) return checkEither(statement, path, "Principal", checkPrincipal);
    for (const char* name : {"Principal", "NotPrincipal"}) {
        if (statement.contains(name))
            return Flaw{path / name, " has no place in the policy of a role or user"};
    }
    return {};
}

Check checkMemberNames(const OrderedJson& value,
                       const Path& path,
                       std::span<const char* const> names) {
    for (const auto& [name, unused] : value.items()) {
        if (std::find(names.begin(), names.end(), name) == names.end())
            return Flaw{path / name, " is no member of a policy; look for a typing error"};
    }
    return {};
}

Check checkStatement(const OrderedJson& statement, const Path& path, const PolicyLimits& limits) {
    if (!statement.is_object()) return Flaw{path, " must be an object"};
    if (!statement.contains("Effect")) return Flaw{path, ".Effect is missing"};
    if (statement["Effect"] != "Allow" && statement["Effect"] != "Deny")
        return Flaw{path / "Effect", " must be Allow or Deny"};
    if (auto flaw = checkWho(statement, path, limits)) return flaw;
    const auto texts = [](auto flawOf) {
        return [flawOf](const OrderedJson& value, const Path& at) {
            return checkTexts(value, at, flawOf);
        };
    };
    if (auto flaw = checkEither(statement, path, "Action", texts(flawOfAction))) return flaw;
    if (auto flaw = checkEither(statement, path, "Resource", texts(flawOfResource))) return flaw;
    if (statement.contains("Sid") && !statement["Sid"].is_string())
        return Flaw{path / "Sid", " must be a string"};
    if (statement.contains("Condition")) {
        if (auto flaw = checkCondition(statement["Condition"], path / "Condition")) return flaw;
    }
    constexpr std::array kNames{"Sid",
                                "Effect",
                                "Principal",
                                "NotPrincipal",
                                "Action",
                                "NotAction",
                                "Resource",
                                "NotResource",
                                "Condition"};
    return checkMemberNames(statement, path, kNames);
}

std::size_t entryCount(const OrderedJson& value) {
    return value.is_array() ? value.size() : 1;
}

std::size_t principalCount(const OrderedJson& statement) {
    for (const char* name : {"Principal", "NotPrincipal"}) {
        if (!statement.contains(name)) continue;
        if (statement[name].is_string()) return 1;
        std::size_t count = 0;
        for (const OrderedJson& names : statement[name]) count += entryCount(names);
        return count;
    }
    return 0;
}

std::size_t conditionCount(const OrderedJson& statement) {
    std::size_t count = 0;
    if (!statement.contains("Condition")) return count;
    for (const OrderedJson& tests : statement["Condition"]) count += tests.size();
    return count;
}

/// What is too much. The statements are of right form.
Check checkCounts(const std::vector<Entry>& statements, const PolicyLimits& limits) {
    std::size_t principals = 0;
    std::size_t conditions = 0;
    for (std::size_t at = 0; at < statements.size(); ++at) {
        const Path& path = statements[at].path;
        const OrderedJson* statement = statements[at].value;
        const auto tooMany = [&](const std::string& what, std::size_t most) {
            return Flaw{path, what + " than " + std::to_string(most), true, at};
        };
        if (at >= limits.statements)
            return tooMany(" is too much: a policy has no more statements", limits.statements);
        const char* action = statement->contains("Action") ? "Action" : "NotAction";
        if (entryCount((*statement)[action]) > limits.actions)
            return tooMany("." + std::string(action) + " has more entries", limits.actions);
        principals += principalCount(*statement);
        if (principals > limits.principals)
            return tooMany(" is too much: a policy names no more principals", limits.principals);
        conditions += conditionCount(*statement);
        if (conditions > limits.conditions)
            return tooMany(" is too much: a policy has no more conditions", limits.conditions);
    }
    return {};
}

Check checkWhole(const OrderedJson& policy, const PolicyLimits& limits) {
    const Path top;
    if (!policy.is_object()) return Flaw{top, "it must be a JSON object"};
    if (!policy.contains("Version")) return Flaw{top, "Version is missing"};
    if (policy["Version"] != "2012-10-17" && policy["Version"] != "2008-10-17")
        return Flaw{top / "Version", " must be 2012-10-17 or 2008-10-17"};
    if (policy.contains("Id") && !policy["Id"].is_string())
        return Flaw{top / "Id", " must be a string"};
    if (!policy.contains("Statement")) return Flaw{top, "Statement is missing"};
    const OrderedJson& statements = policy["Statement"];
    const bool isList = statements.is_array() && !statements.empty();
    if (!isList && !statements.is_object())
        return Flaw{top / "Statement", " must be an object or a list of objects"};
    const auto entries = entriesOf(statements, top / "Statement");
    for (std::size_t at = 0; at < entries.size(); ++at) {
        auto flaw = checkStatement(*entries[at].value, entries[at].path, limits);
        if (!flaw) continue;
        flaw->statement = at;
        return flaw;
    }
    constexpr std::array kNames{"Version", "Id", "Statement"};
    if (auto flaw = checkMemberNames(policy, top, kNames)) return flaw;
    return checkCounts(entries, limits);
}

} // namespace

std::optional<PolicyProblem> diagnosePolicy(std::string_view text, const PolicyLimits& limits) {
    PolicyProblem problem;
    if (text.size() > limits.bytes) {
        problem.place = placeOf(text, limits.bytes);
        problem.text = "it must not be longer than " + std::to_string(limits.bytes) + " bytes";
        problem.isOverLimit = true;
        return problem;
    }
    if (const auto fault = findJsonFault(text)) {
        problem.place = placeOf(text, fault->offset);
        problem.text = "it must be a JSON object, but " + fault->text;
        return problem;
    }
    const auto flaw = checkWhole(OrderedJson::parse(text), limits);
    if (!flaw) return {};
    problem.place = placeOf(text, offsetOfJson(text, flaw->path));
    problem.statement = flaw->statement;
    problem.member = nameOf(flaw->path);
    problem.text = problem.member + flaw->text;
    problem.isOverLimit = flaw->isOverLimit;
    return problem;
}

ApiResult<> checkPolicy(std::string_view document) {
    const auto problem = diagnosePolicy(document, kQueuePolicyLimits);
    if (!problem) return {};
    return refused(ApiErrorCode::InvalidAttributeValue,
                   "Invalid value for the parameter Policy. Reason: line "
                       + std::to_string(problem->place.line) + ", column "
                       + std::to_string(problem->place.column) + ": " + problem->text + ".");
}

} // namespace sluice
