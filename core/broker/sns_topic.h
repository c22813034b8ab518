// SPDX-License-Identifier: GPL-3.0-or-later
// One topic of the service with its subscriptions and all its rules, without network and events:
// every call is told the time, and what follows from a call is handed to a TopicSink. A message
// that is delivered at the first attempt leaves no state behind; only deliveries that failed, that
// wait for their turn (pace of an endpoint, order of a group) or for the outcome of such an attempt
// have a slot.
#pragma once

#include "core/base/derived.h"
#include "core/base/digest.h"
#include "core/base/random.h"
#include "core/base/ring.h"
#include "core/broker/dedup_memory.h"
#include "core/broker/index_table.h"
#include "core/broker/indexed_heap.h"
#include "core/broker/topic_counts.h"
#include "core/broker/topic_rules.h"
#include "core/broker/topic_sink.h"
#include "core/kernel/call_quota.h"
#include "core/kernel/refusal.h"
#include "core/kernel/slot_pool.h"

#include <array>
#include <span>
#include <vector>

namespace sluice {

/// What is sent by Publish, checked for its text already.
struct PublishEntry {
    MessageIndex message = kNoMessage;
    std::uint64_t serial = 0;
    std::int64_t bytes = 0;    ///< Body and attributes (SNS-10).
    GroupIndex group = 0;      ///< 0: none given.
    std::uint64_t dedupId = 0; ///< Explicit, or of the content when the topic asks; 0: none.
};

struct PublishOutcome {
    bool isDuplicate = false;         ///< Accepted but not delivered (SNS-51).
    std::uint64_t serial = 0;         ///< Of the message; of the original for a duplicate.
    std::uint64_t sequenceNumber = 0; ///< FIFO
};

class SnsTopic {
public:
    /// Created at this time: an archive begins then.
    explicit SnsTopic(const TopicRules& rules = {}, SimTime createdAt = kRunStart);

    const TopicRules& rules() const { return m_rules; }
    /// Requires: the type is the same.
    void setRules(SimTime now, const TopicRules& rules, TopicSink& sink);

    /// Messages published from now on go to it once it is confirmed (SNS-2, SNS-7).
    SubscriptionIndex subscribe(const Subscription& subscription);
    /// New attributes or state; deliveries under way go on. Requires: the protocol is the same, and
    /// it was not and is not to be deleted.
    void change(SubscriptionIndex index, const Subscription& subscription);
    /// Drops what waits for it; attempts under way end by their outcome. Twice is no error (SNS-9).
    void unsubscribe(SubscriptionIndex index, TopicSink& sink);
    const Subscription& subscription(SubscriptionIndex index) const {
        return m_subscriptions[index];
    }
    DeliveryCounts counts(SubscriptionIndex index) const;
    /// All that ever were; the deleted ones keep their places.
    std::size_t subscriptionCount() const { return m_subscriptions.size(); }
    std::size_t countOf(SubscriptionState state) const;
    /// The policy that decides about its retries (SNS-46).
    const DeliveryPolicy& effectivePolicy(SubscriptionIndex index) const;

    /// What is wrong with the entry in itself; changes nothing.
    Refusal check(const PublishEntry& entry) const;
    /// Takes one call with this many messages from the quotas of a FIFO topic (SNS-56); all or
    /// none. Of a topic that isByGroup() each message is a call.
    Refusal takeQuota(SimTime now, std::int64_t messages, std::int64_t bytes, GroupIndex group = 0);
    /// Requires: check() and takeQuota() let it pass. The caller keeps its own hold of the message.
    PublishOutcome publish(SimTime now, const PublishEntry& entry, Rng& random, TopicSink& sink);
    /// The outcome of an attempt that was handed to TopicSink::deliver().
    void report(
        SimTime now, const Attempt& attempt, DeliveryOutcome outcome, Rng& random, TopicSink& sink);
    /// An attempt that TopicSink::deliverFirst() took for accepted was refused after all: report()
    /// follows. Whether all of its subscription were known to be accepted: then what was confirmed
    /// last was of another one.
    bool takeBack(const Attempt& attempt);
    /// Up to `most` more of the deliveries that were taken for accepted are known to be. Returns
    /// how many.
    std::uint64_t confirmAssumed(SubscriptionIndex index, std::uint64_t most);
    /// Whether the dead-letter queue took a message of this subscription (SNS-49).
    void reportRedrive(SubscriptionIndex index, bool isTaken);
    /// Delivers again what the archive holds of [from, until) (SNS-2).
    void replay(SimTime now, SubscriptionIndex index, SimTime from, SimTime until, TopicSink& sink);

