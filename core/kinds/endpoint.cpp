// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/endpoint.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::int64_t kFirstClientError = 400;
constexpr std::int64_t kFirstServerError = 500;
constexpr std::string_view kNothingToConfirm = "No subscription waits for a confirmation.";

/// Highest rate of deliveries a second (SNS-59); 0: no limit.
std::int64_t highestRate(EndpointProtocol protocol, const LimitsProfile& limits) {
    switch (protocol) {
    case EndpointProtocol::Email:
    case EndpointProtocol::EmailJson:
        return limits.emailsPerSecond;
    case EndpointProtocol::Sms:
        return limits.textMessagesPerSecond;
    default:
        return 0;
    }
}

bool isWeb(EndpointProtocol protocol) {
    return protocol == EndpointProtocol::Https || protocol == EndpointProtocol::Http;
}

} // namespace

Subscriber Endpoint::subscriber() const {
    switch (config.protocol) {
    case EndpointProtocol::Https:
        return {Protocol::Https};
    case EndpointProtocol::Http:
        return {Protocol::Http};
    case EndpointProtocol::Email:
        return {Protocol::Email};
    case EndpointProtocol::EmailJson:
        return {Protocol::EmailJson};
    case EndpointProtocol::Sms:
        return {Protocol::Sms};
    case EndpointProtocol::Push:
        return {Protocol::Application,
                false,
                false,
                detail::choicesOf<PushService>()[static_cast<std::size_t>(config.pushService)].key};
    }
    return {};
}

void Endpoint::start(Context& /*context*/) {}

void Endpoint::wiringChanged(Context& context) {
    std::erase_if(m_asking, [&](LinkIndex link) { return !context.link(link).isLive; });
}

// What was asked before is confirmed too once it confirms.
void Endpoint::configChanged(Context& context) {
    for (const LinkIndex link : m_asking) {
        Call request;
        request.kind = CallKind::RequestConfirmation;
        request.link = link;
        confirmLater(context, request);
    }
}

void Endpoint::confirmLater(Context& context, const Call& request) {
    if (config.isConfirming) {
        context.startTimer(context.now() + config.confirmAfter,
                           m_requests.add({request, Refusal::None}));
    }
}

// Whether the subscription still waited for it.
bool Endpoint::confirm(Context& context, LinkIndex link) {
    if (std::erase(m_asking, link) == 0) {
        return false;
    }
    Call confirmation;
    confirmation.kind = CallKind::ConfirmSubscription;
    context.answer(link, confirmation);
    return true;
}

std::string_view Endpoint::unavailable(std::string_view /*action*/,
                                       const Kernel& /*kernel*/,
                                       const NodeWiring& /*wiring*/) const {
    return m_asking.empty() ? kNothingToConfirm : std::string_view();
}

ActionAnswer Endpoint::act(Context& context, const NodeAction& /*action*/) {
    std::size_t confirmed = 0;
    for (const LinkIndex link : std::vector<LinkIndex>(m_asking)) {
        confirmed += confirm(context, link) ? 1 : 0;
    }
    if (confirmed == 0) return {true, std::string(kNothingToConfirm)};
    return {false,
            "Confirmed " + std::to_string(confirmed)
                + (confirmed == 1 ? " subscription." : " subscriptions.")};
}

// Answers whose timer is still to come find nobody.
void Endpoint::stop(Context& context) {
    for (std::uint32_t i = 0; i < m_requests.capacity(); ++i) {
        if (m_requests[i].call.kind == CallKind::Notify) {
            context.messages().release(static_cast<MessageIndex>(m_requests[i].call.payload));
            m_requests[i] = {};
        }
    }
}

Refusal Endpoint::outcomeOf(Context& context, bool isDown) {
    if (config.protocol == EndpointProtocol::Push && config.isDisabled) {
        return Refusal::EndpointDisabled;
    }
    const std::int64_t rate = highestRate(config.protocol, context.limits());
    if (rate != 0 && !m_quota.take(context.now(), rate)) {
        return Refusal::Throttled;
    }
    if (isDown || context.random().chance(config.failureShare)) {
        return Refusal::DeliveryFailed;
    }
    if (!isWeb(config.protocol) || config.status < kFirstClientError) {
        return Refusal::None;
    }
    return config.status < kFirstServerError ? Refusal::DeliveryRejected : Refusal::DeliveryFailed;
}

