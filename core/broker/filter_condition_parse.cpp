// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that SNS-29 to SNS-37 do not give are those of the open-source rule engine behind the
// service.
#include "core/broker/filter_condition_parse.h"

#include "core/broker/ip_network.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view kOneKeyOnly = "Only one key allowed in match expression";
constexpr std::string_view kMustBeNumeric = " must be numeric";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// As the parser of the service names an unexpected token.
std::string tokenText(const OrderedJson& value) {
    if (value.is_array()) return "[";
    if (value.is_object()) return "{";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

class ConditionCompiler {
public:
    explicit ConditionCompiler(FilterProgram& program) : m_program(program) {
        m_condition.firstOperand = static_cast<std::uint32_t>(program.operands.size());
    }

    ApiResult<> literal(const OrderedJson& value) {
        addScalar(value);
        return finish(FilterOperator::Equals);
    }
    ApiResult<> text(FilterOperator test, std::string_view name, const OrderedJson& operand);
    ApiResult<> anythingBut(const OrderedJson& operand);
    ApiResult<> numeric(const OrderedJson& operand);
    ApiResult<> cidr(const OrderedJson& operand);
    ApiResult<> exists(const OrderedJson& operand);
    ApiResult<> wildcard(const OrderedJson& operand);

    /// From the operand to what is wrong in it.
    const std::vector<std::string>& steps() const { return m_steps; }
    bool isNameWrong() const { return m_isNameWrong; }

private:
    ApiResult<> wrongMember(std::size_t member, std::string text) {
        m_steps = {std::to_string(member)};
        return invalidParameter(std::move(text));
    }
    void add(FilterValue::Kind kind, std::string_view text, double number = 0) {
        m_program.operands.push_back({kind, m_program.add(text), number});
    }
    void addScalar(const OrderedJson& value);
    ApiResult<> finish(FilterOperator test) {
        m_condition.test = test;
        m_condition.operandCount =
            static_cast<std::uint32_t>(m_program.operands.size()) - m_condition.firstOperand;
        m_program.conditions.push_back(m_condition);
        return {};
    }
    ApiResult<> anythingButList(const OrderedJson& list);
    ApiResult<> anythingButExpression(const OrderedJson& expression);
    ApiResult<> range(const OrderedJson& members, double from);
    ApiResult<> finishRange(double from, double to);

    FilterProgram& m_program;
    FilterCondition m_condition;
    std::vector<std::string> m_steps;
    bool m_isNameWrong = false;
};

void ConditionCompiler::addScalar(const OrderedJson& value) {
    using enum FilterValue::Kind;
    if (value.is_string()) {
        add(String, value.get_ref<const std::string&>());
    } else if (value.is_number()) {
        add(Number, {}, filterNumber(value.get<double>()));
    } else if (value.is_boolean()) {
        add(value.get<bool>() ? True : False, {});
    } else {
        add(Null, {});
    }
}

ApiResult<>
ConditionCompiler::text(FilterOperator test, std::string_view name, const OrderedJson& operand) {
    if (!operand.is_string()) {
        return invalidParameter(std::string(name) + " match pattern must be a string");
    }
    addScalar(operand);
    return finish(test);
}

ApiResult<> ConditionCompiler::anythingBut(const OrderedJson& operand) {
    if (operand.is_object()) return anythingButExpression(operand);
    if (operand.is_array()) return anythingButList(operand);
    if (!operand.is_string() && !operand.is_number()) {
        return invalidParameter(
            "Value of anything-but must be an array or single string/number value.");
    }
    addScalar(operand);
    return finish(FilterOperator::AnythingBut);
}

ApiResult<> ConditionCompiler::anythingButList(const OrderedJson& list) {
    std::size_t strings = 0;
    for (std::size_t at = 0; at < list.size(); ++at) {
        const OrderedJson& value = list[at];
        if (!value.is_string() && !value.is_number()) {
            return wrongMember(at,
                               "Inside anything but list, start|null|boolean is not supported.");
        }
        strings += value.is_string() ? 1 : 0;
        addScalar(value);
    }
    if (list.empty() || (strings != 0 && strings != list.size())) {
        return invalidParameter(
            "Inside anything but list, either all values are number or string, mixed "
            "type is not supported");
    }
    return finish(FilterOperator::AnythingBut);
}

ApiResult<> ConditionCompiler::anythingButExpression(const OrderedJson& expression) {
    if (expression.empty()) return invalidParameter("Anything-But expression name not found");
    const std::string& name = expression.begin().key();
    m_steps = {name};
    m_isNameWrong = name != "prefix";
    if (m_isNameWrong) return invalidParameter("Unsupported anything-but pattern: " + name);
    if (expression.size() > 1) return invalidParameter(std::string(kOneKeyOnly));
    const OrderedJson& prefix = expression.front();
    if (prefix.is_string() && prefix.get_ref<const std::string&>().empty())
        return invalidParameter("Null prefix not allowed");
    return text(FilterOperator::AnythingButPrefix, name, prefix);
}

ApiResult<> ConditionCompiler::numeric(const OrderedJson& operand) {
    if (!operand.is_array()) return invalidParameter("Value of numeric must be an array.");
    if (operand.empty()) return invalidParameter("Invalid member in numeric match: ]");
    if (!operand[0].is_string()) {
        return wrongMember(0, "Invalid member in numeric match: " + tokenText(operand[0]));
    }
    const auto& sign = operand[0].get_ref<const std::string&>();
    constexpr std::array<std::string_view, 5> kSigns{"=", "<", "<=", ">", ">="};
    if (std::find(kSigns.begin(), kSigns.end(), sign) == kSigns.end()) {
        return wrongMember(0, "Unrecognized numeric range operator: " + sign);
    }
    if (operand.size() < 2 || !operand[1].is_number()) {
        return wrongMember(
            1, "Value of " + (sign == "=" ? "equals" : sign) + std::string(kMustBeNumeric));
    }
    const double end = filterNumber(operand[1].get<double>());
    m_condition.includesFrom = sign != ">";
    m_condition.includesTo = sign != "<";
    if (sign.starts_with('>')) {
        return operand.size() == 2 ? finishRange(end, kInfinity) : range(operand, end);
    }
    if (operand.size() > 2) return wrongMember(2, "Too many elements in numeric expression");
    return finishRange(sign == "=" ? end : -kInfinity, end);
}

/// The upper bound: members from the third on.
ApiResult<> ConditionCompiler::range(const OrderedJson& members, double from) {
    if (!members[2].is_string()) {
        return wrongMember(2, "Bad value in numeric range: " + tokenText(members[2]));
    }
    const auto& sign = members[2].get_ref<const std::string&>();
    if (sign != "<" && sign != "<=") return wrongMember(2, "Bad numeric range operator: " + sign);
    if (members.size() < 4 || !members[3].is_number()) {
        return wrongMember(3, "Value of " + sign + std::string(kMustBeNumeric));
    }
    if (members.size() > 4) return wrongMember(4, "Too many terms in numeric range expression");
    const double to = filterNumber(members[3].get<double>());
    if (from >= to) return wrongMember(3, "Bottom must be less than top");
    m_condition.includesTo = sign == "<=";
    return finishRange(from, to);
}

ApiResult<> ConditionCompiler::finishRange(double from, double to) {
    constexpr double kMost = 1e9;
    for (const double end : {from, to}) {
        if (std::isfinite(end) && std::abs(end) > kMost) {
            const bool isFirst = end == from || !std::isfinite(from);
            return wrongMember(isFirst ? 1 : 3,
                               "Value must be between -1.0E9 and 1.0E9, inclusive");
        }
        add(FilterValue::Kind::Number, {}, end);
    }
    return finish(FilterOperator::Numeric);
}

ApiResult<> ConditionCompiler::cidr(const OrderedJson& operand) {
    // The service names the wrong operator here.
    if (!operand.is_string()) return invalidParameter("prefix match pattern must be a string");
    const std::string_view text = operand.get_ref<const std::string&>();
    const std::size_t slash = std::min(text.find('/'), text.size());
    const std::string_view address = text.substr(0, slash);
    const std::string_view mask = text.substr(std::min(slash + 1, text.size()));
    if (mask.empty() || mask.find('/') != std::string_view::npos) {
        return invalidParameter("Malformed CIDR, one '/' required");
    }
    int bits = 0;
    const auto [end, error] = std::from_chars(mask.data(), mask.data() + mask.size(), bits);
    if (error != std::errc{} || end != mask.data() + mask.size()) {
        return invalidParameter("Malformed CIDR, mask bits must be an integer");
    }
    if (bits < 0) return invalidParameter("Malformed CIDR, mask bits must not be negative");
    const auto parsed = parseIpAddress(address);
    if (!parsed) return invalidParameter("Nonstandard IP address: " + std::string(address));
    if (parsed->length == 4 && bits > 31) return invalidParameter("IPv4 mask bits must be < 32");
    if (bits > 127) return invalidParameter("IPv6 mask bits must be < 128");
    add(FilterValue::Kind::String, address, bits);
    return finish(FilterOperator::Cidr);
}

ApiResult<> ConditionCompiler::exists(const OrderedJson& operand) {
    if (!operand.is_boolean()) {
        return invalidParameter("exists match pattern must be either true or false.");
    }
    addScalar(operand);
    return finish(FilterOperator::Exists);
}

ApiResult<> ConditionCompiler::wildcard(const OrderedJson& operand) {
    if (!operand.is_string()) return invalidParameter("wildcard match pattern must be a string");
    const auto& pattern = operand.get_ref<const std::string&>();
    std::string piece;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '*') {
            if (at > 0 && pattern[at - 1] == '*' && piece.empty())
                return invalidParameter("Consecutive wildcard characters at pos "
                                        + std::to_string(at));
            add(FilterValue::Kind::String, piece);
            piece.clear();
            continue;
        }
        if (pattern[at] == '\\') {
            const char next = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
            if (next != '*' && next != '\\')
                return invalidParameter("Invalid escape character at pos "
                                        + std::to_string(at + 1));
            ++at;
        }
        piece += pattern[at];
    }
    add(FilterValue::Kind::String, piece);
    return finish(FilterOperator::Wildcard);
}

