// SPDX-License-Identifier: GPL-3.0-or-later
// One queue of the service with all its rules: what every caller of its actions goes through,
// the running lab's queue part as well as the API in front of it. It knows no network and no
// events: every call is told the time, and what follows from a call is handed to a QueueSink.
#pragma once

#include "core/base/derived.h"
#include "core/base/digest.h"
#include "core/base/random.h"
#include "core/base/ring.h"
#include "core/broker/api_error.h"
#include "core/broker/dedup_memory.h"
#include "core/broker/fifo_call_quota.h"
#include "core/broker/fifo_store.h"
#include "core/broker/queue_rules.h"
#include "core/broker/queue_store.h"
#include "core/broker/receive_attempts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice {

/// Who waits for the answer to a ReceiveMessage call; comes back with it.
struct Caller {
    LinkIndex link = kNoLink;
    std::uint32_t worker = 0;

    friend bool operator==(const Caller&, const Caller&) = default;
};

/// What a queue asks of its surroundings while it carries out a call.
class QueueSink {
public:
    virtual ~QueueSink() = default;
    /// The answer to a ReceiveMessage call, at once or when its wait ends (SQS-21, SQS-24).
    /// For each message the sink counts one more holder.
    virtual void answer(const Caller& caller, const Handout& handout, Refusal refusal) = 0;
    /// A further copy of the message is stored: the sink counts one more holder (SQS-18).
    virtual void replicated(MessageIndex message) = 0;
    /// A copy whose receives are used up leaves for the dead-letter queue (SQS-70).
    virtual void moveToDeadLetters(const MovedCopy& copy) = 0;
    /// A copy left by redrive: for `destination`, or for the queue it came from when that is 0
    /// (SQS-83).
    /// False when there is no such queue: the copy stays and the task fails.
    virtual bool redrive(const StoredView& copy, NodeId destination) = 0;
    /// Timed out, delay ended, or expired; the sink releases the message of an expired one.
    virtual void elapsed(const Elapsed& what) = 0;
    /// A stored copy is gone by deletion or purge; the sink releases the message.
    virtual void removed(MessageIndex message, std::uint32_t receiveCount, bool isPurge) = 0;

protected:
    QueueSink() = default;
    QueueSink(const QueueSink&) = default;
    QueueSink(QueueSink&&) = default;
    QueueSink& operator=(const QueueSink&) = default;
    QueueSink& operator=(QueueSink&&) = default;
};

/// What is sent by SendMessage, checked for its text already.
struct SendEntry {
    MessageIndex message = kNoMessage;
    std::uint64_t serial = 0;
    std::int64_t bytes = 0; ///< Body and attributes (SQS-51).
    GroupIndex group = 0;   ///< 0: none given.
    std::uint64_t dedupId =
        0; ///< Explicit, or of the content when the queue asks for that; 0: none.
    Duration delay = kNotGiven; ///< DelaySeconds of the message.
};

struct SendOutcome {
    Refusal refusal = Refusal::None;
    bool isDuplicate = false;         ///< Accepted but not stored (SQS-93).
    std::uint64_t serial = 0;         ///< Of the stored message; of the original for a duplicate.
    std::uint64_t sequenceNumber = 0; ///< FIFO (SQS-97)
};

struct ReceiveRequest {
    std::int64_t maxMessages = 1;
    std::optional<Duration> visibilityTimeout; ///< Else the queue's.
    std::optional<Duration> waitTime;          ///< Else the queue's (SQS-22).
    std::uint64_t attemptId = 0;               ///< FIFO: ReceiveRequestAttemptId; 0: none.
    Caller caller;
};

/// A message move task of this queue as source (SQS-82 … SQS-87).
struct MoveTask {
    enum class State : std::uint8_t { Running, Cancelling, Completed, Cancelled, Failed };
    std::uint64_t handle = 0;
    State state = State::Running;
    NodeId destination{};       ///< 0: back to where each came from.
    std::int64_t perSecond = 0; ///< 0: as the service likes; this model takes 500.
    std::uint64_t moved = 0, toMove = 0;
    SimTime startedAt;
    SimTime nextAt; ///< When the next message leaves.
    /// Longest life of a task (SQS-85).
    static constexpr Duration kLongest = 36h;
    static constexpr std::int64_t kHighestRate = 500;

