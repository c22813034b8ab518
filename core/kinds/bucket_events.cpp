// SPDX-License-Identifier: GPL-3.0-or-later
// What a bucket tells queues and topics of its objects.
#include "core/broker/hashing.h"
#include "core/broker/s3_events.h"
#include "core/kinds/bucket.h"
#include "core/kinds/describe.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<ObjectEventType>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"created", "Created"}, {"removed", "Removed"}}};
    return kChoices;
}

} // namespace detail

namespace {

constexpr unsigned kCountBits = 40;

std::string_view eventName(ObjectEventType type) {
    switch (type) {
    case ObjectEventType::Created:
        return "s3:ObjectCreated:Put";
    case ObjectEventType::Removed:
        return "s3:ObjectRemoved:Delete";
    }
    return {};
}

NotificationRule notificationOf(const Bucket::EventConfig& settings) {
    return {std::string(wildcardOf(settings.type)), settings.prefix, settings.suffix, {}};
}

void replace(std::string& text, std::string_view old, std::string_view now) {
    const auto at = text.find(old);
    if (at != std::string::npos) text.replace(at, old.size(), now);
}

} // namespace

std::span<const Property<Bucket::EventConfig>> Bucket::linkProperties() {
    using C = EventConfig;
    static const std::array<Property<C>, 3> kRows{{
        property<&C::type>(
            {"event", "Event", "What must happen to an object for the target to be told."}),
        property<&C::prefix>(
            {"prefix", "Prefix", "Only objects whose key begins like this; empty: all of them."},
            Unit::None,
            {0, 1'024}),
        property<&C::suffix>(
            {"suffix", "Suffix", "Only objects whose key ends like this; empty: all of them."},
            Unit::None,
            {0, 1'024}),
    }};
    return kRows;
}

std::string_view wildcardOf(ObjectEventType type) {
    switch (type) {
    case ObjectEventType::Created:
        return "s3:ObjectCreated:*";
    case ObjectEventType::Removed:
        return "s3:ObjectRemoved:*";
    }
    return {};
}

Party Bucket::party(const PartPlace& place) {
    constexpr std::size_t kLongestName = 63;
    Party result;
    result.arn = "arn:aws:s3:::" + nameInArn(place.name, kLongestName);
    result.account = place.account;
    result.service = "s3.amazonaws.com";
    result.isTriedBeforehand = true;
    return result;
}

void Bucket::placed(const PartPlace& place) {
    m_region = place.region;
    m_name = nameInArn(place.name, 63);
    m_eventBodies.clear();
}

Bucket::Rule& Bucket::ruleAt(const Context& context, LinkIndex link) {
    const LinkId id = context.link(link).id;
    const auto place = std::ranges::find_if(
        m_rules, [&](const Rule& rule) { return context.link(rule.link).id >= id; });
    if (place != m_rules.end() && place->link == link) return *place;
    return *m_rules.insert(place, {link, {}, false});
}

void Bucket::linkChanged(Context& context, LinkIndex link, const PropertyMap& properties) {
    assignAll(ruleAt(context, link).settings, linkProperties(), properties);
    settleRules(context);
}

void Bucket::wiringChanged(Context& context) {
    std::erase_if(m_rules, [&](const Rule& rule) { return !context.link(rule.link).isLive; });
    settleRules(context);
}

void Bucket::accessChanged(Context& context) {
    settleRules(context);
}

// A rule that overlaps an earlier one is refused (ACL-14), and so is one whose target does not
// permit it; permission is asked for once, when the rule is made. The target of one that the
// service takes gets a test event (ACL-10).
void Bucket::settleRules(Context& context) {
    std::vector<NotificationRule> taken;
    for (Rule& rule : m_rules) {
        const NotificationRule wanted = notificationOf(rule.settings);
        const bool wasInForce = rule.isInForce;
        const bool isApart = std::ranges::none_of(
            taken, [&](const NotificationRule& earlier) { return overlap(earlier, wanted); });
        rule.isInForce = isApart && (wasInForce || !context.link(rule.link).isDenied);
        if (isApart) taken.push_back(wanted);
        if (rule.isInForce && !wasInForce) sendTestEvent(context, rule.link);
    }
}

void Bucket::sendTestEvent(Context& context, LinkIndex link) {
    BodyTemplate body;
    body.text = testEventBody(m_name, context.now().time_since_epoch() / 1ms);
    body.isLiteral = true;
    Message message;
    message.body = context.bodies().add(body);
    message.size = static_cast<std::uint32_t>(body.text.size());
    ++counted.testEvents;
    tell(context, link, message);
}

// A target whose permission has gone is told as before, and refuses.
void Bucket::notify(Context& context, ObjectEventType type, const Stored& object) {
    if (m_rules.empty()) {
        return;
    }
    Message about;
    about.payload = object.key;
    about.isEvent = true;
    about.body = object.body;
    about.key = object.messageKey;
    const std::string key = objectKeyOf(context.bodies(), about);
    for (const Rule& rule : m_rules) {
        const bool isTold = rule.isInForce && context.link(rule.link).isLive;
        if (!isTold || !matches(notificationOf(rule.settings), eventName(type), key)) continue;
        Message message = about;
        message.body = eventBody(context, type, object);
        message.size = static_cast<std::uint32_t>(bodyText(context.bodies(), message).size());
        ++counted.events;
        tell(context, rule.link, message);
    }
}

void Bucket::tell(Context& context, LinkIndex link, const Message& about) {
    Message message = about;
    message.serial = static_cast<std::uint64_t>(context.id()) << kCountBits | ++m_told;
    message.sentAt = context.now();
    Call call;
    call.kind = CallKind::SendMessage;
    call.payload = static_cast<std::uint32_t>(context.create(message));
    const SimTime arrive = context.send(link, call);
    context.note(HopKind::Send, static_cast<MessageIndex>(call.payload), link, arrive, 0);
}

// The template of what is told (ACL-13), made once for objects of the same origin and size.
std::uint32_t Bucket::eventBody(Context& context, ObjectEventType type, const Stored& object) {
    const auto found =
        std::find_if(m_eventBodies.begin(), m_eventBodies.end(), [&](const EventBody& entry) {
            return entry.type == type && entry.object == object.body && entry.bytes == object.bytes;
        });
    if (found != m_eventBodies.end()) {
        return found->body;
    }
    constexpr std::string_view kStandIn = "the-key";
    const BodyTemplate inner = context.bodies()[object.body];
    const std::string eTag = md5Hex(inner.text + std::to_string(object.bytes));
    ObjectEvent event;
    event.event = eventName(type);
    event.region = m_region;
    event.bucket = m_name;
    event.key = kStandIn;
    event.bytes = object.bytes;
    event.eTag = eTag;
    BodyTemplate body;
    body.text = objectEventBody(event);
    body.objectKey = inner.objectKey;
    replace(body.text, kStandIn, "{object}");
    replace(body.text, toIsoText(kRunStart), "{time}");
    replace(body.text, sequencerText(0), "{sequence}");
    m_eventBodies.push_back({type, object.body, object.bytes, context.bodies().add(body)});
    return m_eventBodies.back().body;
}

} // namespace sluice
