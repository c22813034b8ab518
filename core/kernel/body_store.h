// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/kernel/message.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

/// A named value beside the body. `type` is String, Number or Binary, optionally with ".label";
/// a Binary value is the bytes themselves.
struct MessageAttribute {
    std::string name;
    std::string type = "String";
    std::string value;

    friend bool operator==(const MessageAttribute&, const MessageAttribute&) = default;
};

/// Reads "color=red; weight:Number=5"; without a type it is a String. Fails on entries without a
/// name or "=". Whether the service takes names and values is for the queue to say.
Result<std::vector<MessageAttribute>> parseAttributes(std::string_view text);

/// The attributes for key 0, 1 … up to where they begin again, where values list alternatives
/// ("order|refund"). Alternatives that would make more than kMostVariants lists are not all used.
std::vector<std::vector<MessageAttribute>>
attributeVariants(const std::vector<MessageAttribute>& attributes);

inline constexpr std::size_t kMostVariants = 1'000;

/// What the messages of one producer setting have in common, or one message sent by the API.
struct BodyTemplate {
    /// "{n}" stands for the message's number, "{key}" for its key, "{time}" for when it was sent,
    /// "{sequence}" for its number in 18 digits, "{object}" for the object it tells of.
    std::string text;
    std::vector<MessageAttribute> attributes;
    bool isLiteral = false;     ///< Nothing stands for anything: the text is the body.
    std::string objectKey = {}; ///< Of an object that keeps the body, see objectKeyOf().
    std::string subject = {};   ///< Of a message published to a topic; empty: none.
    /// JSON with a text for each protocol; the body itself is its default. Empty: there is one text
    /// for all (SNS-12).
    std::string byProtocol = {};

    friend bool operator==(const BodyTemplate&, const BodyTemplate&) = default;
};

/// What a topic puts around a message that is not delivered raw; the text is made from it when
/// somebody looks (messageText()).
struct Envelope {
    /// A part that gets the envelope, by which subscription.
    struct Reader {
        NodeId node{};
        std::string subscriptionArn;

        friend bool operator==(const Reader&, const Reader&) = default;
    };

    std::string topicArn;
    bool isSigned = true; ///< Standard topics; others number their messages (SNS-18).
    std::vector<MessageAttribute> attributes; ///< Beside the body, of dead letters.
    std::vector<Reader> readers{};
    std::string subscriptionArn{}; ///< For everyone who is no reader.

    /// By which subscription this part got it; the topic's ARN when that is not known.
    const std::string& subscriptionOf(NodeId reader) const;

    friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// Append-only list of templates: a changed setting adds one, so messages sent before keep theirs.
/// Also keeps the names of message groups that were sent by name.
class BodyStore {
public:
    /// Index of an equal template, added if there is none. A literal one is added always: equal
    /// bodies are rare and looking for them costs more.
    std::uint32_t add(const BodyTemplate& body);
    const BodyTemplate& operator[](std::uint32_t index) const { return m_templates[index]; }
    /// Attributes of a message: those of its template, where a value that lists alternatives
    /// ("order|refund") stands for one of them, by the message's key in turn; in an envelope those
    /// beside it. Valid until the next add().
    std::span<const MessageAttribute> attributes(const Message& message) const;

    /// Number of an equal envelope, added if there is none. At most 65,535 different ones.
    std::uint16_t addEnvelope(const Envelope& envelope);
    const Envelope& envelope(std::uint16_t number) const { return m_envelopes[number - 1U]; }

    /// Remembers a FIFO topic's number for a message (SNS-18), of the newest kMostSequences.
    void setSequence(std::uint64_t serial, std::uint64_t sequenceNumber);
    /// 0 when it is not remembered.
    std::uint64_t sequenceOf(std::uint64_t serial) const;
    static constexpr std::size_t kMostSequences = 65'536;

    /// The number of a group: "group-7" (1 to 1,000,000) is group 7 of the lab; other names get
    /// numbers of their own from 2^26 on; the empty name is 0, no group.
    GroupIndex group(std::string_view name);
    /// Name of a group that was numbered by group() or is one of the lab's.
    std::string groupName(GroupIndex group) const;

    friend bool operator==(const BodyStore&, const BodyStore&) = default;

private:
    std::vector<BodyTemplate> m_templates;
    /// By template: its attributes for key 0, 1 … up to where they begin again. Empty when they are
    /// the same for every key.
    std::vector<std::vector<std::vector<MessageAttribute>>> m_variants;
    std::vector<Envelope> m_envelopes;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> m_sequences; // by serial; a ring
    std::size_t m_nextSequence = 0;
    std::vector<std::string> m_groupNames;
    std::map<std::string, GroupIndex, std::less<>> m_groups;
};

/// The body of one message as it was published or sent: its template filled in, without envelope.
std::string bodyText(const BodyStore& bodies, const Message& message);

/// Name of the object that keeps a message's payload, or that the message tells of: "{n}" is the
/// number of the message it was stored for, of alternatives ("a|b") each key has one.
std::string objectKeyOf(const BodyStore& bodies, const Message& message);

} // namespace sluice
