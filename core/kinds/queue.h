// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ring.h"
#include "core/broker/queue_store.h"
#include "core/kernel/context.h"
#include "core/schema/metric.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <span>
#include <vector>

namespace sluice {

/// Keeps messages until a consumer receives and deletes them. A dead-letter queue is a queue that
/// another one's dead-letter link points to.
struct Queue {
    struct Config {
        Duration visibilityTimeout = 30s;
        Duration delay{};
        Duration receiveWait{};
        Duration retention = 96h;
        std::int64_t maxMessageSize = 1'048'576;
        std::int64_t maxReceiveCount = 3;

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        std::uint64_t sent = 0, received = 0, emptyReceives = 0, deleted = 0, expired = 0,
                      timedOut = 0, moved = 0;
        std::uint64_t refused = 0, sentBytes = 0;
        std::uint64_t visible = 0, inFlight = 0, delayed = 0, stored = 0, asDeadLetters = 0;
        double ageOfOldest = 0; // seconds
        Histogram queueTime;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "queue";
    static constexpr std::string_view kLabel = "Queue";
    static constexpr std::string_view kCategory = "Messaging";
    static constexpr std::string_view kColorRole = "queue";
    static constexpr std::string_view kHelp =
        "Keeps messages until a consumer receives and deletes them. A received message stays "
        "hidden for the visibility "
        "timeout; if it is not deleted by then, it comes back and may be received again. Link it "
        "to another queue as "
        "dead-letter queue to set aside messages that were received too often.";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Metric<Metrics>> metrics();

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void configChanged(Context& context);
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;

    Config config;
    Metrics counted;
    QueueStore store;

    friend bool operator==(const Queue&, const Queue&) = default;

private:
    /// A long poll waiting for a message (SQS-21).
    struct Waiter {
        SimTime deadline;
        LinkIndex link = kNoLink;
        std::uint32_t worker = 0;
        std::uint8_t maxMessages = 1;

        friend bool operator==(const Waiter&, const Waiter&) = default;
    };

    QueueRules rules(Context& context) const;
    void sendMessage(Context& context, const Call& call);
    void receiveMessage(Context& context, const Call& call);
    void deleteMessage(Context& context, const Call& call);
    void changeMessageVisibility(Context& context, const Call& call);
    Batch fill(Context& context, std::uint8_t maxMessages);
    void moveToDeadLetters(Context& context, const MovedCopy& copy);
    void answer(Context& context, const Waiter& waiter, const Batch& batch);
    void elapse(Context& context);
    void wakeWaiters(Context& context);
    void endWaits(Context& context);
    void arm(Context& context, SimTime due);
    void settle(Context& context);
    void noteElapsed(Context& context, const Elapsed& elapsed);

    Ring<Waiter> m_waiters;        // in order of arrival (SQS-24)
    SimTime m_waitersDue = kNever; // no waiter's deadline is earlier
    std::vector<SimTime> m_timers; // pending ones, the next one last; seldom more than three
    LinkIndex m_lastReceiver =
        kNoLink; // link of the newest answer with messages, to draw time-outs along
};

} // namespace sluice
