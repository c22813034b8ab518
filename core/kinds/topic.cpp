// SPDX-License-Identifier: GPL-3.0-or-later
// The topic as a part of the lab: it turns calls on links into actions on the SnsTopic, which has
// all the rules, and carries out what follows from them.
#include "core/kinds/topic.h"

#include "core/base/assert.h"
#include "core/broker/hashing.h"
#include "core/broker/notification_text.h"
#include "core/broker/sns_envelope.h"
#include "core/broker/topic_names.h"
#include "core/broker/prices.h"
#include "core/broker/topic_protocols.h"
#include "core/kinds/describe.h"
#include "core/kinds/topic_surroundings.h"

#include <algorithm>

namespace sluice {

namespace {

// Stands in the store's subscriptions for what this part keeps itself: filter, dead-letter link.
constexpr const char* kLinked = "here";

/// Attributes that tell why a message is a dead letter.
std::vector<MessageAttribute> reasonAttributes(DeliveryOutcome outcome) {
    switch (outcome) {
    case DeliveryOutcome::ClientError:
        return deadLetterAttributes({}, "400", "The subscriber refused the message.");
    case DeliveryOutcome::ServerError:
        return deadLetterAttributes({}, "503", "The subscriber could not be reached.");
    case DeliveryOutcome::Throttled:
        return deadLetterAttributes({}, "429", "The subscriber took no more messages.");
    case DeliveryOutcome::Success:
        break;
    }
    return {};
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

TopicRules Topic::rules(Context& context) const {
    TopicRules result;
    result.type = config.type;
    result.contentBasedDedup = config.contentBasedDedup;
    result.throughputScope = config.throughputScope;
    result.archiveRetention = config.archiveRetention;
    result.hasQuotas = config.hasQuotas;
    result.duplicateShare = config.duplicateShare;
    result.retryJitter = config.retryJitter;
    result.limits = context.limits();
    if (const auto policy = parseTopicDeliveryPolicy(config.deliveryPolicy)) {
        result.deliveryPolicy = *policy;
    }
    return result;
}

Party Topic::party(const PartPlace& place) const {
    constexpr std::string_view kSuffix = ".fifo";
    constexpr std::size_t kLongestName = 256;
    const bool isFifo = config.type == TopicType::Fifo;
    std::string name = config.topicName;
    if (name.empty()) {
        name = nameInArn(place.name, kLongestName - (isFifo ? kSuffix.size() : 0));
        name += isFifo ? kSuffix : "";
    }
    Party result;
    result.arn = "arn:aws:sns:" + place.region + ':' + place.account + ':' + name;
    result.account = place.account;
    result.service = "sns.amazonaws.com";
    result.policy = config.policy;
    result.policyLimits = kTopicPolicyLimits;
    result.sending = "sns:Publish";
    return result;
}

void Topic::start(Context& context) {
    store = SnsTopic(rules(context));
}

void Topic::stop(Context& context) {
    Surroundings surroundings(*this, context);
    store.removeAll(context.now(), surroundings);
}

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
    m_receiverOf.resize(store.subscriptionCount());
    m_receiverOf[receiver.subscription] =
        static_cast<std::uint32_t>(&receiver - m_receivers.data());
    if (mustConfirm) { // SNS-6
        Call request;
        request.kind = CallKind::RequestConfirmation;
        context.send(receiver.link, request);
    }
}

void Topic::update(Receiver& receiver) {
    if (!receiver.isSubscribed) {
        return;
    }
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
    forgetAttempts(context, [](const Attempt& /*attempt*/) { return true; }, true, surroundings);
    store = SnsTopic(rules(context));
    m_stores = (m_stores + 1) % (kSilent >> kStoreShift);
    m_receiverOf.clear();
    for (Receiver& receiver : m_receivers) {
        if (receiver.isSubscribed && context.link(receiver.link).isLive) {
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

void Topic::onCall(Context& context, const Call& call) {
    Surroundings surroundings(*this, context);
    store.advance(context.now(), surroundings);
    switch (call.kind) {
    case CallKind::SendMessage: {
        Batch single;
        single.entries[single.count++].message = static_cast<MessageIndex>(call.payload);
        publish(context, call, single, surroundings);
        break;
    }
    case CallKind::SendMessageBatch: {
        const Batch batch = context.batches()[call.payload];
        context.batches().free(call.payload);
        publish(context, call, batch, surroundings);
        break;
    }
    case CallKind::SendMessageResult:
        takeAnswer(context, call, surroundings);
        break;
    case CallKind::NotifyResult:
        takeNotified(context, call, surroundings);
        break;
    case CallKind::ConfirmSubscription: {
        Receiver& receiver = receiverAt(call.link);
        store.change(receiver.subscription,
                     subscriptionFor(receiver, SubscriptionState::Confirmed));
        break;
    }
    default:
        SLUICE_ASSERT(false && "a topic takes nothing else");
        break;
    }
    store.advance(context.now(), surroundings);
    settle(context);
}

void Topic::onTimer(Context& context, std::uint64_t /*token*/) {
    SLUICE_ASSERT(!m_timers.empty() && m_timers.back() == context.now());
    m_timers.pop_back();
    Surroundings surroundings(*this, context);
    store.advance(context.now(), surroundings);
    settle(context);
}

// One call: refused as a whole, or entry by entry (SNS-16).
void Topic::publish(Context& context,
                    const Call& call,
                    const Batch& batch,
                    Surroundings& surroundings) {
    const Refusal whole = admit(context, call, batch);
    if (whole != Refusal::None) {
        refuse(context, call, batch, whole);
        return;
    }
    Batch refused;
    Refusal refusal = Refusal::None;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const MessageIndex index = batch.entries[i].message;
        const Refusal own = store.check(entryOf(context, index));
        if (own == Refusal::None) {
            publishOne(context, index, surroundings);
        } else {
            refused.entries[refused.count++] = batch.entries[i];
            refusal = own;
        }
    }
    if (refused.count > 0) {
        refuse(context, call, refused, refusal);
    }
}

// What concerns the call as a whole: permission, size, quotas.
Refusal Topic::admit(Context& context, const Call& call, const Batch& batch) {
    if (context.link(call.link).isDenied) {
        return Refusal::AccessDenied;
    }
    std::int64_t bytes = 0;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        bytes += context.messages()[batch.entries[i].message].size;
    }
    m_usage.publishRequests += static_cast<std::uint64_t>(requestsFor(bytes));
    if (batch.count > 1 && bytes > context.limits().topicMaxMessageBytes) {
        return Refusal::BatchTooLong;
    }
    const auto messages = static_cast<std::int64_t>(batch.count);
    const bool isStandard = config.type == TopicType::Standard;
    const std::int64_t perSecond = context.limits().publishesPerSecond;
    if (isStandard && config.hasQuotas && perSecond > 0
        && !m_publishQuota.take(context.now(), perSecond, messages)) {
        return Refusal::Throttled; // SNS-60
    }
    const GroupIndex group = context.messages()[batch.entries[0].message].group;
    return store.takeQuota(context.now(), messages, bytes, group);
}

PublishEntry Topic::entryOf(Context& context, MessageIndex index) const {
    const Message& message = context.messages()[index];
    PublishEntry entry{index, message.serial, message.size, message.group, message.dedupId};
    if (entry.dedupId == 0 && config.contentBasedDedup && config.type == TopicType::Fifo) {
        entry.dedupId = contentDedupId(context.bodies(), message);
    }
    return entry;
}

void Topic::publishOne(Context& context, MessageIndex index, Surroundings& surroundings) {
    const PublishOutcome outcome = store.publish(
        context.now(), entryOf(context, index), context.random(), surroundings);
    if (outcome.isDuplicate) {
        context.note(HopKind::Deduplicate, index, kNoLink, context.now(), 0);
    } else if (!store.hasTargets()) {
        ++counted.unheard;
        context.note(HopKind::Lost, index, kNoLink, context.now(), 0); // SNS-2
    } else {
        context.note(HopKind::Accept, index, kNoLink, context.now(), 0);
    }
    context.messages().release(index);
}

// Gives the messages back to who sent them.
void Topic::refuse(Context& context, const Call& call, const Batch& refused, Refusal refusal) {
    counted.refused += refused.count;
    counted.throttled += refusal == Refusal::Throttled ? refused.count : 0;
    for (std::uint32_t i = 0; i < refused.count; ++i) {
        context.note(HopKind::Refuse, refused.entries[i].message, call.link, context.now(), 0);
    }
    Call answer;
    answer.kind = CallKind::SendMessageResult;
    answer.worker = call.worker;
    answer.payload = context.batches().add(refused);
    answer.refusal = refusal;
    context.send(call.link, answer);
}

// A queue answers what it refuses, and what it was asked to answer. A plain attempt counts as
// delivered until it is refused.
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
    receiverAt(call.link).isTrusted = isTaken;
    if ((call.worker & kSilent) != 0) {
        Attempt attempt;
        attempt.what.subscription = call.worker % kMostSubscriptions;
        attempt.what.message = batch.entries[0].message;
        if (call.worker == silentAttempt(attempt.what.subscription)) {
            store.takeBack(attempt);
            report(context, attempt, call.refusal, surroundings);
        } else { // of a topic that is no more
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

// Puts the message into its envelope (SNS-18).
void Topic::wrap(Context& context, Message& message) {
    const Message inner = message;
    message.envelope = context.bodies().addEnvelope(
        {m_arn, config.type == TopicType::Standard, {}});
    auto found = std::find_if(m_overheads.begin(), m_overheads.end(), [&](const Overhead& entry) {
        return entry.body == inner.body;
    });
    if (found == m_overheads.end()) { // the texts of one body differ by a few digits only
        const std::size_t outside = messageText(context.bodies(), message).size();
        const std::size_t inside = bodyText(context.bodies(), inner).size();
        m_overheads.push_back({inner.body, static_cast<std::uint32_t>(outside - inside)});
        found = m_overheads.end() - 1;
    }
    message.size += found->bytes;
}

// What the service tells of a dead letter stands beside its body (SNS-48).
void Topic::addReason(Context& context, Message& message, DeliveryOutcome reason) {
    if (message.envelope != 0) {
        Envelope envelope = context.bodies().envelope(message.envelope);
        envelope.attributes = reasonAttributes(reason);
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
    for (MessageAttribute& attribute : reasonAttributes(reason)) {
        letter.attributes.push_back(std::move(attribute));
    }
    m_letters.push_back({message.body, reason, context.bodies().add(letter)});
    message.body = m_letters.back().withReason;
}

// A timer is needed only when none is pending that early: those left pending serve what is due
// later, so they never pile up.
void Topic::settle(Context& context) {
    const SimTime due = store.nextDue();
    if (due < (m_timers.empty() ? kNever : m_timers.back())) {
        m_timers.push_back(due);
        context.startTimer(due, 0);
    }
    count();
}

void Topic::count() {
    const TopicCounts& topic = store.counts();
    counted.published = topic.published;
    counted.publishedBytes = topic.publishedBytes;
    counted.deduplicated = topic.deduplicated;
    const DeliveryCounts& sums = store.totals();
    counted.delivered = sums.delivered;
    counted.failed = sums.failed;
    counted.attempts = sums.attempts;
    counted.filteredOut = sums.filteredOutInAll();
    counted.deadLettered = sums.redriven;
    counted.redriveFailed = sums.redriveFailed;
    counted.lost = sums.lost + sums.redriveFailed;
    counted.waiting = store.waitingCount();
}

void Topic::beforeSample(SimTime /*now*/, Duration /*interval*/) {
    counted.pending = store.countOf(SubscriptionState::Pending);
    counted.archived = store.archivedCount();
    m_usage.publishedBytes = counted.publishedBytes;
    m_usage.deliveries = {};
    for (SubscriptionIndex i = 0; i < store.subscriptionCount(); ++i) {
        const auto protocol = static_cast<std::size_t>(store.subscription(i).protocol);
        m_usage.deliveries[protocol] += store.counts(i).attempts;
    }
    counted.cost = topicCost(config.type == TopicType::Fifo, m_usage);
}

void Topic::addTo(Digest& digest) const {
    store.addTo(digest);
    digest.add(counted.refused);
    digest.add(counted.unheard);
    digest.add(m_attempts.size());
}

} // namespace sluice
