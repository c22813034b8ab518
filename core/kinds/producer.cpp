// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/producer.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr PortIndex kPayloads = 1;
constexpr unsigned kTimerBits = 2;
// What remains of a message whose body is in a bucket: a pointer and its attribute.
constexpr std::uint32_t kReferenceBytes = 250;

BodyTemplate bodyOf(const Producer::Config& config) {
    BodyTemplate body;
    body.text = config.body;
    body.objectKey = config.objectKey;
    body.attributes = parseAttributes(config.attributes).value_or(std::vector<MessageAttribute>());
    return body;
}

} // namespace

RateSchedule Producer::rates() const {
    return {config.schedule,
            config.spacing,
            config.rate,
            config.peakRate,
            config.period,
            config.burstLength};
}

void Producer::start(Context& context) {
    m_body = context.bodies().add(bodyOf(config));
    arm(context);
}

void Producer::stop(Context& context) {
    release(context, m_batch);
    m_batch.count = 0;
    // Retries whose timer is still to come release theirs here; their timers find nobody.
    for (std::uint32_t i = 0; i < m_retries.capacity(); ++i) {
        release(context, m_retries[i].batch);
        m_retries[i].batch.count = 0;
    }
}

void Producer::release(Context& context, const Batch& batch) {
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.messages().release(batch.entries[i].message);
    }
}

void Producer::wiringChanged(Context& /*context*/) {}

void Producer::onCall(Context& context, const Call& call) {
    switch (call.kind) {
    case CallKind::SendMessageResult:
        takeRefusal(context, call);
        break;
    case CallKind::PutObjectResult: // the payload is safe: its reference may follow
        enqueue(context, static_cast<MessageIndex>(call.payload));
        break;
    default:
        SLUICE_ASSERT(false && "nothing else answers a producer");
        break;
    }
}

void Producer::configChanged(Context& context) {
    m_body = context.bodies().add(bodyOf(config));
    ++m_generation;
    if (config.schedule == Schedule::Replay) {
        const Duration since = context.now() - (kRunStart + config.startAfter);
        const auto& at = config.replayTimes.at;
        m_replayed =
            static_cast<std::uint64_t>(std::upper_bound(at.begin(), at.end(), since) - at.begin());
    }
    arm(context);
}

// Schedules count from start_after; the producer's own clock does not restart when the rate is
// edited.
void Producer::arm(Context& context) {
    const SimTime begin = kRunStart + config.startAfter;
    const bool isFull =
        config.messageLimit != 0 && m_created >= static_cast<std::uint64_t>(config.messageLimit);
    if (isFull) {
        return;
    }
    Arrival next{Duration::max(), true};
    if (config.schedule == Schedule::Replay) {
        if (m_replayed < config.replayTimes.at.size()) {
            next.at = config.replayTimes.at[m_replayed];
        }
    } else {
        next = rates().next(std::max(context.now() - begin, Duration::zero()), context.random());
    }
    const Duration end = config.stopAfter == Duration::zero() ? Duration::max() : config.stopAfter;
    if (next.at == Duration::max() || next.at > end) {
        return;
    }
    m_isMessageDue = next.isMessage;
    startTimer(
        context, std::max(begin + next.at, context.now()), TimerKind::Schedule, m_generation);
}

void Producer::startTimer(Context& context, SimTime at, TimerKind kind, std::uint32_t detail) {
    context.startTimer(
        at, static_cast<std::uint64_t>(detail) << kTimerBits | static_cast<std::uint64_t>(kind));
}

void Producer::onTimer(Context& context, std::uint64_t token) {
    const auto detail = static_cast<std::uint32_t>(token >> kTimerBits);
    switch (static_cast<TimerKind>(token & ((1U << kTimerBits) - 1))) {
    case TimerKind::BatchWait:
        if (detail == m_batches) {
            flush(context);
        }
        return;
    case TimerKind::Retry:
        retry(context, detail);
        return;
    case TimerKind::Schedule:
        break;
    }
    if (detail != m_generation) {
        return;
    }
    if (m_isMessageDue) {
        ++m_replayed;
        sendOne(context);
    }
    arm(context);
}

