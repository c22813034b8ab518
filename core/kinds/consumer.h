// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/kernel/context.h"
#include "core/kinds/party.h"
#include "core/schema/metric.h"
#include "core/schema/node_kind.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <span>
#include <vector>

namespace sluice {

/// What a worker does with a message it failed to process.
enum class OnFailure : std::uint8_t { LeaveHidden, Release };
/// When a worker deletes the messages it processed.
enum class DeleteWhen : std::uint8_t { AfterEach, AfterBatch };

/// What one draw of the processing time is for.
enum class ProcessingPer : std::uint8_t { Message, Batch };

/// Whose value a receive call goes by: the queue's attribute or a parameter of its own.
enum class SetBy : std::uint8_t { Queue, Request };

/// A group of workers. Each polls the linked queues in turn, processes what it gets one message
/// after the other, and deletes what it finished.
struct Consumer {
    static constexpr PortIndex kPayloads = 1;

    struct Config {
        // What every batch asks for comes first: it lies close together.
        std::int64_t workers = 1;
        std::int64_t batchSize = 1;
        Duration waitTime = 20s;
        Duration visibilityTimeout = 30s;
        double receiveLoss = 0;
        double failureShare = 0;
        double crashShare = 0;
        Duration heartbeat{};
        Duration pollPause{};
        SetBy waitSetBy = SetBy::Request;
        SetBy visibilitySetBy = SetBy::Queue;
        bool repeatsAttempts = false; ///< Sends ReceiveRequestAttemptIds (SQS-108).
        bool mayUseKey = true;
        ProcessingPer processingPer = ProcessingPer::Message;
        OnFailure onFailure = OnFailure::LeaveHidden;
        DeleteWhen deleteWhen = DeleteWhen::AfterEach;
        Distribution processing = exponential(500ms);
        Duration restartTime = 5s;
        Duration heartbeatExtension = 30s;
        double heartbeatGrowth = 1;
        Duration errorPause = 1s;

        /// Draws of the processing time that a full batch takes.
        std::int64_t drawsPerBatch() const {
            return processingPer == ProcessingPer::Batch ? 1 : batchSize;
        }

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        // What every batch changes comes first.
        std::uint64_t processed = 0, polls = 0;
        Histogram processTime, endToEndLatency;
        std::uint64_t duplicates = 0, failures = 0, crashes = 0;
        std::uint64_t refused = 0, fetched = 0, answersLost = 0;
        std::uint64_t busyWorkers = 0;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "consumer";
    static constexpr std::string_view kLabel = "Consumer";
    static constexpr std::string_view kCategory = "Compute";
    static constexpr std::string_view kColorRole = "compute";
    static constexpr std::string_view kHelp =
        "A group of workers that receive messages from queues, process them and delete them. "
        "Workers can be slow, fail, "
        "crash, and extend the visibility timeout of what they are working on by a heartbeat.";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Metric<Metrics>> metrics();
    static void
    advise(const Document&, const Registry&, const Node& node, std::vector<Finding>& findings);

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    PlainOutcome onPlainCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void configChanged(Context& context);
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;
    static Party party(const PartPlace& place) { return {roleArn(place), place.account}; }

    alignas(64) Config config;
    alignas(64) Metrics counted;

    friend bool operator==(const Consumer&, const Consumer&) = default;

private:
    enum class State : std::uint8_t { Idle, Polling, Pausing, Fetching, Processing, Down, Retired };
    enum class Outcome : std::uint8_t { Success, Failure, Crash };

    /// What is needed all the time is in its first cache line.
    struct alignas(64) Worker {
        State state = State::Idle;
        Outcome outcome =
            Outcome::Success;    ///< Of the message at work, drawn when its processing starts.
        bool justFailed = false; ///< The last message failed; shown until the next one starts.
        std::uint16_t entry = 0; ///< Index in the batch of the message at work.
        std::uint16_t done = 0;  ///< Entries to delete after the batch; moved to its beginning.
        std::uint32_t generation = 0; ///< Of the newest timer; others are stale.
        std::uint32_t batch = 0;
        std::uint32_t polls = 0; ///< Chooses the next queue, in turn.
        LinkIndex link = kNoLink;
        LinkIndex bucket = kNoLink; ///< Asked for the payload it fetches.
        std::uint32_t attempt = 0;  ///< Of its receive call; it comes again after a lost answer.
        SimTime startedAt, finishesAt, heartbeatAt;
        Duration beatInterval{}, beatExtension{}; ///< Of the next heartbeat; both may grow.

