// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/broker/filter_condition_parse.h"
#include "core/broker/filter_policy.h"
#include "core/broker/json_place.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view kTooComplex = "Filter policy is too complex";
/// Deeper policies are too complex whatever they hold: a leaf counts its depth, a nested $or adds.
constexpr std::uint64_t kDeepest = kMostFilterComplexity;

/// Takes the parser's events, of which the fault alone matters.
struct SyntaxFault {
    // The names and parameters below are nlohmann's.
    // NOLINTBEGIN(readability-identifier-naming,readability-convert-member-functions-to-static)
    bool null() { return true; }
    bool boolean(bool) { return true; }
    bool number_integer(OrderedJson::number_integer_t) { return true; }
    bool number_unsigned(OrderedJson::number_unsigned_t) { return true; }
    bool number_float(OrderedJson::number_float_t, const std::string&) { return true; }
    bool string(std::string&) { return true; }
    bool binary(OrderedJson::binary_t&) { return true; }
    bool start_object(std::size_t) { return true; }
    bool start_array(std::size_t) { return true; }
    bool end_object() { return true; }
    bool end_array() { return true; }
    bool key(std::string&) { return true; }
    bool parse_error(std::size_t byte, const std::string&, const std::exception&) {
        place = byte;
        return false;
    }
    // NOLINTEND(readability-identifier-naming,readability-convert-member-functions-to-static)

    std::optional<std::size_t> place; ///< Number of the byte, from 1.
};

/// "Line 2, column 7": where the parser's byte `number`, from 1, stands.
std::string positionText(std::string_view text, std::size_t number) {
    const TextPlace place = placeOf(text, number == 0 ? 0 : number - 1);
    return "Line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

class PolicyCompiler {
public:
    explicit PolicyCompiler(const FilterKnobs& knobs) : m_knobs(knobs) {}

    /// An object at `path`: depth is its nesting counted from 1, level the calls above this one.
    /// Gives its complexity (SNS-38).
    struct Place {
        std::string path;
        std::uint64_t depth = 1;
        std::uint64_t level = 1;
    };
    ApiResult<std::uint64_t> object(const OrderedJson& members, const Place& place);
    /// An object whose members must all hold: the root, or an alternative of an $or.
    ApiResult<std::uint64_t> group(const OrderedJson& members, const Place& place);

    using Steps = std::vector<std::string>; ///< Member names and indices from the root.
    /// To what the error is about.
    const Steps& steps() const { return m_steps; }
    bool isNameWrong() const { return m_isNameWrong; }
    /// To the first object that is no root and no alternative; empty: there is none.
    const Steps& nested() const { return m_nested; }
    /// To the first key beyond kMostFilterKeys.
    const Steps& keyTooMany() const { return m_keyTooMany; }
    FilterProgram& program() { return m_program; }

private:
    ApiResult<std::uint64_t>
    member(const std::string& name, const OrderedJson& value, const Place& place);
    ApiResult<std::uint64_t> alternatives(const OrderedJson& groups, const Place& place);
    ApiResult<std::uint64_t> key(const std::string& path, const OrderedJson& values);
    std::uint32_t keyIndex(const std::string& path);
    std::uint32_t open(FilterNode node) {
        m_program.nodes.push_back(node);
        return static_cast<std::uint32_t>(m_program.nodes.size() - 1);
    }
    void close(std::uint32_t node) {
        m_program.nodes[node].end = static_cast<std::uint32_t>(m_program.nodes.size());
    }

    FilterKnobs m_knobs;
    FilterProgram m_program;
    Steps m_steps, m_nested, m_keyTooMany;
    bool m_isNameWrong = false;
};

/// Whether an `$or` is the operator (SNS-35).
bool isAlternatives(const OrderedJson& value) {
    const auto isGroup = [](const OrderedJson& each) {
        if (!each.is_object()) return false;
        for (const auto& member : each.items()) {
            if (isFilterOperator(member.key())) return false;
        }
        return true;
    };
    return value.is_array() && value.size() >= 2
           && std::all_of(value.begin(), value.end(), isGroup);
}

/// Sums and products stay far from overflow: what is too complex already stays so.
std::uint64_t capped(std::uint64_t complexity) {
    return std::min(complexity, kMostFilterComplexity + 1);
}

ApiResult<std::uint64_t> PolicyCompiler::object(const OrderedJson& members, const Place& place) {
    if (members.empty()) return invalidParameter("Empty objects are not allowed");
    if (place.level > kDeepest) return invalidParameter(std::string(kTooComplex));
    std::uint64_t product = 1;
    for (const auto& each : members.items()) {
        m_steps.push_back(each.key());
        auto complexity = member(each.key(), each.value(), place);
        if (!complexity) return complexity;
        m_steps.pop_back();
        product = capped(product * *complexity);
    }
    return product;
}

ApiResult<std::uint64_t> PolicyCompiler::group(const OrderedJson& members, const Place& place) {
    const std::uint32_t node = open({});
    auto complexity = object(members, place);
    close(node);
    return complexity;
}

ApiResult<std::uint64_t>
PolicyCompiler::member(const std::string& name, const OrderedJson& value, const Place& place) {
    if (name == "$or" && isAlternatives(value)) return alternatives(value, place);
    std::string path = place.path.empty() ? name : place.path + '.' + name;
    if (value.is_object()) {
        if (m_nested.empty()) m_nested = m_steps;
        return object(value, {std::move(path), place.depth + 1, place.level + 1});
    }
    if (!value.is_array()) return invalidParameter('"' + name + "\" must be an object or an array");
    auto count = key(path, value);
    if (count) *count = capped(*count * place.depth);
    return count;
}

ApiResult<std::uint64_t> PolicyCompiler::alternatives(const OrderedJson& groups,
                                                      const Place& place) {
    FilterNode any;
    any.kind = FilterNode::Kind::Any;
    any.path = m_program.add(place.path);
    const std::uint32_t node = open(any);
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < groups.size(); ++at) {
        m_steps.push_back(std::to_string(at));
        auto complexity = group(groups[at], {place.path, place.depth, place.level + 1});
        if (!complexity) return complexity;
        m_steps.pop_back();
        sum = capped(sum + *complexity);
    }
    close(node);
    return sum;
}

