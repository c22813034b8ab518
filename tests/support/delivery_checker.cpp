// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/delivery_checker.h"

#include <algorithm>
#include <sstream>

namespace sluice::test {

namespace {

constexpr unsigned kCountBits = 40; // of a MessageSerial; its producer is above them

std::string textOf(NodeId queue, std::uint64_t message) {
    constexpr std::uint64_t kCount = (1ULL << kCountBits) - 1;
    return "message " + std::to_string(message >> kCountBits) + "/"
           + std::to_string(message & kCount) + " at queue " + std::to_string(raw(queue));
}

void note(std::vector<std::string>& faults, std::string text) {
    if (faults.size() < DeliveryChecker::kMostFaultTexts) faults.push_back(std::move(text));
}

} // namespace

std::string Deliveries::text() const {
    std::ostringstream out;
    out << "attempts " << attempts << ", acknowledged " << acknowledged << ", deduplicated "
        << deduplicated << ", refused " << refused << ", delivered " << delivered << ", recovered "
        << recovered << ", duplicated " << duplicated << ", deleted " << deleted << ", expired "
        << expired << ", moved " << moved << ", redriven " << redriven << ", stored " << stored
        << "; unanswered " << unanswered << ", lost " << lost << ", invented " << invented
        << ", overtaken " << overtaken << ", held twice " << heldTwice;
    for (const std::string& line : faults) out << "\n  " << line;
    return out.str();
}

std::size_t DeliveryChecker::KeyHash::operator()(const QueuedMessage& key) const {
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
    const std::uint64_t mixed =
        (key.message ^ static_cast<std::uint64_t>(key.queue) << 52U) * kFactor;
    return mixed ^ mixed >> 32U;
}

void DeliveryChecker::setNetwork(DeliveryNetwork network) {
    for (const auto& [id, queue] : network.queues) {
        const auto before = m_network.queues.find(id);
        const bool isOther =
            before != m_network.queues.end() && before->second.isFifo != queue.isFifo;
        if (isOther) m_tallies.erase(id); // another queue, with new books (SQS-5)
    }
    network.queues.insert(m_network.queues.begin(), m_network.queues.end());
    m_network = std::move(network);
}

void DeliveryChecker::take(std::span<const Hop> hops) {
    for (const Hop& hop : hops) {
        // A topic sends its dead letters as messages of their own.
        if (hop.kind == HopKind::DeadLetter && !m_network.queues.contains(hop.node)) {
            send(hop);
            continue;
        }
        // Buckets hand out objects too.
        if (hop.kind != HopKind::Send && !m_network.queues.contains(hop.node)) continue;
        m_isAnswering = m_isAnswering && hop.kind == HopKind::Receive;
        switch (hop.kind) {
        case HopKind::Send:
            send(hop);
            break;
        case HopKind::Accept:
            accept(hop);
            break;
        case HopKind::Deduplicate:
            ++m_result.deduplicated;
            answer(hop);
            break;
        case HopKind::Refuse:
            ++m_result.refused;
            answer(hop);
            break;
        case HopKind::Receive:
            receive(hop);
            break;
        case HopKind::Expire:
            expire(hop);
            break;
        case HopKind::Delete:
        case HopKind::Lost:
        case HopKind::Redrive:
            end(hop);
            break;
        case HopKind::DeadLetter:
            move(hop);
            break;
        case HopKind::Filter: // happens at topics
        case HopKind::EmptyReceive:
            break;
        }
    }
}

void DeliveryChecker::send(const Hop& hop) {
    const auto link = m_network.links.find(hop.link);
    if (link == m_network.links.end() || !m_network.queues.contains(link->second.to)) return;
    ++m_result.attempts;
    Record& record = m_records[{link->second.to, hop.message}];
    ++record.attempts;
    record.lastArrival = std::max(record.lastArrival, hop.arrive);
}

// Messages that a queue makes itself, by redrive or by the user's hand, are not sent to it.
bool DeliveryChecker::isHomeMade(const Hop& hop) const {
    return m_network.queues.contains(static_cast<NodeId>(hop.message >> kCountBits));
}

void DeliveryChecker::answer(const Hop& hop) {
    if (isHomeMade(hop)) return;
    Record& record = m_records[{hop.node, hop.message}];
    if (++record.answers > record.attempts) {
        ++m_result.invented;
        fault(hop, "answered more often than sent");
    }
}

void DeliveryChecker::accept(const Hop& hop) {
    answer(hop);
    ++m_result.acknowledged;
    ++m_tallies[hop.node].accepted;
    enter(hop.node, hop);
}

void DeliveryChecker::enter(NodeId queue, const Hop& hop) {
    Record& record = m_records[{queue, hop.message}];
    const auto found = m_network.queues.find(queue);
    if (found != m_network.queues.end()) {
        record.isFifo = found->second.isFifo;
        record.mayRepeat = found->second.mayRepeat;
    }
    record.group = hop.group;
    ++record.accepted;
    record.copies.push_back({++m_places, 0, false});
    if (record.isFifo) lane(queue, record.group).emplace(m_places, 0);
    ++m_tallies[queue].stored;
}

// Hops of one answer follow each other and look alike. Two answers of one instant may be taken for
// one when they look alike too, unless the caller takes one message at a time.
void DeliveryChecker::beginAnswer(const Hop& hop) {
    const auto link = m_network.links.find(hop.link);
    const bool isSingle = link != m_network.links.end() && link->second.batchSize == 1;
    const bool isSame = m_isAnswering && m_lastReceive.node == hop.node
                        && m_lastReceive.link == hop.link && m_lastReceive.depart == hop.depart
                        && m_lastReceive.arrive == hop.arrive;
    if (isSingle || !isSame) ++m_answer;
    m_lastReceive = hop;
    m_isAnswering = true;
}

void DeliveryChecker::receive(const Hop& hop) {
    beginAnswer(hop);
    ++m_tallies[hop.node].received;
    Record& record = m_records[{hop.node, hop.message}];
    const auto waiting = std::ranges::find(record.copies, false, &Copy::isInFlight);
    if (waiting == record.copies.end()) {
        repeat(hop, record);
        return;
    }
    ++(waiting->receives == 0 ? m_result.delivered : m_result.recovered);
    ++waiting->receives;
    waiting->isInFlight = true;
    if (record.isFifo) checkOrder(hop, record, *waiting);
}

// Handed out while no copy of it was waiting.
void DeliveryChecker::repeat(const Hop& hop, Record& record) {
    // Of equal messages, sent again after a lost answer, nobody can tell which one came back.
    if (record.accepted > 1 && !record.copies.empty() && !record.mayRepeat) {
        ++m_result.recovered;
        return;
    }
    ++m_result.duplicated;
    if (record.accepted == 0) {
        ++m_result.invented;
        fault(hop, "delivered, never accepted");
    } else if (record.mayRepeat) {
        record.copies.push_back({++m_places, 1, true}); // the replica that was left behind
        ++m_tallies[hop.node].stored;
    } else {
        ++m_result.heldTwice;
        fault(hop, record.copies.empty() ? "delivered after its end" : "delivered in flight");
    }
}

void DeliveryChecker::checkOrder(const Hop& hop, const Record& record, const Copy& copy) {
    Lane& places = lane(hop.node, record.group);
    for (auto& [place, answer] : places) {
        if (place == copy.place) {
            answer = m_answer;
            return;
        }
        if (answer != m_answer && record.accepted == 1) {
            ++m_result.overtaken;
            fault(hop, "delivered before an earlier one of its group was settled");
            break;
        }
    }
    places[copy.place] = m_answer;
}

void DeliveryChecker::expire(const Hop& hop) {
    Record& record = m_records[{hop.node, hop.message}];
    const auto copy = std::ranges::find(record.copies, true, &Copy::isInFlight);
    if (copy != record.copies.end()) {
        copy->isInFlight = false;
    } else if (record.copies.empty() && !record.mayRepeat) {
        // Others may have been hidden again by an old handle, or be replicas.
        ++m_result.invented;
        fault(hop, "timed out, not stored");
    }
}

void DeliveryChecker::end(const Hop& hop) {
    QueueTally& tally = m_tallies[hop.node];
    Record& record = m_records[{hop.node, hop.message}];
    switch (hop.kind) {
    case HopKind::Delete:
        ++m_result.deleted;
        ++tally.deleted;
        break;
    case HopKind::DeadLetter:
        ++m_result.moved;
        ++tally.movedOut;
        break;
    case HopKind::Redrive:
        ++m_result.redriven;
        ++tally.redriven;
        break;
    default:
        ++m_result.expired;
        ++tally.removed;
        break;
    }
    if (record.copies.empty()) {
        ++m_result.invented;
        fault(hop, "ended, not stored");
        return;
    }
    // Deleted are those in flight first, moved are those waiting.
    const bool isInFlight = hop.kind == HopKind::Delete;
    auto copy = std::ranges::find(record.copies, isInFlight, &Copy::isInFlight);
    if (copy == record.copies.end()) copy = record.copies.begin();
    if (record.isFifo) lane(hop.node, record.group).erase(copy->place);
    record.copies.erase(copy);
    --tally.stored;
}

void DeliveryChecker::move(const Hop& hop) {
    end(hop);
    const auto link = m_network.links.find(hop.link);
    if (link == m_network.links.end()) {
        fault(hop, "moved along an unknown link");
        return;
    }
    ++m_tallies[link->second.to].movedIn;
    enter(link->second.to, hop);
}

void DeliveryChecker::fault(const Hop& hop, const char* what) {
    note(m_result.faults,
         toClockText(hop.depart) + " " + textOf(hop.node, hop.message) + " group "
             + std::to_string(hop.group) + ": " + what);
}

Deliveries DeliveryChecker::finish(SimTime end, std::span<const QueuedMessage> stored) const {
    Deliveries result = m_result;
    std::unordered_map<QueuedMessage, std::size_t, KeyHash> held;
    for (const QueuedMessage& copy : stored) ++held[copy];
    result.stored = stored.size();
    for (const auto& [key, record] : m_records) {
        const auto found = held.find(key);
        const std::size_t there = found == held.end() ? 0 : found->second;
        if (found != held.end()) held.erase(found);
        const std::size_t wanted = record.copies.size();
        if (there < wanted) {
            result.lost += wanted - there;
            note(result.faults, textOf(key.queue, key.message) + ": lost");
        }
        if (there > wanted) {
            result.invented += there - wanted;
            note(result.faults, textOf(key.queue, key.message) + ": stored, should be gone");
        }
        if (record.answers < record.attempts && record.lastArrival <= end) {
            result.unanswered += record.attempts - record.answers;
            note(result.faults, textOf(key.queue, key.message) + ": sent, never answered");
        }
    }
    for (const auto& [key, count] : held) {
        result.invented += count;
        note(result.faults, textOf(key.queue, key.message) + ": stored, never accepted");
    }
    return result;
}

} // namespace sluice::test