    friend bool operator==(const MoveTask&, const MoveTask&) = default;
};

class SqsQueue {
public:
    /// Begins with these rules; `self` names the queue in what it moves.
    explicit SqsQueue(NodeId self = {}, const QueueRules& rules = {});

    const QueueRules& rules() const { return m_rules; }
    /// Changes the rules, after their propagation time (SQS-8). Requires: the type is the same.
    void setRules(SimTime now, const QueueRules& rules);

    /// Whether a caller may read and write what the queue's key protects (SQS-125).
    Refusal authorise(CallClass callClass, bool mayUseKey) const {
        return m_rules.encryption == Encryption::Kms ? authoriseKey(callClass, mayUseKey)
                                                     : Refusal::None;
    }
    /// What is wrong with the entry in itself; changes nothing.
    Refusal check(const SendEntry& entry, bool isBatch) const {
        const bool isBare = m_rules.type == QueueType::Standard && entry.group == 0
                            && entry.dedupId == 0 && entry.delay == kNotGiven;
        const Refusal refusal = isBare ? Refusal::None : checkParameters(SendEntry(entry), isBatch);
        if (refusal != Refusal::None) return refusal;
        const std::int64_t most = std::min(m_rules.maxMessageBytes, m_rules.limits.maxMessageBytes);
        return entry.bytes > most ? Refusal::MessageTooLong : Refusal::None;
    }
    /// Where the queue is: it decides about a quota.
    void setRegion(std::string_view region) { m_quota.setRegion(region); }
    /// Takes one call from the quota of its class, batch or not, and from those of the groups of
    /// the messages it sends (SQS-68, SQS-117, SQS-118).
    Refusal takeQuota(SimTime now, CallClass callClass, std::span<const GroupIndex> groups = {}) {
        return m_rules.type == QueueType::Fifo && m_rules.hasQuotas
                   ? m_quota.take(now, m_rules, callClass, groups)
                   : Refusal::None;
    }
    /// From now on sendPlain() and deletePlain() may take what nothing has to be weighed for, until
    /// something is due or any other call comes. advance() must be called at `timer`.
    void allowPlain(SimTime now, SimTime timer) {
        const bool isQuiet = m_settledUntil >= timer && m_settledUntil <= now + m_plain.retention
                             && !m_mayWake && m_waiters.empty();
        m_plainUntil.value = isQuiet ? m_settledUntil : kUnsettled;
        const auto* const store = std::get_if<QueueStore>(&m_store);
        m_isPlainDelete.value = store != nullptr && store->hasPlainDeletions(m_rules);
        m_isPlainReceive.value = m_plain.isReceive && store->hasOnlyFresh();
    }
    /// Before this sendPlain() may be called for every message of up to `bytes`; the past, if
    /// never.
    SimTime takesPlainBefore(std::int64_t bytes) const {
        return bytes > m_plain.mostBytes ? kUnsettled : m_plainUntil.value;
    }
    /// Stores messages as they arrived, for which nobody waits, in this order: values with the
    /// members `at` and `message`. Requires:
    /// there is one, takesPlainBefore() of their size is after the last of them, and since the
    /// first nothing but deletePlain() was called.
    template <class Send>
    void sendPlain(std::span<const Send> sends);
    /// Requires: authorise(), check() and takeQuota() let it pass, in this order.
    SendOutcome sendMessage(SimTime now, const SendEntry& entry);
    /// Answers through the sink, now or later. Checks the request and takes its quota itself.
    void receiveMessage(SimTime now, const ReceiveRequest& request, Rng& random, QueueSink& sink);
    /// Does the same and returns how many copies are handed out, with nothing else to be done about
    /// them, when nothing has to be weighed; 0, and nothing was done, for any other. The request's
    /// caller does not matter. Requires: advance(now) was called; `timer` as for allowPlain().
    std::uint32_t receivePlain(SimTime now,
                               const ReceiveRequest& request,
                               SimTime timer,
                               const FreshCopies& copies);
    /// Does what sendPlain() and then receivePlain() would, when all these are received at once and
    /// there are no others: calls `handed(number, send, received)` for each. False, and nothing was
    /// done, when it takes these two calls. Requires the same as sendPlain(), and no more than the
    /// request wants.
    template <class Send, class Handed>
    bool passOn(SimTime now,
                std::span<const Send> sends,
                const ReceiveRequest& request,
                SimTime timer,
                Handed&& handed);
    Refusal deleteMessage(SimTime now, const Receipt& receipt, QueueSink& sink);
    /// The same for each of these. Returns how many were not refused; repeated deletions are not
    /// (SQS-37).
    std::uint32_t deleteMessages(SimTime now, std::span<const Received> copies, QueueSink& sink);
    /// Deletes from a standard queue as deleteMessages() does, and calls `removed(message,
    /// receiveCount)` for each copy that was still there. False, and nothing was done, when it
    /// takes the other calls to do so.
    template <class Removed>
    bool deletePlain(SimTime now, std::span<const Received> copies, Removed&& removed);
    /// Whether so many messages are in flight that no more are handed out (SQS-40).
    bool isAtQuota() const;
    Refusal changeMessageVisibility(SimTime now, const Receipt& receipt, Duration timeout);
    Refusal purge(SimTime now, QueueSink& sink);
    /// Returns its SequenceNumber here (SQS-97), 0 of a standard queue.
    std::uint64_t acceptMoved(SimTime now, MovedCopy copy);