    /// Begins every attempt due at or before now and drops subscriptions that nobody confirmed. To
    /// be called before and after every call and when nextDue() comes.
    void advance(SimTime now, TopicSink& sink) {
        if (now >= nextDue()) carryOut(now, sink);
    }
    SimTime nextDue() const {
        const SimTime due = std::min(m_expiry, m_due.empty() ? kNever : timeOf(m_due.topKey()));
        if (m_archive.empty()) return due;
        return std::min(due, m_archive.front().at + m_rules.archiveRetention);
    }
    /// The topic is being removed: every subscription ends, the archive is emptied (SNS-5).
    void removeAll(SimTime now, TopicSink& sink);

    const TopicCounts& counts() const { return m_topicCounts; }
    /// Of all subscriptions together.
    const DeliveryCounts& totals() const { return m_totals; }
    /// Failed deliveries that wait for their next attempt.
    struct Retries {
        std::uint64_t count = 0;
        std::vector<SimTime> next; ///< By subscription: of the nearest attempt; kNever: none waits.
    };
    /// Looks at all that is due some time.
    Retries retries() const;
    /// Whether anybody would get a message published now.
    bool hasTargets() const { return !m_targets.empty(); }
    /// Another number whenever its targets may have changed.
    std::uint64_t targetsVersion() const { return m_targetsVersion.value; }
    /// Attempts whose outcome is not known yet.
    std::uint64_t underWayCount() const { return m_underWay; }
    /// Deliveries that wait for their next attempt or their turn.
    std::uint64_t waitingCount() const { return m_waiting; }
    std::size_t archivedCount() const { return m_archive.size(); }
    /// BeginningArchiveTime; kNever without an archive.
    SimTime archiveBegin(SimTime now) const;
    bool isConsistent() const;
    void addTo(Digest& digest) const;

    friend bool operator==(const SnsTopic&, const SnsTopic&) = default;

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

    /// Where a published message is offered: what the fan-out needs of a confirmed subscription.
    struct Target {
        SubscriptionIndex subscription = 0;
        bool hasFilter = false;
        bool isOrdered = false; // one delivery of a group at a time (SNS-55)
        bool isPaced = false;
        // Its first attempt is made at once and, if it succeeds, leaves nothing behind.
        bool isPlain = true;

        friend bool operator==(const Target&, const Target&) = default;
    };
    enum class SlotState : std::uint8_t { Free, Waiting, UnderWay };
    struct Delivery {
        Notification what;
        std::uint32_t attempts = 0; // begun so far
        std::uint32_t next = kNone; // the next of its lane
        std::uint32_t lane = kNone;
        SlotState state = SlotState::Free;
        bool hasTurn = false; // its place in the endpoint's pace is taken already

        friend bool operator==(const Delivery&, const Delivery&) = default;
    };
    /// Deliveries of one group to one subscription, the oldest first; only it is attempted.
    struct Lane {
        SubscriptionIndex subscription = 0;
        GroupIndex group = 0;
        std::uint32_t first = kNone;
        std::uint32_t last = kNone;

        friend bool operator==(const Lane&, const Lane&) = default;
    };
    struct Archived {
        SimTime at;
        MessageIndex message = kNoMessage;
        GroupIndex group = 0;
        std::uint64_t sequenceNumber = 0;

        friend bool operator==(const Archived&, const Archived&) = default;
    };

