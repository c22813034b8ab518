// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/queue.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr PortIndex kDeadLetter = 2;

} // namespace

QueueRules Queue::rules(Context& context) const {
    const bool hasDeadLetters = !context.links(kDeadLetter).empty();
    return {config.visibilityTimeout,
            config.retention,
            hasDeadLetters ? static_cast<std::uint32_t>(config.maxReceiveCount) : 0};
}

void Queue::start(Context& /*context*/) {}

void Queue::stop(Context& context) {
    store.removeAll(context.now(), [&](MessageIndex message) {
        context.note(HopKind::Lost, message, kNoLink, context.now(), 0);
        context.messages().release(message);
    });
}

void Queue::onCall(Context& context, const Call& call) {
    elapse(context); // what is due at this very instant comes before what arrives at it
    switch (call.kind) {
    case CallKind::SendMessage:
        sendMessage(context, call);
        break;
    case CallKind::MoveMessage:
        store.acceptMoved(context.now(),
                          {static_cast<MessageIndex>(call.payload),
                           call.receiveCount,
                           context.now() - call.value});
        elapse(context); // its retention may be over already (SQS-75)
        break;
    case CallKind::ReceiveMessage:
        receiveMessage(context, call);
        break;
    case CallKind::DeleteMessage:
        deleteMessage(context, call);
        break;
    case CallKind::ChangeMessageVisibility:
        changeMessageVisibility(context, call);
        break;
    default:
        SLUICE_ASSERT(false && "a queue asks nobody");
        break;
    }
    wakeWaiters(context);
    settle(context);
}

void Queue::sendMessage(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    const Message& message = context.messages()[index];
    if (message.size > config.maxMessageSize) { // SQS-52
        ++counted.refused;
        context.note(HopKind::Lost, index, kNoLink, context.now(), 0);
        context.messages().release(index);
        return;
    }
    ++counted.sent;
    counted.sentBytes += message.size;
    store.sendMessage(context.now(), index, config.delay, rules(context));
}

void Queue::receiveMessage(Context& context, const Call& call) {
    const Waiter waiter{context.now() + call.value, call.link, call.worker, call.maxMessages};
    const Batch batch = fill(context, call.maxMessages);
    if (batch.count == 0 && call.value > Duration::zero()) {
        m_waiters.push(waiter);
        if (waiter.deadline < m_waitersDue) {
            m_waitersDue = waiter.deadline;
            arm(context, m_waitersDue);
        }
        return;
    }
    answer(context, waiter, batch);
}

// Selects up to maxMessages. Exhausted messages met on the way move to the dead-letter queue
// (SQS-70, SQS-72).
Batch Queue::fill(Context& context, std::uint8_t maxMessages) {
    Batch batch;
    const QueueRules present = rules(context);
    while (batch.count < maxMessages) {
        const Selection selection = store.receiveNext(context.now(), present);
        if (selection.kind == Selection::Kind::Nothing) {
            break;
        }
        if (selection.kind == Selection::Kind::Moved) {
            moveToDeadLetters(context, selection.moved);
            continue;
        }
        context.messages().retain(selection.received.message);
        batch.entries[batch.count++] = selection.received;
        if (selection.isFirstReceive) {
            counted.queueTime.record(selection.timeInQueue);
        }
    }
    counted.received += batch.count;
    return batch;
}

void Queue::moveToDeadLetters(Context& context, const MovedCopy& copy) {
    const LinkIndex link = context.links(kDeadLetter).front();
    ++counted.moved;
    context.note(HopKind::DeadLetter, copy.message, link, context.now(), copy.receiveCount);
    Call call;
    call.kind = CallKind::MoveMessage;
    call.payload = static_cast<std::uint32_t>(copy.message);
    call.receiveCount = static_cast<std::uint16_t>(std::min(copy.receiveCount, 0xFFFFU));
    call.value = context.now() - copy.enqueuedAt;
    context.sendAtOnce(link, call); // inside the broker: visible there at once (SQS-74)
}

void Queue::answer(Context& context, const Waiter& waiter, const Batch& batch) {
    Call call;
    call.kind = CallKind::ReceiveMessageResult;
    call.worker = waiter.worker;
    call.payload = context.batches().add(batch);
    const SimTime arrive = context.send(waiter.link, call);
    if (batch.count == 0) {
        ++counted.emptyReceives; // SQS-26
        return;
    }
    m_lastReceiver = waiter.link;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.note(HopKind::Receive,
                     batch.entries[i].message,
                     waiter.link,
                     arrive,
                     batch.entries[i].receipt.receiveCount);
    }
}