    /// Starts moving messages away; empty when a task is running already (SQS-85).
    std::optional<MoveTask> startMoveTask(SimTime now, NodeId destination, std::int64_t perSecond);
    bool cancelMoveTask(SimTime now, std::uint64_t handle);
    /// Newest first, at most ten.
    const std::vector<MoveTask>& moveTasks() const { return m_tasks; }

    /// Carries out everything due at or before now and serves the waiting receives. To be called
    /// before and after every call and when nextDue() comes.
    void advance(SimTime now, Rng& random, QueueSink& sink) {
        if (m_settledUntil <= now || m_mayWake) {
            catchUp(now, random, sink);
        }
    }
    /// When the next thing is due; what advance() left to do is not part of it.
    SimTime nextDue();
    /// Not after nextDue(), and cheap.
    SimTime dueFrom() const { return m_settledUntil; }
    /// Drops waiting receives for which `isGone(caller)`.
    template <class IsGone>
    void dropWaiters(IsGone&& isGone) {
        endPlain();
        m_settledUntil = kUnsettled;
        m_waiters.filter([&](const Waiter& waiter) { return !isGone(waiter.caller); });
    }
    std::size_t waiterCount() const { return m_waiters.size(); }
    /// The queue is being removed: every message leaves through sink.removed().
    void removeAll(SimTime now, QueueSink& sink);

    template <class Use>
    decltype(auto) withStore(Use&& use) const {
        return std::visit(std::forward<Use>(use), m_store);
    }
    /// Calls `visit(const StoredView&)` for every stored copy; looking is no receive.
    template <class Visit>
    void visitStored(Visit&& visit) const {
        withStore([&](const auto& store) { store.visitStored(m_rules, visit); });
    }
    /// When this receipt's message was received for the first time (SQS-27); kNever: it is gone.
    SimTime firstReceivedAt(const Receipt& receipt) const {
        return withStore([&](const auto& store) { return store.firstReceivedAt(receipt); });
    }
    std::uint64_t delayedCount() const {
        return withStore([](const auto& store) { return store.delayedCount(); });
    }
    std::uint64_t visibleCount() const {
        return withStore([](const auto& store) { return store.visibleCount(); });
    }
    std::uint64_t inFlightCount() const {
        return withStore([](const auto& store) { return store.inFlightCount(); });
    }
    std::uint64_t storedCount() const { return delayedCount() + visibleCount() + inFlightCount(); }
    const QueueCounts& counts() const {
        return withStore([](const auto& store) -> const QueueCounts& { return store.counts(); });
    }
    bool isConsistent(SimTime now) const;
    std::uint64_t areaAt(SimTime now) const;
    Duration ageOfOldest(SimTime now);
    /// SQS-123; zeros for a FIFO queue.
    QueueStore::FairFigures fairFigures(SimTime now);
    void addTo(Digest& digest) const;

    friend bool operator==(const SqsQueue&, const SqsQueue&) = default;

private:
    static constexpr SimTime kUnsettled = SimTime::min();

