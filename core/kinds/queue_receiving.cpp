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

// Returns when it arrives.
[[gnu::always_inline]] inline SimTime
Queue::postReceived(Context& context, const Caller& caller, std::uint32_t batch, Refusal refusal) {
    const auto [call, arrive] = context.post(caller.link);
    call.kind = CallKind::ReceiveMessageResult;
    call.worker = caller.worker;
    call.payload = batch;
    call.refusal = refusal;
    return arrive;
}

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
    const SimTime arrive = postReceived(context, caller, batch, refusal);
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

// These have arrived, but are not stored yet; there are no more than the request wants.
// `hold(send)` has the message held by the receiver too, and returns its size.
template <class Send, class Hold>
[[gnu::always_inline]] inline bool Queue::passOn(Context& context,
                                                 const ReceiveRequest& request,
                                                 std::span<const Send> sends,
                                                 Hold&& hold) {
    const std::uint32_t index = context.batches().take();
    Batch& sent = context.batches()[index];
    std::array<Duration, Batch::kCapacity> times; // NOLINT(*-member-init): as many as there are
    const SimTime now = context.now();
    std::int64_t bytes = 0;
    const auto hand = [&](std::uint32_t i, const Send& send, const Received& received) {
        bytes += hold(send);
        sent.entries[i] = received;
        times[i] = now - send.at;
    };
    if (!store.passOn(now, sends, request, m_timer.next(), hand)) {
        context.batches().free(index);
        return false;
    }
    sent.count = static_cast<std::uint32_t>(sends.size());
    countPlain(sends.size(), static_cast<std::uint64_t>(bytes));
    counted.received += sends.size();
    counted.queueTime.record(std::span(times).first(sends.size()));
    bill(bytes, false);
    postReceived(context, request.caller, index, Refusal::None);
    m_lastReceiver = request.caller.link;
    return true;
}

PlainOutcome Queue::receiveArrived(Context& context, const Call& call) {
    const LinkState& way = context.link(call.link);
    const bool isPlain = way.isLive && !way.isDenied && call.refusal == Refusal::None
                         && !context.isWatched() && store.visibleCount() == 0
                         && store.takesPlainBefore(kPlainBytes) > context.now();
    if (!isPlain) return {};
    const ReceiveRequest request = requestOf(context, call); // the call's place is free already
    Inbox& inbox = context.inbox();
    context.fetch(inbox);
    return inbox.mayHave(context.now()) ? receiveFromInbox(context, request, inbox)
                                        : receiveBroadcast(context, request, inbox);
}

PlainOutcome
Queue::receiveBroadcast(Context& context, const ReceiveRequest& request, Inbox& inbox) {
    const auto most = static_cast<std::size_t>(request.maxMessages);
    const auto sends = context.kernel().broadcastUntil(context.now(), inbox, most).sends;
    const auto hold = [](const Broadcast::Send& send) { return send.size; }; // it is held twice
    if (sends.empty() || !passOn(context, request, sends, hold)) return {};
    context.noteTaken(context.kernel().seatedMember(inbox).link, sends.size());
    const auto count = static_cast<std::uint32_t>(sends.size());
    inbox.pass(count);
    context.leaveRest(inbox);
    return {true, count};
}

PlainOutcome
Queue::receiveFromInbox(Context& context, const ReceiveRequest& request, Inbox& inbox) {
    context.unfold(inbox, context.now());
    const auto sends =
        inbox.takeUntil(context.now(), static_cast<std::size_t>(request.maxMessages));
    if (sends.empty()) return {};
    MessagePool& messages = context.messages();
    const auto hold = [&](const PlainSend& send) {
        context.noteTaken(send.link);
        messages.retain(send.message);
        return messages[send.message].size;
    };
    const bool isPassed = passOn(context, request, sends, hold);
    if (!isPassed) {
        storePlain(context, sends);
    }
    return {isPassed, static_cast<std::uint32_t>(sends.size())};
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
