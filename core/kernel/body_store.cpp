// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/body_store.h"

#include "core/base/assert.h"
#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace sluice {

namespace {

constexpr std::string_view kGroupPrefix = "group-";
// Groups are below 2^27, so that a stored copy has room for flags beside its group.
constexpr GroupIndex kNamed = GroupIndex{1} << 26U;
constexpr std::size_t kSequenceDigits = 18;
constexpr std::uint64_t kSerialCount = (1ULL << 40U) - 1; // the producer's count in a serial
constexpr GroupIndex kMostLabGroups = 1'000'000;          // as many keys as a producer can have

void replaceAll(std::string& text, std::string_view placeholder, const std::string& value) {
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + value.size())) {
        text.replace(at, placeholder.size(), value);
    }
}

/// The number of a lab group's name, 0 when it is no such name in its one spelling.
GroupIndex labGroup(std::string_view name) {
    if (name.substr(0, kGroupPrefix.size()) != kGroupPrefix) return 0;
    const std::string_view digits = name.substr(kGroupPrefix.size());
    if (digits.empty() || digits.front() == '0') return 0;
    GroupIndex number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool isWhole = error == std::errc{} && end == digits.data() + digits.size();
    return isWhole && number <= kMostLabGroups ? number : 0;
}

/// The alternatives that a value lists, itself when it lists none.
std::vector<std::string> alternativesOf(std::string_view value) {
    std::vector<std::string> result;
    while (true) {
        const std::size_t bar = value.find('|');
        result.emplace_back(value.substr(0, bar));
        if (bar == std::string_view::npos) return result;
        value.remove_prefix(bar + 1);
    }
}

} // namespace

std::vector<std::vector<MessageAttribute>>
attributeVariants(const std::vector<MessageAttribute>& attributes) {
    std::vector<std::vector<std::string>> alternatives;
    std::size_t period = 1;
    for (const MessageAttribute& attribute : attributes) {
        alternatives.push_back(alternativesOf(attribute.value));
        const std::size_t longer = std::lcm(period, alternatives.back().size());
        if (longer <= kMostVariants) period = longer;
    }
    std::vector<std::vector<MessageAttribute>> variants(period, attributes);
    for (std::size_t key = 0; key < period; ++key) {
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            variants[key][i].value = alternatives[i][key % alternatives[i].size()];
        }
    }
    return variants;
}

Result<std::vector<MessageAttribute>> parseAttributes(std::string_view text) {
    std::vector<MessageAttribute> attributes;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view entry = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (entry.empty()) continue;
        const std::size_t sign = entry.find('=');
        const std::string_view left = trimmed(entry.substr(0, sign));
        const std::size_t colon = left.find(':');
        const std::string_view name = trimmed(left.substr(0, colon));
        if (sign == std::string_view::npos || name.empty()) {
            return failure('"' + std::string(entry)
                           + "\" is no name=value; write for example color=red; weight:Number=5");
        }
        MessageAttribute attribute;
        attribute.name = name;
        attribute.value = trimmed(entry.substr(sign + 1));
        if (colon != std::string_view::npos) attribute.type = trimmed(left.substr(colon + 1));
        attributes.push_back(std::move(attribute));
    }
    return attributes;
}

std::uint32_t BodyStore::add(const BodyTemplate& body) {
    const auto found = body.isLiteral ? m_templates.end()
                                      : std::find(m_templates.begin(), m_templates.end(), body);
    if (found != m_templates.end()) {
        return static_cast<std::uint32_t>(found - m_templates.begin());
    }
    m_templates.push_back(body);
    auto& variants = m_variants.emplace_back();
    if (!body.isLiteral) variants = attributeVariants(body.attributes);
    if (variants.size() == 1) variants.clear();
    return static_cast<std::uint32_t>(m_templates.size() - 1);
}

std::uint16_t BodyStore::addEnvelope(const Envelope& envelope) {
    const auto found = std::find(m_envelopes.begin(), m_envelopes.end(), envelope);
    if (found == m_envelopes.end()) {
        SLUICE_ASSERT(m_envelopes.size() < 0xFFFFU);
        m_envelopes.push_back(envelope);
        return static_cast<std::uint16_t>(m_envelopes.size());
    }
    return static_cast<std::uint16_t>(found - m_envelopes.begin() + 1);
}

const std::string& Envelope::subscriptionOf(NodeId reader) const {
    const auto found = std::find_if(
        readers.begin(), readers.end(), [&](const Reader& each) { return each.node == reader; });
    if (found != readers.end()) return found->subscriptionArn;
    return subscriptionArn.empty() ? topicArn : subscriptionArn;
}

void BodyStore::setSequence(std::uint64_t serial, std::uint64_t sequenceNumber) {
    if (m_sequences.size() < kMostSequences) {
        m_sequences.emplace_back(serial, sequenceNumber);
        return;
    }
    m_sequences[m_nextSequence] = {serial, sequenceNumber};
    m_nextSequence = (m_nextSequence + 1) % kMostSequences;
}

std::uint64_t BodyStore::sequenceOf(std::uint64_t serial) const {
    const auto found = std::find_if(m_sequences.begin(), m_sequences.end(), [&](const auto& each) {
        return each.first == serial;
    });
    return found == m_sequences.end() ? 0 : found->second;
}

std::span<const MessageAttribute> BodyStore::attributes(const Message& message) const {
    if (message.envelope != 0) return envelope(message.envelope).attributes;
    const auto& variants = m_variants[message.body];
    return variants.empty() ? m_templates[message.body].attributes
                            : variants[message.key % variants.size()];
}

GroupIndex BodyStore::group(std::string_view name) {
    if (name.empty()) return 0;
    if (const GroupIndex number = labGroup(name); number != 0) return number;
    const auto found = m_groups.find(name);
    if (found != m_groups.end()) return found->second;
    const GroupIndex index = kNamed | static_cast<GroupIndex>(m_groupNames.size());
    m_groupNames.emplace_back(name);
    m_groups.emplace(name, index);
    return index;
}

std::string BodyStore::groupName(GroupIndex group) const {
    if (group == 0) return {};
    if ((group & kNamed) != 0) return m_groupNames[group & ~kNamed];
    return std::string(kGroupPrefix) + std::to_string(group);
}

std::string bodyText(const BodyStore& bodies, const Message& message) {
    const BodyTemplate& body = bodies[message.body];
    std::string text = body.text;
    if (body.isLiteral) return text;
    replaceAll(text, "{n}", std::to_string(message.serial & kSerialCount));
    replaceAll(text, "{key}", std::to_string(message.key));
    replaceAll(text, "{time}", toIsoText(message.sentAt));
    if (text.find("{sequence}") != std::string::npos) {
        std::string number = std::to_string(message.serial & kSerialCount);
        number.insert(0, kSequenceDigits - std::min(kSequenceDigits, number.size()), '0');
        replaceAll(text, "{sequence}", number);
    }
    if (text.find("{object}") != std::string::npos) {
        replaceAll(text, "{object}", objectKeyOf(bodies, message));
    }
    return text;
}

std::string objectKeyOf(const BodyStore& bodies, const Message& message) {
    const auto alternatives = alternativesOf(bodies[message.body].objectKey);
    std::string key = alternatives[message.key % alternatives.size()];
    replaceAll(key, "{n}", std::to_string(message.payload & kSerialCount));
    return key;
}

} // namespace sluice