    void tally(SubscriptionIndex index, std::uint64_t DeliveryCounts::*count) {
        ++(m_counts[index].*count);
        ++(m_totals.*count);
    }
    // Adds m_accepted to m_counts.
    void countAccepted();
    Target targetOf(SubscriptionIndex index) const;
    Duration orderWindow() const {
        return m_rules.type == TopicType::Standard ? m_rules.orderWindow : Duration::zero();
    }
    void findTargets();
    void expirePending(SimTime now, TopicSink& sink);
    bool isWanted(const Target& target, const Notification& what, TopicSink& sink);
    // Plain deliveries of one message that begin together, in order with the others.
    struct Collected {
        Notification what;
        std::array<SubscriptionIndex, FirstAttempts::kMost> to{};
        std::uint32_t count = 0;
    };
    void begin(SimTime now, const Target& target, Collected& plain, TopicSink& sink);
    void beginCollected(Collected& plain, TopicSink& sink);
    void offer(SimTime now, const Notification& what, Rng& random, TopicSink& sink);
    void
    beginInTurn(SimTime now, const Target& target, const Notification& offered, TopicSink& sink);
    void
    attemptFirst(const Notification& what, std::span<const SubscriptionIndex> to, TopicSink& sink);
    void countEach(std::span<const SubscriptionIndex> begun, std::uint64_t taken);
    void wait(std::uint32_t slot, SimTime until);
    void tryNow(SimTime now, std::uint32_t slot, TopicSink& sink);
    void attempt(std::uint32_t slot, TopicSink& sink);
    std::optional<Duration>
    retryDelay(const Attempt& attempt, DeliveryOutcome outcome, Rng& random) const;
    void retry(SimTime at, const Attempt& attempt);
    void end(SimTime now,
             const Attempt& attempt,
             DeliveryEnd how,
             DeliveryOutcome outcome,
             TopicSink& sink);
    void leave(SimTime now, std::uint32_t slot, TopicSink& sink);
    void dropWaiting(SubscriptionIndex index, TopicSink& sink);
    std::uint32_t addDelivery(const Notification& what);
    void freeDelivery(std::uint32_t slot);

    std::uint32_t findLane(SubscriptionIndex index, GroupIndex group) const;
    bool enterLane(std::uint32_t slot);
    std::uint32_t leaveLane(std::uint32_t slot);

    // The time that a key of m_due stands for.
    static SimTime timeOf(std::uint64_t key) {
        return kRunStart + Duration(static_cast<std::int64_t>(key));
    }
    void carryOut(SimTime now, TopicSink& sink);

    void archive(SimTime now, const Notification& what, TopicSink& sink);
    void trimArchive(SimTime now, TopicSink& sink);

    TopicRules m_rules;
    std::vector<Subscription> m_subscriptions;
    std::vector<DeliveryCounts> m_counts; // by subscription, but for m_accepted
    DeliveryCounts m_totals;
    std::vector<SimTime> m_nextTurn; // by subscription: of a paced endpoint
    std::vector<Target> m_targets;   // in order of subscription
    // The same when all of them are plain and none has a filter: usual, and quickly served.
    std::vector<SubscriptionIndex> m_plainTargets;
    Derived<std::uint64_t> m_targetsVersion;
    // Deliveries to each of these, taken for accepted at once, which m_counts lacks yet.
    std::uint64_t m_accepted = 0;
    SimTime m_expiry = kNever; // of the pending subscription that vanishes first
    TopicCounts m_topicCounts;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_underWay = 0;
    std::uint64_t m_waiting = 0;

    SlotPool<Delivery> m_deliveries;
    IndexedHeap m_due; // slots by the time of their next attempt
    SlotPool<Lane> m_lanes;
    IndexTable m_laneNumbers;

    DedupMemory m_dedup;
    CallQuota m_callQuota;
    CallQuota m_messageQuota;
    CallQuota m_byteQuota;
    std::vector<CallQuota> m_groupQuotas; // by partition of groups; empty until needed
    Ring<Archived> m_archive;
    SimTime m_archiveSince = kNever;
};

} // namespace sluice
