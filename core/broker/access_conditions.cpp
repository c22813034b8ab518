// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_conditions.h"

#include "core/broker/iso_time.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace sluice {

namespace {

enum class Comparison : std::uint8_t { Text, Truth, Network, Date };

struct ConditionRow {
    std::string_view name;
    Comparison comparison = Comparison::Text;
};
constexpr std::array<ConditionRow, 9> kConditionRows{{
    {"StringEquals", Comparison::Text},
    {"StringLike", Comparison::Text},
    {"ArnEquals", Comparison::Text},
    {"ArnLike", Comparison::Text},
    {"Bool", Comparison::Truth},
    {"IpAddress", Comparison::Network},
    {"NotIpAddress", Comparison::Network},
    {"DateLessThan", Comparison::Date},
    {"DateGreaterThan", Comparison::Date},
}};

struct KeyRow {
    std::string_view name;
    Comparison comparison = Comparison::Text;
    bool isArn = false;
};
constexpr std::array<KeyRow, 6> kKeys{{
    {"aws:SourceArn", Comparison::Text, true},
    {"aws:SourceAccount", Comparison::Text},
    {"aws:PrincipalArn", Comparison::Text, true},
    {"aws:SecureTransport", Comparison::Truth},
    {"aws:SourceIp", Comparison::Network},
    {"aws:CurrentTime", Comparison::Date},
}};

const ConditionRow& rowOf(ConditionOperator comparison) {
    return kConditionRows[static_cast<std::size_t>(comparison)];
}
const KeyRow& rowOf(ConditionKey key) {
    return kKeys[static_cast<std::size_t>(key)];
}

bool comparesArns(ConditionOperator comparison) {
    return comparison == ConditionOperator::ArnEquals || comparison == ConditionOperator::ArnLike;
}

using Address = std::array<std::uint8_t, 16>;
constexpr std::uint8_t kVersion4Bits = 96; // of ::ffff:0:0, in front of an IPv4 address

struct ParsedAddress {
    Address bytes{};
    bool isVersion4 = false;
};

std::optional<ParsedAddress> parseAddress(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::copy(text.begin(), text.end(), terminated.begin());
    ParsedAddress address;
    if (inet_pton(AF_INET, terminated.data(), &address.bytes[12]) == 1) {
        address.bytes[10] = address.bytes[11] = 0xff;
        address.isVersion4 = true;
        return address;
    }
    if (inet_pton(AF_INET6, terminated.data(), address.bytes.data()) != 1) return std::nullopt;
    return address;
}

bool isInside(const Address& address, const ConditionValue& network) {
    for (unsigned bit = 0; bit < network.prefixBits; ++bit) {
        const auto different = static_cast<unsigned>(address[bit / 8] ^ network.address[bit / 8]);
        if (((different >> (7 - bit % 8)) & 1U) != 0) return false;
    }
    return true;
}

/// "10.0.0.0/8", "10.1.2.3", "2001:db8::/32"
std::optional<ConditionValue> readNetwork(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = parseAddress(text.substr(0, slash));
    if (!address) return std::nullopt;
    const unsigned most = address->isVersion4 ? 32 : 128;
    unsigned bits = most;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (error != std::errc{} || end != digits.data() + digits.size() || bits > most)
            return std::nullopt;
    }
    ConditionValue value;
    value.address = address->bytes;
    value.prefixBits = static_cast<std::uint8_t>(bits + (address->isVersion4 ? kVersion4Bits : 0U));
    return value;
}

std::optional<std::string_view> textFor(ConditionKey key, const AccessRequest& request) {
    switch (key) {
    case ConditionKey::SourceArn:
        return request.sourceArn;
    case ConditionKey::SourceAccount:
        return request.sourceAccount;
    case ConditionKey::PrincipalArn:
        if (request.principal.kind == Principal::Kind::Identity) return request.principal.name;
        return std::nullopt;
    default:
        return request.sourceIp;
    }
}

bool meets(ConditionOperator comparison, std::string_view wanted, std::string_view text) {
    if (comparison == ConditionOperator::StringEquals) return wanted == text;
    if (comparison == ConditionOperator::StringLike) return matchesPattern(wanted, text);
    return matchesArn(wanted, text);
}

using Values = std::span<const ConditionValue>;

bool isText(const ConditionTest& test,
            Values values,
            std::string_view texts,
            std::optional<std::string_view> text) {
    return text && std::any_of(values.begin(), values.end(), [&](const ConditionValue& value) {
               return meets(test.comparison, texts.substr(value.begin, value.length), *text);
           });
}

bool isTruth(bool truth, Values values) {
    return std::any_of(values.begin(), values.end(), [&](const ConditionValue& value) {
        return (value.number != 0) == truth;
    });
}

