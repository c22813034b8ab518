// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/consumer.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr PortIndex kIn = 0;
constexpr unsigned kWorkerBits = 10;

} // namespace

void Consumer::start(Context& context) {
    fitWorkers(context);
}

void Consumer::stop(Context& context) {
    for (Worker& worker : m_workers) {
        if (worker.state == State::Processing || worker.state == State::Fetching) {
            dropBatch(context, worker.batch, worker.entry);
        }
    }
    m_workers.clear();
}

// Starts workers until there are as many as configured. Too many finish what they do and retire.
void Consumer::fitWorkers(Context& context) {
    findSource(context); // links that an edit removes are gone before settings change
    const auto wanted = static_cast<std::size_t>(config.workers);
    if (m_workers.size() < wanted) {
        m_workers.resize(wanted);
    }
    for (std::uint32_t i = 0; i < m_workers.size(); ++i) {
        const State state = m_workers[i].state;
        if (i < wanted && (state == State::Idle || state == State::Retired)) {
            poll(context, i);
        } else if (i >= wanted && (state == State::Idle || state == State::Pausing)) {
            m_workers[i].state = State::Retired;
        }
    }
    while (m_workers.size() > wanted && m_workers.back().state == State::Retired) {
        m_workers.pop_back();
    }
}

void Consumer::findSource(Context& context) {
    const auto links = context.links(kIn);
    m_source = links.size() == 1 ? links.front() : kNoLink;
}

void Consumer::poll(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    LinkIndex source = m_source;
    if (source == kNoLink || index >= static_cast<std::size_t>(config.workers)) [[unlikely]] {
        const auto links = context.links(kIn);
        if (index >= static_cast<std::size_t>(config.workers) || links.empty()) {
            worker.state = links.empty() ? State::Idle : State::Retired;
            return;
        }
        // Workers begin at different queues so that a few of them cover all.
        source = links[(index + worker.polls) % links.size()];
    }
    ++worker.polls;
    worker.link = source;
    worker.state = State::Polling;
    ++counted.polls;
    const std::uint32_t attempt = config.repeatsAttempts ? attemptOf(worker) : 0;
    Call& call = context.post(worker.link).call;
    call.kind = CallKind::ReceiveMessage;
    call.worker = index;
    call.maxMessages = static_cast<std::uint8_t>(config.batchSize);
    call.payload = attempt;
    call.mayUseKey = config.mayUseKey;
    call.value = config.waitSetBy == SetBy::Request ? config.waitTime : kNotGiven;
    call.visibilityTimeout =
        config.visibilitySetBy == SetBy::Request ? config.visibilityTimeout : kNotGiven;
}

void Consumer::onCall(Context& context, const Call& call) {
    if (call.kind == CallKind::GetObjectResult) {
        takeObject(context, call);
        return;
    }
    SLUICE_ASSERT(call.kind == CallKind::ReceiveMessageResult);
    if (isAwaited(call)) {
        takeBatch(context, call);
    } else {
        dropBatch(context, call.payload, 0); // the worker is gone: the messages will time out
    }
}

void Consumer::takeBatch(Context& context, const Call& call) {
    if (context.batches()[call.payload].count > 0) {
        beginBatch(context, call.worker, call.payload);
        return;
    }
    context.batches().free(call.payload);
    if (call.refusal != Refusal::None) {
        takeRefusal(context, call);
        return;
    }
    pause(context, call.worker, config.pollPause);
}

void Consumer::beginBatch(Context& context, std::uint32_t index, std::uint32_t batch) {
    Worker& worker = m_workers[index];
    worker.batch = batch;
    worker.entry = 0;
    worker.done = 0;
    if (context.random().chance(config.receiveLoss)) return loseAnswer(context, index);
    worker.attempt = 0;
    beginBeats(context.now(), worker);
    startNext(context, index);
}

void Consumer::pause(Context& context, std::uint32_t index, Duration length) {
    if (length == Duration::zero()) {
        poll(context, index);
        return;
    }
    m_workers[index].state = State::Pausing;
    startTimer(context, index, context.now() + length);
}

void Consumer::startNext(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    const Received& entry = context.batches()[worker.batch].entries[worker.entry];
    const Message& message = context.messages()[entry.message];
    if (message.payload == 0) return process(context, index, true);
    const auto buckets = context.links(kPayloads);
    if (message.isEvent && buckets.empty()) return process(context, index, true);
    if (buckets.empty()) {
        process(context, index, false); // the reference alone is of no use
        return;
    }
    fetch(context, index, buckets.front());
}

// Whether the time of the message at work is already part of an earlier one's.
inline bool Consumer::isWorkShared(const Worker& worker) const {
    return config.processingPer == ProcessingPer::Batch && worker.entry > 0;
}

