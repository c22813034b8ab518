// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/node_action.h"
#include "core/sim/message_content.h"
#include "core/sim/world.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice {

enum class MessageColumn : std::uint8_t {
    Serial,
    State,
    Group,
    Receives,
    Age,
    TimeLeft,
    Size,
    MessageId
};

/// Which part of the messages stored in a node a table shows. Looking never counts as a receive.
struct MessageQuery {
    NodeId node{};
    MessageColumn sortBy = MessageColumn::Age;
    bool isDescending = true;
    std::optional<MessageRow::State> state; ///< Only these.
    /// Only messages whose number or group contains this, in any case, or whose MessageId begins
    /// with it.
    std::string text;
    std::uint64_t first = 0;
    std::uint32_t count = 0; ///< At most kMostRows.
    CopyKey peeked;          ///< The message whose content is asked for too.

    static constexpr std::uint32_t kMostRows = 1'000;
    friend bool operator==(const MessageQuery&, const MessageQuery&) = default;
};

struct MessagePage {
    MessageQuery query;
    SimTime at;
    std::uint64_t stored = 0;              ///< In the node.
    std::uint64_t visible = 0;             ///< Of them, as the service counts: locked ones too.
    std::uint64_t locked = 0;              ///< Of the visible ones: their group is locked.
    std::uint64_t inFlight = 0;            ///< Of those stored.
    std::uint64_t matching = 0;            ///< Of those stored, by state and text.
    std::vector<MessageRow> rows;          ///< From query.first on.
    std::vector<std::string> groups;       ///< Names of the rows' groups, one for each row.
    std::optional<MessageContent> content; ///< Of query.peeked, while the node stores it.
};

using MessagePagePointer = std::shared_ptr<const MessagePage>;

/// What the text of a message's number is: its producer and its count there, "3-120".
std::string messageNumber(std::uint64_t serial);

/// The part of the messages stored in the query's node; nothing when the node stores none. Cost:
/// one pass over the stored messages, and sorting the rows asked for.
MessagePage runQuery(const World& world, const MessageQuery& query);

/// The same, of these messages of a World.
MessagePage
pageOf(const World& world, const MessageQuery& query, std::span<const MessageRow> stored);

/// Looks up page after page. While the World stands still, it remembers what it found.
class MessageLookup {
public:
    /// What runQuery() returns.
    MessagePage page(const World& world, const MessageQuery& query);
    /// To be called when the World has changed, or is another one.
    void forget() { m_isKnown = false; }

    /// A message's place in the order asked for: smaller comes first.
    struct Place {
        std::uint64_t key = 0;
        std::uint64_t serial = 0;
        std::uint32_t index = 0; ///< Among the stored messages.

        friend bool operator<(const Place& left, const Place& right) {
            if (left.key != right.key) {
                return left.key < right.key;
            }
            return left.serial != right.serial ? left.serial < right.serial
                                               : left.index < right.index;
        }
    };

private:
    bool m_isKnown = false;
    MessageQuery m_known; // what the rest is of
    std::vector<MessageRow> m_stored;
    std::vector<Place> m_places; // of those that match, in any order
};

} // namespace sluice