using Compile = ApiResult<> (*)(ConditionCompiler&, const OrderedJson& operand);

struct FilterOperatorRow {
    std::string_view name;
    Compile compile = nullptr;
};

constexpr std::array<FilterOperatorRow, 8> kFilterOperators{{
    {"equals-ignore-case",
     [](ConditionCompiler& to, const OrderedJson& operand) {
         return to.text(FilterOperator::EqualsIgnoreCase, "equals-ignore-case", operand);
     }},
    {"prefix",
     [](ConditionCompiler& to, const OrderedJson& operand) {
         return to.text(FilterOperator::Prefix, "prefix", operand);
     }},
    {"suffix",
     [](ConditionCompiler& to, const OrderedJson& operand) {
         return to.text(FilterOperator::Suffix, "suffix", operand);
     }},
    {"anything-but",
     [](ConditionCompiler& to, const OrderedJson& operand) { return to.anythingBut(operand); }},
    {"exists",
     [](ConditionCompiler& to, const OrderedJson& operand) { return to.exists(operand); }},
    {"wildcard",
     [](ConditionCompiler& to, const OrderedJson& operand) { return to.wildcard(operand); }},
    {"numeric",
     [](ConditionCompiler& to, const OrderedJson& operand) { return to.numeric(operand); }},
    {"cidr", [](ConditionCompiler& to, const OrderedJson& operand) { return to.cidr(operand); }},
}};

