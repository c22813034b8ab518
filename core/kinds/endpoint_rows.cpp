// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the kind; what it does is in endpoint.cpp.
#include "core/kinds/endpoint.h"

#include <array>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<EndpointProtocol>() {
    static constexpr std::array<ChoiceSpec, 6> kChoices{{{"https", "HTTPS"},
                                                         {"http", "HTTP"},
                                                         {"email", "E-mail"},
                                                         {"email-json", "E-mail (JSON)"},
                                                         {"sms", "SMS"},
                                                         {"application", "Mobile push"}}};
    return kChoices;
}

// Their keys are those of a message with a text for each (SNS-12).
template <>
std::span<const ChoiceSpec> choicesOf<PushService>() {
    static constexpr std::array<ChoiceSpec, 7> kChoices{{{"GCM", "Firebase (GCM)"},
                                                         {"APNS", "Apple (APNS)"},
                                                         {"APNS_SANDBOX", "Apple, development"},
                                                         {"ADM", "Amazon (ADM)"},
                                                         {"BAIDU", "Baidu"},
                                                         {"MPNS", "Microsoft (MPNS)"},
                                                         {"WNS", "Windows (WNS)"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<OutageKind>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{{{"server_error", "Answers 503"},
                                                         {"no_connection", "Refuses to connect"},
                                                         {"no_answer", "Does not answer"}}};
    return kChoices;
}

} // namespace detail

std::string_view Endpoint::iconOf(EndpointProtocol protocol) {
    switch (protocol) {
    case EndpointProtocol::Https:
        return "endpoint_https";
    case EndpointProtocol::Http:
        return kKey;
    case EndpointProtocol::Email:
        return "endpoint_email";
    case EndpointProtocol::EmailJson:
        return "endpoint_email_json";
    case EndpointProtocol::Sms:
        return "endpoint_sms";
    case EndpointProtocol::Push:
        return "endpoint_push";
    }
    return kKey;
}

std::span<const PortSpec> Endpoint::ports() {
    static constexpr std::array<PortSpec, 1> kPorts{
        {{"in",
          "Deliveries",
          false,
          static_cast<std::uint8_t>(Flow::Notify),
          true,
          PortSide::Left,
          "An endpoint takes the deliveries of topics only. Link a topic to it."}}};
    return kPorts;
}

std::span<const Property<Endpoint::Config>> Endpoint::properties() {
    using C = Config;
    static constexpr AppliesWhen kOfWebServers{"protocol", "https,http"};
    static const std::array<Property<C>, 10> kRows{{
        property<&C::protocol>({"protocol",
                                "Protocol",
                                "How a topic reaches it. Web servers and mailboxes must confirm "
                                "their subscription before they get messages."}),
        property<&C::responseTime>(
            {"response_time",
             "Response time",
             "From a request's arrival to its answer. A topic waits 15 s for a web server."},
            Unit::None,
            {0, 3'600}),
        property<&C::status>({"status",
                              "Answers with status",
                              "HTTP status of every answer: up to 399 is success, 400 to 499 a "
                              "client error that is not tried again, 500 and above a server error "
                              "that is."},
                             Unit::None,
                             {200, 599},
                             kOfWebServers),
        property<&C::failureShare>({"failure_share",
                                    "Share of failures",
                                    "Share of the requests that end with a server error besides."},
                                   Unit::Share,
                                   {0, 1}),
        property<&C::outages>({"outages",
                               "Outages",
                               "Times from the start of the run at which it goes down and comes "
                               "back in turn: \"10 s, 60 s\" is down from 10 s to 60 s."}),
        property<&C::outageKind>(
            {"outage_kind", "While it is down", "What a delivery meets during an outage."},
            Unit::None,
            {},
            kOfWebServers),
        property<&C::pushService>(
            {"push_service",
             "Push service",
             "Of a message with a text for each protocol it carries the one with its name."},
            Unit::None,
            {},
            {"protocol", "application"}),
        property<&C::isDisabled>(
            {"disabled", "Disabled", "A disabled app endpoint refuses every message."},
            Unit::None,
            {},
            {"protocol", "application"}),
        property<&C::isConfirming>({"confirms",
                                    "Confirms subscriptions",
                                    "Whether it answers a subscription's confirmation request by "
                                    "itself. Otherwise somebody must do it by hand within two "
                                    "days, or the subscription vanishes."},
                                   Unit::None,
                                   {},
                                   {"protocol", "https,http,email,email-json"}),
        property<&C::confirmAfter>(
            {"confirm_after",
             "Confirms after",
             "Time until it confirms by itself: a person must open the mail."},
            Unit::None,
            {0, 7.0 * 86'400},
            {"protocol", "https,http,email,email-json"}),
    }};
    return kRows;
}

std::span<const ActionSpec> Endpoint::actions() {
    static const std::array<ActionSpec, 1> kActions{
        {{"confirm_subscriptions",
          "Confirm subscriptions",
          "Opens the link in every confirmation request that has come: the subscriptions deliver "
          "from then on.",
          {},
          false,
          false}}};
    return kActions;
}

std::span<const Metric<Endpoint::Metrics>> Endpoint::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 7> kRows{{
        metric<&M::requests>({"Requests", "Requests", "Deliveries tried.", Counter, Unit::Calls}),
        metric<&M::delivered>(
            {"Delivered", "Delivered", "Deliveries that succeeded.", Counter, Unit::Messages}),
        metric<&M::rejected>({"ClientErrors",
                              "Client errors",
                              "Deliveries refused for good.",
                              Counter,
                              Unit::Messages}),
        metric<&M::failed>({"ServerErrors",
                            "Server errors",
                            "Deliveries that failed and may be tried again.",
                            Counter,
                            Unit::Messages}),
        metric<&M::throttled>({"Throttled",
                               "Throttled",
                               "Deliveries above the rate of the protocol.",
                               Counter,
                               Unit::Messages}),
        metric<&M::isDown>({"IsDown", "Down", "1 during an outage.", Gauge, Unit::None}),
        metric<&M::endToEndLatency>({"EndToEndLatency",
                                     "End-to-end latency",
                                     "From sending to the successful delivery.",
                                     Distribution,
                                     Unit::Seconds}),
    }};
    return kRows;
}

} // namespace sluice
