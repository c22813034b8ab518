// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/producer.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr PortIndex kOut = 0;
constexpr double kHighestRate = 1e6;
constexpr double kLongest = 365.0 * 86'400;

BodyTemplate bodyOf(const Producer::Config& config) {
    BodyTemplate body;
    body.text = config.body;
    body.attributes = parseAttributes(config.attributes).value_or(std::vector<MessageAttribute>());
    return body;
}

} // namespace

std::span<const PortSpec> Producer::ports() {
    static constexpr std::array<PortSpec, 1> kPorts{{{"out",
                                                      "Messages",
                                                      true,
                                                      static_cast<std::uint8_t>(Flow::Send),
                                                      true,
                                                      PortSide::Right,
                                                      ""}}};
    return kPorts;
}

std::span<const Property<Producer::Config>> Producer::properties() {
    using C = Config;
    static const std::array<Property<C>, 15> kRows{{
        property<&C::schedule>({"schedule", "Schedule", "How the rate develops over time."}),
        property<&C::spacing>(
            {"spacing",
             "Spacing",
             "Even distances between messages, or random ones as from many independent senders."},
            Unit::None,
            {},
            {"schedule", "constant,burst,step,ramp,sine"}),
        property<&C::rate>(
            {"rate",
             "Rate",
             "Messages per second; between bursts, before the step, at the start of the "
             "ramp, or the lowest point of the wave."},
            Unit::PerSecond,
            {0, kHighestRate},
            {"schedule", "constant,burst,step,ramp,sine"}),
        property<&C::peakRate>({"peak_rate",
                                "Peak rate",
                                "Messages per second during bursts, after the step, at the "
                                "end of the ramp, or at the highest point of the wave."},
                               Unit::PerSecond,
                               {0, kHighestRate},
                               {"schedule", "burst,step,ramp,sine"}),
        property<&C::period>({"period",
                              "Period",
                              "From one burst or wave to the next; time until the step; length of "
                              "the ramp."},
                             Unit::None,
                             {0.001, kLongest},
                             {"schedule", "burst,step,ramp,sine"}),
        property<&C::burstLength>({"burst_length", "Burst length", "How long each burst lasts."},
                                  Unit::None,
                                  {0.001, kLongest},
                                  {"schedule", "burst"}),
        property<&C::replayTimes>({"replay_times",
                                   "Times",
                                   "When each message is sent, counted from the start of the "
                                   "producer. Load them from a CSV file with one time per line."},
                                  Unit::None,
                                  {0, kLongest},
                                  {"schedule", "replay"}),
        property<&C::startAfter>(
            {"start_after", "Start after", "Silence before the first message."},
            Unit::None,
            {0, kLongest}),
        property<&C::stopAfter>({"stop_after",
                                 "Stop after",
                                 "When the producer falls silent, counted from its start; 0 "
                                 "means never."},
                                Unit::None,
                                {0, kLongest}),
        property<&C::messageLimit>({"message_limit",
                                    "Message limit",
                                    "How many messages it sends in all; 0 means no "
                                    "limit."},
                                   Unit::Messages,
                                   {0, 1e12}),
        property<&C::messageSize>({"message_size", "Message size", "Bytes of body and attributes."},
                                  Unit::Bytes,
                                  {1, 1'048'576}),
        property<&C::keys>(
            {"keys",
             "Keys",
             "How many different keys (customers, devices) the messages carry, chosen at "
             "random. Messages of one key share a colour."},
            Unit::None,
            {1, 1e6}),
        property<&C::poisonShare>(
            {"poison_share", "Poison share", "Share of messages whose processing always fails."},
            Unit::Share,
            {0, 1}),
        property<&C::body>(
            {"body",
             "Body",
             "Text of the messages; {n} becomes the message's number, {key} its key."},
            Unit::None,
            {1, 10'000}),
        property<&C::attributes>(
            {"attributes", "Attributes", "Message attributes, as name=value; name=value."},
            Unit::None,
            {0, 10'000}),
    }};
    return kRows;
}

std::span<const Metric<Producer::Metrics>> Producer::metrics() {
    using M = Metrics;
    static const std::array<Metric<M>, 2> kRows{{
        metric<&M::sent>({"MessagesProduced",
                          "Messages produced",
                          "Messages created, whether or not linked to anything.",
                          MetricType::Counter,
                          Unit::Messages}),
        metric<&M::poison>({"PoisonMessagesProduced",
                            "Poison messages produced",
                            "Messages created that always fail when processed.",
                            MetricType::Counter,
                            Unit::Messages}),
    }};
    return kRows;
}

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

void Producer::stop(Context& /*context*/) {}

void Producer::wiringChanged(Context& /*context*/) {}

void Producer::onCall(Context& /*context*/, const Call& /*call*/) {
    SLUICE_ASSERT(false && "nothing answers a producer");
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
    context.startTimer(std::max(begin + next.at, context.now()), m_generation);
}

void Producer::onTimer(Context& context, std::uint64_t token) {
    if (token != m_generation) {
        return;
    }
    if (m_isMessageDue) {
        ++m_replayed;
        sendOne(context);
    }
    arm(context);
}

void Producer::sendOne(Context& context) {
    constexpr unsigned kCountBits = 40;
    Message message;
    message.serial = static_cast<std::uint64_t>(context.id()) << kCountBits | ++m_created;
    message.sentAt = context.now();
    message.body = m_body;
    message.size = static_cast<std::uint32_t>(config.messageSize);
    const auto keys = static_cast<std::uint64_t>(config.keys);
    message.key = keys == 1 ? 0 : static_cast<std::uint32_t>(context.random().below(keys));
    message.isPoison = context.random().chance(config.poisonShare);
    ++counted.sent;
    counted.poison += message.isPoison ? 1 : 0;

    const MessageIndex index = context.create(message);
    for (const LinkIndex link : context.links(kOut)) {
        context.messages().retain(index);
        Call call;
        call.kind = CallKind::SendMessage;
        call.payload = static_cast<std::uint32_t>(index);
        const SimTime arrive = context.send(link, call);
        context.note(HopKind::Send, index, link, arrive, 0);
    }
    context.messages().release(index);
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
    result.parts.emplace_back(Counters{
        {{"sent", groupedText(static_cast<std::int64_t>(counted.sent)), Emphasis::Normal}}});
    return result;
}

void Producer::addTo(Digest& digest) const {
    digest.add(counted.sent);
    digest.add(counted.poison);
    digest.add(m_created);
}

} // namespace sluice