void Consumer::process(Context& context, std::uint32_t index, bool isReadable) {
    Worker& worker = m_workers[index];
    const Received& entry = context.batches()[worker.batch].entries[worker.entry];
    const bool isShared = isWorkShared(worker);
    const Duration work = isShared ? Duration::zero() : config.processing.sample(context.random());
    worker.state = State::Processing;
    worker.startedAt = context.now();
    worker.finishesAt = context.now() + work;
    worker.outcome = drawOutcome(context, entry, isReadable);
    if (!isShared && context.random().chance(config.crashShare)) {
        worker.outcome = Outcome::Crash;
        worker.finishesAt = context.now() + fromSeconds(seconds(work) * context.random().unit());
    }
    startTimer(context, index, std::min(worker.finishesAt, worker.heartbeatAt));
}

inline Consumer::Outcome
Consumer::drawOutcome(Context& context, const Received& entry, bool isReadable) const {
    const bool fails = !isReadable || context.messages()[entry.message].isPoison
                       || context.random().chance(config.failureShare);
    return fails ? Outcome::Failure : Outcome::Success;
}

void Consumer::startTimer(Context& context, std::uint32_t index, SimTime at) {
    constexpr std::uint32_t kGenerations = 1U << 30U;
    Worker& worker = m_workers[index];
    // Counted over all workers: a new worker must not answer to a timer of one that retired.
    worker.generation = m_timers = (m_timers + 1) % kGenerations;
    context.startTimer(at, static_cast<std::uint64_t>(worker.generation) << kWorkerBits | index);
}

void Consumer::onTimer(Context& context, std::uint64_t token) {
    const auto index = static_cast<std::uint32_t>(token & ((1U << kWorkerBits) - 1));
    if (index >= m_workers.size() || m_workers[index].generation != token >> kWorkerBits) {
        return;
    }
    Worker& worker = m_workers[index];
    switch (worker.state) {
    case State::Pausing:
    case State::Down:
        poll(context, index);
        break;
    case State::Fetching:
        beat(context, index);
        break;
    case State::Processing:
        if (worker.finishesAt > context.now()) {
            beat(context, index);
        } else if (worker.outcome == Outcome::Crash) {
            crash(context, index);
        } else {
            finish(context, index);
        }
        break;
    case State::Idle:
    case State::Polling:
    case State::Retired:
        break;
    }
}

void Consumer::finish(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    const std::uint32_t queue = context.storeOf(context.link(worker.link).from);
    const std::uint32_t first = worker.entry;
    bool isAtWork = true;
    // Usually all succeed and are deleted together: nothing is drawn or sent for each.
    if (worker.outcome == Outcome::Success && config.processingPer == ProcessingPer::Batch
        && config.deleteWhen == DeleteWhen::AfterBatch && config.failureShare <= 0) {
        finishPlain(context, worker, queue);
        isAtWork = worker.entry == first || takeNextAlong(context, worker);
    }
    while (isAtWork) {
        finishMessage(context, worker, queue);
        ++worker.entry;
        isAtWork = takeNextAlong(context, worker);
    }
    counted.processTime.record(context.now() - worker.startedAt, worker.entry - first);
    if (worker.entry < context.batches()[worker.batch].count) {
        startNext(context, index);
    } else {
        endBatch(context, index);
    }
}

// Finishes messages that succeeded, up to the first that has a payload or will fail.
inline void Consumer::finishPlain(Context& context, Worker& worker, std::uint32_t queue) {
    Batch& batch = context.batches()[worker.batch];
    std::array<Duration, Batch::kCapacity> latencies; // NOLINT(*-member-init): as many as finish
    std::uint64_t duplicates = 0;
    const std::uint32_t first = worker.entry;
    std::uint32_t entry = first;
    for (const std::uint32_t count = batch.count; entry < count; ++entry) {
        const MessageIndex index = batch.entries[entry].message;
        const Message& message = context.messages()[index];
        if (message.payload != 0 || message.isPoison) break;
        duplicates += context.messages().setProcessed(index, queue) ? 0 : 1;
        latencies[entry - first] = context.now() - message.sentAt;
        context.messages().release(index);
    }
    const std::uint32_t finished = entry - first;
    if (worker.done != first) { // else they are where they belong
        std::copy_n(batch.entries.data() + first, finished, &batch.entries[worker.done]);
    }
    worker.done = static_cast<std::uint16_t>(worker.done + finished);
    counted.endToEndLatency.record(std::span(latencies).first(finished));
    counted.duplicates += duplicates;
    counted.processed += finished;
    worker.justFailed = worker.justFailed && finished == 0;
    worker.entry = static_cast<std::uint16_t>(entry);
}