    struct Waiter {
        SimTime deadline;
        Duration visibilityTimeout{};
        std::uint64_t attemptId = 0;
        Caller caller;
        std::uint8_t maxMessages = 1;

        friend bool operator==(const Waiter&, const Waiter&) = default;
    };

    /// What the rules say of plain sends.
    struct Plain {
        std::int64_t mostBytes = -1; ///< -1: nothing is plain, as every message has to be weighed.
        Duration retention{};
        bool isEncrypted = false;
        bool isReceive = false; ///< Whether receives may be plain too.

        friend bool operator==(const Plain&, const Plain&) = default;
    };
    /// What the rules say of receives.
    struct ReceiveLimits {
        Duration visibilityTimeout{}; ///< When the request names none.
        std::uint64_t inFlight = 0;   ///< Most at once.
        std::uint32_t messages = 0;   ///< Most in an answer.
        std::uint32_t waitSeconds = 0;
        std::uint32_t visibilitySeconds = 0;

        friend bool operator==(const ReceiveLimits&, const ReceiveLimits&) = default;
    };

    [[gnu::noinline]] void catchUp(SimTime now, Rng& random, QueueSink& sink);
    [[gnu::noinline]] Refusal authoriseKey(CallClass callClass, bool mayUseKey) const;
    [[gnu::noinline]] Refusal checkParameters(const SendEntry& entry, bool isBatch) const;
    std::uint64_t nextSequenceNumber();
    SendOutcome sendToFifo(SimTime now, const SendEntry& entry, const NewCopy& copy);
    void stored(SimTime now, Duration delay);
    // Every call that may change what allowPlain() found.
    void endPlain() { m_plainUntil.value = kUnsettled; }
    Refusal checkReceive(const ReceiveRequest& request) const;
    std::optional<ReceiveScan>
    plainScan(SimTime now, const ReceiveRequest& request, SimTime timer) const;
    void leased(SimTime until) {
        m_plainUntil.value = m_settledUntil = std::min(m_settledUntil, until);
    }
    bool repeatAttempt(SimTime now, const Waiter& request, QueueSink& sink);
    std::uint32_t sampleHosts(Rng& random) const;
    /// One receive as it selects messages.
    struct Receiving {
        SimTime now;
        const Waiter& request;
        std::uint32_t hosts = 0; ///< Bits of those that are asked.
        Rng& random;
        QueueSink& sink;
    };
    void select(const Receiving& receiving, Handout& handout);
    template <class Store>
    void selectFrom(Store& store, const Receiving& receiving, Handout& handout);
    template <class Store>
    std::uint64_t leftOfQuota(const Store& store) const;
    template <class Store>
    Refusal deleteFrom(Store& store, SimTime now, const Receipt& receipt, QueueSink& sink);
    template <class Store>
    std::uint32_t
    deleteAllFrom(Store& store, SimTime now, std::span<const Received> copies, QueueSink& sink);
    bool hasAvailable() const {
        return withStore([](const auto& store) { return store.hasAvailable(); });
    }
    void finish(SimTime now, const Waiter& request, const Handout& handout, QueueSink& sink);
    void applyRules(SimTime now, const QueueRules& rules);
    void findPlain();
    void findReceiveLimits();
    void wakeWaiters(SimTime now, Rng& random, QueueSink& sink);
    void endWaits(SimTime now, QueueSink& sink);
    void runMoveTask(SimTime now, QueueSink& sink);
    SimTime findNextDue();
    void removeStored(SimTime now, QueueSink& sink);

    // The store and what every call asks for come first: they lie close together.
    alignas(64) std::variant<QueueStore, FifoStore> m_store;
    // Nothing becomes due before this; kUnsettled after changes that may make anything due.
    SimTime m_settledUntil = kUnsettled;
    Derived<SimTime> m_plainUntil{kUnsettled}; // see allowPlain()
    Plain m_plain;
    // Whether such calls are plain until then.
    Derived<bool> m_isPlainDelete;
    Derived<bool> m_isPlainReceive;
    bool m_mayWake = false; // something arrived while receives were waiting
    ReceiveLimits m_receiveLimits;
    SimTime m_waitersDue = kNever; // no waiter's deadline is earlier
    Ring<Waiter> m_waiters;        // in order of arrival (SQS-24)
    QueueRules m_rules;
    NodeId m_self{};
    DedupMemory m_dedup;
    ReceiveAttempts m_attempts;
    FifoCallQuota m_quota;
    std::optional<QueueRules> m_newRules; // on their way (SQS-8)
    SimTime m_newRulesAt = kNever;
    std::vector<MoveTask> m_tasks;
    std::optional<SimTime> m_lastPurge;
    SimTime m_purgeEnds = kNever;
    std::uint64_t m_sequence = 0;
};

