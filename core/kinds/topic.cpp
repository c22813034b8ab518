// SPDX-License-Identifier: GPL-3.0-or-later
// The topic as a part of the lab: it turns calls on links into actions on the SnsTopic, which has
// all the rules, and carries out what follows from them.
#include "core/kinds/topic.h"

#include "core/base/assert.h"
#include "core/broker/hashing.h"
#include "core/broker/prices.h"
#include "core/broker/publish_quota.h"
#include "core/kernel/send_answer.h"
#include "core/kinds/topic_surroundings.h"

#include <algorithm>

namespace sluice {

TopicRules Topic::rules(Context& context) const {
    TopicRules result;
    result.type = config.type;
    result.contentBasedDedup = config.contentBasedDedup;
    result.throughputScope = config.throughputScope;
    result.archiveRetention = config.archiveRetention;
    result.hasQuotas = config.hasQuotas;
    result.duplicateShare = config.duplicateShare;
    result.orderWindow = config.orderWindow;
    result.retryJitter = config.retryJitter;
    result.filterPropagation = config.filterPropagation;
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
    result.hasKey = config.isEncrypted;
    result.keyPolicy = config.keyPolicy;
    result.serviceKey = "alias/aws/sns";
    result.ownKey = "the topic's key";
    result.sending = "sns:Publish";
    return result;
}

void Topic::start(Context& context) {
    store = SnsTopic(rules(context));
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
    case CallKind::ConfirmSubscription:
        confirm(context, call.link);
        break;
    default:
        SLUICE_ASSERT(false && "a topic takes nothing else");
        break;
    }
    store.advance(context.now(), surroundings);
    settle(context);
}

// A delivery that was taken for a success ends without one when its subscription is removed.
bool Topic::onCutOff(Context& context, const Call& call) {
    Attempt attempt;
    attempt.what.subscription = call.worker % kMostSubscriptions;
    attempt.what.message = static_cast<MessageIndex>(call.payload);
    const bool isOwn = call.kind == CallKind::SendMessage
                       && call.worker == silentAttempt(attempt.what.subscription);
    if (!isOwn) return false;
    Surroundings surroundings(*this, context);
    takeBack(receiverAt(call.link), attempt);
    report(context, attempt, Refusal::DeliveryFailed, surroundings);
    settle(context);
    return true;
}

void Topic::onTimer(Context& context, std::uint64_t /*token*/) {
    m_timer.elapsed(context.now());
    Surroundings surroundings(*this, context);
    store.advance(context.now(), surroundings);
    settle(context);
}

// One call: refused as a whole, or entry by entry (SNS-16). Messages of groups with quotas of their
// own are admitted one by one (SNS-56).
void Topic::publish(Context& context,
                    const Call& call,
                    const Batch& batch,
                    Surroundings& surroundings) {
    Refusal refusal = admit(context, call, batch);
    if (refusal != Refusal::None) {
        refuse(context, call, batch, refusal);
        return;
    }
    Batch accepted;
    Batch refused;
    std::int64_t bytes = 0;
    const bool isEachAlone = store.rules().isByGroup();
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const PublishEntry entry = entryOf(context, batch.entries[i].message);
        Refusal own = store.check(entry);
        if (own == Refusal::None && isEachAlone) {
            own = takeQuotas(context, 1, entry.bytes, entry.group);
        }
        Batch& fate = own == Refusal::None ? accepted : refused;
        fate.entries[fate.count++] = batch.entries[i];
        bytes += own == Refusal::None ? entry.bytes : 0;
        refusal = own == Refusal::None ? refusal : own;
    }
    const Refusal whole = isEachAlone || accepted.count == 0
                              ? Refusal::None
                              : takeQuotas(context, accepted.count, bytes, 0);
    if (whole != Refusal::None) {
        refuse(context, call, batch, whole);
        return;
    }
    for (std::uint32_t i = 0; i < accepted.count; ++i) {
        publishOne(context, entryOf(context, accepted.entries[i].message), surroundings);
    }
    if (refused.count > 0) {
        refuse(context, call, refused, refusal);
    }
}

