// SPDX-License-Identifier: GPL-3.0-or-later
// Deliveries with a state: retries, the pace of an endpoint, the order of a group.
#include "core/base/assert.h"
#include "core/broker/sns_topic.h"
#include "core/broker/topic_protocols.h"

namespace sluice {

void SnsTopic::report(
    SimTime now, const Attempt& attempt, DeliveryOutcome outcome, Rng& random, TopicSink& sink) {
    const Subscription& to = m_subscriptions[attempt.what.subscription];
    const SubscriptionIndex index = attempt.what.subscription;
    SLUICE_ASSERT(m_underWay > 0);
    --m_underWay;
    if (outcome == DeliveryOutcome::Success) {
        tally(index, &DeliveryCounts::delivered);
        end(now, attempt, DeliveryEnd::Delivered, outcome, sink);
        return;
    }
    tally(index, &DeliveryCounts::failedAttempts);
    if (isHttp(to.protocol))
        tally(index, &DeliveryCounts::failed); // of others only giving up counts (SNS-57)
    if (to.state == SubscriptionState::Deleted) {
        tally(index, &DeliveryCounts::unsubscribed);
        end(now, attempt, DeliveryEnd::Unsubscribed, outcome, sink);
        return;
    }
    if (const auto delay = retryDelay(attempt, outcome, random)) {
        retry(now + *delay, attempt);
        return;
    }
    if (!isHttp(to.protocol)) tally(index, &DeliveryCounts::failed);
    const bool hasDeadLetters = !to.deadLetterTargetArn.empty();
    tally(index, hasDeadLetters ? &DeliveryCounts::deadLettered : &DeliveryCounts::lost);
    end(now,
        attempt,
        hasDeadLetters ? DeliveryEnd::DeadLettered : DeliveryEnd::Lost,
        outcome,
        sink);
}

void SnsTopic::reportRedrive(SubscriptionIndex index, bool isTaken) {
    tally(index, isTaken ? &DeliveryCounts::redriven : &DeliveryCounts::redriveFailed);
    const DeliveryCounts& counts = m_counts[index];
    SLUICE_ASSERT(counts.redriven + counts.redriveFailed <= counts.deadLettered);
}

std::optional<Duration>
SnsTopic::retryDelay(const Attempt& attempt, DeliveryOutcome outcome, Rng& random) const {
    if (outcome == DeliveryOutcome::ClientError) return std::nullopt; // SNS-42
    const SubscriptionIndex index = attempt.what.subscription;
    const RetryPlan& plan =
        retryPlan(m_subscriptions[index].protocol, outcome, effectivePolicy(index));
    const auto delay = delayBefore(plan, attempt.number);
    if (!delay) return std::nullopt;
    return jittered(*delay, m_rules.retryJitter, random);
}

void SnsTopic::retry(SimTime at, const Attempt& attempt) {
    std::uint32_t slot = attempt.slot;
    if (slot == Attempt::kPlain) {
        slot = addDelivery(attempt.what);
        m_deliveries[slot].attempts = attempt.number;
    } else {
        m_deliveries[slot].state = SlotState::Waiting;
        ++m_waiting;
    }
    wait(slot, at);
}

SnsTopic::Retries SnsTopic::retries() const {
    Retries result;
    result.next.resize(m_subscriptions.size(), kNever);
    for (std::size_t i = 0; i < m_due.size(); ++i) {
        const Delivery& delivery = m_deliveries[m_due[i]];
        if (delivery.attempts == 0) continue; // waits for its turn only
        ++result.count;
        SimTime& next = result.next[delivery.what.subscription];
        next = std::min(next, timeOf(m_due.keyOf(m_due[i])));
    }
    return result;
}

bool SnsTopic::takeBack(const Attempt& attempt) {
    SLUICE_ASSERT(attempt.slot == Attempt::kPlain);
    countAccepted();
    const SubscriptionIndex index = attempt.what.subscription;
    const bool isConfirmed = m_counts[index].assumed == 0;
    const auto counted = isConfirmed ? &DeliveryCounts::delivered : &DeliveryCounts::assumed;
    SLUICE_ASSERT(m_counts[index].*counted > 0);
    --(m_counts[index].*counted);
    --(m_totals.*counted);
    ++m_underWay;
    return isConfirmed;
}

std::uint64_t SnsTopic::confirmAssumed(SubscriptionIndex index, std::uint64_t most) {
    countAccepted();
    DeliveryCounts& counts = m_counts[index];
    const std::uint64_t arrived = std::min(most, counts.assumed);
    counts.assumed -= arrived;
    counts.delivered += arrived;
    m_totals.assumed -= arrived;
    m_totals.delivered += arrived;
    return arrived;
}

void SnsTopic::wait(std::uint32_t slot, SimTime until) {
    m_due.set(slot, ticks(until));
}

// Attempts the delivery, or at its place in the endpoint's pace.
void SnsTopic::tryNow(SimTime now, std::uint32_t slot, TopicSink& sink) {
    const SubscriptionIndex index = m_deliveries[slot].what.subscription;
    const std::int64_t perSecond = deliveriesPerSecond(
        m_subscriptions[index].protocol, effectivePolicy(index), m_rules.limits);
    if (perSecond > 0 && !m_deliveries[slot].hasTurn) {
        const SimTime turn = std::max(now, m_nextTurn[index]);
        m_nextTurn[index] = turn + Duration(1s) / perSecond;
        if (turn > now) {
            m_deliveries[slot].hasTurn = true;
            wait(slot, turn);
            return;
        }
    }
    attempt(slot, sink);
}

void SnsTopic::attempt(std::uint32_t slot, TopicSink& sink) {
    Delivery& delivery = m_deliveries[slot];
    ++delivery.attempts;
    delivery.state = SlotState::UnderWay;
    delivery.hasTurn = false;
    --m_waiting;
    ++m_underWay;
    tally(delivery.what.subscription, &DeliveryCounts::attempts);
    sink.deliver({delivery.what, delivery.attempts, slot});
}

void SnsTopic::end(SimTime now,
                   const Attempt& attempt,
                   DeliveryEnd how,
                   DeliveryOutcome outcome,
                   TopicSink& sink) {
    sink.ended(attempt, how, outcome);
    if (attempt.slot != Attempt::kPlain) leave(now, attempt.slot, sink);
}

// The slot is over; the next delivery of its lane has its turn (SNS-55).
void SnsTopic::leave(SimTime now, std::uint32_t slot, TopicSink& sink) {
    const std::uint32_t next = m_deliveries[slot].lane == kNone ? kNone : leaveLane(slot);
    freeDelivery(slot);
    if (next != kNone) tryNow(now, next, sink);
}

std::uint32_t SnsTopic::addDelivery(const Notification& what) {
    Delivery delivery;
    delivery.what = what;
    delivery.state = SlotState::Waiting;
    ++m_waiting;
    return m_deliveries.add(delivery);
}

void SnsTopic::freeDelivery(std::uint32_t slot) {
    if (m_deliveries[slot].state == SlotState::Waiting) --m_waiting;
    m_deliveries[slot].state = SlotState::Free;
    m_deliveries.free(slot);
}

void SnsTopic::dropWaiting(SubscriptionIndex index, TopicSink& sink) {
    for (std::uint32_t slot = 0; slot < m_deliveries.capacity(); ++slot) {
        const Delivery& delivery = m_deliveries[slot];
        if (delivery.what.subscription != index || delivery.state != SlotState::Waiting) continue;
        m_due.erase(slot);
        tally(index, &DeliveryCounts::unsubscribed);
        const Attempt last{delivery.what, delivery.attempts, slot};
        if (delivery.lane != kNone) leaveLane(slot);
        sink.ended(last, DeliveryEnd::Unsubscribed, DeliveryOutcome::ClientError);
        freeDelivery(slot);
    }
}

std::uint32_t SnsTopic::findLane(SubscriptionIndex index, GroupIndex group) const {
    return m_laneNumbers.find(IndexTable::hashOf(group, index), [&](std::uint32_t lane) {
        return m_lanes[lane].subscription == index && m_lanes[lane].group == group;
    });
}

// Whether nothing of the group is before it.
bool SnsTopic::enterLane(std::uint32_t slot) {
    const Notification& what = m_deliveries[slot].what;
    std::uint32_t lane = findLane(what.subscription, what.group);
    const bool isFirst = lane == IndexTable::kNone;
    if (isFirst) {
        lane = m_lanes.add({what.subscription, what.group, slot, slot});
        m_laneNumbers.insert(IndexTable::hashOf(what.group, what.subscription), lane);
    } else {
        m_deliveries[m_lanes[lane].last].next = slot;
        m_lanes[lane].last = slot;
    }
    m_deliveries[slot].lane = lane;
    return isFirst;
}

// Returns who comes first now if that was the slot.
std::uint32_t SnsTopic::leaveLane(std::uint32_t slot) {
    const std::uint32_t lane = m_deliveries[slot].lane;
    const std::uint32_t next = m_deliveries[slot].next;
    Lane& entry = m_lanes[lane];
    m_deliveries[slot].lane = m_deliveries[slot].next = kNone;
    if (entry.first != slot) {
        std::uint32_t before = entry.first;
        while (m_deliveries[before].next != slot) before = m_deliveries[before].next;
        m_deliveries[before].next = next;
        if (entry.last == slot) entry.last = before;
        return kNone;
    }
    entry.first = next;
    if (next == kNone) {
        m_laneNumbers.erase(IndexTable::hashOf(entry.group, entry.subscription), lane);
        m_lanes.free(lane);
    }
    return next;
}

// What is due now or was before.
void SnsTopic::carryOut(SimTime now, TopicSink& sink) {
    trimArchive(now, sink);
    if (now >= m_expiry) expirePending(now, sink);
    while (!m_due.empty() && timeOf(m_due.topKey()) <= now) {
        const std::uint32_t slot = m_due.top();
        const SimTime due = timeOf(m_due.topKey());
        m_due.erase(slot);
        tryNow(std::max(due, now), slot, sink);
    }
}

} // namespace sluice
