// SPDX-License-Identifier: GPL-3.0-or-later
// What a user can do to a running topic by hand.
#include "core/broker/hashing.h"
#include "core/broker/message_attributes.h"
#include "core/broker/publish_checks.h"
#include "core/kinds/action_values.h"
#include "core/kinds/topic_surroundings.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::string_view kAllConfirmed = "Every subscription is confirmed.";
constexpr unsigned kSerialBits = 40;

/// MessageStructure (SNS-12).
enum class Structure : std::uint8_t { Plain, Json };

/// The fields of the actions, as a config of their own.
struct PublishFields {
    std::string body = "published by hand";
    std::string subject;
    std::string attributes;
    Structure structure = Structure::Plain;
    std::string group;
    std::string dedupId;
    std::int64_t count = 1;
};

} // namespace

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<Structure>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"plain", "One text for all"}, {"json", "JSON: a text for each protocol"}}};
    return kChoices;
}

} // namespace detail

namespace {

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::vector<PropertySpec> publishFields() {
    using F = PublishFields;
    PropertySpec group =
        property<&F::group>({"group", "Message group", "MessageGroupId; a FIFO topic needs one."},
                            Unit::None,
                            {0, 128})
            .spec;
    group.requiredWhen = {"type", "fifo"};
    return {
        property<&F::body>({"body",
                            "Message",
                            "Text of the message. As JSON: {\"default\": \"…\", \"sms\": \"…\"}, "
                            "with sqs, http, https, email, email-json, sms or application."},
                           Unit::None,
                           {0, 100'000})
            .spec,
        property<&F::structure>(
            {"structure",
             "Message structure",
             "MessageStructure: whether every subscriber gets the same text, or "
             "that of its protocol."})
            .spec,
        property<&F::subject>(
            {"subject", "Subject", "Subject, in envelopes and mail; empty: none."},
            Unit::None,
            {0, 100})
            .spec,
        attributesField<&F::attributes>(),
        property<&F::count>({"count", "How many", "Messages published one after the other."},
                            Unit::None,
                            {1, 1'000})
            .spec,
        std::move(group),
        dedupIdField<&F::dedupId>()};
}

/// The body as it is published: its attributes read and everything checked (SNS-10 to SNS-13).
ApiResult<BodyTemplate> publishedBody(const NodeAction& action, const LimitsProfile& limits) {
    BodyTemplate body;
    body.isLiteral = true;
    body.text = valueOf<std::string>(action, "body", "");
    body.subject = valueOf<std::string>(action, "subject", "");
    const auto attributes = parseAttributes(valueOf<std::string>(action, "attributes", ""));
    if (!attributes) return invalidTopicParameter(attributes.error().message);
    body.attributes = *attributes;
    ApiResult<> checked = checkTopicMessage(body.text, body.attributes, limits);
    if (checked && !body.subject.empty() && !checkSubject(body.subject)) {
        return invalidTopicParameter("Subject. Write 1 to 100 printable ASCII characters that do "
                                     "not begin with a space.");
    }
    if (checked) checked = checkTopicAttributes(body.attributes);
    for (const auto& [parameter, key] :
         {std::pair{"MessageGroupId", "group"}, std::pair{"MessageDeduplicationId", "dedup_id"}}) {
        if (checked) checked = checkTopicId(parameter, valueOf<std::string>(action, key, ""));
    }
    if (!checked) return tl::unexpected(checked.error());
    if (valueOf<std::string>(action, "structure", "") == "json") {
        const auto structured = StructuredMessage::parse(body.text);
        if (!structured) {
            return refused(structured.error().code,
                           structured.error().message
                               + R"(. Write {"default": "for all others", "sqs": "for queues"}.)");
        }
        body.byProtocol = std::exchange(body.text, structured->textFor("default"));
    }
    return body;
}

} // namespace

std::span<const ActionSpec> Topic::actions() {
    static const std::vector<ActionSpec> kActions{
        {"publish", "Publish message", "Publishes messages to the topic.", publishFields()},
        {"subscribe_again",
         "Subscribe again",
         "Asks every subscriber that has not confirmed for its confirmation once more, also where "
         "the subscription has vanished meanwhile.",
         {}}};
    return kActions;
}

bool Topic::isUnconfirmed(const Receiver& receiver, const LinkState& link) const {
    return receiver.isSubscribed && link.isLive
           && store.subscription(receiver.subscription).state != SubscriptionState::Confirmed;
}

std::string_view Topic::unavailable(std::string_view action,
                                    const Kernel& kernel,
                                    const NodeWiring& /*wiring*/) const {
    if (action != "subscribe_again") return {};
    const bool isAny = std::ranges::any_of(m_receivers, [&](const Receiver& receiver) {
        return isUnconfirmed(receiver, kernel.links[raw(receiver.link)]);
    });
    return isAny ? std::string_view() : kAllConfirmed;
}

ActionAnswer Topic::act(Context& context, const NodeAction& action) {
    return action.key == "publish" ? publishByHand(context, action) : subscribeAgain(context);
}

ActionAnswer Topic::subscribeAgain(Context& context) {
    std::size_t asked = 0;
    for (Receiver& receiver : m_receivers) {
        if (!isUnconfirmed(receiver, context.link(receiver.link))) continue;
        ++asked;
        const SubscriptionState state = store.subscription(receiver.subscription).state;
        if (state == SubscriptionState::Pending) askToConfirm(context, receiver);
        if (state == SubscriptionState::Deleted) subscribe(context, receiver);
    }
    if (asked == 0) return {true, std::string(kAllConfirmed)};
    return {false,
            "Asked " + std::to_string(asked) + (asked == 1 ? " subscriber." : " subscribers.")};
}

// Without a link: nobody's permission is asked for.
Refusal Topic::admitByHand(Context& context, const PublishEntry& entry) {
    m_usage.publishRequests += static_cast<std::uint64_t>(requestsFor(entry.bytes));
    if (const Refusal own = store.check(entry); own != Refusal::None) return own;
    return takeQuotas(context, 1, entry.bytes, entry.group);
}

ActionAnswer Topic::publishByHand(Context& context, const NodeAction& action) {
    const auto body = publishedBody(action, context.limits());
    if (!body) return answerOf(body.error());
    const Refusal key =
        config.isEncrypted ? keyRefusal(config.keyState, true) : Refusal::None; // SNS-58
    if (key != Refusal::None) return answerOf({topicCodeOf(key), errorOf(key).message});
    const auto dedupId = valueOf<std::string>(action, "dedup_id", "");
    const auto count = valueOf<std::int64_t>(action, "count", 1);
    Surroundings surroundings(*this, context);
    store.advance(context.now(), surroundings);
    Message message;
    message.sentAt = context.now();
    message.body = context.bodies().add(*body);
    const std::string& text = body->byProtocol.empty() ? body->text : body->byProtocol;
    message.size = static_cast<std::uint32_t>(messageBytes(text, body->attributes));
    message.group = context.bodies().group(valueOf<std::string>(action, "group", ""));
    ActionAnswer answer{false, "Published " + messages(static_cast<std::uint64_t>(count)) + '.'};
    const std::uint64_t before = store.counts().deduplicated;
    for (std::int64_t i = 0; i < count; ++i) {
        message.serial =
            static_cast<std::uint64_t>(context.id()) << kSerialBits | ++m_publishedByHand;
        const bool isUnique = config.type == TopicType::Fifo && !config.contentBasedDedup;
        message.dedupId = !dedupId.empty() ? dedupIdOf(dedupId) : isUnique ? message.serial : 0;
        const MessageIndex index = context.create(message);
        const PublishEntry entry = entryOf(context, index);
        const Refusal refusal = admitByHand(context, entry);
        if (refusal != Refusal::None) {
            context.messages().release(index);
            answer = answerOf(topicErrorOf(refusal));
            if (i > 0)
                answer.text +=
                    " Before that, " + messages(static_cast<std::uint64_t>(i)) + " went.";
            break;
        }
        publishOne(context, entry, surroundings);
    }
    if (const std::uint64_t dropped = store.counts().deduplicated - before; dropped > 0) {
        answer.text += ' ' + groupedText(static_cast<std::int64_t>(dropped))
                       + (dropped == 1 ? " was accepted as a duplicate and not delivered."
                                       : " were accepted as duplicates and not delivered.");
    }
    store.advance(context.now(), surroundings);
    settle(context);
    return answer;
}

} // namespace sluice
