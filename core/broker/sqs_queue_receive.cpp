// SPDX-License-Identifier: GPL-3.0-or-later
// How a queue answers ReceiveMessage: at once, after a wait, or not at all.
#include "core/broker/sqs_queue.h"

#include <algorithm>
#include <span>
#include <type_traits>

namespace sluice {

void SqsQueue::findReceiveLimits() {
    const LimitsProfile& limits = m_rules.limits;
    const bool isFifo = m_rules.type == QueueType::Fifo;
    m_receiveLimits.visibilityTimeout = m_rules.visibilityTimeout;
    m_receiveLimits.inFlight =
        static_cast<std::uint64_t>(isFifo ? limits.inFlightFifo : limits.inFlightStandard);
    m_receiveLimits.messages = static_cast<std::uint32_t>(limits.maxBatchEntries);
    m_receiveLimits.waitSeconds = static_cast<std::uint32_t>(limits.maxWaitSeconds);
    m_receiveLimits.visibilitySeconds = static_cast<std::uint32_t>(limits.maxVisibilitySeconds);
}

bool SqsQueue::isAtQuota() const {
    return withStore([this](const auto& store) { return leftOfQuota(store) == 0; });
}

void SqsQueue::receiveMessage(SimTime now,
                              const ReceiveRequest& request,
                              Rng& random,
                              QueueSink& sink) {
    endPlain();
    const bool isStandard = m_rules.type == QueueType::Standard;
    Refusal refusal = checkReceive(request);
    if (refusal == Refusal::None) {
        refusal = takeQuota(now, CallClass::Receive);
    }
    const Duration wait = request.waitTime.value_or(m_rules.receiveWait); // SQS-22
    const bool isShort = wait == Duration::zero();
    if (refusal == Refusal::None && isShort && isStandard && isAtQuota()) {
        refusal = Refusal::OverLimit; // a long poll waits instead (SQS-40)
    }
    if (refusal != Refusal::None) {
        sink.answer(request.caller, {}, refusal);
        return;
    }
    const Waiter waiter{now + wait,
                        request.visibilityTimeout.value_or(m_receiveLimits.visibilityTimeout),
                        isStandard ? 0 : request.attemptId,
                        request.caller,
                        static_cast<std::uint8_t>(request.maxMessages)};
    if (repeatAttempt(now, waiter, sink)) {
        return;
    }
    Handout handout;
    select({now, waiter, isShort ? sampleHosts(random) : ~0U, random, sink}, handout);
    if (handout.batch.count == 0 && !isShort) {
        m_waiters.push(waiter);
        m_waitersDue = std::min(m_waitersDue, waiter.deadline);
        m_settledUntil = std::min(m_settledUntil, waiter.deadline);
        return;
    }
    // A copy that a host keeps of what was received now may be for another who waits.
    m_mayWake = m_mayWake || !m_waiters.empty();
    finish(now, waiter, handout, sink);
}

std::uint32_t SqsQueue::receivePlain(SimTime now,
                                     const ReceiveRequest& request,
                                     SimTime timer,
                                     const FreshCopies& copies) {
    const std::optional<ReceiveScan> scan = plainScan(now, request, timer);
    if (!scan) return 0;
    auto& store = std::get<QueueStore>(m_store);
    const auto most = static_cast<std::uint64_t>(request.maxMessages);
    const std::uint64_t count = store.receiveFresh(now, *scan, m_rules, most, copies);
    if (count > 0) leased(now + scan->visibilityTimeout);
    return static_cast<std::uint32_t>(count);
}

// A repeated attempt returns what it returned before, with the same handles, while none of it was
// deleted, changed or timed out (SQS-108). Changed: it would become visible at another time.
bool SqsQueue::repeatAttempt(SimTime now, const Waiter& request, QueueSink& sink) {
    AttemptAnswer* const known =
        request.attemptId == 0 ? nullptr : m_attempts.find(now, request.attemptId);
    if (known == nullptr) {
        return false;
    }
    auto& store = std::get<FifoStore>(m_store);
    Handout handout;
    handout.batch = known->batch;
    handout.isRepeated = true;
    const auto entries = std::span(handout.batch.entries).first(handout.batch.count);
    const bool isUntouched = std::ranges::all_of(entries, [&](const Received& entry) {
        return store.isInFlight(entry.receipt)
               && store.visibleAt(entry.receipt) == known->visibleAt;
    });
    if (!isUntouched) {
        m_attempts.forget(request.attemptId);
        return false;
    }
    m_settledUntil = kUnsettled;
    for (const Received& entry : entries) {
        store.changeMessageVisibility(now, entry.receipt, request.visibilityTimeout, m_rules);
    }
    known->visibleAt = store.visibleAt(entries.front().receipt);
    sink.answer(request.caller, handout, Refusal::None);
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
void SqsQueue::select(const Receiving& receiving, Handout& handout) {
    std::visit([&](auto& store) { selectFrom(store, receiving, handout); }, m_store);
    if (handout.batch.count > 0) {
        m_settledUntil =
            std::min(m_settledUntil, receiving.now + receiving.request.visibilityTimeout);
    }
}

template <class Store>
void SqsQueue::selectFrom(Store& store, const Receiving& receiving, Handout& handout) {
    const auto& [now, request, hosts, random, sink] = receiving;
    constexpr bool kIsStandard = std::is_same_v<Store, QueueStore>;
    ReceiveScan scan;
    scan.visibilityTimeout = request.visibilityTimeout;
    scan.hosts = hosts;
    const std::uint32_t& count = handout.batch.count;
    while (count < request.maxMessages) {
        const std::uint64_t most =
            std::min<std::uint64_t>(request.maxMessages - count, leftOfQuota(store));
        if (most == 0) {
            break;
        }
        if constexpr (kIsStandard) {
            const std::uint64_t fresh =
                m_rules.duplicateShare == 0
                    ? store.receiveFresh(now, scan, m_rules, most, handout.end())
                    : 0;
            if (fresh > 0) {
                handout.batch.count += static_cast<std::uint32_t>(fresh);
                handout.firstReceives += static_cast<std::uint32_t>(fresh);
                if (store.isDrained()) break;
                continue;
            }
        }
        Selection found = store.receiveNext(now, scan, m_rules);
        if (found.kind == Selection::Kind::Nothing) {
            break;
        }
        if (found.kind == Selection::Kind::Moved) {
            found.moved.source = m_self;
            if (found.moved.home == NodeId{}) found.moved.home = m_self;
            sink.moveToDeadLetters(found.moved);
            continue;
        }
        handout.add(found.received, found.timeInQueue);
        if constexpr (kIsStandard) {
            if (random.chance(m_rules.duplicateShare)) {
                store.replicate(now, found.received.receipt);
                sink.replicated(found.received.message);
            }
        }
    }
}

void SqsQueue::finish(SimTime now, const Waiter& request, const Handout& handout, QueueSink& sink) {
    if (request.attemptId != 0 && handout.batch.count > 0) {
        m_attempts.remember(
            now, request.attemptId, {handout.batch, now + request.visibilityTimeout});
    }
    sink.answer(request.caller, handout, Refusal::None);
}

// Serves long polls in order of arrival while there is something to hand out (SQS-23, SQS-24).
void SqsQueue::wakeWaiters(SimTime now, Rng& random, QueueSink& sink) {
    while (!m_waiters.empty() && hasAvailable() && !isAtQuota()) {
        Handout handout;
        select({now, m_waiters.front(), ~0U, random, sink}, handout);
        if (handout.batch.count == 0) {
            return; // everything visible went to the dead-letter queue; the poll waits on (SQS-72)
        }
        finish(now, m_waiters.pop(), handout, sink);
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

} // namespace sluice