Message Producer::makeMessage(Context& context) {
    constexpr unsigned kCountBits = 40;
    Message message;
    message.serial = static_cast<std::uint64_t>(context.id()) << kCountBits | ++m_created;
    message.sentAt = context.now();
    message.body = m_body;
    message.size = static_cast<std::uint32_t>(config.messageSize);
    const auto keys = static_cast<std::uint64_t>(config.keys);
    message.key = keys == 1 ? 0 : static_cast<std::uint32_t>(context.random().below(keys));
    message.isPoison = context.random().chance(config.poisonShare);
    switch (config.messageGroup) {
    case MessageGroup::None:
        break;
    case MessageGroup::PerKey:
        message.group = message.key + 1;
        break;
    case MessageGroup::Single:
        message.group = static_cast<std::uint32_t>(config.groupNumber);
        break;
    }
    switch (config.dedupId) {
    case DedupId::None:
        break;
    case DedupId::Unique:
        message.dedupId = message.serial;
        break;
    case DedupId::PerKey:
        message.dedupId = message.key + 1;
        break;
    }
    return message;
}

void Producer::sendOne(Context& context) {
    Message message = makeMessage(context);
    ++counted.sent;
    counted.poison += message.isPoison ? 1 : 0;
    const bool isLarge = config.largePayload == LargePayload::ThroughBucket
                         && config.messageSize > config.payloadThreshold;
    if (!isLarge || context.links(kPayloads).empty()) {
        enqueue(context, context.create(message));
        return;
    }
    const auto buckets = context.links(kPayloads);
    ++counted.throughBucket;
    message.payload = message.serial; // a redriven message has another serial, but this object
    Call put;
    put.kind = CallKind::PutObject;
    put.worker = message.size;
    message.size = kReferenceBytes;
    put.payload = static_cast<std::uint32_t>(context.create(message));
    const SimTime arrive = context.send(buckets.front(), put);
    context.note(HopKind::Send, static_cast<MessageIndex>(put.payload), buckets.front(), arrive, 0);
}

// Takes over one hold of the message and sends it, alone or when its batch is complete.
void Producer::enqueue(Context& context, MessageIndex index) {
    m_batch.entries[m_batch.count++].message = index;
    if (m_batch.count >= static_cast<std::uint32_t>(config.batchSize)) {
        flush(context);
    } else if (m_batch.count == 1) {
        startTimer(context, context.now() + config.batchWait, TimerKind::BatchWait, m_batches);
    }
}

void Producer::flush(Context& context) {
    if (m_batch.count == 0) {
        return;
    }
    const Batch batch = m_batch;
    m_batch.count = 0;
    ++m_batches; // a timer of this batch is stale from now on
    const auto links = context.links(kOut).first(reachedBeforeCrash(context));
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.messages().retain(batch.entries[i].message,
                                  static_cast<std::uint32_t>(links.size()));
    }
    if (batch.count == 1 && config.callsPerSecond == 0 && config.answerLoss == 0) {
        sendToAll(context, links, batch.entries[0].message);
        counted.sentOut += links.empty() ? 0 : 1;
    } else {
        bool isSent = false;
        for (const LinkIndex link : links) {
            isSent = sendCall(context, link, batch, 0) || isSent;
        }
        counted.sentOut += isSent ? batch.count : 0;
    }
    release(context, batch);
}

// One message to every receiver, where no call is one too many and no answer gets lost: the usual
// case, in which all calls are the same.
void Producer::sendToAll(Context& context, std::span<const LinkIndex> links, MessageIndex message) {
    const Call call = sendOf(CallKind::SendMessage, static_cast<std::uint32_t>(message), 0);
    counted.calls += links.size();
    for (const LinkIndex link : links) {
        const SimTime arrive = context.send(link, call);
        context.note(HopKind::Send, message, link, arrive, 0);
    }
}

Call Producer::sendOf(CallKind kind, std::uint32_t payload, std::uint32_t attempt) const {
    Call call;
    call.kind = kind;
    call.payload = payload;
    call.worker = attempt;
    call.mayUseKey = config.mayUseKey;
    call.value = config.hasOwnDelay ? config.ownDelay : kNotGiven;
    return call;
}

// It calls its receivers one after the other; a crash on the way leaves the rest without the
// message.
std::size_t Producer::reachedBeforeCrash(Context& context) {
    const std::size_t receivers = context.links(kOut).size();
    if (config.crashShare == 0 || !context.random().chance(config.crashShare)) {
        return receivers;
    }
    ++counted.crashes;
    return context.random().below(receivers + 1);
}

