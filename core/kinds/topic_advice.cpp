// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/topic_advice.h"

#include "core/broker/topic_protocols.h"
#include "core/kernel/body_store.h"
#include "core/kinds/advice.h"
#include "core/kinds/endpoint.h"
#include "core/kinds/producer.h"
#include "core/kinds/source_rates.h"

#include <algorithm>
#include <optional>

namespace sluice {

namespace {

/// A topic, and who publishes to it.
struct Publishing {
    const Document& document;
    const Node& node;
    Topic::Config config;
    LimitsProfile limits;
    std::vector<Neighbour<Producer>> producers;

    bool isFifo() const { return config.type == TopicType::Fifo; }
};

/// One of its subscriptions.
struct Reader {
    const Node& node;
    const Link& link;
    Topic::SubscriptionConfig settings;
    std::optional<Endpoint::Config> endpoint; ///< Nothing for a queue.

    bool isWebServer() const {
        return endpoint
               && (endpoint->protocol == EndpointProtocol::Https
                   || endpoint->protocol == EndpointProtocol::Http);
    }
};

Protocol protocolOf(const Endpoint::Config& config) {
    Endpoint endpoint;
    endpoint.config = config;
    return endpoint.subscriber().protocol;
}

Demonstration publishRefusals(const Node& source) {
    return {source.id, "SendsRefused", 1, 1h};
}

Finding about(const Reader& reader, std::string_view property, std::string text, std::string why) {
    Finding result = advice(reader.node, property, std::move(text), std::move(why));
    result.link = reader.link.id;
    return result;
}

// SNS-17
std::optional<Finding> unusableDedupId(const Publishing& topic, const Neighbour<Producer>& source) {
    if (topic.isFifo() || source.config.dedupId == DedupId::None) return std::nullopt;
    Finding result = advice(
        *source.node,
        "dedup_id",
        quotedName(*source.node) + " publishes with deduplication IDs, which the standard topic "
            + quotedName(topic.node) + " refuses with InvalidParameter.",
        "Only FIFO topics drop repetitions. A standard topic refuses every message that carries a "
        "deduplication ID, so that nobody relies on it.");
    result.fix = {{source.node->id, "dedup_id", std::string("none")}};
    result.demonstration = publishRefusals(*source.node);
    return result;
}

// SNS-17
std::optional<Finding> missingGroupForTopic(const Publishing& topic,
                                            const Neighbour<Producer>& source) {
    if (!topic.isFifo() || source.config.messageGroup != MessageGroup::None) return std::nullopt;
    Finding result = advice(
        *source.node,
        "message_group",
        quotedName(*source.node) + " publishes without a message group, and the FIFO topic "
            + quotedName(topic.node) + " refuses every message without one.",
        "A FIFO topic delivers the messages of a group in their order, so every message must name "
        "its group. One group for each customer, device or order keeps the order where it "
        "matters.");
    result.fix = {{source.node->id, "message_group", std::string("per_key")}};
    result.demonstration = publishRefusals(*source.node);
    return result;
}

// SNS-17
std::optional<Finding> missingDedupIdForTopic(const Publishing& topic,
                                              const Neighbour<Producer>& source) {
    if (!topic.isFifo() || topic.config.contentBasedDedup
        || source.config.dedupId != DedupId::None) {
        return std::nullopt;
    }
    Finding result = advice(
        *source.node,
        "dedup_id",
        quotedName(*source.node) + " publishes without a deduplication ID, and "
            + quotedName(topic.node)
            + " does not make one from the content: every message is refused.",
        "A FIFO topic drops repetitions of a message within five minutes and tells them by the "
        "deduplication ID. Either the producer gives each message its own, or the topic takes the "
        "SHA-256 of the body; then two messages with equal bodies count as one.");
    result.fix = {{source.node->id, "dedup_id", std::string("unique")}};
    result.demonstration = publishRefusals(*source.node);
    return result;
}

// SNS-6
std::optional<Finding> neverConfirmed(const Publishing& topic, const Reader& reader) {
    if (!reader.endpoint || reader.endpoint->isConfirming
        || !needsConfirmation(protocolOf(*reader.endpoint))) {
        return std::nullopt;
    }
    Finding result = about(
        reader,
        "confirms",
        quotedName(reader.node) + " never confirms its subscription to " + quotedName(topic.node)
            + ": it gets nothing, and after two days the subscription is gone.",
        "A topic sends a token to web servers and mailboxes first, so that nobody can subscribe "
        "somebody else. Until the owner has answered, the subscription is pending and not one "
        "message is delivered.");
    result.fix = {{reader.node.id, "confirms", true}};
    return result;
}

// SNS-14
std::optional<Finding> disabledEndpoint(const Publishing& /*topic*/, const Reader& reader) {
    if (!reader.endpoint || !reader.endpoint->isDisabled
        || reader.endpoint->protocol != EndpointProtocol::Push) {
        return std::nullopt;
    }
    Finding result = about(
        reader,
        "disabled",
        "The app endpoint " + quotedName(reader.node)
            + " is disabled: every message for it is refused with EndpointDisabled.",
        "The push service reported that the app's token is not valid any more, for example since "
        "the app was removed. Nothing is delivered until the app registers again and the endpoint "
        "is enabled.");
    result.fix = {{reader.node.id, "disabled", false}};
    return result;
}

/// What decides about the retries of deliveries to a web server (SNS-46).
RetryPlan retriesOf(const Publishing& topic, const Reader& reader) {
    RetryPlan plan = kHttpPlan;
    bool mayOverride = true;
    if (const auto own = parseTopicDeliveryPolicy(topic.config.deliveryPolicy)) {
        plan = own->http.retries;
        mayOverride = !own->disableSubscriptionOverrides;
    }
    const auto policy = parseDeliveryPolicy(reader.settings.deliveryPolicy);
    return policy && mayOverride ? policy->retries : plan;
}

// SNS-45, SNS-48
std::optional<Finding> lostWhenDown(const Publishing& topic, const Reader& reader) {
    if (!reader.isWebServer()) return std::nullopt;
    const Endpoint::Config& server = *reader.endpoint;
    const bool fails =
        server.status >= 400 || server.failureShare > 0 || !server.outages.at.empty();
    const bool isKept = reader.settings.hasDeadLetters
                        && !nodesAfter<Queue>(topic.document, topic.node.id, "dead_letter").empty();
    if (!fails || isKept) return std::nullopt;
    const RetryPlan plan = retriesOf(topic, reader);
    const bool isRejected = server.status >= 400 && server.status < 500;
    Finding result = about(
        reader,
        "",
        "What " + quotedName(reader.node) + " does not take is lost: "
            + (isRejected ? std::string("client errors are not tried again")
                          : quotedName(topic.node) + " tries "
                                + (plan.retries() == 1 ? std::string("once")
                                                       : std::to_string(plan.retries()) + " times")
                                + " more within " + spoken(totalDelay(plan)))
            + ", and there is no dead-letter queue for it.",
        "A topic stores nothing. A web server that is down for longer than the retries go on "
        "misses every message of that time for good, and nobody is told. With a dead-letter queue "
        "on the subscription they are kept until somebody looks at them.");
    if (reader.settings.hasDeadLetters) {
        Addition addition{topic.node.id,
                          "dead_letter",
                          std::string(Queue::kKey),
                          topic.node.name.substr(0, 60) + "-dead-letters",
                          {{"retention", kLongestRetention}}};
        if (topic.isFifo())
            addition.properties.emplace("type", detail::toValue(QueueType::Fifo)); // SNS-49
        result.addition = std::move(addition);
    }
    result.demonstration = {{topic.node.id, "NotificationsLost", 1, 1h}};
    return result;
}

// SNS-59
std::optional<Finding> mailTooFast(const Publishing& topic, const Reader& reader) {
    if (!reader.endpoint || !reader.settings.filterPolicy.empty()) return std::nullopt;
    const Protocol protocol = protocolOf(*reader.endpoint);
    if (isHttp(protocol)) return std::nullopt; // their pace is a setting
    const auto most = deliveriesPerSecond(protocol, {}, topic.limits);
    const double rate = arrivalsPerSecond(topic.document, topic.node.id);
    if (most == 0 || rate <= static_cast<double>(most)) return std::nullopt;
    Finding result =
        about(reader,
              "",
              quotedName(topic.node) + " delivers at most " + std::to_string(most) + " messages a "
                  + "second to " + quotedName(reader.node) + ", but more are published: they wait "
                  + "in line, longer and longer.",
              "Mailboxes and phones are for people. The service limits how fast it writes to them; "
              "what is published faster is delivered later. Give the subscription a filter policy "
              "that lets only the important messages through, or subscribe a queue.");
    return result;
}

/// Whether the policy may accept a body of the producer. What differs from message to message is
/// not known: only a body that is no JSON object is sure to be refused then.
bool mayPassBody(const FilterPolicy& policy, const Producer::Config& source) {
    BodyStore bodies;
    Message first;
    first.body = bodies.add({source.body, {}, false, source.objectKey});
    Message other = first;
    ++other.serial;
    ++other.key;
    ++other.payload;
    other.sentAt += 1h;
    const std::string body = bodyText(bodies, first);
    const FilterVerdict verdict = policy.match({}, body);
    return verdict == FilterVerdict::Accepted
           || (verdict != FilterVerdict::InvalidBody && body != bodyText(bodies, other));
}

bool mayPassAttributes(const FilterPolicy& policy, const Producer::Config& source) {
    const auto attributes = parseAttributes(source.attributes);
    return !attributes
           || std::ranges::any_of(attributeVariants(*attributes), [&](const auto& each) {
                  return policy.match(each, std::string_view()) == FilterVerdict::Accepted;
              });
}

// SNS-25: of the messages of the producers; what other parts publish is not known.
std::optional<Finding> neverMatches(const Publishing& topic, const Reader& reader) {
    const std::string& text = reader.settings.filterPolicy;
    const auto policy = FilterPolicy::parse(text, reader.settings.filterScope);
    if (!policy || policy->isEmpty() || topic.producers.empty()) return std::nullopt;
    std::size_t sources = 0;
    for (const Link& link : topic.document.links)
        sources += link.to == topic.node.id && link.toPort == "in" ? 1 : 0;
    if (sources > topic.producers.size()) return std::nullopt;
    const bool ofBody = policy->needsBody();
    for (const auto& source : topic.producers)
        if (ofBody ? mayPassBody(*policy, source.config)
                   : mayPassAttributes(*policy, source.config))
            return std::nullopt;
    return about(
        reader,
        "filter_policy",
        "The filter policy of " + quotedName(reader.node)
            + " lets no message through that is published to " + quotedName(topic.node) + ".",
        "It wants " + policy->summary(80)
            + (ofBody ? " in the body, which must be a JSON object. No producer sends such "
                        "a body."
                      : ". No producer sends such message attributes: names, values and "
                        "types must fit, a number is no string.")
            + " Try messages in the filter tester of the link.");
}

// SNS-19
std::optional<Finding> tooManyAttributes(const Publishing& topic, const Reader& reader) {
    if (reader.endpoint || !reader.settings.isRaw) return std::nullopt;
    for (const auto& source : topic.producers) {
        const auto attributes = parseAttributes(source.config.attributes);
        const auto count = attributes ? static_cast<std::int64_t>(attributes->size()) : 0;
        if (count <= topic.limits.maxMessageAttributes) continue;
        Finding result = about(
            reader,
            "raw_delivery",
            quotedName(*source.node) + " publishes " + std::to_string(count)
                + " message attributes, and with raw delivery " + quotedName(reader.node)
                + " takes at most " + std::to_string(topic.limits.maxMessageAttributes)
                + ": none of these messages arrives.",
            "With raw delivery the attributes of the message become those of the queue's message, "
            "which may have ten. The delivery is a client error and not tried again. In the JSON "
            "envelope their number does not matter.");
        result.demonstration = {{topic.node.id, "NumberOfNotificationsFailed", 1, 1h}};
        return result;
    }
    return std::nullopt;
}

std::vector<Reader> readersOf(const Document& document, const Node& topic) {
    std::vector<Reader> readers;
    for (const Link& link : document.links) {
        const Node* end = document.node(link.to);
        if (link.from != topic.id || link.fromPort != Topic::kLinkPort || end == nullptr) continue;
        if (!Topic::linkProblem(document, link).empty()) continue; // it is no subscription
        Reader reader{*end, link, {}, {}};
        assignAll(reader.settings, Topic::linkProperties(), link.properties);
        if (end->kind == Endpoint::kKey) reader.endpoint = configOf<Endpoint>(*end);
        readers.push_back(std::move(reader));
    }
    return readers;
}

} // namespace

void adviseOnTopic(const Document& document, const Node& node, std::vector<Finding>& findings) {
    const auto limits = limitsOf(document.settings);
    if (!limits) return; // said of the document
    const Publishing topic{document,
                           node,
                           configOf<Topic>(node),
                           *limits,
                           nodesBefore<Producer>(document, node.id, "in")};
    const auto add = [&](std::optional<Finding> finding) {
        if (finding) findings.push_back(std::move(*finding));
    };
    for (const auto& source : topic.producers) {
        for (const auto rule : {unusableDedupId, missingGroupForTopic, missingDedupIdForTopic}) {
            add(rule(topic, source));
        }
    }
    for (const Reader& reader : readersOf(document, node)) {
        for (const auto rule : {neverConfirmed,
                                disabledEndpoint,
                                lostWhenDown,
                                mailTooFast,
                                neverMatches,
                                tooManyAttributes}) {
            add(rule(topic, reader));
        }
    }
}

} // namespace sluice