const FilterOperatorRow* findOperator(std::string_view name) {
    const auto* row = std::find_if(kFilterOperators.begin(),
                                   kFilterOperators.end(),
                                   [&](const auto& each) { return each.name == name; });
    return row == kFilterOperators.end() ? nullptr : row;
}

} // namespace

tl::expected<void, ConditionProblem>
appendCondition(FilterProgram& program, const OrderedJson& value, const FilterKnobs& knobs) {
    using Steps = std::vector<std::string>;
    const auto wrong = [](std::string text, Steps steps = {}, bool isName = false) {
        ApiError error = invalidParameter(std::move(text)).value();
        return tl::unexpected(ConditionProblem{std::move(error), std::move(steps), isName});
    };
    ConditionCompiler compiler(program);
    if (value.is_array()) {
        return wrong("Match value must be String, number, true, false, or null");
    }
    if (!value.is_object()) {
        static_cast<void>(compiler.literal(value)); // any will do
        return {};
    }
    if (value.empty()) return wrong("Match expression name not found");
    if (value.size() > 1) return wrong(std::string(kOneKeyOnly));
    const std::string& name = value.begin().key();
    const FilterOperatorRow* row = findOperator(name);
    if (row == nullptr || (name == "wildcard" && !knobs.hasWildcard)) {
        return wrong("Unrecognized match type " + name, {name}, true);
    }
    const auto compiled = row->compile(compiler, *value.begin());
    if (compiled) return {};
    Steps steps = compiler.steps();
    steps.insert(steps.begin(), name);
    return wrong(compiled.error().message, std::move(steps), compiler.isNameWrong());
}

bool isFilterOperator(std::string_view name) {
    return findOperator(name) != nullptr;
}

} // namespace sluice
