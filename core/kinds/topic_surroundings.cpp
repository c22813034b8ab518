// SPDX-License-Identifier: GPL-3.0-or-later
// How a topic's attempts travel: in which form, on which link, and where they end.
#include "core/kinds/topic_surroundings.h"

#include "core/broker/message_attributes.h"

#include <algorithm>

namespace sluice {

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
    if (result != FilterResult::Passed && m_context.isWatched()) {
        const LinkIndex link = m_topic.receiverOf(what.subscription).link;
        const SimTime arrive = m_context.now() + m_context.averageLatency(link);
        m_context.note(HopKind::Filter, what.message, link, arrive, 0);
    }
    return result;
}

// The message in the form that this receiver gets, held once more.
[[gnu::always_inline]] inline MessageIndex Topic::Surroundings::formFor(const Notification& what,
                                                                        const Route& route) {
    const MessageIndex index = what.message;
    MessagePool& messages = m_context.messages();
    const bool wraps = route.wraps && messages[index].envelope == 0;
    if (!wraps && !route.drops && !isStructured(index)) {
        messages.retain(index);
        return index;
    }
    return makeForm(what, wraps, route.drops);
}

MessageIndex Topic::Surroundings::makeForm(const Notification& what, bool wraps, bool drops) {
    const MessageIndex index = what.message;
    const bool isOwn = isStructured(index); // each protocol gets another text
    Form& form = m_forms[(wraps ? 1U : 0U) | (drops ? 2U : 0U)];
    if (form.original == index && !isOwn) {
        m_context.messages().retain(form.made);
        return form.made;
    }
    Message made = m_context.messages()[index];
    if (isOwn) {
        made.body =
            m_topic.bodyFor(m_context, made.body, m_topic.receiverOf(what.subscription).end);
        const BodyTemplate& body = m_context.bodies()[made.body];
        made.size = static_cast<std::uint32_t>(messageBytes(body.text, body.attributes));
    }
    if (wraps) {
        m_topic.wrap(m_context, made, what.sequenceNumber);
    }
    if (drops) {
        made.group = 0;
        made.dedupId = 0;
    }
    const MessageIndex created = m_context.create(made);
    if (!isOwn) form = {index, created};
    return created;
}

bool Topic::Surroundings::isStructured(MessageIndex message) const {
    return !m_context.bodies()[m_context.messages()[message].body].byProtocol.empty();
}

// SNS-19: as message attributes of a queue they would be too many.
bool Topic::Surroundings::hasTooManyAttributes(MessageIndex message) const {
    const BodyTemplate& body = m_context.bodies()[m_context.messages()[message].body];
    return static_cast<std::int64_t>(body.attributes.size())
           > m_context.limits().maxMessageAttributes;
}

// Queues answer only what they refuse, unless they are asked to; endpoints answer everything.
void Topic::Surroundings::deliver(const Attempt& attempt) {
    const Route& route = m_topic.m_routes[attempt.what.subscription];
    const MessageIndex form = formFor(attempt.what, route);
    Call call;
    call.kind = route.call;
    call.payload = static_cast<std::uint32_t>(form);
    call.worker = m_topic.m_attempts.add(attempt);
    call.wantsAnswer = true;
    if (route.call == CallKind::Notify) {
        call.value = route.patience;
    } else if (!route.wraps && hasTooManyAttributes(attempt.what.message)) {
        call.refusal = Refusal::TooManyAttributes;
    }
    m_topic.m_usage.deliveredBytes += m_context.messages()[form].size;
    const SimTime arrive = m_context.send(route.link, call);
    m_context.note(HopKind::Send, form, route.link, arrive, attempt.number);
}

