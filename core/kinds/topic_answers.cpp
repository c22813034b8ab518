// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a topic's attempts, and the forms its messages take on the way.
#include "core/broker/api_names.h"
#include "core/broker/notification_text.h"
#include "core/broker/publish_checks.h"
#include "core/broker/sns_envelope.h"
#include "core/broker/topic_names.h"
#include "core/broker/topic_protocols.h"
#include "core/kinds/topic.h"
#include "core/kinds/topic_surroundings.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

/// Attributes that tell why messages with one body are dead letters. A run has no requests, so
/// these share an ID.
std::vector<MessageAttribute> reasonAttributes(std::uint32_t body, DeliveryOutcome outcome) {
    constexpr std::uint64_t kRequest = std::uint64_t{1} << 63U; // no message has such a serial
    const std::uint64_t number = std::uint64_t{body} << 8U | static_cast<std::uint64_t>(outcome);
    return deadLetterAttributes(messageIdOf(kRequest | number), outcome);
}

/// What a failed attempt means to the store (SNS-42).
DeliveryOutcome outcomeOf(Refusal refusal) {
    switch (refusal) {
    case Refusal::None:
        return DeliveryOutcome::Success;
    case Refusal::Throttled:
        return DeliveryOutcome::Throttled;
    case Refusal::DeliveryFailed:
        return DeliveryOutcome::ServerError;
    default:
        return DeliveryOutcome::ClientError;
    }
}

} // namespace

// A queue answers what it refuses, and what it was asked to answer. A plain attempt is taken for
// accepted until it is refused.
void Topic::takeAnswer(Context& context, const Call& call, Surroundings& surroundings) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    const bool isDeadLetter = context.link(call.link).flow == Flow::DeadLetter;
    const bool isTaken = call.refusal == Refusal::None;
    if (isDeadLetter) {
        store.reportRedrive(call.worker, isTaken);
        for (std::uint32_t i = 0; i < batch.count; ++i) {
            context.note(HopKind::Lost, batch.entries[i].message, kNoLink, context.now(), 0);
            context.messages().release(batch.entries[i].message);
        }
        return;
    }
    Receiver& receiver = receiverAt(call.link);
    receiver.isTrusted = isTaken;
    findRoute(receiver);
    if ((call.worker & kSilent) != 0) {
        Attempt attempt;
        attempt.what.subscription = call.worker % kMostSubscriptions;
        attempt.what.message = batch.entries[0].message;
        if (call.worker == silentAttempt(attempt.what.subscription)) {
            takeBack(receiver, attempt);
            report(context, attempt, call.refusal, surroundings);
        } else { // of a topic that is no more
            takeBackStray(receiver);
            context.messages().release(attempt.what.message);
        }
        return;
    }
    for (std::uint32_t i = 0; i < batch.count; ++i) { // the store has a hold of its own
        context.messages().release(batch.entries[i].message);
    }
    reportAnswered(context, call, surroundings);
}

// An endpoint answers everything.
void Topic::takeNotified(Context& context, const Call& call, Surroundings& surroundings) {
    context.messages().release(static_cast<MessageIndex>(call.payload));
    reportAnswered(context, call, surroundings);
}

void Topic::reportAnswered(Context& context, const Call& call, Surroundings& surroundings) {
    const Attempt attempt = m_attempts[call.worker];
    m_attempts[call.worker].what.message = kNoMessage;
    m_attempts.free(call.worker);
    if (attempt.what.message != kNoMessage) {
        report(context, attempt, call.refusal, surroundings);
    }
}

void Topic::report(Context& context,
                   const Attempt& attempt,
                   Refusal refusal,
                   Surroundings& surroundings) {
    store.report(context.now(), attempt, outcomeOf(refusal), context.random(), surroundings);
}

// The envelope for all receivers as they are now, made when the first message needs it.
std::uint16_t Topic::envelope(Context& context) {
    if (m_envelope != 0) {
        return m_envelope;
    }
    Envelope made{m_arn, config.type == TopicType::Standard, {}, {}, {}};
    for (const Receiver& receiver : m_receivers) {
        if (receiver.isSubscribed && context.link(receiver.link).isLive) {
            made.readers.push_back(
                {context.end(receiver.link), subscriptionArn(context, receiver.subscription)});
        }
    }
    return m_envelope = context.bodies().addEnvelope(made);
}

std::string Topic::subscriptionArn(Context& context, SubscriptionIndex subscription) const {
    const std::string_view name = std::string_view(m_arn).substr(m_arn.rfind(':') + 1);
    return sluice::subscriptionArn(name,
                                   {static_cast<std::uint32_t>(context.id()), subscription},
                                   {m_place.region, m_place.account});
}

// Puts the message into its envelope (SNS-18).
void Topic::wrap(Context& context, Message& message, std::uint64_t sequenceNumber) {
    const Message inner = message;
    message.envelope = envelope(context);
    if (sequenceNumber != 0) {
        context.bodies().setSequence(message.serial, sequenceNumber);
    }
    auto found = std::find_if(m_overheads.begin(), m_overheads.end(), [&](const Overhead& entry) {
        return entry.body == inner.body;
    });
    if (found == m_overheads.end()) { // the texts of one body differ by a few digits only
        const auto& readers = context.bodies().envelope(message.envelope).readers;
        const NodeId reader = readers.empty() ? NodeId{} : readers.front().node;
        const std::size_t outside = messageText(context.bodies(), message, reader).size();
        const std::size_t inside = bodyText(context.bodies(), inner).size();
        m_overheads.push_back({inner.body, static_cast<std::uint32_t>(outside - inside)});
        found = m_overheads.end() - 1;
    }
    message.size += found->bytes;
}

std::uint32_t Topic::bodyFor(Context& context, std::uint32_t body, const Subscriber& end) {
    const std::string_view key = end.messageKey.empty() ? nameOf(end.protocol) : end.messageKey;
    const auto found = std::ranges::find_if(m_protocolBodies, [&](const ProtocolBody& entry) {
        return entry.body == body && entry.key == key;
    });
    if (found != m_protocolBodies.end()) return found->made;
    BodyTemplate own = context.bodies()[body];
    const auto texts = StructuredMessage::parse(std::exchange(own.byProtocol, {}));
    if (texts) own.text = texts->textFor(key);
    m_protocolBodies.push_back({body, key, context.bodies().add(own)});
    return m_protocolBodies.back().made;
}

// What the service tells of a dead letter stands beside its body (SNS-48).
void Topic::addReason(Context& context,
                      Message& message,
                      SubscriptionIndex subscription,
                      DeliveryOutcome reason) {
    if (message.envelope != 0) {
        Envelope envelope = context.bodies().envelope(message.envelope);
        envelope.readers.clear();
        envelope.subscriptionArn = subscriptionArn(context, subscription);
        envelope.attributes = reasonAttributes(message.body, reason);
        message.envelope = context.bodies().addEnvelope(envelope);
        return;
    }
    const auto found = std::find_if(m_letters.begin(), m_letters.end(), [&](const Letter& entry) {
        return entry.body == message.body && entry.reason == reason;
    });
    if (found != m_letters.end()) {
        message.body = found->withReason;
        return;
    }
    BodyTemplate letter = context.bodies()[message.body];
    for (MessageAttribute& attribute : reasonAttributes(message.body, reason)) {
        letter.attributes.push_back(std::move(attribute));
    }
    m_letters.push_back({message.body, reason, context.bodies().add(letter)});
    message.body = m_letters.back().withReason;
}

} // namespace sluice