// Goes on to the next message when it was worked on together with the last one and has no payload
// to be fetched.
inline bool Consumer::takeNextAlong(Context& context, Worker& worker) {
    const Batch& batch = context.batches()[worker.batch];
    if (worker.entry >= batch.count || !isWorkShared(worker)) {
        return false;
    }
    const Received& entry = batch.entries[worker.entry];
    if (context.messages()[entry.message].payload != 0) {
        return false;
    }
    worker.outcome = drawOutcome(context, entry, true);
    return true;
}

inline void Consumer::finishMessage(Context& context, Worker& worker, std::uint32_t queue) {
    Batch& batch = context.batches()[worker.batch];
    const Received entry = batch.entries[worker.entry];
    worker.justFailed = worker.outcome == Outcome::Failure;
    if (worker.outcome != Outcome::Success) {
        fail(context, worker, entry);
        context.messages().release(entry.message);
        return;
    }
    const Message& message = context.messages()[entry.message];
    ++counted.processed;
    counted.duplicates += context.messages().setProcessed(entry.message, queue) ? 0 : 1;
    counted.endToEndLatency.record(context.now() - message.sentAt);
    batch.entries[worker.done++] = entry; // its place or an earlier one: both are finished
    if (message.payload != 0 && !message.isEvent) {
        removeObject(context, entry.message);
    }
    if (config.deleteWhen == DeleteWhen::AfterEach) {
        deleteDone(context, worker);
    }
    context.messages().release(entry.message);
}

void Consumer::fail(Context& context, const Worker& worker, const Received& entry) {
    ++counted.failures;
    if (config.onFailure == OnFailure::Release) {
        Batch failed;
        failed.entries[failed.count++] = entry;
        sendBatch(context, worker, CallKind::ChangeMessageVisibility, failed, Duration::zero());
    }
}

// Deletes what is finished while the rest of the batch goes on.
void Consumer::deleteDone(Context& context, Worker& worker) {
    const std::uint32_t index = context.batches().take();
    const Batch& finished = context.batches()[worker.batch];
    Batch& deletes = context.batches()[index];
    std::copy_n(finished.entries.begin(), worker.done, deletes.entries.begin());
    deletes.count = worker.done;
    worker.done = 0;
    sendDeletes(context, worker, index);
}

void Consumer::crash(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    ++counted.crashes;
    dropBatch(context, worker.batch, worker.entry);
    worker.state = State::Down;
    startTimer(context, index, context.now() + config.restartTime);
}

void Consumer::endBatch(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    if (worker.done > 0) {
        context.batches()[worker.batch].count = worker.done;
        sendDeletes(context, worker, worker.batch);
    } else {
        context.batches().free(worker.batch);
    }
    poll(context, index);
}

void Consumer::dropBatch(Context& context, std::uint32_t index, std::uint32_t from) {
    const Batch& batch = context.batches()[index];
    for (std::uint32_t i = from; i < batch.count; ++i) {
        context.messages().release(batch.entries[i].message);
    }
    context.batches().free(index);
}

void Consumer::sendBatch(
    Context& context, const Worker& worker, CallKind kind, const Batch& batch, Duration value) {
    if (!context.link(worker.link).isLive) {
        return;
    }
    Call call;
    call.kind = kind;
    call.payload = context.batches().add(batch);
    call.value = value;
    context.send(worker.link, call);
}

// Deletes the copies of a batch, which goes along unless it is only one.
void Consumer::sendDeletes(Context& context, const Worker& worker, std::uint32_t batch) {
    const Batch& copies = context.batches()[batch];
    const bool isLive = context.link(worker.link).isLive;
    const bool isSingle = copies.count == 1;
    if (isSingle || !isLive) context.batches().free(batch);
    if (!isLive) return;
    Call& call = context.post(worker.link).call;
    call.kind = isSingle ? CallKind::DeleteMessage : CallKind::DeleteMessageBatch;
    call.payload = isSingle ? 0 : batch;
    if (isSingle) call.receipt = copies.entries[0].receipt;
}

void Consumer::wiringChanged(Context& context) {
    findSource(context);
    for (std::uint32_t i = 0; i < m_workers.size(); ++i) {
        const bool isCutOff =
            m_workers[i].state == State::Polling && !context.link(m_workers[i].link).isLive;
        if (isCutOff || m_workers[i].state == State::Idle) {
            poll(context, i);
        } else if (m_workers[i].state == State::Fetching
                   && !context.link(m_workers[i].bucket).isLive) {
            startNext(context, i); // its answer will never come
        }
    }
}

} // namespace sluice