void Endpoint::onCall(Context& context, const Call& call) {
    if (call.kind == CallKind::RequestConfirmation) {
        std::erase(m_asking, call.link);
        m_asking.push_back(call.link);
        confirmLater(context, call);
        return;
    }
    SLUICE_ASSERT(call.kind == CallKind::Notify);
    ++counted.requests;
    const bool isDown = isWithinOutage(config.outages, context.now());
    Request request{call, outcomeOf(context, isDown)};
    Duration answersAfter = config.responseTime.sample(context.random());
    if (isDown && isWeb(config.protocol)) {
        answersAfter = config.outageKind == OutageKind::NoConnection ? Duration::zero()
                       : config.outageKind == OutageKind::NoAnswer   ? Duration::max()
                                                                     : answersAfter;
    }
    // Whoever asked does not wait longer, and takes no answer for a server error (SNS-42).
    if (answersAfter > call.value) {
        answersAfter = call.value;
        request.outcome = Refusal::DeliveryFailed;
    }
    context.startTimer(context.now() + answersAfter, m_requests.add(request));
}

void Endpoint::onTimer(Context& context, std::uint64_t token) {
    const auto index = static_cast<std::uint32_t>(token);
    const Request request = m_requests[index];
    m_requests[index] = {};
    m_requests.free(index);
    if (!context.link(request.call.link).isLive) {
        if (request.call.kind == CallKind::Notify) {
            context.messages().release(static_cast<MessageIndex>(request.call.payload));
        }
        return;
    }
    if (request.call.kind == CallKind::RequestConfirmation) {
        confirm(context, request.call.link);
        return;
    }
    answer(context, request.call, request.outcome);
}

// The message goes back with the answer: the topic may have to try it again.
void Endpoint::answer(Context& context, const Call& call, Refusal outcome) {
    const auto index = static_cast<MessageIndex>(call.payload);
    switch (outcome) {
    case Refusal::None:
        ++counted.delivered;
        counted.endToEndLatency.record(context.now() - context.messages()[index].sentAt);
        break;
    case Refusal::DeliveryFailed:
        ++counted.failed;
        break;
    case Refusal::Throttled:
        ++counted.throttled;
        break;
    default:
        ++counted.rejected;
        break;
    }
    if (outcome == Refusal::None)
        context.note(HopKind::Delete, index, call.link, context.now(), 0);
    else
        context.noteRefusal(index, call.link, outcome, 0);
    Call result;
    result.kind = CallKind::NotifyResult;
    result.payload = call.payload;
    result.worker = call.worker;
    result.refusal = outcome;
    context.answer(call.link, result);
}

void Endpoint::beforeSample(SimTime now, Duration interval) {
    counted.isDown = isWithinOutage(config.outages, now) ? 1 : 0;
    std::rotate(m_history.begin(), m_history.begin() + 1, m_history.end());
    m_history.back() = static_cast<float>(
        static_cast<double>(counted.delivered - m_deliveredAtSample) / seconds(interval));
    m_deliveredAtSample = counted.delivered;
}

Picture
Endpoint::picture(SimTime now, const Kernel& /*kernel*/, const NodeWiring& /*wiring*/) const {
    Picture result;
    result.colorRole = kColorRole;
    result.icon = iconOf(config.protocol);
    const std::string protocol(
        detail::choicesOf<EndpointProtocol>()[static_cast<std::size_t>(config.protocol)].label);
    const bool isDown = isWithinOutage(config.outages, now);
    result.kindLabel = protocol + " endpoint";
    result.reach = isDown ? Reach::Down : Reach::Up;
    result.summary = isDown ? protocol + " · down" : result.kindLabel;
    const auto text = [](std::uint64_t value) {
        return groupedText(static_cast<std::int64_t>(value));
    };
    const auto failed = counted.failed + counted.rejected + counted.throttled;
    result.parts.emplace_back(Sparkline{{m_history.begin(), m_history.end()}});
    result.parts.emplace_back(
        Counters{{{"delivered", text(counted.delivered), Emphasis::Normal},
                  {"failed", text(failed), failed > 0 ? Emphasis::Danger : Emphasis::Normal}}});
    return result;
}

void Endpoint::addTo(Digest& digest) const {
    for (const std::uint64_t value : {counted.requests,
                                      counted.delivered,
                                      counted.rejected,
                                      counted.failed,
                                      counted.throttled}) {
        digest.add(value);
    }
    digest.add(m_requests.size());
}

} // namespace sluice
