// SPDX-License-Identifier: GPL-3.0-or-later
// The archive of a FIFO topic and its replay, and the views of a topic as a whole.
#include "core/base/assert.h"
#include "core/broker/sns_topic.h"

#include <algorithm>

namespace sluice {

void SnsTopic::archive(SimTime now, const Notification& what, TopicSink& sink) {
    if (m_archiveSince == kNever) return;
    trimArchive(now, sink);
    sink.held(what.message);
    m_archive.push({now, what.message, what.group, what.sequenceNumber});
}

void SnsTopic::trimArchive(SimTime now, TopicSink& sink) {
    const bool isOff = m_archiveSince == kNever;
    while (!m_archive.empty()
           && (isOff || m_archive.front().at + m_rules.archiveRetention <= now)) {
        sink.released(m_archive.pop().message);
    }
}

SimTime SnsTopic::archiveBegin(SimTime now) const {
    if (m_archiveSince == kNever) return kNever;
    return std::max(m_archiveSince, now - m_rules.archiveRetention);
}

void SnsTopic::replay(
    SimTime now, SubscriptionIndex index, SimTime from, SimTime until, TopicSink& sink) {
    if (m_subscriptions[index].state != SubscriptionState::Confirmed) return;
    trimArchive(now, sink);
    const Target target = targetOf(index);
    for (std::size_t at = 0; at < m_archive.size(); ++at) {
        const Archived entry = m_archive[at];
        if (entry.at < from || entry.at >= until) continue;
        Collected plain;
        plain.what = {entry.message, index, entry.group, true, entry.sequenceNumber};
        if (target.hasFilter && !isWanted(target, plain.what, sink)) continue;
        tally(index, &DeliveryCounts::replayed);
        begin(now, target, plain, sink);
        beginCollected(plain, sink);
    }
}

// Every delivery is delivered, given up, dropped, under way or waiting, and waits in one place
// only.
bool SnsTopic::isConsistent() const {
    if (m_totals.trying() != m_totals.assumed + m_underWay + m_waiting) return false;
    std::uint64_t trying = 0;
    for (SubscriptionIndex i = 0; i < m_counts.size(); ++i) trying += counts(i).trying();
    if (trying != m_totals.trying()) return false;
    std::uint64_t waiting = 0;
    std::uint64_t behind = 0; // waiting for others of their lane
    for (std::uint32_t slot = 0; slot < m_deliveries.capacity(); ++slot) {
        const Delivery& delivery = m_deliveries[slot];
        if (delivery.state != SlotState::Waiting) {
            if (m_due.contains(slot)) return false;
            continue;
        }
        ++waiting;
        const bool isBehind = delivery.lane != kNone && m_lanes[delivery.lane].first != slot;
        if (isBehind == m_due.contains(slot)) return false;
        behind += isBehind ? 1 : 0;
    }
    return waiting == m_waiting && waiting == behind + m_due.size()
           && m_lanes.size() == m_laneNumbers.size();
}

void SnsTopic::addTo(Digest& digest) const {
    digest.add(m_topicCounts.published);
    digest.add(m_topicCounts.publishedBytes);
    digest.add(m_topicCounts.deduplicated);
    digest.add(m_sequence);
    digest.add(m_underWay);
    digest.add(m_waiting);
    digest.add(m_due.empty() ? 0 : m_due.topKey());
    digest.add(m_archive.size());
    for (SubscriptionIndex i = 0; i < m_counts.size(); ++i) {
        const DeliveryCounts counts = this->counts(i);
        digest.add(counts.begun);
        digest.add(counts.attempts);
        digest.add(counts.delivered + counts.assumed); // which of them is left for later to say
        digest.add(counts.deadLettered);
        digest.add(counts.redriven);
        digest.add(counts.lost);
        digest.add(counts.unsubscribed);
        digest.add(counts.filteredOutInAll());
    }
    m_dedup.addTo(digest);
}

} // namespace sluice