        friend bool operator==(const Worker&, const Worker&) = default;
    };

    /// What a queue last answered with an error.
    struct Refused {
        LinkIndex link = kNoLink;
        Refusal refusal = Refusal::None;
        SimTime at;

        friend bool operator==(const Refused&, const Refused&) = default;
    };

    [[gnu::noinline]] std::uint32_t attemptOf(Worker& worker);
    [[gnu::noinline]] void loseAnswer(Context& context, std::uint32_t index);
    [[gnu::noinline]] void takeRefusal(Context& context, const Call& call);
    Duration longestSilence(std::size_t queues) const;
    std::vector<LinkSign> signs(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    static Cells::Cell cellOf(const Worker& worker, SimTime now);
    void poll(Context& context, std::uint32_t index);
    // Whether the worker that asked still waits for this answer.
    bool isAwaited(const Call& call) const {
        return call.worker < m_workers.size() && m_workers[call.worker].state == State::Polling
               && m_workers[call.worker].link == call.link;
    }
    void takeBatch(Context& context, const Call& call);
    [[gnu::noinline]] void beginBatch(Context& context, std::uint32_t index, std::uint32_t batch);
    // Most consumers have no heartbeat: they touch no more than they need.
    void beginBeats(SimTime now, Worker& worker) const {
        worker.heartbeatAt = kNever;
        if (config.heartbeat > Duration::zero()) {
            worker.beatInterval = config.heartbeat;
            worker.beatExtension = config.heartbeatExtension;
            worker.heartbeatAt = now + config.heartbeat;
        }
    }
    void pause(Context& context, std::uint32_t index, Duration length);
    void startNext(Context& context, std::uint32_t index);
    void fetch(Context& context, std::uint32_t index, LinkIndex bucket);
    void takeObject(Context& context, const Call& call);
    void process(Context& context, std::uint32_t index, bool isReadable);
    [[gnu::noinline]] static void removeObject(Context& context, MessageIndex message);
    Outcome drawOutcome(Context& context, const Received& entry, bool isReadable) const;
    bool isWorkShared(const Worker& worker) const;
    bool takeNextAlong(Context& context, Worker& worker);
    void finish(Context& context, std::uint32_t index);
    void finishPlain(Context& context, Worker& worker, std::uint32_t queue);
    void finishMessage(Context& context, Worker& worker, std::uint32_t queue);
    void fail(Context& context, const Worker& worker, const Received& entry);
    static void deleteDone(Context& context, Worker& worker);
    [[gnu::noinline]] void crash(Context& context, std::uint32_t index);
    [[gnu::noinline]] void beat(Context& context, std::uint32_t index);
    void endBatch(Context& context, std::uint32_t index);
    static void dropBatch(Context& context, std::uint32_t batch, std::uint32_t from);
    static void sendBatch(
        Context& context, const Worker& worker, CallKind kind, const Batch& batch, Duration value);
    static void sendDeletes(Context& context, const Worker& worker, std::uint32_t batch);
    void startTimer(Context& context, std::uint32_t index, SimTime at);
    void fitWorkers(Context& context);
    void findSource(Context& context);

    LinkIndex m_source = kNoLink; // of the only queue; there may be none or several
    std::vector<Worker> m_workers;
    std::uint32_t m_timers = 0;     // started so far
    std::uint32_t m_attempts = 0;   // numbers given to receive calls so far
    std::vector<Refused> m_refused; // at most one a link
};

// Most answers have messages. Here, so that it becomes a part of the event loop.
[[gnu::always_inline]] inline PlainOutcome Consumer::onPlainCall(Context& context,
                                                                 const Call& call) {
    const bool isPlain = call.kind == CallKind::ReceiveMessageResult
                         && context.link(call.link).isLive && isAwaited(call)
                         && context.batches()[call.payload].count > 0;
    if (isPlain) beginBatch(context, call.worker, call.payload);
    return {isPlain};
}

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<OnFailure>();
template <>
std::span<const ChoiceSpec> choicesOf<DeleteWhen>();
template <>
std::span<const ChoiceSpec> choicesOf<ProcessingPer>();
template <>
std::span<const ChoiceSpec> choicesOf<SetBy>();
} // namespace detail

} // namespace sluice
