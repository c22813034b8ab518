// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naive_filter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>
#include <vector>

namespace sluice::test {

namespace {

using Json = nlohmann::json;

const std::set<std::string> kReserved{"equals-ignore-case",
                                      "prefix",
                                      "suffix",
                                      "anything-but",
                                      "exists",
                                      "wildcard",
                                      "numeric",
                                      "cidr"};

bool isOr(const std::string& name, const Json& value) {
    if (name != "$or" || !value.is_array() || value.size() < 2) return false;
    for (const Json& each : value) {
        if (!each.is_object()) return false;
        for (const auto& [member, unused] : each.items()) {
            if (kReserved.contains(member)) return false;
        }
    }
    return true;
}

/// In units of the fifth decimal.
std::int64_t units(const Json& number) {
    return std::llround(number.get<double>() * 100'000);
}

bool isSame(const Json& left, const Json& right) {
    if (left.is_number() && right.is_number()) return units(left) == units(right);
    return left.type() == right.type() && left == right;
}

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(std::tolower(c));
    }
    return text;
}

/// Zeros and ones; empty when it is no address.
std::string version4Bits(const std::string& text) {
    static const std::regex form(R"((0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3})");
    if (!std::regex_match(text, form)) return {};
    std::string bits;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, '.');) {
        const int value = std::stoi(part);
        if (value > 255) return {};
        for (int bit = 7; bit >= 0; --bit) bits += ((value >> bit) & 1) != 0 ? '1' : '0';
    }
    return bits;
}

std::string groupBits(const std::string& text) {
    static const std::regex form("[0-9a-fA-F]{1,4}");
    std::string bits;
    std::istringstream groups(text);
    for (std::string group; std::getline(groups, group, ':');) {
        if (!std::regex_match(group, form)) return "wrong";
        const int value = std::stoi(group, nullptr, 16);
        for (int bit = 15; bit >= 0; --bit) bits += ((value >> bit) & 1) != 0 ? '1' : '0';
    }
    return bits;
}

std::string version6Bits(const std::string& text) {
    const std::size_t gap = text.find("::");
    std::string bits;
    if (gap == std::string::npos) {
        bits = groupBits(text);
    } else {
        const std::string left = groupBits(text.substr(0, gap));
        const std::string right = groupBits(text.substr(gap + 2));
        if (left.size() + right.size() < 128) {
            bits = left + std::string(128 - left.size() - right.size(), '0') + right;
        }
    }
    return bits.size() == 128 && bits.find('w') == std::string::npos ? bits : std::string();
}

std::string addressBits(const std::string& text) {
    return text.find(':') == std::string::npos ? version4Bits(text) : version6Bits(text);
}

bool isInNetwork(const std::string& network, const std::string& text) {
    const std::size_t slash = network.find('/');
    const std::string base = addressBits(network.substr(0, slash));
    const std::string bits = addressBits(text);
    const auto count = static_cast<std::size_t>(std::stoi(network.substr(slash + 1)));
    return !bits.empty() && bits.size() == base.size()
           && bits.substr(0, count) == base.substr(0, count);
}

bool isLike(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*') {
        return isLike(pattern.substr(1), text)
               || (!text.empty() && isLike(pattern, text.substr(1)));
    }
    if (pattern.front() == '\\') pattern.remove_prefix(1);
    return !text.empty() && text.front() == pattern.front()
           && isLike(pattern.substr(1), text.substr(1));
}

bool isInRange(const Json& range, std::int64_t value) {
    for (std::size_t at = 0; at < range.size(); at += 2) {
        const std::int64_t end = units(range[at + 1]);
        const std::string sign = range[at];
        const bool holds = (sign == "=" && value == end) || (sign == "<" && value < end)
                           || (sign == "<=" && value <= end) || (sign == ">" && value > end)
                           || (sign == ">=" && value >= end);
        if (!holds) return false;
    }
    return true;
}

bool differs(const Json& operand, const Json& value) {
    if (operand.is_object()) {
        const std::string prefix = operand["prefix"];
        return !value.is_string() || value.get<std::string>().rfind(prefix, 0) != 0;
    }
    const Json list = operand.is_array() ? operand : Json::array({operand});
    return std::none_of(
        list.begin(), list.end(), [&](const Json& each) { return isSame(each, value); });
}

bool holds(const Json& condition, const Json& value) {
    if (!condition.is_object()) return isSame(condition, value);
    const std::string name = condition.begin().key();
    const Json& operand = *condition.begin();
    if (name == "anything-but") return differs(operand, value);
    if (name == "numeric") return value.is_number() && isInRange(operand, units(value));
    if (!value.is_string()) return false;
    const std::string text = value;
    const std::string wanted = operand;
    if (name == "equals-ignore-case") return lower(text) == lower(wanted);
    if (name == "prefix") return text.rfind(wanted, 0) == 0;
    if (name == "cidr") return isInNetwork(wanted, text);
    if (name == "wildcard") return isLike(wanted, text);
    return text.size() >= wanted.size() // suffix
           && text.compare(text.size() - wanted.size(), wanted.size(), wanted) == 0;
}

