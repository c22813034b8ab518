// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/message_query.h"

#include "core/base/text.h"
#include "core/base/uuid.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice {

namespace {

// A message's serial holds its producer's NodeId above this many bits of count (message.h).
constexpr unsigned kCountBits = 40;

using NumberText = std::array<char, 32>;

std::string_view writeNumber(NumberText& text, std::uint64_t serial) {
    char* const end = text.data() + text.size();
    char* at = std::to_chars(text.data(), end, serial >> kCountBits).ptr;
    *at++ = '-';
    at = std::to_chars(at, end, serial & ((1ULL << kCountBits) - 1)).ptr;
    return {text.data(), static_cast<std::size_t>(at - text.data())};
}

std::string groupName(const World& world, std::uint32_t group) {
    return group == 0 ? std::string() : world.kernel.bodies.groupName(group);
}

/// Whether a row is one of those the query is about. Remembers which groups' names hold the text.
class Filter {
public:
    Filter(const World& world, const MessageQuery& query)
        : m_world(world)
        , m_query(query)
        , m_text(lowered(query.text))
        , m_id(UuidStart::parse(query.text)) {}

    bool passes(const MessageRow& row) {
        if (m_query.state && row.state != *m_query.state) {
            return false;
        }
        return m_text.empty() || holdsText(row.group) || isInNumber(row.serial) || beginsId(row);
    }

private:
    enum class Known : std::uint8_t { No, Holds, HoldsNot };

    bool isInNumber(std::uint64_t serial) const {
        NumberText text;
        return writeNumber(text, serial).find(m_text) != std::string_view::npos;
    }

    bool beginsId(const MessageRow& row) const {
        return m_id && m_id->isOf(messageIdIn(m_query.node, row));
    }

    bool isInName(std::uint32_t group) const {
        return lowered(groupName(m_world, group)).find(m_text) != std::string::npos;
    }

    bool holdsText(std::uint32_t group) {
        if (group == 0) {
            return false;
        }
        // Groups of the lab and groups sent by name are numbered apart, each densely as a rule.
        constexpr std::uint32_t kNamed = 1U << 26U;
        constexpr std::size_t kMostRemembered = 1U << 24U;
        const bool isNamed = group >= kNamed;
        std::vector<Known>& groups = m_groups[isNamed ? 1 : 0];
        const std::size_t index = isNamed ? group - kNamed : group;
        if (index >= kMostRemembered) {
            return isInName(group);
        }
        if (index >= groups.size()) {
            groups.resize(index + 1, Known::No);
        }
        Known& known = groups[index];
        if (known == Known::No) {
            known = isInName(group) ? Known::Holds : Known::HoldsNot;
        }
        return known == Known::Holds;
    }

    const World& m_world;
    const MessageQuery& m_query;
    std::string m_text;
    std::optional<UuidStart> m_id; // when the text can be the start of one
    std::array<std::vector<Known>, 2> m_groups;
};

using Place = MessageLookup::Place;

constexpr std::uint64_t kLast = ~0ULL;

std::uint64_t ascendingKey(const MessageRow& row, const MessageQuery& query) {
    const auto count = [](SimTime time) {
        return static_cast<std::uint64_t>(time.time_since_epoch().count());
    };
    switch (query.sortBy) {
    case MessageColumn::Serial:
        return row.serial;
    case MessageColumn::State:
        return static_cast<std::uint64_t>(row.state);
    case MessageColumn::Group:
        return row.group;
    case MessageColumn::Receives:
        return row.receiveCount;
    case MessageColumn::Age: // the youngest first; the top bit stays free
        return count(SimTime::max()) - count(row.enqueuedAt);
    case MessageColumn::TimeLeft:
        return count(row.until);
    case MessageColumn::Size:
        return row.bytes;
    case MessageColumn::MessageId: // its first half will do; the top bit stays free
        return messageIdIn(query.node, row).high >> 1U;
    }
    return 0;
}

/// What has no group or no end comes last in either direction.
bool isWithout(const MessageRow& row, MessageColumn column) {
    return (column == MessageColumn::Group && row.group == 0)
           || (column == MessageColumn::TimeLeft && row.until == kNever);
}

std::uint64_t keyOf(const MessageRow& row, const MessageQuery& query) {
    if (isWithout(row, query.sortBy)) {
        return kLast;
    }
    const std::uint64_t key = ascendingKey(row, query);
    return query.isDescending ? kLast - 1 - key : key;
}

void findPlaces(const World& world,
                const MessageQuery& query,
                std::span<const MessageRow> stored,
                std::vector<Place>& places) {
    places.clear();
    places.reserve(stored.size());
    Filter filter(world, query);
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (filter.passes(stored[i])) {
            places.push_back(
                {keyOf(stored[i], query), stored[i].serial, static_cast<std::uint32_t>(i)});
        }
    }
}

