// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_topic.h"

#include "core/base/assert.h"
#include "core/broker/placement.h"
#include "core/broker/topic_protocols.h"

#include <algorithm>
#include <bit>

namespace sluice {

namespace {

constexpr std::uint64_t kFirstTopicSequence = 10'000'000'000'000'000'000U; // 20 digits
constexpr std::uint64_t kTopicSequenceStep = 256;                          // non-consecutive
constexpr std::size_t kTopicGroupPartitions = 256;

} // namespace

SnsTopic::SnsTopic(const TopicRules& rules, SimTime createdAt) : m_rules(rules) {
    if (rules.archiveRetention > Duration::zero()) m_archiveSince = createdAt;
}

void SnsTopic::setRules(SimTime now, const TopicRules& rules, TopicSink& sink) {
    SLUICE_ASSERT(rules.type == m_rules.type);
    const bool hadArchive = m_archiveSince != kNever;
    const bool hasArchive = rules.archiveRetention > Duration::zero();
    m_rules = rules;
    if (hadArchive != hasArchive) m_archiveSince = hasArchive ? now : kNever;
    trimArchive(now, sink);
    findTargets();
}

SubscriptionIndex SnsTopic::subscribe(const Subscription& subscription) {
    const auto index = static_cast<SubscriptionIndex>(m_subscriptions.size());
    m_subscriptions.push_back(subscription);
    m_counts.emplace_back();
    m_nextTurn.push_back(kRunStart);
    findTargets();
    return index;
}

void SnsTopic::change(SubscriptionIndex index, const Subscription& subscription) {
    SLUICE_ASSERT(m_subscriptions[index].protocol == subscription.protocol);
    SLUICE_ASSERT(m_subscriptions[index].state != SubscriptionState::Deleted);
    SLUICE_ASSERT(subscription.state != SubscriptionState::Deleted);
    m_subscriptions[index] = subscription;
    findTargets();
}

void SnsTopic::unsubscribe(SubscriptionIndex index, TopicSink& sink) {
    if (m_subscriptions[index].state == SubscriptionState::Deleted) return;
    m_subscriptions[index].state = SubscriptionState::Deleted;
    findTargets();
    dropWaiting(index, sink);
}

void SnsTopic::removeAll(SimTime now, TopicSink& sink) {
    for (SubscriptionIndex index = 0; index < m_subscriptions.size(); ++index) {
        unsubscribe(index, sink);
    }
    m_rules.archiveRetention = Duration::zero();
    m_archiveSince = kNever;
    trimArchive(now, sink);
}

std::size_t SnsTopic::countOf(SubscriptionState state) const {
    return static_cast<std::size_t>(std::count_if(
        m_subscriptions.begin(), m_subscriptions.end(), [&](const Subscription& entry) {
            return entry.state == state;
        }));
}

const DeliveryPolicy& SnsTopic::effectivePolicy(SubscriptionIndex index) const {
    const auto& own = m_subscriptions[index].deliveryPolicy;
    const TopicDeliveryPolicy& common = m_rules.deliveryPolicy;
    return own && !common.disableSubscriptionOverrides ? *own : common.http;
}

SnsTopic::Target SnsTopic::targetOf(SubscriptionIndex index) const {
    const Subscription& entry = m_subscriptions[index];
    Target target;
    target.subscription = index;
    target.hasFilter = !entry.filter.isEmpty();
    target.isOrdered = m_rules.type == TopicType::Fifo && entry.isFifoQueue;
    target.isPaced =
        deliveriesPerSecond(entry.protocol, effectivePolicy(index), m_rules.limits) > 0;
    target.isPlain = !target.isOrdered && !target.isPaced && orderWindow() == Duration::zero();
    return target;
}

DeliveryCounts SnsTopic::counts(SubscriptionIndex index) const {
    DeliveryCounts result = m_counts[index];
    if (std::ranges::binary_search(m_plainTargets, index)) {
        result.begun += m_accepted;
        result.attempts += m_accepted;
        result.assumed += m_accepted;
    }
    return result;
}

void SnsTopic::countAccepted() {
    if (m_accepted == 0) return;
    for (const SubscriptionIndex index : m_plainTargets) m_counts[index] = counts(index);
    m_accepted = 0;
}

void SnsTopic::findTargets() {
    countAccepted();
    ++m_targetsVersion.value;
    m_targets.clear();
    m_expiry = kNever;
    for (SubscriptionIndex index = 0; index < m_subscriptions.size(); ++index) {
        const Subscription& entry = m_subscriptions[index];
        if (entry.state == SubscriptionState::Confirmed) {
            m_targets.push_back(targetOf(index));
        } else if (entry.state == SubscriptionState::Pending) {
            m_expiry = std::min(m_expiry, entry.confirmBy);
        }
    }
    m_plainTargets.clear();
    const bool areAllPlain =
        std::all_of(m_targets.begin(), m_targets.end(), [](const Target& target) {
            return target.isPlain && !target.hasFilter;
        });
    for (std::size_t i = 0; areAllPlain && i < m_targets.size(); ++i) {
        m_plainTargets.push_back(m_targets[i].subscription);
    }
}

void SnsTopic::expirePending(SimTime now, TopicSink& sink) {
    for (SubscriptionIndex index = 0; index < m_subscriptions.size(); ++index) {
        const Subscription& entry = m_subscriptions[index];
        if (entry.state == SubscriptionState::Pending && entry.confirmBy <= now) {
            unsubscribe(index, sink);
        }
    }
}

Refusal SnsTopic::check(const PublishEntry& entry) const {
    if (m_rules.type == TopicType::Fifo) {
        if (entry.group == 0) return Refusal::MissingGroup;
        if (entry.dedupId == 0) return Refusal::MissingDedup;
    } else {
        if (entry.dedupId != 0) return Refusal::DedupOnStandard;
        if (entry.group != 0 && !m_rules.limits.groupsOnStandardQueues) {
            return Refusal::GroupOnStandard;
        }
    }
    return entry.bytes > m_rules.limits.topicMaxMessageBytes ? Refusal::MessageTooLong
                                                             : Refusal::None;
}

Refusal
SnsTopic::takeQuota(SimTime now, std::int64_t messages, std::int64_t bytes, GroupIndex group) {
    if (m_rules.type != TopicType::Fifo || !m_rules.hasQuotas) return Refusal::None;
    const LimitsProfile& limits = m_rules.limits;
    if (m_rules.throughputScope == FifoThroughputScope::MessageGroup) {
        m_groupQuotas.resize(kTopicGroupPartitions);
        CallQuota& quota = m_groupQuotas[group % kTopicGroupPartitions];
        return quota.take(now, limits.fifoPublishesPerSecondPerGroup, messages)
                   ? Refusal::None
                   : Refusal::Throttled;
    }
    const bool fits = m_callQuota.holds(now, limits.fifoPublishCallsPerSecond)
                      && m_messageQuota.holds(now, limits.fifoPublishesPerSecond, messages)
                      && m_byteQuota.take(now, limits.fifoPublishBytesPerSecond, bytes);
    if (!fits) return Refusal::Throttled;
    m_callQuota.take(now, limits.fifoPublishCallsPerSecond);
    m_messageQuota.take(now, limits.fifoPublishesPerSecond, messages);
    return Refusal::None;
}

PublishOutcome
SnsTopic::publish(SimTime now, const PublishEntry& entry, Rng& random, TopicSink& sink) {
    PublishOutcome outcome;
    outcome.serial = entry.serial;
    const bool isFifo = m_rules.type == TopicType::Fifo;
    if (isFifo) {
        const Duration window = std::chrono::seconds(m_rules.limits.dedupWindowSeconds);
        const bool isPerGroup = m_rules.throughputScope == FifoThroughputScope::MessageGroup;
        const GroupIndex scope = isPerGroup ? entry.group : GroupIndex{0};
        if (const auto original = m_dedup.find(now, window, entry.dedupId, scope)) {
            ++m_topicCounts.deduplicated;
            return {true, original->serial, original->sequenceNumber};
        }
        outcome.sequenceNumber = kFirstTopicSequence + ++m_sequence * kTopicSequenceStep;
        m_dedup.remember(now, entry.dedupId, scope, {entry.serial, outcome.sequenceNumber});
    }
    ++m_topicCounts.published;
    m_topicCounts.publishedBytes += static_cast<std::uint64_t>(entry.bytes);
    const Notification what{entry.message, 0, entry.group, false, outcome.sequenceNumber};
    archive(now, what, sink);
    if (isFifo || m_rules.duplicateShare <= 0) {
        attemptFirst(what, m_plainTargets, sink);
    }
    if (m_plainTargets.empty() || (!isFifo && m_rules.duplicateShare > 0)) {
        offer(now, what, random, sink);
    }
    return outcome;
}

// Offers the message to one target after the other. Standard topics deliver some twice (SNS-3).
void SnsTopic::offer(SimTime now, const Notification& what, Rng& random, TopicSink& sink) {
    Collected plain;
    plain.what = what;
    for (const Target& target : m_targets) {
        if (target.hasFilter && !isWanted(target, what, sink)) continue;
        begin(now, target, plain, sink);
        if (m_rules.type != TopicType::Fifo && random.chance(m_rules.duplicateShare)) {
            tally(target.subscription, &DeliveryCounts::duplicated);
            begin(now, target, plain, sink);
        }
    }
    beginCollected(plain, sink);
}

// Begins a delivery, or collects it.
void SnsTopic::begin(SimTime now, const Target& target, Collected& plain, TopicSink& sink) {
    if (target.isPlain) {
        if (plain.count == FirstAttempts::kMost) beginCollected(plain, sink);
        plain.to[plain.count++] = target.subscription;
        return;
    }
    beginCollected(plain, sink);
    beginInTurn(now, target, plain.what, sink);
}

void SnsTopic::beginCollected(Collected& plain, TopicSink& sink) {
    attemptFirst(plain.what, std::span(plain.to).first(plain.count), sink);
    plain.count = 0;
}

// Whether the subscription's filter lets the message pass.
bool SnsTopic::isWanted(const Target& target, const Notification& what, TopicSink& sink) {
    Notification offered = what;
    offered.subscription = target.subscription;
    const FilterResult result = sink.filter(offered);
    if (result == FilterResult::Passed) return true;
    ++m_counts[target.subscription].filteredOut[static_cast<std::size_t>(result)];
    ++m_totals.filteredOut[static_cast<std::size_t>(result)];
    return false;
}

// Begins a delivery that may have to wait for its turn.
void SnsTopic::beginInTurn(SimTime now,
                           const Target& target,
                           const Notification& offered,
                           TopicSink& sink) {
    Notification what = offered;
    what.subscription = target.subscription;
    tally(what.subscription, &DeliveryCounts::begun);
    sink.held(what.message);
    const std::uint32_t slot = addDelivery(what);
    if (orderWindow() > Duration::zero()) {
        wait(slot, now + placedLater(m_totals.begun, orderWindow()));
        return;
    }
    const bool isBehindOthers = target.isOrdered && what.group != 0 && !enterLane(slot);
    if (!isBehindOthers) tryNow(now, slot, sink);
}

// `taken` has a bit for each that was taken for accepted.
void SnsTopic::countEach(std::span<const SubscriptionIndex> begun, std::uint64_t taken) {
    for (std::size_t i = 0; i < begun.size(); ++i) {
        DeliveryCounts& counts = m_counts[begun[i]];
        ++counts.begun;
        ++counts.attempts;
        counts.assumed += taken >> i & 1U;
    }
}

// Makes attempts of which no state is kept.
void SnsTopic::attemptFirst(const Notification& what,
                            std::span<const SubscriptionIndex> to,
                            TopicSink& sink) {
    while (!to.empty()) {
        const auto now = to.first(std::min(to.size(), FirstAttempts::kMost));
        const bool isToAll =
            now.data() == m_plainTargets.data() && now.size() == m_plainTargets.size();
        const std::uint64_t taken = sink.deliverFirst({what, now, isToAll});
        const auto assumed = static_cast<std::uint64_t>(std::popcount(taken));
        if (isToAll && assumed == now.size()) {
            ++m_accepted;
        } else {
            countEach(now, taken);
        }
        m_totals.begun += now.size();
        m_totals.attempts += now.size();
        m_totals.assumed += assumed;
        m_underWay += now.size() - assumed;
        to = to.subspan(now.size());
    }
}

} // namespace sluice