void Queue::deleteMessage(Context& context, const Call& call) {
    const Batch& batch = context.batches()[call.payload];
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const MessageIndex message = store.deleteMessage(context.now(), batch.entries[i].receipt);
        if (message != kNoMessage) {
            ++counted.deleted;
            context.note(HopKind::Delete,
                         message,
                         kNoLink,
                         context.now(),
                         batch.entries[i].receipt.receiveCount);
            context.messages().release(message);
        }
    }
    context.batches().free(call.payload);
}

void Queue::changeMessageVisibility(Context& context, const Call& call) {
    const Batch& batch = context.batches()[call.payload];
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        store.changeMessageVisibility(context.now(), batch.entries[i].receipt, call.value);
    }
    context.batches().free(call.payload);
    elapse(context); // a new timeout of zero makes the message visible at once (SQS-31)
}

void Queue::elapse(Context& context) {
    const QueueRules present = rules(context);
    while (const auto elapsed = store.elapseNext(context.now(), present)) {
        noteElapsed(context, *elapsed);
    }
}

void Queue::noteElapsed(Context& context, const Elapsed& elapsed) {
    switch (elapsed.kind) {
    case Elapsed::Kind::TimedOut:
        ++counted.timedOut;
        context.note(
            HopKind::Expire, elapsed.message, m_lastReceiver, context.now(), elapsed.receiveCount);
        break;
    case Elapsed::Kind::DelayEnded:
        break;
    case Elapsed::Kind::Expired:
        ++counted.expired;
        context.note(HopKind::Lost, elapsed.message, kNoLink, context.now(), elapsed.receiveCount);
        context.messages().release(elapsed.message);
        break;
    }
}

// Serves long polls in order of arrival while there is something to hand out (SQS-23, SQS-24).
void Queue::wakeWaiters(Context& context) {
    while (!m_waiters.empty() && store.visibleCount() > 0) {
        const Batch batch = fill(context, m_waiters.front().maxMessages);
        if (batch.count == 0) {
            return; // everything visible went to the dead-letter queue; the poll waits on (SQS-72)
        }
        answer(context, m_waiters.pop(), batch);
    }
}

// Answers long polls whose wait is over with nothing (SQS-21).
void Queue::endWaits(Context& context) {
    if (m_waitersDue > context.now()) {
        return;
    }
    m_waitersDue = kNever;
    m_waiters.filter([&](const Waiter& waiter) {
        if (waiter.deadline <= context.now()) {
            answer(context, waiter, {});
            return false;
        }
        m_waitersDue = std::min(m_waitersDue, waiter.deadline);
        return true;
    });
}

void Queue::onTimer(Context& context, std::uint64_t /*token*/) {
    SLUICE_ASSERT(!m_timers.empty() && m_timers.back() == context.now());
    m_timers.pop_back();
    elapse(context);
    wakeWaiters(context);
    endWaits(context);
    arm(context, m_waitersDue);
    settle(context);
}

// A timer is needed only when none is pending that early: those left pending serve what is due
// later, so they never pile up.
void Queue::arm(Context& context, SimTime due) {
    if (due < (m_timers.empty() ? kNever : m_timers.back())) {
        m_timers.push_back(due);
        context.startTimer(due, 0);
    }
}

// Ends every change of the store: watches for what is due next and brings the gauges up to date.
void Queue::settle(Context& context) {
    arm(context, store.nextDue(rules(context)));
    counted.visible = store.visibleCount();
    counted.inFlight = store.inFlightCount();
    counted.delayed = store.delayedCount();
    counted.stored = store.storedCount();
    counted.asDeadLetters = store.counts().movedIn > 0 ? counted.stored : 0;
}

void Queue::wiringChanged(Context& context) {
    m_waiters.filter([&](const Waiter& waiter) { return context.link(waiter.link).isLive; });
    if (m_lastReceiver != kNoLink && !context.link(m_lastReceiver).isLive) {
        m_lastReceiver = kNoLink;
    }
}

void Queue::configChanged(Context& context) {
    store.retentionChanged(rules(context));
    elapse(context);
    wakeWaiters(context);
    settle(context);
}

void Queue::beforeSample(SimTime now, Duration /*interval*/) {
    counted.ageOfOldest = seconds(store.ageOfOldest(now));
}

void Queue::addTo(Digest& digest) const {
    store.addTo(digest);
    digest.add(m_waiters.size());
    digest.add(counted.emptyReceives);
    digest.add(counted.refused);
    counted.queueTime.addTo(digest);
}

} // namespace sluice
