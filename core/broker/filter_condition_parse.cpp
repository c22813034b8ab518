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

namespace sluice {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kOneKeyOnly = "Only one key allowed in match expression";
constexpr std::string_view kMustBeNumeric = " must be numeric";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

tl::unexpected<ApiError> invalid(std::string message) {
    return refused(ApiErrorCode::InvalidParameter, std::move(message));
}

/// As the parser of the service names an unexpected token.
std::string tokenText(const Json& value) {
    if (value.is_array()) return "[";
    if (value.is_object()) return "{";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

class ConditionCompiler {
public:
    explicit ConditionCompiler(FilterProgram& program) : m_program(program) {
        m_condition.firstOperand = static_cast<std::uint32_t>(program.operands.size());
    }

    ApiResult<> literal(const Json& value) {
        addScalar(value);
        return finish(FilterOperator::Equals);
    }
    ApiResult<> text(FilterOperator test, std::string_view name, const Json& operand);
    ApiResult<> anythingBut(const Json& operand);
    ApiResult<> numeric(const Json& operand);
    ApiResult<> cidr(const Json& operand);
    ApiResult<> exists(const Json& operand);
    ApiResult<> wildcard(const Json& operand);

private:
    void add(FilterValue::Kind kind, std::string_view text, double number = 0) {
        m_program.operands.push_back({kind, m_program.add(text), number});
    }
    void addScalar(const Json& value);
    ApiResult<> finish(FilterOperator test) {
        m_condition.test = test;
        m_condition.operandCount =
            static_cast<std::uint32_t>(m_program.operands.size()) - m_condition.firstOperand;
        m_program.conditions.push_back(m_condition);
        return {};
    }
    ApiResult<> anythingButList(const Json& list);
    ApiResult<> anythingButExpression(const Json& expression);
    ApiResult<> range(const Json& members, double from);
    ApiResult<> finishRange(double from, double to);

    FilterProgram& m_program;
    FilterCondition m_condition;
};

void ConditionCompiler::addScalar(const Json& value) {
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
ConditionCompiler::text(FilterOperator test, std::string_view name, const Json& operand) {
    if (!operand.is_string()) {
        return invalid(std::string(name) + " match pattern must be a string");
    }
    addScalar(operand);
    return finish(test);
}

ApiResult<> ConditionCompiler::anythingBut(const Json& operand) {
    if (operand.is_object()) return anythingButExpression(operand);
    if (operand.is_array()) return anythingButList(operand);
    if (!operand.is_string() && !operand.is_number()) {
        return invalid("Value of anything-but must be an array or single string/number value.");
    }
    addScalar(operand);
    return finish(FilterOperator::AnythingBut);
}

ApiResult<> ConditionCompiler::anythingButList(const Json& list) {
    std::size_t strings = 0;
    for (const Json& value : list) {
        if (!value.is_string() && !value.is_number()) {
            return invalid("Inside anything but list, start|null|boolean is not supported.");
        }
        strings += value.is_string() ? 1 : 0;
        addScalar(value);
    }
    if (list.empty() || (strings != 0 && strings != list.size())) {
        return invalid("Inside anything but list, either all values are number or string, mixed "
                       "type is not supported");
    }
    return finish(FilterOperator::AnythingBut);
}

ApiResult<> ConditionCompiler::anythingButExpression(const Json& expression) {
    if (expression.empty()) return invalid("Anything-But expression name not found");
    const std::string& name = expression.begin().key();
    if (name != "prefix") return invalid("Unsupported anything-but pattern: " + name);
    if (expression.size() > 1) return invalid(std::string(kOneKeyOnly));
    const Json& prefix = expression.front();
    if (prefix.is_string() && prefix.get_ref<const std::string&>().empty())
        return invalid("Null prefix not allowed");
    return text(FilterOperator::AnythingButPrefix, name, prefix);
}

ApiResult<> ConditionCompiler::numeric(const Json& operand) {
    if (!operand.is_array()) return invalid("Value of numeric must be an array.");
    if (operand.empty()) return invalid("Invalid member in numeric match: ]");
    if (!operand[0].is_string()) {
        return invalid("Invalid member in numeric match: " + tokenText(operand[0]));
    }
    const auto& sign = operand[0].get_ref<const std::string&>();
    constexpr std::array<std::string_view, 5> kSigns{"=", "<", "<=", ">", ">="};
    if (std::find(kSigns.begin(), kSigns.end(), sign) == kSigns.end()) {
        return invalid("Unrecognized numeric range operator: " + sign);
    }
    if (operand.size() < 2 || !operand[1].is_number()) {
        return invalid("Value of " + (sign == "=" ? "equals" : sign) + std::string(kMustBeNumeric));
    }
    const double end = filterNumber(operand[1].get<double>());
    m_condition.includesFrom = sign != ">";
    m_condition.includesTo = sign != "<";
    if (sign.starts_with('>')) {
        return operand.size() == 2 ? finishRange(end, kInfinity) : range(operand, end);
    }
    if (operand.size() > 2) return invalid("Too many elements in numeric expression");
    return finishRange(sign == "=" ? end : -kInfinity, end);
}

/// The upper bound: members from the third on.
ApiResult<> ConditionCompiler::range(const Json& members, double from) {
    if (!members[2].is_string()) {
        return invalid("Bad value in numeric range: " + tokenText(members[2]));
    }
    const auto& sign = members[2].get_ref<const std::string&>();
    if (sign != "<" && sign != "<=") return invalid("Bad numeric range operator: " + sign);
    if (members.size() < 4 || !members[3].is_number()) {
        return invalid("Value of " + sign + std::string(kMustBeNumeric));
    }
    if (members.size() > 4) return invalid("Too many terms in numeric range expression");
    const double to = filterNumber(members[3].get<double>());
    if (from >= to) return invalid("Bottom must be less than top");
    m_condition.includesTo = sign == "<=";
    return finishRange(from, to);
}

ApiResult<> ConditionCompiler::finishRange(double from, double to) {
    constexpr double kMost = 1e9;
    for (const double end : {from, to}) {
        if (std::isfinite(end) && std::abs(end) > kMost) {
            return invalid("Value must be between -1.0E9 and 1.0E9, inclusive");
        }
        add(FilterValue::Kind::Number, {}, end);
    }
    return finish(FilterOperator::Numeric);
}

ApiResult<> ConditionCompiler::cidr(const Json& operand) {
    // The service names the wrong operator here.
    if (!operand.is_string()) return invalid("prefix match pattern must be a string");
    const std::string_view text = operand.get_ref<const std::string&>();
    const std::size_t slash = std::min(text.find('/'), text.size());
    const std::string_view address = text.substr(0, slash);
    const std::string_view mask = text.substr(std::min(slash + 1, text.size()));
    if (mask.empty() || mask.find('/') != std::string_view::npos) {
        return invalid("Malformed CIDR, one '/' required");
    }
    int bits = 0;
    const auto [end, error] = std::from_chars(mask.data(), mask.data() + mask.size(), bits);
    if (error != std::errc{} || end != mask.data() + mask.size()) {
        return invalid("Malformed CIDR, mask bits must be an integer");
    }
    if (bits < 0) return invalid("Malformed CIDR, mask bits must not be negative");
    const auto parsed = parseIpAddress(address);
    if (!parsed) return invalid("Nonstandard IP address: " + std::string(address));
    if (parsed->length == 4 && bits > 31) return invalid("IPv4 mask bits must be < 32");
    if (bits > 127) return invalid("IPv6 mask bits must be < 128");
    add(FilterValue::Kind::String, address, bits);
    return finish(FilterOperator::Cidr);
}

ApiResult<> ConditionCompiler::exists(const Json& operand) {
    if (!operand.is_boolean()) {
        return invalid("exists match pattern must be either true or false.");
    }
    addScalar(operand);
    return finish(FilterOperator::Exists);
}

ApiResult<> ConditionCompiler::wildcard(const Json& operand) {
    if (!operand.is_string()) return invalid("wildcard match pattern must be a string");
    const auto& pattern = operand.get_ref<const std::string&>();
    std::string piece;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '*') {
            if (at > 0 && pattern[at - 1] == '*' && piece.empty())
                return invalid("Consecutive wildcard characters at pos " + std::to_string(at));
            add(FilterValue::Kind::String, piece);
            piece.clear();
            continue;
        }
        if (pattern[at] == '\\') {
            const char next = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
            if (next != '*' && next != '\\')
                return invalid("Invalid escape character at pos " + std::to_string(at + 1));
            ++at;
        }
        piece += pattern[at];
    }
    add(FilterValue::Kind::String, piece);
    return finish(FilterOperator::Wildcard);
}

using Compile = ApiResult<> (*)(ConditionCompiler&, const Json& operand);

struct OperatorRow {
    std::string_view name;
    Compile compile = nullptr;
};

constexpr std::array<OperatorRow, 8> kOperators{{
    {"equals-ignore-case",
     [](ConditionCompiler& to, const Json& operand) {
         return to.text(FilterOperator::EqualsIgnoreCase, "equals-ignore-case", operand);
     }},
    {"prefix",
     [](ConditionCompiler& to, const Json& operand) {
         return to.text(FilterOperator::Prefix, "prefix", operand);
     }},
    {"suffix",
     [](ConditionCompiler& to, const Json& operand) {
         return to.text(FilterOperator::Suffix, "suffix", operand);
     }},
    {"anything-but",
     [](ConditionCompiler& to, const Json& operand) { return to.anythingBut(operand); }},
    {"exists", [](ConditionCompiler& to, const Json& operand) { return to.exists(operand); }},
    {"wildcard", [](ConditionCompiler& to, const Json& operand) { return to.wildcard(operand); }},
    {"numeric", [](ConditionCompiler& to, const Json& operand) { return to.numeric(operand); }},
    {"cidr", [](ConditionCompiler& to, const Json& operand) { return to.cidr(operand); }},
}};

const OperatorRow* findOperator(std::string_view name) {
    const auto* row = std::find_if(
        kOperators.begin(), kOperators.end(), [&](const auto& each) { return each.name == name; });
    return row == kOperators.end() ? nullptr : row;
}

} // namespace

ApiResult<> appendCondition(FilterProgram& program, const Json& value, const FilterKnobs& knobs) {
    ConditionCompiler compiler(program);
    if (value.is_array()) {
        return invalid("Match value must be String, number, true, false, or null");
    }
    if (!value.is_object()) return compiler.literal(value);
    if (value.empty()) return invalid("Match expression name not found");
    if (value.size() > 1) return invalid(std::string(kOneKeyOnly));
    const std::string& name = value.begin().key();
    const OperatorRow* row = findOperator(name);
    if (row == nullptr || (name == "wildcard" && !knobs.hasWildcard)) {
        return invalid("Unrecognized match type " + name);
    }
    return row->compile(compiler, *value.begin());
}

bool isFilterOperator(std::string_view name) {
    return findOperator(name) != nullptr;
}

} // namespace sluice