template <class Send>
[[gnu::always_inline]] inline void SqsQueue::sendPlain(std::span<const Send> sends) {
    auto* const store = std::get_if<QueueStore>(&m_store);
    if (store == nullptr) __builtin_unreachable(); // nothing is plain for a FIFO queue
    store->sendPlain(sends, m_plain.isEncrypted);
}

template <class Send, class Handed>
[[gnu::always_inline]] inline bool SqsQueue::passOn(SimTime now,
                                                    std::span<const Send> sends,
                                                    const ReceiveRequest& request,
                                                    SimTime timer,
                                                    Handed&& handed) {
    const std::optional<ReceiveScan> scan = plainScan(now, request, timer);
    if (!scan) return false;
    auto* const store = std::get_if<QueueStore>(&m_store);
    if (store == nullptr) __builtin_unreachable();
    if (!store->passOn(now, sends, *scan, m_rules, std::forward<Handed>(handed))) return false;
    leased(now + scan->visibilityTimeout);
    return true;
}

// How a receive looks for copies when nothing has to be weighed; else there is nothing.
[[gnu::always_inline]] inline std::optional<ReceiveScan>
SqsQueue::plainScan(SimTime now, const ReceiveRequest& request, SimTime timer) const {
    if (now >= m_plainUntil.value || !m_isPlainReceive.value) return std::nullopt;
    if (checkReceive(request) != Refusal::None) return std::nullopt;
    const auto* const store = std::get_if<QueueStore>(&m_store);
    if (store == nullptr) __builtin_unreachable();
    ReceiveScan scan;
    scan.visibilityTimeout = request.visibilityTimeout.value_or(m_receiveLimits.visibilityTimeout);
    const bool isFree = now + scan.visibilityTimeout >= timer
                        && leftOfQuota(*store) >= static_cast<std::uint64_t>(request.maxMessages);
    return isFree ? std::optional(scan) : std::nullopt;
}

inline Refusal SqsQueue::checkReceive(const ReceiveRequest& request) const {
    if (request.maxMessages < 1 || request.maxMessages > m_receiveLimits.messages) {
        return Refusal::CountOutOfRange;
    }
    if (request.waitTime && !isWithin(*request.waitTime, m_receiveLimits.waitSeconds)) {
        return Refusal::WaitOutOfRange;
    }
    if (request.visibilityTimeout
        && !isWithin(*request.visibilityTimeout, m_receiveLimits.visibilitySeconds)) {
        return Refusal::VisibilityOutOfRange;
    }
    return Refusal::None;
}

// How many more may be in flight (SQS-40).
template <class Store>
std::uint64_t SqsQueue::leftOfQuota(const Store& store) const {
    const std::uint64_t most = m_receiveLimits.inFlight;
    return most - std::min(store.inFlightCount(), most);
}

template <class Removed>
[[gnu::always_inline]] inline bool
SqsQueue::deletePlain(SimTime now, std::span<const Received> copies, Removed&& removed) {
    if (now >= m_plainUntil.value || !m_isPlainDelete.value) return false;
    auto* const store = std::get_if<QueueStore>(&m_store);
    if (store == nullptr) __builtin_unreachable();
    store->deleteMessages(now, copies, std::forward<Removed>(removed));
    return true;
}

// All that can come of a new copy is its expiry, the end of its delay, or an end of somebody's
// waiting.
inline void SqsQueue::stored(SimTime now, Duration delay) {
    const Duration quiet = delay > Duration::zero() ? delay : m_rules.retention;
    m_settledUntil = std::min(m_settledUntil, now + std::min(quiet, m_rules.retention));
    m_mayWake = !m_waiters.empty();
}

} // namespace sluice
