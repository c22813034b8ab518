// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/message_attributes.h"

#include "core/base/text.h"
#include "core/broker/hashing.h"
#include "core/broker/request_checks.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace sluice {

namespace {

constexpr std::size_t kLongestAttributeName = 256;
constexpr std::size_t kMostDigits = 38;
constexpr std::int64_t kHighestExponent = 126;
constexpr std::int64_t kLowestExponent = -128;

bool isAttributeCharacter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'
           || c == '-' || c == '.';
}

/// Type without its label.
std::string_view plainType(std::string_view type) {
    return type.substr(0, type.find('.'));
}

ApiResult<> checkName(std::string_view name) {
    if (name.empty() || name.size() > kLongestAttributeName
        || !std::all_of(name.begin(), name.end(), isAttributeCharacter)) {
        return invalidParameterValue(
            "Invalid message attribute name '" + std::string(name)
            + "'. Names have 1 to 256 alphanumeric characters, underscores, hyphens "
              "and periods.");
    }
    if (name.front() == '.' || name.back() == '.' || name.find("..") != std::string_view::npos) {
        return invalidParameterValue(
            "Invalid message attribute name '" + std::string(name)
            + "'. Names must not start or end with a period or have periods in "
              "succession.");
    }
    const std::string lower = lowered(name);
    if (lower.starts_with("aws.") || lower.starts_with("amazon.")) {
        return invalidParameterValue("Message attribute name '" + std::string(name)
                                     + "' cannot start with the reserved prefixes AWS. or Amazon.");
    }
    return {};
}

ApiResult<> checkType(const MessageAttribute& attribute) {
    const std::string_view plain = plainType(attribute.type);
    const bool isKnown = plain == "String" || plain == "Number" || plain == "Binary";
    const bool hasEmptyLabel = attribute.type.size() == plain.size() + 1;
    if (!isKnown || hasEmptyLabel || attribute.type.size() > kLongestAttributeName) {
        return invalidParameterValue(
            "The type of message (user) attribute '" + attribute.name
            + "' is invalid. You must use only the following supported type prefixes: "
              "Binary, Number, String.");
    }
    return {};
}

ApiResult<> checkAttribute(const MessageAttribute& attribute) {
    const std::string subject = "The message attribute '" + attribute.name + "' ";
    if (attribute.value.empty()) {
        return invalidParameterValue(subject + "must contain a non-empty value for its type '"
                                     + attribute.type + "'.");
    }
    const std::string_view plain = plainType(attribute.type);
    if (plain == "Number" && normalizedNumber(attribute.value).empty()) {
        return invalidParameterValue(
            subject + "contains an invalid Number value: '" + attribute.value
            + "'. Numbers have up to 38 digits and lie between 10^-128 and 10^126.");
    }
    if (plain != "String") return {};
    if (const auto character = forbiddenCharacter(attribute.value)) {
        return invalidParameterValue(
            "Invalid binary character '" + *character
            + "' was found in the message "
              "attribute '"
            + attribute.name
            + "', the set of allowed characters is #x9 "
              "| #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }
    return {};
}

/// A decimal number as 0.digits × 10^exponent, without zeros at either end.
struct Decimal {
    bool isNegative = false;
    std::string digits;
    std::int64_t exponent = 0;
};

/// The power of ten after "e", 0 when nothing is left, nothing when it is no whole number.
std::optional<std::int64_t> parseExponent(std::string_view text) {
    if (text.empty()) return 0;
    text.remove_prefix(1); // the e
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && text.front() == '-') return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = error == std::errc{} && end == text.data() + text.size();
    if (!isWhole || value < -1'000'000 || value > 1'000'000) return std::nullopt;
    return value;
}

std::optional<Decimal> parseDecimal(std::string_view text) {
    Decimal result;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        result.isNegative = text.front() == '-';
        text.remove_prefix(1);
    }
    const std::size_t end = std::min(text.find_first_of("eE"), text.size());
    const auto power = parseExponent(text.substr(end));
    const std::string_view mantissa = text.substr(0, end);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::string_view whole = mantissa.substr(0, point);
    const std::string_view fraction = mantissa.substr(std::min(point + 1, mantissa.size()));
    result.digits = std::string(whole).append(fraction);
    const bool isWritten =
        !result.digits.empty() && std::all_of(result.digits.begin(), result.digits.end(), isDigit);
    if (!power || !isWritten) return std::nullopt;
    const std::size_t first = std::min(result.digits.find_first_not_of('0'), result.digits.size());
    result.exponent =
        static_cast<std::int64_t>(whole.size()) - static_cast<std::int64_t>(first) + *power;
    result.digits.erase(0, first);
    result.digits.erase(result.digits.find_last_not_of('0') + 1);
    return result;
}

