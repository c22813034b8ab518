// SPDX-License-Identifier: GPL-3.0-or-later
// The links from a topic as subscriptions of its store, as they come, change and go.
#include "core/broker/subscription_attributes.h"
#include "core/broker/topic_protocols.h"
#include "core/kinds/describe.h"
#include "core/kinds/topic_surroundings.h"
#include "core/schema/unit.h"

#include <algorithm>

namespace sluice {

namespace {

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

// Sets everything but the state and the filter policy.
void Topic::describe(const Receiver& receiver, Subscription& subscription) const {
    subscription.protocol = receiver.end.protocol;
    subscription.isFifoQueue = receiver.end.isFifo;
    subscription.rawDelivery = receiver.settings.isRaw;
    subscription.deliveryPolicy.reset();
    if (const auto own = parseDeliveryPolicy(receiver.settings.deliveryPolicy)) {
        subscription.deliveryPolicy = *own;
    }
    const DeadLetters* letters = deadLettersOf(receiver.settings);
    subscription.deadLetterTargetArn = letters == nullptr ? std::string() : letters->arn;
}

// A text that is no policy holds back nothing; the checks have an error about it.
void Topic::setFilter(SimTime now, const Receiver& receiver, Subscription& subscription) const {
    const bool isNew = !receiver.isSubscribed;
    const Duration propagation = isNew ? Duration::zero() : store.rules().filterPropagation;
    subscription.filterPolicy = receiver.settings.filterPolicy;
    subscription.filterScope = receiver.settings.filterScope;
    if (!compileFilter(subscription, now, propagation)) {
        subscription.filter.change(now, {}, propagation);
    }
    subscription.filterPolicy = receiver.settings.filterPolicy; // tells whether it was edited
}

// The settings of a subscription, when it is new or edited.
void Topic::linkChanged(Context& context, LinkIndex link, const PropertyMap& properties) {
    Receiver& receiver = receiverAt(link);
    const SubscriptionConfig before = receiver.settings;
    assignAll(receiver.settings, linkProperties(), properties);
    update(context.now(), receiver);
    const SubscriptionConfig& now = receiver.settings;
    const bool isSameReplay = before.replaysArchive == now.replaysArchive
                              && before.replayFrom == now.replayFrom
                              && before.replayUntil == now.replayUntil;
    if (receiver.isSubscribed && !isSameReplay) {
        replay(receiver, context);
    }
}

// Delivers what the archive holds of the time the subscription asks for, if it asks (SNS-2).
void Topic::replay(const Receiver& receiver, Context& context) {
    const SubscriptionConfig& settings = receiver.settings;
    if (!settings.replaysArchive) {
        return;
    }
    const bool isOpen = settings.replayUntil == Duration::zero();
    Surroundings surroundings(*this, context);
    store.replay(context.now(),
                 receiver.subscription,
                 kRunStart + settings.replayFrom,
                 isOpen ? kNever : kRunStart + settings.replayUntil,
                 surroundings);
    settle(context);
}

// Who is at the other end, when the subscription is new or that part was edited.
void Topic::subscriberChanged(Context& context, LinkIndex link, const Subscriber& subscriber) {
    Receiver& receiver = receiverAt(link);
    const bool isOther =
        receiver.isSubscribed
        && (receiver.end.protocol != subscriber.protocol || !isWelcome(context, subscriber));
    if (isOther) { // another endpoint needs another subscription
        Surroundings surroundings(*this, context);
        store.unsubscribe(receiver.subscription, surroundings);
        receiver.former.push_back(receiver.subscription);
        receiver.isSubscribed = false;
    }
    receiver.end = subscriber;
    if (receiver.isSubscribed) {
        update(context.now(), receiver);
    } else {
        subscribe(context, receiver);
    }
}

void Topic::confirmArrived(Receiver& receiver, const Kernel& kernel) {
    const std::uint64_t taken = kernel.links[raw(receiver.link)].taken;
    std::uint64_t arrived = taken - receiver.confirmed;
    receiver.confirmed = taken;
    const std::uint64_t strays = std::min(receiver.strays, arrived);
    receiver.strays -= strays;
    arrived -= strays;
    for (const SubscriptionIndex each : receiver.former) {
        arrived -= store.confirmAssumed(each, arrived);
    }
    std::erase_if(receiver.former,
                  [&](SubscriptionIndex each) { return store.counts(each).assumed == 0; });
    if (receiver.isSubscribed) store.confirmAssumed(receiver.subscription, arrived);
}

// An arrival that was counted for it was of another subscription.
void Topic::takeBack(Receiver& receiver, const Attempt& attempt) {
    if (store.takeBack(attempt)) --receiver.confirmed;
}

void Topic::takeBackStray(Receiver& receiver) {
    std::uint64_t& counted = receiver.strays > 0 ? receiver.strays : receiver.confirmed;
    --counted;
}

bool Topic::isWelcome(const Context& context, const Subscriber& end) const {
    return checkSubscriber(end.protocol, end.isFifo, config.type, context.limits()).has_value();
}

void Topic::subscribe(Context& context, Receiver& receiver) {
    receiver.isSubscribed = false;
    if (!isWelcome(context, receiver.end)) return; // its link stays without a subscription
    const bool mustConfirm =
        needsConfirmation(receiver.end.protocol) || receiver.end.isForeign; // SNS-6
    Subscription subscription;
    subscription.state = mustConfirm ? SubscriptionState::Pending : SubscriptionState::Confirmed;
    describe(receiver, subscription);
    setFilter(context.now(), receiver, subscription);
    receiver.subscription = store.subscribe(subscription);
    m_envelope = 0;
    receiver.isSubscribed = true;
    findRoute(receiver);
    if (mustConfirm) {
        askToConfirm(context, receiver);
    } else {
        replay(receiver, context);
    }
}

// Sends a token, which is good for two days, and so is the subscription (SNS-6).
void Topic::askToConfirm(Context& context, const Receiver& receiver) {
    Subscription subscription = store.subscription(receiver.subscription);
    subscription.confirmBy = context.now() + kConfirmationTime;
    store.change(receiver.subscription, subscription);
    Call request;
    request.kind = CallKind::RequestConfirmation;
    context.send(receiver.link, request);
    settle(context);
}

// The end of a subscription confirms it, unless it has vanished meanwhile.
void Topic::confirm(Context& context, LinkIndex link) {
    const Receiver& receiver = receiverAt(link);
    Subscription subscription = store.subscription(receiver.subscription);
    if (subscription.state != SubscriptionState::Pending) {
        return;
    }
    subscription.state = SubscriptionState::Confirmed;
    store.change(receiver.subscription, subscription);
    replay(receiver, context);
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
    route.isPlain = route.isSilent && !route.wraps && !route.drops;
    route.patience = isHttp(protocol) ? kHttpTimeout : kLongestAnswer;
    m_routes.resize(store.subscriptionCount());
    m_isRerouted = m_isRerouted || m_routes[receiver.subscription] != route;
    m_routes[receiver.subscription] = route;
}

void Topic::update(SimTime now, const Receiver& receiver) {
    if (!receiver.isSubscribed) {
        return;
    }
    findRoute(receiver);
    Subscription subscription = store.subscription(receiver.subscription);
    if (subscription.state == SubscriptionState::Deleted) {
        return;
    }
    describe(receiver, subscription);
    const bool isRefiltered = subscription.filterPolicy != receiver.settings.filterPolicy
                              || subscription.filterScope != receiver.settings.filterScope;
    if (isRefiltered) {
        setFilter(now, receiver, subscription);
    }
    store.change(receiver.subscription, subscription);
}

void Topic::wiringChanged(Context& context) {
    Surroundings surroundings(*this, context);
    std::erase_if(m_deadLetters,
                  [&](const DeadLetters& each) { return !context.link(each.link).isLive; });
    m_envelope = 0;
    for (Receiver& receiver : m_receivers) {
        if (receiver.isSubscribed && !context.link(receiver.link).isLive) {
            store.unsubscribe(receiver.subscription, surroundings);
        } else {
            update(context.now(), receiver);
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

const Topic::DeadLetters* Topic::deadLettersOf(const SubscriptionConfig& settings) const {
    if (!settings.hasDeadLetters) {
        return nullptr;
    }
    const std::string& named = settings.deadLetterQueue;
    const std::string name = ':' + nameInArn(named, named.size());
    const auto found = std::ranges::find_if(m_deadLetters, [&](const DeadLetters& each) {
        return named.empty() || each.arn.ends_with(':' + named) || each.arn.ends_with(name)
               || each.arn.ends_with(name + ".fifo");
    });
    return found == m_deadLetters.end() ? nullptr : &*found;
}

// Links stay in order, so that it does not matter when they were added.
void Topic::deadLettersAt(Context& context, LinkIndex link, const std::string& arn) {
    std::erase_if(m_deadLetters, [&](const DeadLetters& each) { return each.link == link; });
    const LinkId id = context.link(link).id;
    const auto place = std::ranges::find_if(
        m_deadLetters, [&](const DeadLetters& each) { return context.link(each.link).id > id; });
    m_deadLetters.insert(place, {link, arn});
    updateAll(context);
}

void Topic::updateAll(Context& context) {
    for (const Receiver& receiver : m_receivers) {
        update(context.now(), receiver);
    }
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
    bringGaugesUpToDate(context.kernel());
    store.removeAll(context.now(), surroundings);
    forgetAttempts(
        context, [](const Attempt& /*attempt*/) { return true; }, true, surroundings);
    for (Receiver& receiver : m_receivers) {
        if (receiver.isSubscribed) receiver.former.push_back(receiver.subscription);
        for (const SubscriptionIndex each : receiver.former)
            receiver.strays += store.counts(each).assumed;
        receiver.former.clear();
    }
    store = SnsTopic(rules(context));
    m_stores = (m_stores + 1) % (kSilent >> kStoreShift);
    m_routes.clear();
    m_publishQuota = kNoQuota; // each sort of topic has its own
    for (Receiver& receiver : m_receivers) {
        receiver.isSubscribed = false;
        if (context.link(receiver.link).isLive) subscribe(context, receiver);
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
std::string Topic::stop(Context& context) {
    count();
    const std::uint64_t before = counted.lost;
    Surroundings surroundings(*this, context);
    store.removeAll(context.now(), surroundings);
    forgetAttempts(
        context, [](const Attempt& /*attempt*/) { return true; }, false, surroundings);
    count();
    const std::uint64_t lost = counted.lost - before;
    if (lost == 0) return {};
    return groupedText(static_cast<std::int64_t>(lost))
           + (lost == 1 ? " delivery is" : " deliveries are")
           + " lost with it: a topic stores nothing.";
}

} // namespace sluice