// What concerns the call as a whole: permission and size.
Refusal Topic::admit(Context& context, const Call& call, const Batch& batch) {
    if (context.link(call.link).isDenied) {
        return Refusal::AccessDenied;
    }
    const Refusal key =
        config.isEncrypted ? keyRefusal(config.keyState, call.mayUseKey) : Refusal::None;
    if (key != Refusal::None) {
        return key; // SNS-58
    }
    std::int64_t bytes = 0;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        bytes += context.messages()[batch.entries[i].message].size;
    }
    m_usage.publishRequests += static_cast<std::uint64_t>(requestsFor(bytes));
    return batch.count > 1 && bytes > context.limits().topicMaxMessageBytes ? Refusal::BatchTooLong
                                                                            : Refusal::None;
}

// Of one call, its account's and its own.
Refusal
Topic::takeQuotas(Context& context, std::int64_t messages, std::int64_t bytes, GroupIndex group) {
    if (!takeAccountQuota(context, messages)) return Refusal::Throttled;
    return store.takeQuota(context.now(), messages, bytes, group);
}

// What the account's topics of this sort share in this region (SNS-56, SNS-60).
bool Topic::takeAccountQuota(Context& context, std::int64_t messages) {
    const std::int64_t perSecond = accountPublishesPerSecond(store.rules(), m_place.region);
    if (perSecond == 0) {
        return true;
    }
    if (m_publishQuota == kNoQuota) {
        const bool isFifo = config.type == TopicType::Fifo;
        m_publishQuota = context.sharedQuotaIndex((isFifo ? "sns.fifo_publish " : "sns.publish ")
                                                  + m_place.region + ' ' + m_place.account);
    }
    return context.sharedQuota(m_publishQuota).take(context.now(), perSecond, messages);
}

void Topic::placed(const PartPlace& place) {
    m_place = place;
    m_publishQuota = kNoQuota;
    m_envelope = 0;
    m_arn = party(place).arn;
}

PublishEntry Topic::entryOf(Context& context, MessageIndex index) const {
    const Message& message = context.messages()[index];
    PublishEntry entry{index, message.serial, message.size, message.group, message.dedupId};
    if (entry.dedupId == 0 && config.contentBasedDedup && config.type == TopicType::Fifo) {
        entry.dedupId = contentDedupId(context.bodies(), message);
    }
    return entry;
}

void Topic::publishOne(Context& context, const PublishEntry& entry, Surroundings& surroundings) {
    const MessageIndex index = entry.message;
    const PublishOutcome outcome =
        store.publish(context.now(), entry, context.random(), surroundings);
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
    giveBack(context, call, refused, refusal, static_cast<std::uint16_t>(topicCodeOf(refusal)));
}

void Topic::settle(Context& context) {
    m_timer.arm(context, store.nextDue());
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
    counted.lost = sums.lost + sums.redriveFailed + sums.unsubscribed;
    counted.lostInAll = counted.lost + counted.unheard;
    counted.replayed = sums.replayed;
    counted.waiting = store.waitingCount();
}

void Topic::bringGaugesUpToDate(const Kernel& kernel) {
    for (Receiver& receiver : m_receivers) confirmArrived(receiver, kernel);
    counted.delivered = store.totals().delivered;
}

void Topic::beforeSample(SimTime /*now*/, Duration /*interval*/) {
    counted.pending = store.countOf(SubscriptionState::Pending);
    counted.archived = store.archivedCount();
    const auto filtered = [&](FilterResult result) {
        return store.totals().filteredOut[static_cast<std::size_t>(result)];
    };
    counted.filteredByAttributes = filtered(FilterResult::Attributes);
    counted.filteredNoAttributes = filtered(FilterResult::NoAttributes);
    counted.filteredInvalid = filtered(FilterResult::InvalidAttributes);
    counted.filteredByBody = filtered(FilterResult::Body);
    counted.filteredInvalidBody = filtered(FilterResult::InvalidBody);
    counted.cost = cost();
}

double Topic::cost() const {
    TopicUsage usage = m_usage;
    usage.publishedBytes = counted.publishedBytes;
    for (SubscriptionIndex i = 0; i < store.subscriptionCount(); ++i) {
        const auto protocol = static_cast<std::size_t>(store.subscription(i).protocol);
        usage.deliveries[protocol] += store.counts(i).attempts;
    }
    return topicCost(config.type == TopicType::Fifo, usage);
}

void Topic::addTo(Digest& digest) const {
    store.addTo(digest);
    digest.add(counted.refused);
    digest.add(counted.unheard);
    digest.add(m_attempts.size());
}

} // namespace sluice