ApiResult<std::uint64_t> PolicyCompiler::key(const std::string& path, const OrderedJson& values) {
    if (values.empty()) return invalidParameter("Empty arrays are not allowed");
    FilterNode node;
    node.kind = FilterNode::Kind::Key;
    node.key = keyIndex(path);
    node.firstCondition = static_cast<std::uint32_t>(m_program.conditions.size());
    node.conditionCount = static_cast<std::uint32_t>(values.size());
    for (std::size_t at = 0; at < values.size(); ++at) {
        const auto appended = appendCondition(m_program, values[at], m_knobs);
        if (appended) continue;
        const ConditionProblem& problem = appended.error();
        m_steps.push_back(std::to_string(at));
        m_steps.insert(m_steps.end(), problem.steps.begin(), problem.steps.end());
        m_isNameWrong = problem.isName;
        return tl::unexpected(problem.error);
    }
    close(open(node));
    return capped(values.size());
}

std::uint32_t PolicyCompiler::keyIndex(const std::string& path) {
    auto& keys = m_program.keys;
    // Too many keys are an error already: no need to find more of them twice.
    if (keys.size() <= kMostFilterKeys) {
        const auto known = std::find_if(keys.begin(), keys.end(), [&](const FilterKey& each) {
            return m_program.textOf(each.path) == path;
        });
        if (known != keys.end()) return static_cast<std::uint32_t>(known - keys.begin());
    }
    if (keys.size() == kMostFilterKeys) m_keyTooMany = m_steps;
    keys.push_back({m_program.add(path), pathHash(path)});
    return static_cast<std::uint32_t>(keys.size() - 1);
}

/// Of the value at the end of the steps, or of its name.
std::size_t faultOffset(std::string_view json, const PolicyCompiler::Steps& steps, bool isName) {
    const std::size_t value = offsetOfJson(json, steps);
    if (!isName) return value;
    return std::min(json.rfind('"' + steps.back() + '"', value), value);
}

tl::unexpected<FilterProblem> refusedPolicy(std::string text, std::size_t offset = 0) {
    return tl::unexpected(FilterProblem{invalidParameter(std::move(text)).value(), offset});
}

} // namespace

ApiResult<FilterPolicy>
FilterPolicy::parse(std::string_view json, FilterScope scope, const FilterKnobs& knobs) {
    return diagnose(json, scope, knobs).map_error([](FilterProblem problem) {
        return std::move(problem.error);
    });
}

tl::expected<FilterPolicy, FilterProblem>
FilterPolicy::diagnose(std::string_view json, FilterScope scope, const FilterKnobs& knobs) {
    FilterPolicy policy;
    policy.m_scope = scope;
    if (json.size() > kLongestFilterPolicy) {
        return tl::unexpected(FilterProblem{{ApiErrorCode::FilterPolicyLimitExceeded,
                                             "Filter policy can not be longer than "
                                                 + std::to_string(kLongestFilterPolicy) + " bytes"},
                                            kLongestFilterPolicy});
    }
    if (trimmed(json).empty()) return policy;
    SyntaxFault finder;
    if (!OrderedJson::sax_parse(json, &finder)) {
        const std::size_t number = finder.place.value_or(1);
        return refusedPolicy("failed to parse JSON. " + positionText(json, number)
                                 + ": look for a missing comma, quote or bracket there.",
                             number == 0 ? 0 : number - 1);
    }
    const OrderedJson members = OrderedJson::parse(json, nullptr, false);
    if (!members.is_object()) return refusedPolicy("Filter is not an object");
    if (members.empty()) return policy;
    PolicyCompiler compiler(knobs);
    const auto complexity = compiler.group(members, {});
    if (!complexity) {
        const std::size_t place = faultOffset(json, compiler.steps(), compiler.isNameWrong());
        return tl::unexpected(FilterProblem{complexity.error(), place});
    }
    if (scope == FilterScope::Attributes && !compiler.nested().empty()) {
        return refusedPolicy(
            "Filter policy scope MessageAttributes does not support nested filter policy",
            faultOffset(json, compiler.nested(), false));
    }
    if (compiler.program().keys.size() > kMostFilterKeys) {
        return refusedPolicy("Filter policy can not have more than "
                                 + std::to_string(kMostFilterKeys) + " keys",
                             faultOffset(json, compiler.keyTooMany(), false));
    }
    if (*complexity > kMostFilterComplexity) return refusedPolicy(std::string(kTooComplex));
    policy.m_program = std::move(compiler.program());
    return policy;
}

} // namespace sluice