// Takes over one hold of every message in the batch; false when it has no call left. Requires: it
// is not empty.
bool Producer::sendCall(Context& context,
                        LinkIndex link,
                        const Batch& batch,
                        std::uint32_t attempt) {
    if (config.callsPerSecond > 0 && !m_calls.take(context.now(), config.callsPerSecond)) {
        drop(context, batch);
        return false;
    }
    const bool isAnswerLost = losesAnswer(context, link, batch, attempt);
    ++counted.calls;
    const std::uint32_t mark = isAnswerLost ? attempt | kAnswerLost : attempt;
    const Call call =
        batch.count == 1 ? sendOf(
            CallKind::SendMessage, static_cast<std::uint32_t>(batch.entries[0].message), mark)
                         : sendOf(CallKind::SendMessageBatch, context.batches().add(batch), mark);
    const SimTime arrive = context.send(link, call);
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.note(HopKind::Send, batch.entries[i].message, link, arrive, 0);
    }
    return true;
}

// The call is one too many for this second.
void Producer::drop(Context& context, const Batch& batch) {
    counted.dropped += batch.count;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.note(HopKind::Lost, batch.entries[i].message, kNoLink, context.now(), 0);
    }
    release(context, batch);
}

// Whether the answer to this call gets lost; it will then be made again.
bool Producer::losesAnswer(Context& context,
                           LinkIndex link,
                           const Batch& batch,
                           std::uint32_t attempt) {
    const auto retries = static_cast<std::uint32_t>(config.retries);
    if (config.answerLoss == 0 || attempt >= retries
        || !context.random().chance(config.answerLoss)) {
        return false;
    }
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.messages().retain(batch.entries[i].message);
    }
    scheduleRetry(context, {batch, link, attempt + 1});
    return true;
}

void Producer::scheduleRetry(Context& context, const Retry& again) {
    const std::uint32_t index = m_retries.add(again);
    startTimer(context, context.now() + config.retryAfter, TimerKind::Retry, index);
}

void Producer::retry(Context& context, std::uint32_t index) {
    const Retry again = m_retries[index];
    m_retries[index].batch.count = 0;
    m_retries.free(index);
    if (!context.link(again.link).isLive) {
        release(context, again.batch);
        return;
    }
    counted.retried += again.batch.count;
    sendCall(context, again.link, again.batch, again.attempt);
}

void Producer::beforeSample(SimTime /*now*/, Duration interval) {
    std::rotate(m_history.begin(), m_history.begin() + 1, m_history.end());
    m_history.back() =
        static_cast<float>(static_cast<double>(counted.sent - m_sentAtSample) / seconds(interval));
    m_sentAtSample = counted.sent;
}

Picture
Producer::picture(SimTime /*now*/, const Kernel& /*kernel*/, const NodeWiring& /*wiring*/) const {
    Picture result;
    result.colorRole = kColorRole;
    const std::string label(
        detail::choicesOf<Schedule>()[static_cast<std::size_t>(config.schedule)].key);
    result.summary = "producer · ";
    result.summary +=
        config.schedule == Schedule::Constant ? scaledText(config.rate, Unit::PerSecond) : label;
    result.parts.emplace_back(Sparkline{{m_history.begin(), m_history.end()}});
    const auto number = [](std::uint64_t count) {
        return groupedText(static_cast<std::int64_t>(count));
    };
    Counters counters{{{"sent", number(counted.sentOut), Emphasis::Normal}}};
    if (counted.throughBucket > 0) {
        counters.items.push_back({"stored", number(counted.throughBucket), Emphasis::Normal});
    }
    if (counted.crashes > 0) {
        counters.items.push_back({"crashes", number(counted.crashes), Emphasis::Danger});
    }
    if (counted.refused > 0) {
        counters.items.push_back({"refused", number(counted.refused), Emphasis::Danger});
    }
    if (counted.dropped > 0) {
        counters.items.push_back({"dropped", number(counted.dropped), Emphasis::Danger});
    }
    result.parts.emplace_back(std::move(counters));
    return result;
}

void Producer::addTo(Digest& digest) const {
    digest.add(counted.sent);
    digest.add(counted.poison);
    digest.add(m_created);
    digest.add(m_batch.count);
    digest.add(m_retries.size());
}

} // namespace sluice
