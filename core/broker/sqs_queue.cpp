// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sqs_queue.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr Duration kPurgeInterval = 60s;                              // SQS-13
constexpr std::uint64_t kFirstSequence = 18'000'000'000'000'000'000U; // 20 digits (SQS-97)
constexpr std::uint64_t kSequenceStep = 256;                          // non-consecutive (SQS-97)
constexpr std::size_t kGroupPartitions = 256;
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

bool isWithin(Duration value, std::int64_t mostSeconds) {
    return value >= Duration::zero() && value <= std::chrono::seconds(mostSeconds);
}

} // namespace

SqsQueue::SqsQueue(NodeId self, const QueueRules& rules) : m_self(self), m_rules(rules) {
    if (rules.type == QueueType::Fifo) {
        m_store.emplace<FifoStore>();
    }
}

void SqsQueue::setRules(SimTime now, const QueueRules& rules) {
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
    std::visit([&](auto& store) { store.rulesChanged(now, m_rules); }, m_store);
}

Refusal SqsQueue::authorise(CallClass callClass, bool mayUseKey) const {
    const bool needsKey = callClass == CallClass::Send || callClass == CallClass::Receive;
    if (m_rules.encryption != Encryption::Kms || !needsKey) {
        return Refusal::None;
    }
    switch (m_rules.keyState) {
    case KeyState::Missing:
        return Refusal::KmsNotFound;
    case KeyState::Disabled:
        return Refusal::KmsDisabled;
    case KeyState::Enabled:
        break;
    }
    return mayUseKey ? Refusal::None : Refusal::KmsAccessDenied;
}

