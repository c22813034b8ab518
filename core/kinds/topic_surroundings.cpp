// SPDX-License-Identifier: GPL-3.0-or-later
// How a topic's attempts travel: in which form, on which link, and where they end.
#include "core/kinds/topic_surroundings.h"

#include "core/broker/topic_protocols.h"

namespace sluice {

namespace {

constexpr Duration kLongestAnswer = 3'600s; // no limit that matters, for what is no web server

/// Whether this protocol's endpoints get the message in its envelope (SNS-18, SNS-22).
bool isEnveloped(Protocol protocol, bool isRaw) {
    switch (protocol) {
    case Protocol::Email:
    case Protocol::Sms:
    case Protocol::Application:
        return false; // people read the message itself
    default:
        return !isRaw;
    }
}

} // namespace

FilterResult Topic::Surroundings::filter(const Notification& what) {
    const FilterPolicy& filter =
        m_topic.store.subscription(what.subscription).filter.at(m_context.now());
    const Message& message = m_context.messages()[what.message];
    const auto attributes = m_context.bodies().attributes(message);
    std::string body;
    if (filter.needsBody()) {
        body = bodyText(m_context.bodies(), message);
        m_topic.m_usage.filteredBodyBytes += message.size;
    }
    const FilterVerdict verdict = filter.match(attributes, body);
    const FilterResult result = resultOf(verdict, filter.scope());
    if (result != FilterResult::Passed) {
        const LinkIndex link = m_topic.receiverOf(what.subscription).link;
        m_context.note(HopKind::Filter, what.message, link, m_context.now(), 0);
    }
    return result;
}

// The message in the form that this receiver gets, held once more.
MessageIndex Topic::Surroundings::formFor(const Notification& what, const Receiver& receiver) {
    const MessageIndex index = what.message;
    const Message& original = m_context.messages()[index];
    const bool wraps =
        isEnveloped(receiver.end.protocol, receiver.settings.isRaw) && original.envelope == 0;
    // SNS-53: a standard queue of a FIFO topic gets neither group nor deduplication ID.
    const bool drops = m_topic.config.type == TopicType::Fifo && !receiver.end.isFifo;
    if (!wraps && !drops) {
        m_context.messages().retain(index);
        return index;
    }
    Form& form = m_forms[(wraps ? 1U : 0U) | (drops ? 2U : 0U)];
    if (form.original == index) {
        m_context.messages().retain(form.made);
        return form.made;
    }
    Message made = original;
    if (wraps) {
        m_topic.wrap(m_context, made, what.sequenceNumber);
    }
    if (drops) {
        made.group = 0;
        made.dedupId = 0;
    }
    form = {index, m_context.create(made)};
    return form.made;
}

// Queues answer only what they refuse, unless they are asked to; endpoints answer everything.
bool Topic::Surroundings::deliver(const Attempt& attempt) {
    Receiver& receiver = m_topic.receiverOf(attempt.what.subscription);
    const LinkState& link = m_context.link(receiver.link);
    const bool isQueue = receiver.end.protocol == Protocol::Sqs;
    const bool isSilent =
        isQueue && receiver.isTrusted && attempt.slot == Attempt::kPlain && !link.isDenied;
    const MessageIndex form = formFor(attempt.what, receiver);
    Call call;
    call.kind = isQueue ? CallKind::SendMessage : CallKind::Notify;
    call.payload = static_cast<std::uint32_t>(form);
    call.worker = isSilent ? m_topic.silentAttempt(attempt.what.subscription)
                           : m_topic.m_attempts.add(attempt);
    call.wantsAnswer = !isSilent;
    if (!isQueue) {
        call.value = isHttp(receiver.end.protocol) ? kHttpTimeout : kLongestAnswer;
    }
    m_topic.m_usage.deliveredBytes += m_context.messages()[form].size;
    const SimTime arrive = m_context.send(receiver.link, call);
    m_context.note(HopKind::Send, form, receiver.link, arrive, attempt.number);
    if (isSilent) {
        m_context.messages().release(attempt.what.message); // the call has a hold of its own
    }
    return isSilent;
}

void Topic::Surroundings::ended(const Attempt& attempt, DeliveryEnd end, DeliveryOutcome outcome) {
    switch (end) {
    case DeliveryEnd::Delivered:
        break;
    case DeliveryEnd::DeadLettered:
        redrive(attempt, outcome);
        break;
    case DeliveryEnd::Lost:
    case DeliveryEnd::Unsubscribed:
        m_context.note(HopKind::Lost, attempt.what.message, kNoLink, m_context.now(), 0);
        break;
    }
    m_context.messages().release(attempt.what.message);
}

// SNS-48: the message in its form, with the reason.
void Topic::Surroundings::redrive(const Attempt& attempt, DeliveryOutcome outcome) {
    const Receiver& receiver = m_topic.receiverOf(attempt.what.subscription);
    const MessageIndex form = formFor(attempt.what, receiver);
    Message letter = m_context.messages()[form];
    m_context.messages().release(form);
    m_topic.addReason(m_context, letter, attempt.what.subscription, outcome);
    const LinkIndex link = m_topic.deadLettersOf(receiver.settings)->link;
    Call call;
    call.kind = CallKind::SendMessage;
    call.payload = static_cast<std::uint32_t>(m_context.create(letter));
    call.worker = attempt.what.subscription;
    call.wantsAnswer = true;
    m_context.note(HopKind::DeadLetter,
                   static_cast<MessageIndex>(call.payload),
                   link,
                   m_context.now(),
                   attempt.number);
    m_context.sendAtOnce(link, call);
}

} // namespace sluice
