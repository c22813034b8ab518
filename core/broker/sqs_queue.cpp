// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sqs_queue.h"

#include "core/base/assert.h"

#include <algorithm>
#include <type_traits>

namespace sluice {

namespace {

constexpr Duration kPurgeInterval = 60s;                              // SQS-13
constexpr std::uint64_t kFirstSequence = 18'000'000'000'000'000'000U; // 20 digits (SQS-97)
constexpr std::uint64_t kSequenceStep = 256;                          // non-consecutive (SQS-97)
constexpr std::size_t kMostTasks = 10;

Refusal refusalOf(CopyRefusal refusal) {
    switch (refusal) {
    case CopyRefusal::None:
        return Refusal::None;
    case CopyRefusal::Gone:
        return Refusal::MessageGone;
    case CopyRefusal::HandleExpired:
        return Refusal::HandleExpired;
    case CopyRefusal::OldHandle:
        return Refusal::HandleOutdated;
    case CopyRefusal::BeyondLimit:
        return Refusal::VisibilityBeyondLimit;
    }
    return Refusal::None;
}

} // namespace

SqsQueue::SqsQueue(NodeId self, const QueueRules& rules) : m_rules(rules), m_self(self) {
    if (rules.type == QueueType::Fifo) {
        m_store.emplace<FifoStore>();
    }
    findPlain();
    findReceiveLimits();
}

void SqsQueue::setRules(SimTime now, const QueueRules& rules) {
    endPlain();
    m_settledUntil = kUnsettled;
    SLUICE_ASSERT(rules.type == m_rules.type);
    if (rules.attributePropagation == Duration::zero()) {
        m_newRules.reset();
        m_newRulesAt = kNever;
        applyRules(now, rules);
        return;
    }
    m_newRules = rules;
    m_newRulesAt = now + rules.attributePropagation;
}

void SqsQueue::applyRules(SimTime now, const QueueRules& rules) {
    m_rules = rules;
    findPlain();
    findReceiveLimits();
    std::visit([&](auto& store) { store.rulesChanged(now, m_rules); }, m_store);
}

void SqsQueue::findPlain() {
    const bool isPlain = m_rules.type == QueueType::Standard
                         && m_rules.encryption != Encryption::Kms && m_rules.hosts <= 1
                         && m_rules.reorderWindow <= Duration::zero()
                         && m_rules.delay <= Duration::zero();
    m_plain.mostBytes =
        isPlain ? std::min(m_rules.maxMessageBytes, m_rules.limits.maxMessageBytes) : -1;
    m_plain.isReceive = isPlain && m_rules.duplicateShare == 0;
    m_plain.retention = m_rules.retention;
    m_plain.isEncrypted = m_rules.encryption != Encryption::None;
}

Refusal SqsQueue::authoriseKey(CallClass callClass, bool mayUseKey) const {
    const bool needsKey = callClass == CallClass::Send || callClass == CallClass::Receive;
    if (!needsKey) return Refusal::None;
    return keyRefusal(m_rules.keyState, mayUseKey);
}

Refusal SqsQueue::checkParameters(const SendEntry& entry, bool isBatch) const {
    const bool hasDelay = entry.delay != kNotGiven;
    if (hasDelay && !isWithin(entry.delay, m_rules.limits.maxDelaySeconds)) {
        return Refusal::DelayOutOfRange;
    }
    if (m_rules.type == QueueType::Fifo) {
        if (entry.group == 0) {
            return isBatch ? Refusal::MissingGroupInBatch : Refusal::MissingGroup;
        }
        if (entry.dedupId == 0) {
            return Refusal::MissingDedup;
        }
        if (hasDelay && entry.delay > Duration::zero()) {
            return Refusal::DelayOnFifo;
        }
    } else {
        if (entry.dedupId != 0) {
            return Refusal::DedupOnStandard;
        }
        if (entry.group != 0 && !m_rules.limits.groupsOnStandardQueues) {
            return Refusal::GroupOnStandard;
        }
    }
    return Refusal::None;
}

SendOutcome SqsQueue::sendMessage(SimTime now, const SendEntry& entry) {
    endPlain();
    const NewCopy copy{entry.message,
                       entry.group,
                       entry.serial,
                       entry.delay == kNotGiven ? m_rules.delay : entry.delay,
                       m_rules.encryption != Encryption::None};
    auto* const store = std::get_if<QueueStore>(&m_store);
    if (store == nullptr) return sendToFifo(now, entry, copy);
    store->sendMessage(now, copy, m_rules);
    stored(now, copy.delay);
    SendOutcome outcome;
    outcome.serial = entry.serial;
    return outcome;
}

std::uint64_t SqsQueue::nextSequenceNumber() {
    return kFirstSequence + ++m_sequence * kSequenceStep;
}

SendOutcome SqsQueue::sendToFifo(SimTime now, const SendEntry& entry, const NewCopy& copy) {
    const Duration window = std::chrono::seconds(m_rules.limits.dedupWindowSeconds);
    const GroupIndex scope =
        m_rules.dedupScope == DedupScope::MessageGroup ? entry.group : GroupIndex{0};
    SendOutcome outcome;
    outcome.serial = entry.serial;
    if (const auto original = m_dedup.find(now, window, entry.dedupId, scope)) {
        outcome.isDuplicate = true;
        outcome.serial = original->serial;
        outcome.sequenceNumber =
            m_rules.limits.duplicatesKeepSequence ? original->sequenceNumber : nextSequenceNumber();
        return outcome;
    }
    outcome.sequenceNumber = nextSequenceNumber();
    m_dedup.remember(now, entry.dedupId, scope, {entry.serial, outcome.sequenceNumber});
    std::get<FifoStore>(m_store).sendMessage(now, copy, outcome.sequenceNumber, m_rules);
    stored(now, m_rules.delay); // the queue's own (SQS-47)
    return outcome;
}

template <class Store>
[[gnu::always_inline]] inline Refusal
SqsQueue::deleteFrom(Store& store, SimTime now, const Receipt& receipt, QueueSink& sink) {
    CopyRefusal refusal = CopyRefusal::None;
    const MessageIndex message = store.deleteMessage(now, receipt, m_rules, refusal);
    if (message != kNoMessage) [[likely]] {
        sink.removed(message, receipt.receiveCount, false);
        return Refusal::None;
    }
    return refusal == CopyRefusal::Gone ? Refusal::None : refusalOf(refusal); // SQS-37
}

Refusal SqsQueue::deleteMessage(SimTime now, const Receipt& receipt, QueueSink& sink) {
    endPlain();
    // What is due does not come earlier by a deletion; but a waiter may get what was blocked by it.
    m_mayWake = !m_waiters.empty();
    return std::visit([&](auto& store) { return deleteFrom(store, now, receipt, sink); }, m_store);
}

std::uint32_t
SqsQueue::deleteMessages(SimTime now, std::span<const Received> copies, QueueSink& sink) {
    endPlain();
    m_mayWake = !m_waiters.empty();
    return std::visit([&](auto& store) { return deleteAllFrom(store, now, copies, sink); },
                      m_store);
}

template <class Store>
std::uint32_t SqsQueue::deleteAllFrom(Store& store,
                                      SimTime now,
                                      std::span<const Received> copies,
                                      QueueSink& sink) {
    if constexpr (std::is_same_v<Store, FifoStore>) {
        for (const Received& copy : copies) store.prefetch(copy.receipt);
    } else {
        if (store.hasPlainDeletions(m_rules)) {
            store.deleteMessages(
                now, copies, [&](MessageIndex message, std::uint32_t receiveCount) {
                    sink.removed(message, receiveCount, false);
                });
            return static_cast<std::uint32_t>(copies.size());
        }
    }
    std::uint32_t done = 0;
    for (const Received& copy : copies) {
        done += deleteFrom(store, now, copy.receipt, sink) == Refusal::None ? 1 : 0;
    }
    return done;
}

Refusal SqsQueue::changeMessageVisibility(SimTime now, const Receipt& receipt, Duration timeout) {
    endPlain();
    m_settledUntil = kUnsettled;
    if (!isWithin(timeout, m_rules.limits.maxVisibilitySeconds)) {
        return Refusal::VisibilityOutOfRange;
    }
    return refusalOf(std::visit(
        [&](auto& store) { return store.changeMessageVisibility(now, receipt, timeout, m_rules); },
        m_store));
}

Refusal SqsQueue::purge(SimTime now, QueueSink& sink) {
    endPlain();
    m_settledUntil = kUnsettled;
    if (m_lastPurge && now < *m_lastPurge + kPurgeInterval) {
        return Refusal::PurgeInProgress;
    }
    m_lastPurge = now;
    m_dedup.clear(); // SQS-14
    m_attempts.clear();
    if (m_rules.purgeDuration == Duration::zero()) {
        removeStored(now, sink);
    } else {
        m_purgeEnds = now + m_rules.purgeDuration; // what is sent until then goes too (SQS-15)
    }
    return Refusal::None;
}

void SqsQueue::removeStored(SimTime now, QueueSink& sink) {
    std::visit(
        [&](auto& store) {
            store.removeAll(
                now, true, [&](MessageIndex message) { sink.removed(message, 0, true); });
        },
        m_store);
}

void SqsQueue::removeAll(SimTime now, QueueSink& sink) {
    endPlain();
    m_settledUntil = kUnsettled;
    std::visit(
        [&](auto& store) {
            store.removeAll(
                now, false, [&](MessageIndex message) { sink.removed(message, 0, true); });
        },
        m_store);
    m_waiters.clear();
    m_waitersDue = kNever;
}

std::uint64_t SqsQueue::acceptMoved(SimTime now, MovedCopy copy) {
    endPlain();
    m_settledUntil = kUnsettled;
    copy.sequenceNumber = m_rules.type == QueueType::Fifo ? nextSequenceNumber() : 0;
    std::visit([&](auto& store) { store.acceptMoved(now, copy, m_rules); }, m_store);
    return copy.sequenceNumber;
}

std::optional<MoveTask>
SqsQueue::startMoveTask(SimTime now, NodeId destination, std::int64_t perSecond) {
    endPlain();
    m_settledUntil = kUnsettled;
    const bool isRunning = std::any_of(m_tasks.begin(), m_tasks.end(), [](const MoveTask& task) {
        return task.state == MoveTask::State::Running || task.state == MoveTask::State::Cancelling;
    });
    if (isRunning) {
        return std::nullopt;
    }
    MoveTask task;
    task.handle = m_tasks.empty() ? 1 : m_tasks.front().handle + 1;
    task.destination = destination;
    task.perSecond = perSecond;
    task.toMove = visibleCount();
    task.startedAt = task.nextAt = now;
    m_tasks.insert(m_tasks.begin(), task);
    if (m_tasks.size() > kMostTasks) {
        m_tasks.pop_back();
    }
    return task;
}

bool SqsQueue::cancelMoveTask(SimTime now, std::uint64_t handle) {
    endPlain();
    m_settledUntil = kUnsettled;
    const bool isRunning = !m_tasks.empty() && m_tasks.front().handle == handle
                           && m_tasks.front().state == MoveTask::State::Running;
    if (isRunning) {
        m_tasks.front().state = MoveTask::State::Cancelling;
        m_tasks.front().nextAt = now;
    }
    return isRunning;
}

// Moves one message after the other, evenly spaced, oldest first (SQS-84).
void SqsQueue::runMoveTask(SimTime now, QueueSink& sink) {
    if (m_tasks.empty()) {
        return;
    }
    MoveTask& task = m_tasks.front();
    if (task.state == MoveTask::State::Cancelling) {
        task.state = MoveTask::State::Cancelled; // what was moved stays moved (SQS-86)
    }
    const Duration distance =
        Duration(1s) / (task.perSecond == 0 ? MoveTask::kHighestRate : task.perSecond);
    while (task.state == MoveTask::State::Running && task.nextAt <= now) {
        const bool isOver = task.moved >= task.toMove || now >= task.startedAt + MoveTask::kLongest;
        bool isStuck = false; // there is no queue to move it to
        const auto leave = [&](const StoredView& copy) {
            isStuck = !sink.redrive(copy, task.destination);
            return !isStuck;
        };
        const bool hasLeft =
            !isOver
            && std::visit([&](auto& store) { return store.takeOldest(now, leave); }, m_store);
        if (hasLeft) {
            ++task.moved;
            task.nextAt += distance;
        } else {
            task.state = isStuck ? MoveTask::State::Failed : MoveTask::State::Completed;
        }
    }
}

void SqsQueue::catchUp(SimTime now, Rng& random, QueueSink& sink) {
    endPlain();
    m_mayWake = false;
    if (now < m_settledUntil) {
        wakeWaiters(now, random, sink);
        return;
    }
    if (m_newRulesAt <= now) {
        applyRules(now, *m_newRules);
        m_newRules.reset();
        m_newRulesAt = kNever;
    }
    if (m_purgeEnds <= now) {
        m_purgeEnds = kNever;
        removeStored(now, sink);
    }
    while (const auto what =
               std::visit([&](auto& store) { return store.elapseNext(now, m_rules); }, m_store)) {
        sink.elapsed(*what);
    }
    runMoveTask(now, sink);
    wakeWaiters(now, random, sink);
    endWaits(now, sink);
    m_settledUntil = findNextDue();
}

SimTime SqsQueue::nextDue() {
    const SimTime due = findNextDue();
    if (m_settledUntil != kUnsettled) {
        m_settledUntil = due;
    }
    return due;
}

SimTime SqsQueue::findNextDue() {
    SimTime due = std::visit([&](auto& store) { return store.nextDue(m_rules); }, m_store);
    due = std::min({due, m_waitersDue, m_newRulesAt, m_purgeEnds});
    const bool hasTask = !m_tasks.empty()
                         && (m_tasks.front().state == MoveTask::State::Running
                             || m_tasks.front().state == MoveTask::State::Cancelling);
    return hasTask ? std::min(due, m_tasks.front().nextAt) : due;
}

bool SqsQueue::isConsistent(SimTime now) const {
    return withStore([&](const auto& store) { return store.isConsistent(now); });
}
std::uint64_t SqsQueue::areaAt(SimTime now) const {
    return withStore([&](const auto& store) { return store.areaAt(now); });
}
QueueStore::FairFigures SqsQueue::fairFigures(SimTime now) {
    auto* standard = std::get_if<QueueStore>(&m_store);
    return standard == nullptr ? QueueStore::FairFigures{} : standard->fairFigures(now);
}
Duration SqsQueue::ageOfOldest(SimTime now) {
    return std::visit([&](auto& store) { return store.ageOfOldest(now); }, m_store);
}

void SqsQueue::addTo(Digest& digest) const {
    withStore([&](const auto& store) { store.addTo(digest); });
    m_dedup.addTo(digest);
    digest.add(m_waiters.size());
    digest.add(m_sequence);
    for (const MoveTask& task : m_tasks) {
        digest.add(task.state);
        digest.add(task.moved);
    }
}

} // namespace sluice
