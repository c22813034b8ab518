// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/event_source.h"

#include <array>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<EventOrigin>() {
    static constexpr std::array<ChoiceSpec, 4> kChoices{{{"alarm", "Alarm"},
                                                         {"scaling", "Scaling notification"},
                                                         {"database", "Database event"},
                                                         {"budget", "Budget notification"}}};
    return kChoices;
}

} // namespace detail

namespace {

constexpr std::string_view kAlarm =
    R"({"AlarmName":"queue-depth","AlarmDescription":null,"AWSAccountId":"000000000000",)"
    R"("NewStateValue":"ALARM","NewStateReason":"Threshold Crossed: 1 datapoint was greater than )"
    R"json(the threshold.","StateChangeTime":"{time}","Region":"US East (N. Virginia)",)json"
    R"("OldStateValue":"OK","Trigger":{"MetricName":"ApproximateNumberOfMessagesVisible",)"
    R"("Namespace":"AWS/SQS","StatisticType":"Statistic","Statistic":"AVERAGE","Period":60,)"
    R"("EvaluationPeriods":5,"ComparisonOperator":"GreaterThanOrEqualToThreshold",)"
    R"("Threshold":1000.0}})";
constexpr std::string_view kScaling =
    R"({"Service":"AWS Auto Scaling","Time":"{time}","Event":"autoscaling:EC2_INSTANCE_LAUNCH",)"
    R"("AccountId":"000000000000","AutoScalingGroupName":"workers","EC2InstanceId":"i-{n}",)"
    R"("StatusCode":"InProgress","Progress":50,"Cause":"A monitor alarm is in state ALARM and )"
    R"(changed the desired capacity.","StartTime":"{time}"})";
constexpr std::string_view kDatabase =
    R"({"Event Source":"db-instance","Event Time":"{time}","Source ID":"orders-db",)"
    R"("Event ID":"RDS-EVENT-0049","Event Message":"Multi-AZ instance failover completed"})";
constexpr std::string_view kBudget =
    "AWS Budget Notification {time}\n\nYou requested that we alert you when the actual cost of "
    "your budget \"monthly\" is greater than 80 % of its amount. Alert number {n}.";

} // namespace

std::string_view eventBody(EventOrigin origin) {
    switch (origin) {
    case EventOrigin::Alarm:
        return kAlarm;
    case EventOrigin::Scaling:
        return kScaling;
    case EventOrigin::Database:
        return kDatabase;
    case EventOrigin::Budget:
        return kBudget;
    }
    return {};
}

std::span<const PortSpec> EventSource::ports() {
    static constexpr std::array<PortSpec, 1> kPorts{{{"out",
                                                      "Events",
                                                      true,
                                                      static_cast<std::uint8_t>(Flow::Send),
                                                      true,
                                                      PortSide::Right,
                                                      ""}}};
    return kPorts;
}

std::span<const Property<EventSource::Config>> EventSource::properties() {
    using C = Config;
    static const std::array<Property<C>, 4> kRows{{
        property<&C::origin>(
            {"origin", "Service", "Which service speaks; it decides what its messages look like."}),
        property<&C::rate>(
            {"rate", "Rate", "Events a second, on average."}, Unit::PerSecond, {0, 1'000}),
        property<&C::spacing>(
            {"spacing", "Spacing", "Whether events come at even distances or at random."}),
        property<&C::times>({"times",
                             "At these times",
                             "Exact times from the start of the run instead of the rate."}),
    }};
    return kRows;
}

std::span<const Metric<EventSource::Metrics>> EventSource::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 4> kRows{{
        metric<&M::sent>(
            {"EventsSent", "Events", "Events sent.", Counter, Unit::Messages, MetricRole::Sent}),
        metric<&M::refused>({"SendsRefused",
                             "Refused",
                             "Events that were refused when they were sent.",
                             Counter,
                             Unit::Messages}),
        metric<&M::notAccepted>({"EventsNotAccepted",
                                 "Not accepted",
                                 "Events that everything they were sent to refused for "
                                 "good.",
                                 Counter,
                                 Unit::Messages,
                                 MetricRole::Refused}),
        metric<&M::givenUp>(
            {"SendsGivenUp", "Given up", "Events that were lost.", Counter, Unit::Messages}),
    }};
    return kRows;
}

void EventSource::configureSender() {
    Producer::Config settings;
    settings.schedule = config.times.at.empty() ? Schedule::Constant : Schedule::Replay;
    settings.rate = config.rate;
    settings.spacing = config.spacing;
    settings.replayTimes = config.times;
    settings.keys = 1;
    settings.body = eventBody(config.origin);
    settings.messageSize = static_cast<std::int64_t>(settings.body.size());
    sender.config = settings;
}

void EventSource::count() {
    counted.sent = sender.counted.sentOut;
    counted.refused = sender.counted.refused;
    counted.notAccepted = sender.counted.notAccepted;
    counted.givenUp = sender.counted.givenUp;
}

void EventSource::start(Context& context) {
    configureSender();
    sender.start(context);
}

void EventSource::stop(Context& context) {
    sender.stop(context);
}

void EventSource::onCall(Context& context, const Call& call) {
    sender.onCall(context, call);
    count();
}

void EventSource::onTimer(Context& context, std::uint64_t token) {
    sender.onTimer(context, token);
    count();
}

void EventSource::wiringChanged(Context& context) {
    sender.wiringChanged(context);
}

void EventSource::configChanged(Context& context) {
    configureSender();
    sender.configChanged(context);
}

void EventSource::beforeSample(SimTime now, Duration interval) {
    sender.beforeSample(now, interval);
}

Picture EventSource::picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const {
    Picture result = sender.picture(now, kernel, wiring);
    const auto& origin = detail::choicesOf<EventOrigin>()[static_cast<std::size_t>(config.origin)];
    result.summary = "event source · " + std::string(origin.label);
    return result;
}

void EventSource::addTo(Digest& digest) const {
    sender.addTo(digest);
}

} // namespace sluice
