// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/histogram.h"
#include "core/kernel/call_quota.h"
#include "core/kernel/context.h"
#include "core/kernel/node_action.h"
#include "core/kinds/subscriber.h"
#include "core/schema/action.h"
#include "core/schema/metric.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace sluice {

/// How a topic reaches the endpoint.
enum class EndpointProtocol : std::uint8_t { Https, Http, Email, EmailJson, Sms, Push };
/// Who carries a mobile push.
enum class PushService : std::uint8_t { Gcm, Apns, ApnsSandbox, Adm, Baidu, Mpns, Wns };
/// What a delivery meets while the endpoint is down.
enum class OutageKind : std::uint8_t { ServerError, NoConnection, NoAnswer };

/// Takes deliveries of a topic outside the lab: a web server, a mailbox, a phone, an app. What it
/// took is done: an endpoint stores nothing.
struct Endpoint {
    struct Config {
        EndpointProtocol protocol = EndpointProtocol::Https;
        Distribution responseTime = constant(50ms);
        std::int64_t status = 200;
        double failureShare = 0;
        Times outages;
        OutageKind outageKind = OutageKind::ServerError;
        bool isDisabled = false;
        PushService pushService = PushService::Gcm;
        bool isConfirming = true;
        Duration confirmAfter{};

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        std::uint64_t requests = 0, delivered = 0, rejected = 0, failed = 0, throttled = 0;
        double isDown = 0; // 1 during an outage
        Histogram endToEndLatency;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "endpoint";
    static constexpr std::string_view kLabel = "Endpoint";
    static constexpr std::string_view kCategory = "Storage & endpoints";
    static constexpr std::string_view kColorRole = "compute";
    static constexpr std::string_view kHelp =
        "Takes what a topic delivers outside the lab: a web server, a mailbox, a phone or an app. "
        "It answers with a status after its response time, and can be down for a while. Server "
        "errors are tried again by the topic; client errors are not.";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Metric<Metrics>> metrics();
    static std::span<const ActionSpec> actions();
    /// Key of the icon of endpoints that are reached in this way.
    static std::string_view iconOf(EndpointProtocol protocol);

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void configChanged(Context& context);
    ActionAnswer act(Context& context, const NodeAction& action);
    std::string_view
    unavailable(std::string_view action, const Kernel& kernel, const NodeWiring& wiring) const;
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;
    Subscriber subscriber() const;

    Config config;
    Metrics counted;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;

private:
    static constexpr std::size_t kHistory = 40;

    /// A delivery being worked on: answered when its timer comes.
    struct Request {
        Call call;
        Refusal outcome = Refusal::None;

        friend bool operator==(const Request&, const Request&) = default;
    };

    Refusal outcomeOf(Context& context, bool isDown);
    void answer(Context& context, const Call& call, Refusal outcome);

    bool confirm(Context& context, LinkIndex link);
    void confirmLater(Context& context, const Call& request);

    std::vector<LinkIndex> m_asking; // subscriptions that wait to be confirmed
    SlotPool<Request> m_requests;
    CallQuota m_quota;
    std::uint64_t m_deliveredAtSample = 0;
    std::array<float, kHistory> m_history{}; // deliveries per second, oldest first
};

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<EndpointProtocol>();
template <>
std::span<const ChoiceSpec> choicesOf<PushService>();
template <>
std::span<const ChoiceSpec> choicesOf<OutageKind>();
} // namespace detail

} // namespace sluice