/// A message as the values at a path and whether there is something.
struct Found {
    bool isPresent = false;
    std::vector<Json> values;
};

bool isKeyMet(const Json& conditions, const Found& found) {
    for (const Json& condition : conditions) {
        if (condition.is_object() && condition.contains("exists")) {
            if (condition["exists"] == found.isPresent) return true;
            continue;
        }
        for (const Json& value : found.values) {
            if (holds(condition, value)) return true;
        }
    }
    return false;
}

/// The leaves below `json` at a path of names joined by periods, however names are split.
void collect(const Json& json, const std::string& path, bool isAtEnd, Found& found) {
    if (json.is_array()) {
        for (const Json& element : json) collect(element, path, isAtEnd, found);
    } else if (!json.is_object()) {
        if (!isAtEnd) return;
        found.isPresent = true;
        found.values.push_back(json);
    } else if (!isAtEnd) {
        for (const auto& [name, value] : json.items()) {
            if (name == path) collect(value, {}, true, found);
            const std::string start = name + '.';
            if (path.rfind(start, 0) == 0) collect(value, path.substr(start.size()), false, found);
        }
    }
}

template <class Find>
bool isMet(const Json& policy, const std::string& prefix, const Find& find) {
    for (const auto& [name, value] : policy.items()) {
        bool isMemberMet = false;
        if (isOr(name, value)) {
            for (const Json& each : value) {
                isMemberMet = isMemberMet || isMet(each, prefix, find);
            }
        } else if (value.is_object()) {
            isMemberMet = isMet(value, prefix + name + '.', find);
        } else {
            isMemberMet = isKeyMet(value, find(prefix + name));
        }
        if (!isMemberMet) return false;
    }
    return true;
}

std::optional<Json> numberIn(const std::string& text) {
    static const std::regex form(R"([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)");
    if (!std::regex_match(text, form)) return std::nullopt;
    return std::stod(text);
}

/// Nothing when the value is not what its type says.
std::optional<Found> foundIn(const MessageAttribute& attribute) {
    if (attribute.type == "String.Array") {
        const Json array = Json::parse(attribute.value, nullptr, false);
        if (!array.is_array()) return std::nullopt;
        if (std::any_of(
                array.begin(), array.end(), [](const Json& e) { return e.is_structured(); }))
            return std::nullopt;
        return Found{true, array.get<std::vector<Json>>()};
    }
    if (attribute.type.rfind("String", 0) == 0) return Found{true, {attribute.value}};
    if (attribute.type.rfind("Number", 0) != 0) return Found{};
    const auto number = numberIn(attribute.value);
    if (!number) return std::nullopt;
    return Found{true, {*number}};
}

void measure(const Json& policy, const std::string& prefix, int depth, NaiveFilterSize& size) {
    for (const auto& [name, value] : policy.items()) {
        if (isOr(name, value)) {
            std::uint64_t sum = 0;
            for (const Json& each : value) {
                NaiveFilterSize branch;
                measure(each, prefix, depth, branch);
                sum += branch.complexity;
                size.keys.merge(branch.keys);
                size.isNested = size.isNested || branch.isNested;
            }
            size.complexity *= sum;
        } else if (value.is_object()) {
            size.isNested = true;
            measure(value, prefix + name + '.', depth + 1, size);
        } else {
            size.keys.insert(prefix + name);
            size.complexity *= value.size() * static_cast<std::uint64_t>(depth);
        }
    }
}

} // namespace

NaiveFilterSize naiveFilterSize(const std::string& policy) {
    NaiveFilterSize size;
    measure(Json::parse(policy), {}, 1, size);
    return size;
}

FilterVerdict naiveVerdict(const std::string& policy,
                           FilterScope scope,
                           std::span<const MessageAttribute> attributes,
                           std::string_view body) {
    const Json wanted = Json::parse(policy);
    if (wanted.empty()) return FilterVerdict::Accepted;
    if (scope == FilterScope::Body) {
        const Json json = Json::parse(body, nullptr, false);
        if (!json.is_object()) return FilterVerdict::InvalidBody;
        const auto find = [&](const std::string& path) {
            Found found;
            collect(json, path, false, found);
            return found;
        };
        return isMet(wanted, {}, find) ? FilterVerdict::Accepted : FilterVerdict::FilteredOut;
    }
    const std::set<std::string> keys = naiveFilterSize(policy).keys;
    for (const MessageAttribute& attribute : attributes) {
        if (keys.contains(attribute.name) && !foundIn(attribute)) {
            return FilterVerdict::InvalidAttributes;
        }
    }
    const auto find = [&](const std::string& name) {
        for (const MessageAttribute& attribute : attributes) {
            if (attribute.name == name) return *foundIn(attribute);
        }
        return Found{};
    };
    if (isMet(wanted, {}, find)) return FilterVerdict::Accepted;
    return attributes.empty() ? FilterVerdict::NoAttributes : FilterVerdict::FilteredOut;
}

} // namespace sluice::test