// The rows at the places asked for, of which there are some; `places` may get another order.
MessagePage pageOfPlaces(const World& world,
                         const MessageQuery& query,
                         std::span<const MessageRow> stored,
                         std::vector<Place>& places) {
    MessagePage page;
    page.query = query;
    page.at = world.now();
    page.stored = stored.size();
    page.matching = places.size();
    for (const MessageRow& row : stored) {
        const bool isLocked = row.state == MessageRow::State::Blocked;
        page.locked += isLocked ? 1 : 0;
        page.visible += isLocked || row.state == MessageRow::State::Visible ? 1 : 0;
        page.inFlight += row.state == MessageRow::State::InFlight ? 1 : 0;
    }
    if (query.peeked.serial != 0) {
        const auto peeked = std::ranges::find(stored, query.peeked, &MessageRow::key);
        if (peeked != stored.end()) page.content = contentOf(world, query.node, *peeked);
    }
    const auto count = std::min(query.count, MessageQuery::kMostRows);
    const auto first = static_cast<std::ptrdiff_t>(std::min(query.first, page.matching));
    const auto end = static_cast<std::ptrdiff_t>(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(first) + count, page.matching));
    // Two selections and a sort of what is between them: linear whatever order they come in.
    const auto begin = places.begin();
    if (first < end) {
        std::nth_element(begin, begin + first, places.end());
        std::nth_element(begin + first, begin + (end - 1), places.end());
        std::sort(begin + first, begin + end);
    }
    for (auto place = begin + first; place != begin + end; ++place) {
        page.rows.push_back(stored[place->index]);
        page.groups.push_back(groupName(world, page.rows.back().group));
    }
    return page;
}

// Whether both ask for the same messages in the same order.
bool isSameList(MessageQuery left, const MessageQuery& right) {
    left.first = right.first;
    left.count = right.count;
    left.peeked = right.peeked;
    return left == right;
}

} // namespace

std::string messageNumber(std::uint64_t serial) {
    NumberText text;
    return std::string(writeNumber(text, serial));
}

MessagePage
pageOf(const World& world, const MessageQuery& query, std::span<const MessageRow> stored) {
    std::vector<Place> places;
    findPlaces(world, query, stored, places);
    return pageOfPlaces(world, query, stored, places);
}

MessagePage runQuery(const World& world, const MessageQuery& query) {
    return MessageLookup().page(world, query);
}

namespace {

void addRows(const World& world, NodeId id, std::vector<MessageRow>& rows) {
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        if (world.kernel.wiring[i].id != id) continue;
        withNode(world.nodes[i], [&](const auto& node) {
            if constexpr (requires { node.messageRows(world.kernel, rows); })
                node.messageRows(world.kernel, rows);
        });
    }
}

} // namespace

MessagePage MessageLookup::page(const World& world, const MessageQuery& query) {
    const bool isOtherNode = !m_isKnown || query.node != m_known.node;
    if (isOtherNode) {
        m_stored.clear();
        addRows(world, query.node, m_stored);
    }
    if (isOtherNode || !isSameList(m_known, query)) {
        findPlaces(world, query, m_stored, m_places);
    }
    m_isKnown = true;
    m_known = query;
    return pageOfPlaces(world, query, m_stored, m_places);
}

} // namespace sluice