bool isInOne(std::optional<std::string_view> text, Values values) {
    const auto address = text ? parseAddress(*text) : std::nullopt;
    return address && std::any_of(values.begin(), values.end(), [&](const ConditionValue& value) {
               return isInside(address->bytes, value);
           });
}

bool isDate(ConditionOperator comparison, std::int64_t time, Values values) {
    const bool isLess = comparison == ConditionOperator::DateLessThan;
    return std::any_of(values.begin(), values.end(), [&](const ConditionValue& value) {
        return isLess ? time < value.number : time > value.number;
    });
}

template <class Rows>
std::string joinedNames(const Rows& rows) {
    std::string names;
    for (const auto& row : rows) names.append(names.empty() ? "" : ", ").append(row.name);
    return names;
}

} // namespace

std::string_view nameOf(ConditionOperator comparison) {
    return rowOf(comparison).name;
}

std::string_view nameOf(ConditionKey key) {
    return rowOf(key).name;
}

std::optional<ConditionOperator> findConditionOperator(std::string_view name) {
    const auto* row = std::find_if(kConditionRows.begin(),
                                   kConditionRows.end(),
                                   [&](const auto& each) { return each.name == name; });
    if (row == kConditionRows.end()) return std::nullopt;
    return static_cast<ConditionOperator>(row - kConditionRows.begin());
}

std::optional<ConditionKey> findConditionKey(std::string_view name) {
    if (name.find_first_of("*?") != std::string_view::npos) return std::nullopt;
    const auto* row = std::find_if(kKeys.begin(), kKeys.end(), [&](const auto& each) {
        return matchesIgnoringCase(name, each.name);
    });
    if (row == kKeys.end()) return std::nullopt;
    return static_cast<ConditionKey>(row - kKeys.begin());
}

bool goesWith(ConditionOperator comparison, ConditionKey key) {
    if (rowOf(comparison).comparison != rowOf(key).comparison) return false;
    return !comparesArns(comparison) || rowOf(key).isArn;
}

std::string conditionOperatorNames() {
    return joinedNames(kConditionRows);
}

std::string conditionOperatorNames(ConditionKey key) {
    std::string names;
    for (std::size_t at = 0; at < kConditionRows.size(); ++at) {
        if (!goesWith(static_cast<ConditionOperator>(at), key)) continue;
        names.append(names.empty() ? "" : ", ").append(kConditionRows[at].name);
    }
    return names;
}

std::string conditionKeyNames() {
    return joinedNames(kKeys);
}

std::optional<ConditionValue> readConditionValue(ConditionOperator comparison,
                                                 std::string_view text) {
    ConditionValue value;
    switch (rowOf(comparison).comparison) {
    case Comparison::Text:
        if (comparesArns(comparison) && text != "*" && !parseArn(text)) return std::nullopt;
        return value;
    case Comparison::Truth:
        if (text != "true" && text != "false") return std::nullopt;
        value.number = text == "true" ? 1 : 0;
        return value;
    case Comparison::Network:
        return readNetwork(text);
    case Comparison::Date:
        break;
    }
    const auto seconds = parseIsoTime(text);
    if (!seconds) return std::nullopt;
    value.number = *seconds;
    return value;
}

std::string_view conditionValueForm(ConditionOperator comparison) {
    switch (rowOf(comparison).comparison) {
    case Comparison::Text:
        return comparesArns(comparison) ? "an ARN, which may hold * and ?" : "a text";
    case Comparison::Truth:
        return "true or false";
    case Comparison::Network:
        return "an address or a network as 10.0.0.0/8";
    case Comparison::Date:
        break;
    }
    return "a date as 2026-11-21T08:30:00Z or seconds since 1970";
}

bool holds(const ConditionTest& test,
           std::span<const ConditionValue> values,
           std::string_view texts,
           const AccessRequest& request) {
    switch (rowOf(test.comparison).comparison) {
    case Comparison::Text:
        return isText(test, values, texts, textFor(test.key, request));
    case Comparison::Truth:
        return request.isSecureTransport && isTruth(*request.isSecureTransport, values);
    case Comparison::Network:
        return isInOne(request.sourceIp, values)
               == (test.comparison == ConditionOperator::IpAddress);
    case Comparison::Date:
        break;
    }
    return request.currentTime && isDate(test.comparison, *request.currentTime, values);
}

std::string contextText(ConditionKey key, const AccessRequest& request) {
    if (key == ConditionKey::SecureTransport) {
        if (!request.isSecureTransport) return {};
        return *request.isSecureTransport ? "true" : "false";
    }
    if (key == ConditionKey::CurrentTime)
        return request.currentTime ? std::to_string(*request.currentTime) + " s" : std::string();
    return std::string(textFor(key, request).value_or(std::string_view()));
}

} // namespace sluice
