// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/kernel/context.h"
#include "core/kernel/token_bucket.h"
#include "core/kinds/party.h"
#include "core/kinds/rate_schedule.h"
#include "core/schema/metric.h"
#include "core/schema/node_kind.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <array>
#include <span>
#include <vector>

namespace sluice {

/// Which MessageGroupId the messages carry.
enum class MessageGroup : std::uint8_t { None, PerKey, Single };
/// Which MessageDeduplicationId they carry.
enum class DedupId : std::uint8_t { None, Unique, PerKey };
/// What becomes of bodies larger than the threshold.
enum class LargePayload : std::uint8_t { SendAsIs, ThroughBucket };

/// Sends messages on a schedule to everything it is linked to.
struct Producer {
    struct Config {
        Schedule schedule = Schedule::Constant;
        Spacing spacing = Spacing::Even;
        double rate = 10;
        double peakRate = 50;
        Duration period = 60s;
        Duration burstLength = 10s;
        Times replayTimes;
        Duration startAfter{};
        Duration stopAfter{};
        std::int64_t messageLimit = 0;
        std::int64_t messageSize = 256;
        std::int64_t keys = 8;
        double poisonShare = 0;
        std::string body = "message {n}";
        std::string attributes;
        MessageGroup messageGroup = MessageGroup::None;
        std::int64_t groupNumber = 1;
        DedupId dedupId = DedupId::None;
        bool hasOwnDelay = false;
        Duration ownDelay{};
        std::int64_t batchSize = 1;
        Duration batchWait = 100ms;
        double answerLoss = 0;
        std::int64_t retries = 3;
        Duration retryAfter = 1s;
        LargePayload largePayload = LargePayload::SendAsIs;
        std::int64_t payloadThreshold = 262'144;
        bool mayUseKey = true;
        double crashShare = 0;
        std::int64_t callsPerSecond = 0;
        std::string objectKey = "payload-{n}";
        std::string identityPolicy;

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        std::uint64_t sent = 0, sentOut = 0;
        std::uint64_t poison = 0;
        std::uint64_t calls = 0, refused = 0, retried = 0, givenUp = 0;
        std::uint64_t notAccepted = 0; ///< Of sentOut: refused by every receiver for good.
        std::uint64_t throughBucket = 0, crashes = 0, dropped = 0;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "producer";
    static constexpr std::string_view kLabel = "Producer";
    static constexpr std::string_view kCategory = "Sources";
    static constexpr std::string_view kColorRole = "source";
    static constexpr std::string_view kHelp =
        "Sends messages on a schedule: at a constant rate, in bursts, rising, as a wave, or at the "
        "times of a file. Each "
        "message goes to everything the producer is linked to.";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Metric<Metrics>> metrics();
    static void
    advise(const Document&, const Registry&, const Node& node, std::vector<Finding>& findings);

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void configChanged(Context& context);
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;
    static std::string linkProblem(const Document& document, const Link& link);
    Party party(const PartPlace& place) const {
        return {roleArn(place), place.account, {}, config.identityPolicy};
    }

    Config config;
    Metrics counted;

    friend bool operator==(const Producer&, const Producer&) = default;

private:
    static constexpr std::size_t kHistory = 40;
    static constexpr PortIndex kOut = 0;
    // Marks, in the number of the attempt, a call whose answer gets lost.
    static constexpr std::uint32_t kAnswerLost = 1U << 31U;

    /// A call that will be made again: its answer was lost, or it was refused.
    struct Retry {
        Batch batch;
        LinkIndex link = kNoLink;
        std::uint32_t attempt = 0; ///< 1: the first repetition.

        friend bool operator==(const Retry&, const Retry&) = default;
    };
    /// How many messages a receiver refused for good.
    struct Refused {
        LinkIndex link = kNoLink;
        std::uint64_t messages = 0;

        friend bool operator==(const Refused&, const Refused&) = default;
    };
    enum class TimerKind : std::uint8_t { Schedule, BatchWait, Retry };

    RateSchedule rates() const;
    void arm(Context& context);
    static void startTimer(Context& context, SimTime at, TimerKind kind, std::uint32_t detail);
    void sendOne(Context& context);
    Message makeMessage(Context& context);
    void enqueue(Context& context, MessageIndex index);
    void flush(Context& context);
    std::size_t reachedBeforeCrash(Context& context);
    void sendToAll(Context& context, std::span<const LinkIndex> links, MessageIndex message);
    Call sendOf(CallKind kind, std::uint32_t payload, std::uint32_t attempt) const;
    bool sendCall(Context& context, LinkIndex link, const Batch& batch, std::uint32_t attempt);
    void drop(Context& context, const Batch& batch);
    bool losesAnswer(Context& context, LinkIndex link, const Batch& batch, std::uint32_t attempt);
    void scheduleRetry(Context& context, const Retry& again);
    void retry(Context& context, std::uint32_t index);
    void takeRefusal(Context& context, const Call& call);
    void countRefused(Context& context, LinkIndex link, std::uint32_t messages);
    std::uint64_t refusedByAll(Context& context) const;
    static void release(Context& context, const Batch& batch);

    std::uint32_t m_generation = 0; // of the armed timer; timers of older settings are stale
    std::uint32_t m_body = 0;
    bool m_isMessageDue = true; // false: the timer only looks for the next message again
    std::uint64_t m_created = 0;
    Batch m_batch; // collected for the next batch call; held
    std::uint32_t m_batches = 0;
    SlotPool<Retry> m_retries;
    std::vector<Refused> m_refused; // at most one a link
    std::uint64_t m_replayed = 0;
    TokenBucket m_calls; // that it can still make
    std::uint64_t m_sentAtSample = 0;
    std::array<float, kHistory> m_history{}; // messages per second, oldest first
};

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<MessageGroup>();
template <>
std::span<const ChoiceSpec> choicesOf<DedupId>();
template <>
std::span<const ChoiceSpec> choicesOf<LargePayload>();
} // namespace detail

} // namespace sluice
