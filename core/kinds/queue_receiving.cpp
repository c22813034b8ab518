// SPDX-License-Identifier: GPL-3.0-or-later
// How a queue answers receive calls.
#include "core/kinds/queue.h"
#include "core/kinds/queue_surroundings.h"

#include <array>
#include <optional>

namespace sluice {

namespace {

template <class T>
std::optional<T> given(T value) {
    return value == kNotGiven ? std::nullopt : std::optional(value);
}

} // namespace

// Sends the batch; its receiver holds the messages from now on.
[[gnu::always_inline]] inline void Queue::answerReceive(Context& context,
                                                        const Caller& caller,
                                                        std::uint32_t batch,
                                                        std::span<const Duration> queueTimes,
                                                        Refusal refusal) {
    const Batch& sent = context.batches()[batch];
    MessagePool& messages = context.messages();
    std::int64_t bytes = 0;
    std::uint32_t groups = 0;
    const std::uint32_t count = sent.count;
    for (std::uint32_t i = 0; i < count; ++i) {
        Message& message = messages[sent.entries[i].message];
        ++message.copies;
        bytes += message.size;
        groups |= message.group;
    }
    counted.queueTime.record(queueTimes);
    bill(bytes, groups != 0);
    const auto [call, arrive] = context.post(caller.link);
    call.kind = CallKind::ReceiveMessageResult;
    call.worker = caller.worker;
    call.payload = batch;
    call.refusal = refusal;
    for (std::uint32_t i = 0; context.isWatched() && i < count; ++i) {
        const Received& entry = sent.entries[i];
        context.note(
            HopKind::Receive, entry.message, caller.link, arrive, entry.receipt.receiveCount);
    }
    if (count > 0) {
        m_lastReceiver = caller.link;
    } else if (refusal == Refusal::None) {
        ++counted.emptyReceives; // SQS-26
        context.noteEmptyReceive(caller.link, arrive);
    } else {
        counted.throttled += refusal == Refusal::Throttled ? 1 : 0;
    }
}

void Queue::Surroundings::answer(const Caller& caller, const Handout& handout, Refusal refusal) {
    const std::uint32_t index = m_context.batches().take();
    Batch& sent = m_context.batches()[index];
    sent.count = handout.batch.count;
    for (std::uint32_t i = 0; i < sent.count; ++i) {
        sent.entries[i] = handout.batch.entries[i];
        sent.entries[i].receipt.generation += m_queue.generationsOutside();
    }
    m_queue.counted.received += handout.isRepeated ? 0 : sent.count;
    const auto times = std::span(handout.queueTimes).first(handout.firstReceives);
    m_queue.answerReceive(m_context, caller, index, times, refusal);
}

ReceiveRequest Queue::requestOf(const Context& context, const Call& call) {
    ReceiveRequest request;
    request.maxMessages = call.maxMessages;
    request.waitTime = given(call.value);
    request.visibilityTimeout = given(call.visibilityTimeout);
    request.caller = {call.link, call.worker};
    if (call.payload != 0) {
        // Each caller numbers its attempts by itself.
        const auto link = static_cast<std::uint64_t>(context.link(call.link).id);
        request.attemptId = link << 32U | call.payload;
    }
    return request;
}

bool Queue::receivePlain(Context& context, const Call& call) {
    if (call.refusal != Refusal::None || context.link(call.link).isDenied) return false;
    const std::uint32_t index = context.batches().take();
    Batch& sent = context.batches()[index];
    std::array<Duration, Batch::kCapacity> times; // NOLINT(*-member-init): as many as are received
    const ReceiveRequest request = requestOf(context, call);
    sent.count = store.receivePlain(
        context.now(), request, m_timer.next(), {sent.entries.data(), times.data()});
    if (sent.count == 0) {
        context.batches().free(index);
        return false;
    }
    counted.received += sent.count;
    const auto waited = std::span(times).first(sent.count);
    answerReceive(context, request.caller, index, waited, Refusal::None);
    return true;
}

void Queue::receiveMessage(Context& context, const Call& call, Surroundings& surroundings) {
    const ReceiveRequest request = requestOf(context, call);
    const Refusal refusal = admits(context, call, CallClass::Receive);
    if (refusal != Refusal::None) {
        surroundings.answer(request.caller, {}, refusal);
        return;
    }
    useKey(context, call.link);
    store.receiveMessage(context.now(), request, context.random(), surroundings);
}

} // namespace sluice