// Trusted queues are taken for willing: their calls alone hold the message, and there is nothing to
// remember.
std::uint64_t Topic::Surroundings::deliverFirst(const FirstAttempts& attempts) {
    const MessageIndex message = attempts.what.message;
    const std::uint32_t mark = m_topic.silentAttempt(0);
    // Whether nothing of the message itself keeps it from going out as it is.
    const bool isBare = !hasTooManyAttributes(message) && !isStructured(message);
    const std::uint64_t all = ~std::uint64_t{0} >> (FirstAttempts::kMost - attempts.to.size());
    if (isBare && attempts.isToAll && broadcast(attempts)) return all;
    const bool isWatched = m_context.isWatched();
    const auto* const routes = m_topic.m_routes.data();
    Context::Fan fan(m_context, message);
    std::uint64_t others = 0; // are not taken for a success yet
    std::uint32_t apart = 0;  // those that get the message in another form, or are to answer
    const auto to = attempts.to;
    for (std::size_t i = 0; i < to.size(); ++i) {
        const Route& route = routes[to[i]];
        const SimTime arrive = isBare && route.isPlain
                                   ? fan.send(route.link, mark | (to[i] % kMostSubscriptions))
                                   : kNever;
        if (arrive == kNever) [[unlikely]] {
            ++apart;
            if (!deliverApart(attempts, i)) others |= std::uint64_t{1} << i;
            continue;
        }
        if (isWatched) m_context.note(HopKind::Send, message, route.link, arrive, 1);
    }
    const auto unchanged = static_cast<std::uint32_t>(to.size()) - apart;
    m_context.messages().retain(message, unchanged);
    m_topic.m_usage.deliveredBytes += std::uint64_t{unchanged} * m_context.messages()[message].size;
    return all & ~others;
}

// Whether a message that goes to all of these, who are all there are, can be broadcast as it is.
bool Topic::canBroadcast(Context& context, std::span<const SubscriptionIndex> to) {
    using State = Broadcast::State;
    const std::uint64_t version = store.targetsVersion();
    const bool isAsBefore =
        !m_isRerouted && context.broadcastState() != State::Ended && version == m_broadcastTo.value;
    if (!isAsBefore) {
        std::vector<Broadcast::Member> members;
        for (const SubscriptionIndex each : to) {
            if (m_routes[each].isPlain)
                members.push_back({m_routes[each].link, silentAttempt(each)});
        }
        if (members.size() < to.size()) members.clear();
        context.formBroadcast(members);
        m_broadcastTo.value = version;
        m_isRerouted = false;
    }
    return context.broadcastState() == State::Formed;
}

// To all receivers at once. Who watches has to know when it arrives at each.
bool Topic::Surroundings::broadcast(const FirstAttempts& attempts) {
    const MessageIndex message = attempts.what.message;
    if (!m_context.kernel().isPlain(message) || !m_topic.canBroadcast(m_context, attempts.to))
        return false;
    if (m_context.isWatched() && !m_context.isBroadcastSteady()) return false;
    const SimTime arrive = m_context.broadcast(message);
    const auto receivers = static_cast<std::uint32_t>(attempts.to.size());
    m_topic.m_usage.deliveredBytes += std::uint64_t{receivers} * m_context.messages()[message].size;
    for (std::uint32_t i = 0; m_context.isWatched() && i < receivers; ++i) {
        const LinkIndex link = m_topic.m_routes[attempts.to[i]].link;
        m_context.note(HopKind::Send, message, link, arrive, 1);
    }
    return true;
}

// One that needs a form of its own, or has to be answered. Whether it is taken for a success.
bool Topic::Surroundings::deliverApart(const FirstAttempts& attempts, std::size_t i) {
    const MessageIndex message = attempts.what.message;
    const Route& route = m_topic.m_routes[attempts.to[i]];
    const bool hasAnswer = !route.isSilent || m_context.link(route.link).isDenied
                           || isStructured(message)
                           || (hasTooManyAttributes(message) && !route.wraps);
    if (hasAnswer) {
        held(message);
        deliver(attempts.attempt(i));
        return false;
    }
    const MessageIndex form = formFor(attempts.what, route);
    m_topic.m_usage.deliveredBytes += m_context.messages()[form].size;
    Call call;
    call.payload = static_cast<std::uint32_t>(form);
    call.worker = m_topic.silentAttempt(attempts.to[i]);
    const SimTime arrive = m_context.send(route.link, call);
    m_context.note(HopKind::Send, form, route.link, arrive, 1);
    return true;
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
    const Route& route = m_topic.m_routes[attempt.what.subscription];
    const MessageIndex form = formFor(attempt.what, route);
    Message letter = m_context.messages()[form];
    m_context.messages().release(form);
    m_topic.addReason(m_context, letter, attempt.what.subscription, outcome);
    const LinkIndex link =
        m_topic.deadLettersOf(m_topic.m_receivers[route.receiver].settings)->link;
    Call call;
    call.kind = CallKind::SendMessage;
    call.payload = static_cast<std::uint32_t>(m_context.create(letter));
    call.worker = attempt.what.subscription;
    call.wantsAnswer = true;
    m_context.noteUndelivered(static_cast<MessageIndex>(call.payload), link, attempt.number);
    m_context.sendAtOnce(link, call);
}

} // namespace sluice
