// SPDX-License-Identifier: GPL-3.0-or-later
// The links from a topic as subscriptions of its store, as they come, change and go.
#include "core/broker/topic_protocols.h"
#include "core/kinds/describe.h"
#include "core/kinds/topic_surroundings.h"

#include <algorithm>

namespace sluice {

namespace {

// Stands in the store's subscriptions for what this part keeps itself: filter, dead-letter link.
constexpr const char* kLinked = "here";

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

Topic::Receiver& Topic::receiverAt(LinkIndex link) {
    const auto found =
        std::find_if(m_receivers.begin(), m_receivers.end(), [&](const Receiver& receiver) {
            return receiver.link == link;
        });
    if (found != m_receivers.end()) {
        return *found;
    }
    Receiver receiver;
    receiver.link = link;
    return m_receivers.emplace_back(std::move(receiver));
}

Subscription Topic::subscriptionFor(const Receiver& receiver, SubscriptionState state) const {
    Subscription result;
    result.protocol = receiver.end.protocol;
    result.state = state;
    result.isFifoQueue = receiver.end.isFifo;
    result.rawDelivery = receiver.settings.isRaw;
    // Whatever decides at the time: a change may still be on its way (SNS-40).
    result.filterPolicy = receiver.isFiltering ? kLinked : "";
    result.filtersBody = receiver.settings.filterScope == FilterScope::MessageBody;
    if (const auto own = parseDeliveryPolicy(receiver.settings.deliveryPolicy)) {
        result.deliveryPolicy = *own;
    }
    if (receiver.settings.hasDeadLetters && m_hasDeadLetters) {
        result.deadLetterTargetArn = kLinked;
    }
    return result;
}

// The settings of a subscription, when it is new or edited.
void Topic::linkChanged(Context& context, LinkIndex link, const PropertyMap& properties) {
    Receiver& receiver = receiverAt(link);
    assignAll(receiver.settings, linkProperties(), properties);
    auto filter = FilterPolicy::parse(receiver.settings.filterPolicy, receiver.settings.filterScope)
                      .value_or(FilterPolicy{});
    receiver.isFiltering = !filter.isEmpty() || !receiver.filter.at(context.now()).isEmpty();
    const bool isNew = !receiver.isSubscribed;
    receiver.filter.change(
        context.now(), std::move(filter), isNew ? Duration::zero() : config.filterPropagation);
    update(receiver);
}

// Who is at the other end, when the subscription is new or that part was edited.
void Topic::subscriberChanged(Context& context, LinkIndex link, const Subscriber& subscriber) {
    Receiver& receiver = receiverAt(link);
    const bool isOther = receiver.isSubscribed && receiver.end.protocol != subscriber.protocol;
    if (isOther) { // another endpoint needs another subscription
        Surroundings surroundings(*this, context);
        store.unsubscribe(receiver.subscription, surroundings);
        receiver.isSubscribed = false;
    }
    receiver.end = subscriber;
    if (receiver.isSubscribed) {
        update(receiver);
    } else {
        subscribe(context, receiver);
    }
}

void Topic::subscribe(Context& context, Receiver& receiver) {
    const bool mustConfirm = needsConfirmation(receiver.end.protocol);
    receiver.subscription = store.subscribe(subscriptionFor(
        receiver, mustConfirm ? SubscriptionState::Pending : SubscriptionState::Confirmed));
    receiver.isSubscribed = true;
    findRoute(receiver);
    if (mustConfirm) { // SNS-6
        Call request;
        request.kind = CallKind::RequestConfirmation;
        context.send(receiver.link, request);
    }
}

void Topic::findRoute(const Receiver& receiver) {
    constexpr Duration kLongestAnswer = 3'600s; // no limit that matters, for what is no web server
    const Protocol protocol = receiver.end.protocol;
    const bool isQueue = protocol == Protocol::Sqs;
    Route route;
    route.link = receiver.link;
    route.receiver = static_cast<std::uint32_t>(&receiver - m_receivers.data());
    route.call = isQueue ? CallKind::SendMessage : CallKind::Notify;
    route.isSilent = isQueue && receiver.isTrusted;
    route.wraps = isEnveloped(protocol, receiver.settings.isRaw);
    route.drops = config.type == TopicType::Fifo && !receiver.end.isFifo;
    route.patience = isHttp(protocol) ? kHttpTimeout : kLongestAnswer;
    m_routes.resize(store.subscriptionCount());
    m_routes[receiver.subscription] = route;
}

void Topic::update(Receiver& receiver) {
    if (!receiver.isSubscribed) {
        return;
    }
    findRoute(receiver);
    const SubscriptionState state = store.subscription(receiver.subscription).state;
    if (state != SubscriptionState::Deleted) {
        store.change(receiver.subscription, subscriptionFor(receiver, state));
    }
}

void Topic::wiringChanged(Context& context) {
    Surroundings surroundings(*this, context);
    m_hasDeadLetters = !context.links(kDeadLetters).empty();
    for (Receiver& receiver : m_receivers) {
        if (receiver.isSubscribed && !context.link(receiver.link).isLive) {
            store.unsubscribe(receiver.subscription, surroundings);
        } else {
            update(receiver);
        }
    }
    // Calls on removed links are dropped: no answer will come.
    forgetAttempts(
        context,
        [&](const Attempt& attempt) {
            return !context.link(receiverOf(attempt.what.subscription).link).isLive;
        },
        false,
        surroundings);
    settle(context);
}

void Topic::configChanged(Context& context) {
    Surroundings surroundings(*this, context);
    if (config.type == store.rules().type) {
        store.setRules(context.now(), rules(context), surroundings);
    } else {
        replaceStore(context, surroundings);
    }
    settle(context);
}

// The type of a topic cannot be changed (SNS-4): it is another one from now on, with the same
// receivers.
void Topic::replaceStore(Context& context, Surroundings& surroundings) {
    store.removeAll(context.now(), surroundings);
    forgetAttempts(
        context, [](const Attempt& /*attempt*/) { return true; }, true, surroundings);
    store = SnsTopic(rules(context));
    m_stores = (m_stores + 1) % (kSilent >> kStoreShift);
    m_routes.clear();
    for (Receiver& receiver : m_receivers) {
        receiver.isSubscribed = receiver.isSubscribed && context.link(receiver.link).isLive;
        if (receiver.isSubscribed) {
            subscribe(context, receiver);
        }
    }
}

// Ends attempts whose answer cannot matter any more or will not come.
template <class IsOver>
void Topic::forgetAttempts(Context& context,
                           IsOver&& isOver,
                           bool isAnswerComing,
                           Surroundings& surroundings) {
    for (std::uint32_t i = 0; i < m_attempts.capacity(); ++i) {
        if (m_attempts[i].what.message != kNoMessage && isOver(m_attempts[i])) {
            const Attempt attempt = m_attempts[i];
            m_attempts[i].what.message = kNoMessage;
            if (!isAnswerComing) {
                m_attempts.free(i);
            }
            store.report(context.now(),
                         attempt,
                         DeliveryOutcome::ClientError,
                         context.random(),
                         surroundings);
        }
    }
}

// Its links are gone already, so no answer will come either.
void Topic::stop(Context& context) {
    Surroundings surroundings(*this, context);
    store.removeAll(context.now(), surroundings);
    forgetAttempts(
        context, [](const Attempt& /*attempt*/) { return true; }, false, surroundings);
}

} // namespace sluice