/// Without an exponent, as long as that may be: a lossless spelling.
std::string plainText(const Decimal& number) {
    std::string text = number.isNegative ? "-" : "";
    const auto count = static_cast<std::int64_t>(number.digits.size());
    if (number.exponent <= 0) {
        text += "0.";
        text.append(static_cast<std::size_t>(-number.exponent), '0');
        return text + number.digits;
    }
    const auto whole = static_cast<std::size_t>(std::min(count, number.exponent));
    text.append(number.digits, 0, whole);
    text.append(static_cast<std::size_t>(std::max(number.exponent - count, std::int64_t{0})), '0');
    if (count > number.exponent) text.append(".").append(number.digits, whole);
    return text;
}

void appendLength(std::string& buffer, std::size_t length) {
    for (unsigned shift = 32; shift > 0; shift -= 8) {
        buffer += static_cast<char>(static_cast<unsigned char>(length >> (shift - 8)));
    }
}

void appendText(std::string& buffer, std::string_view text) {
    appendLength(buffer, text.size());
    buffer += text;
}

MessageAttributes sortedByName(std::span<const MessageAttribute> attributes) {
    MessageAttributes sorted(attributes.begin(), attributes.end());
    std::sort(
        sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return sorted;
}

bool asksFor(std::string_view pattern, std::string_view name) {
    constexpr std::string_view kRest = ".*";
    if (pattern == "All" || pattern == kRest || pattern == name) return true;
    const bool isPrefix =
        pattern.size() > kRest.size() && pattern.substr(pattern.size() - kRest.size()) == kRest;
    return isPrefix && name.starts_with(pattern.substr(0, pattern.size() - kRest.size()));
}

} // namespace

ApiResult<> checkMessageAttributes(std::span<const MessageAttribute> attributes,
                                   const LimitsProfile& limits) {
    const auto count = static_cast<std::int64_t>(attributes.size());
    if (count > limits.maxMessageAttributes) {
        return invalidParameterValue("Number of message attributes [" + std::to_string(count)
                                     + "] exceeds the allowed maximum ["
                                     + std::to_string(limits.maxMessageAttributes) + "].");
    }
    std::set<std::string_view> names;
    for (const MessageAttribute& attribute : attributes) {
        if (auto name = checkName(attribute.name); !name) return name;
        if (auto type = checkType(attribute); !type) return type;
        if (auto value = checkAttribute(attribute); !value) return value;
        if (!names.insert(attribute.name).second) {
            return invalidParameterValue("Message attribute name '" + attribute.name
                                         + "' already exists.");
        }
    }
    return {};
}

ApiResult<> checkSystemAttributes(std::span<const MessageAttribute> attributes) {
    for (const MessageAttribute& attribute : attributes) {
        if (attribute.name != "AWSTraceHeader") {
            return invalidParameterValue("Message system attribute name '" + attribute.name
                                         + "' is invalid.");
        }
        if (attribute.type != "String" || attribute.value.empty()) {
            return invalidParameterValue("Message system attribute '" + attribute.name
                                         + "' must be a non-empty String.");
        }
    }
    if (attributes.size() > 1) {
        return invalidParameterValue(
            "Message system attribute name 'AWSTraceHeader' already exists.");
    }
    return {};
}

std::string normalizedNumber(std::string_view text) {
    const auto number = parseDecimal(text);
    if (!number) return {};
    if (number->digits.empty()) return "0";
    const std::int64_t magnitude = number->exponent - 1;
    const bool isBeyond =
        magnitude > kHighestExponent || (magnitude == kHighestExponent && number->digits != "1");
    if (number->digits.size() > kMostDigits || magnitude < kLowestExponent || isBeyond) return {};
    return plainText(*number);
}

MessageAttributes storedAttributes(std::span<const MessageAttribute> attributes) {
    MessageAttributes stored(attributes.begin(), attributes.end());
    for (MessageAttribute& attribute : stored) {
        if (plainType(attribute.type) == "Number") {
            attribute.value = normalizedNumber(attribute.value);
        }
    }
    return stored;
}

std::int64_t messageBytes(std::string_view body, std::span<const MessageAttribute> attributes) {
    std::size_t bytes = body.size();
    for (const MessageAttribute& attribute : attributes) {
        bytes += attribute.name.size() + attribute.type.size() + attribute.value.size();
    }
    return static_cast<std::int64_t>(bytes);
}

std::string md5OfAttributes(std::span<const MessageAttribute> attributes) {
    if (attributes.empty()) return {};
    std::string buffer;
    for (const MessageAttribute& attribute : sortedByName(attributes)) {
        appendText(buffer, attribute.name);
        appendText(buffer, attribute.type);
        buffer += plainType(attribute.type) == "Binary" ? '\x02' : '\x01';
        appendText(buffer, attribute.value);
    }
    return md5Hex(buffer);
}

MessageAttributes selectAttributes(std::span<const MessageAttribute> attributes,
                                   std::span<const std::string> names) {
    MessageAttributes selected;
    for (const MessageAttribute& attribute : sortedByName(attributes)) {
        const bool isWanted = std::any_of(names.begin(), names.end(), [&](const auto& pattern) {
            return asksFor(pattern, attribute.name);
        });
        if (isWanted) selected.push_back(attribute);
    }
    return selected;
}

} // namespace sluice