Refusal SqsQueue::check(const SendEntry& entry, bool isBatch) const {
    if (entry.delay && !isWithin(*entry.delay, m_rules.limits.maxDelaySeconds)) {
        return Refusal::DelayOutOfRange;
    }
    if (m_rules.type == QueueType::Fifo) {
        if (entry.group == 0) {
            return isBatch ? Refusal::MissingGroupInBatch : Refusal::MissingGroup;
        }
        if (entry.dedupId == 0) {
            return Refusal::MissingDedup;
        }
        if (entry.delay && *entry.delay > Duration::zero()) {
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
    const std::int64_t most = std::min(m_rules.maxMessageBytes, m_rules.limits.maxMessageBytes);
    return entry.bytes > most ? Refusal::MessageTooLong : Refusal::None;
}

Refusal SqsQueue::takeQuota(SimTime now, CallClass callClass, GroupIndex group) {
    if (m_rules.type != QueueType::Fifo || !m_rules.hasQuotas) {
        return Refusal::None;
    }
    const LimitsProfile& limits = m_rules.limits;
    const bool isHigh = m_rules.throughputLimit == ThroughputLimit::PerMessageGroup;
    if (isHigh && group != 0) {
        m_groupQuotas.resize(kGroupPartitions);
        if (!m_groupQuotas[group % kGroupPartitions].take(now, limits.fifoCallsPerSecondPerGroup)) {
            return Refusal::Throttled;
        }
    }
    const std::int64_t perSecond =
        isHigh ? limits.fifoHighThroughputCallsPerSecond : limits.fifoCallsPerSecond;
    const bool isTaken = m_quotas[static_cast<std::size_t>(callClass)].take(now, perSecond);
    return isTaken ? Refusal::None : Refusal::Throttled;
}

SendOutcome SqsQueue::sendMessage(SimTime now, const SendEntry& entry) {
    SendOutcome outcome;
    outcome.serial = entry.serial;
    NewCopy copy{entry.message,
                 entry.group,
                 entry.serial,
                 entry.delay.value_or(m_rules.delay),
                 m_rules.encryption != Encryption::None};
    if (auto* fifo = std::get_if<FifoStore>(&m_store)) {
        const Duration window = std::chrono::seconds(m_rules.limits.dedupWindowSeconds);
        const GroupIndex scope =
            m_rules.dedupScope == DedupScope::MessageGroup ? entry.group : GroupIndex{0};
        if (const auto original = m_dedup.find(now, window, entry.dedupId, scope)) {
            outcome.isDuplicate = true;
            outcome.serial = original->serial;
            outcome.sequenceNumber = original->sequenceNumber;
            return outcome;
        }
        outcome.sequenceNumber = kFirstSequence + ++m_sequence * kSequenceStep;
        m_dedup.remember(now, entry.dedupId, scope, {entry.serial, outcome.sequenceNumber});
        fifo->sendMessage(now, copy, m_rules);
        return outcome;
    }
    std::get<QueueStore>(m_store).sendMessage(now, copy, m_rules);
    return outcome;
}

Refusal SqsQueue::checkReceive(const ReceiveRequest& request) const {
    if (request.maxMessages < 1 || request.maxMessages > m_rules.limits.maxBatchEntries) {
        return Refusal::CountOutOfRange;
    }
    if (request.waitTime && !isWithin(*request.waitTime, m_rules.limits.maxWaitSeconds)) {
        return Refusal::WaitOutOfRange;
    }
    if (request.visibilityTimeout
        && !isWithin(*request.visibilityTimeout, m_rules.limits.maxVisibilitySeconds)) {
        return Refusal::VisibilityOutOfRange;
    }
    return Refusal::None;
}

bool SqsQueue::isAtQuota() const {
    const std::int64_t most = m_rules.type == QueueType::Fifo ? m_rules.limits.inFlightFifo
                                                              : m_rules.limits.inFlightStandard;
    return inFlightCount() >= static_cast<std::uint64_t>(most);
}

void SqsQueue::receiveMessage(SimTime now,
                              const ReceiveRequest& request,
                              Rng& random,
                              QueueSink& sink) {
    Refusal refusal = checkReceive(request);
    if (refusal == Refusal::None) {
        refusal = takeQuota(now, CallClass::Receive);
    }
    const Duration wait = request.waitTime.value_or(m_rules.receiveWait); // SQS-22
    const bool isShort = wait == Duration::zero();
    const bool isStandard = m_rules.type == QueueType::Standard;
    if (refusal == Refusal::None && isShort && isStandard && isAtQuota()) {
        refusal = Refusal::OverLimit; // a long poll waits instead (SQS-40)
    }
    if (refusal != Refusal::None) {
        sink.answer(request.caller, {}, refusal);
        return;
    }
    const Waiter waiter{now + wait,
                        request.visibilityTimeout.value_or(m_rules.visibilityTimeout),
                        isStandard ? 0 : request.attemptId,
                        request.caller,
                        static_cast<std::uint8_t>(request.maxMessages)};
    if (repeatAttempt(now, waiter, sink)) {
        return;
    }
    const Batch batch = select(now, waiter, isShort ? sampleHosts(random) : ~0U, random, sink);
    if (batch.count == 0 && !isShort) {
        m_waiters.push(waiter);
        m_waitersDue = std::min(m_waitersDue, waiter.deadline);
        return;
    }
    finish(now, waiter, batch, sink);
}

// A repeated attempt returns what it returned before, with the same handles, while none of it was
// deleted, changed or timed out (SQS-108).
bool SqsQueue::repeatAttempt(SimTime now, const Waiter& request, QueueSink& sink) {
    const Batch* known = request.attemptId == 0 ? nullptr : m_attempts.find(now, request.attemptId);
    if (known == nullptr) {
        return false;
    }
    auto& store = std::get<FifoStore>(m_store);
    const Batch batch = *known;
    const auto* end = batch.entries.data() + batch.count;
    const bool isUntouched = std::all_of(batch.entries.data(), end, [&](const Received& entry) {
        return store.isInFlight(entry.receipt);
    });
    if (!isUntouched) {
        m_attempts.forget(request.attemptId);
        return false;
    }
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        store.changeMessageVisibility(
            now, batch.entries[i].receipt, request.visibilityTimeout, m_rules);
    }
    sink.answer(request.caller, batch, Refusal::None);
    return true;
}

// The hosts a short poll looks at: `sampledHosts` of them, each choice equally likely (SQS-20).
std::uint32_t SqsQueue::sampleHosts(Rng& random) const {
    if (m_rules.sampledHosts >= m_rules.hosts) {
        return ~0U;
    }
    std::uint32_t hosts = 0;
    for (std::uint32_t left = m_rules.sampledHosts; left > 0;) {
        const std::uint32_t bit = 1U << random.below(m_rules.hosts);
        left -= (hosts & bit) == 0 ? 1 : 0;
        hosts |= bit;
    }
    return hosts;
}

// Selects up to maxMessages. Exhausted messages met on the way move to the dead-letter queue
// (SQS-70, SQS-72).
Batch SqsQueue::select(
    SimTime now, const Waiter& request, std::uint32_t hosts, Rng& random, QueueSink& sink) {
    Batch batch;
    ReceiveScan scan;
    scan.visibilityTimeout = request.visibilityTimeout;
    scan.hosts = hosts;
    while (batch.count < request.maxMessages && !isAtQuota()) {
        Selection found =
            std::visit([&](auto& store) { return store.receiveNext(now, scan, m_rules); }, m_store);
        if (found.kind == Selection::Kind::Nothing) {
            break;
        }
        if (found.kind == Selection::Kind::Moved) {
            found.moved.source = m_self;
            sink.moveToDeadLetters(found.moved);
            continue;
        }
        batch.entries[batch.count++] = found.received;
        sink.received(found);
        auto* standard = std::get_if<QueueStore>(&m_store);
        if (standard != nullptr && random.chance(m_rules.duplicateShare)) {
            standard->replicate(now, found.received.receipt);
            sink.replicated(found.received.message);
        }
    }
    return batch;
}

void SqsQueue::finish(SimTime now, const Waiter& request, const Batch& batch, QueueSink& sink) {
    if (request.attemptId != 0 && batch.count > 0) {
        m_attempts.remember(now, request.attemptId, batch);
    }
    sink.answer(request.caller, batch, Refusal::None);
}

Refusal SqsQueue::deleteMessage(SimTime now, const Receipt& receipt, QueueSink& sink) {
    CopyRefusal refusal = CopyRefusal::None;
    const MessageIndex message = std::visit(
        [&](auto& store) { return store.deleteMessage(now, receipt, m_rules, refusal); }, m_store);
    if (message != kNoMessage) {
        sink.removed(message, receipt.receiveCount, false);
    }
    return refusal == CopyRefusal::Gone ? Refusal::None : refusalOf(refusal); // SQS-37
}

Refusal SqsQueue::changeMessageVisibility(SimTime now, const Receipt& receipt, Duration timeout) {
    if (!isWithin(timeout, m_rules.limits.maxVisibilitySeconds)) {
        return Refusal::VisibilityOutOfRange;
    }
    return refusalOf(std::visit(
        [&](auto& store) { return store.changeMessageVisibility(now, receipt, timeout, m_rules); },
        m_store));
}

Refusal SqsQueue::purge(SimTime now, QueueSink& sink) {
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
    std::visit(
        [&](auto& store) {
            store.removeAll(
                now, false, [&](MessageIndex message) { sink.removed(message, 0, true); });
        },
        m_store);
    m_waiters.clear();
    m_waitersDue = kNever;
}

void SqsQueue::acceptMoved(SimTime now, const MovedCopy& copy) {
    std::visit([&](auto& store) { store.acceptMoved(now, copy, m_rules); }, m_store);
}

std::optional<MoveTask>
SqsQueue::startMoveTask(SimTime now, NodeId destination, std::int64_t perSecond) {
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
    const Duration distance{1s / (task.perSecond == 0 ? MoveTask::kHighestRate : task.perSecond)};
    while (task.state == MoveTask::State::Running && task.nextAt <= now) {
        const bool isOver = task.moved >= task.toMove || now >= task.startedAt + MoveTask::kLongest;
        const auto copy =
            isOver ? std::nullopt
                   : std::visit([&](auto& store) { return store.takeOldest(now); }, m_store);
        if (!copy) {
            task.state = MoveTask::State::Completed;
        } else if (sink.redrive(*copy, task.destination)) {
            ++task.moved;
            task.nextAt += distance;
        } else {
            acceptMoved(now,
                        {copy->message,
                         copy->receiveCount,
                         copy->enqueuedAt,
                         copy->group,
                         copy->source,
                         copy->isEncrypted});
            task.state = MoveTask::State::Failed;
        }
    }
}

void SqsQueue::advance(SimTime now, Rng& random, QueueSink& sink) {
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
}

// Serves long polls in order of arrival while there is something to hand out (SQS-23, SQS-24).
void SqsQueue::wakeWaiters(SimTime now, Rng& random, QueueSink& sink) {
    const auto isAvailable = [&] {
        return std::visit([](const auto& store) { return store.hasAvailable(); }, m_store);
    };
    while (!m_waiters.empty() && isAvailable() && !isAtQuota()) {
        const Batch batch = select(now, m_waiters.front(), ~0U, random, sink);
        if (batch.count == 0) {
            return; // everything visible went to the dead-letter queue; the poll waits on (SQS-72)
        }
        finish(now, m_waiters.pop(), batch, sink);
    }
}

// Answers long polls whose wait is over with nothing (SQS-21).
void SqsQueue::endWaits(SimTime now, QueueSink& sink) {
    if (m_waitersDue > now) {
        return;
    }
    m_waitersDue = kNever;
    m_waiters.filter([&](const Waiter& waiter) {
        if (waiter.deadline <= now) {
            sink.answer(waiter.caller, {}, Refusal::None);
            return false;
        }
        m_waitersDue = std::min(m_waitersDue, waiter.deadline);
        return true;
    });
}

SimTime SqsQueue::nextDue() {
    SimTime due = std::visit([&](auto& store) { return store.nextDue(m_rules); }, m_store);
    due = std::min({due, m_waitersDue, m_newRulesAt, m_purgeEnds});
    const bool hasTask = !m_tasks.empty()
                         && (m_tasks.front().state == MoveTask::State::Running
                             || m_tasks.front().state == MoveTask::State::Cancelling);
    return hasTask ? std::min(due, m_tasks.front().nextAt) : due;
}

std::uint64_t SqsQueue::delayedCount() const {
    return withStore([](const auto& store) { return store.delayedCount(); });
}
std::uint64_t SqsQueue::visibleCount() const {
    return withStore([](const auto& store) { return store.visibleCount(); });
}
std::uint64_t SqsQueue::inFlightCount() const {
    return withStore([](const auto& store) { return store.inFlightCount(); });
}
const QueueCounts& SqsQueue::counts() const {
    return withStore([](const auto& store) -> const QueueCounts& { return store.counts(); });
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
