// SPDX-License-Identifier: GPL-3.0-or-later
// What the service would refuse of a topic and its subscriptions, and what is advised about them.
#include "core/base/text.h"
#include "core/broker/policy_form.h"
#include "core/broker/request_checks.h"
#include "core/broker/topic_protocols.h"
#include "core/kinds/access_advice.h"
#include "core/kinds/advice.h"
#include "core/kinds/arn_references.h"
#include "core/kinds/key_advice.h"
#include "core/kinds/kinds.h"
#include "core/kinds/name_checks.h"
#include "core/kinds/topic_advice.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t kMostFilterPolicies = 200; // SNS-41

void checkPolicies(const Node& node, const Topic::Config& config, std::vector<Finding>& findings) {
    if (const auto problem = diagnosePolicy(config.policy, kTopicPolicyLimits);
        problem && !config.policy.empty()) {
        findings.push_back(settingError(node, "policy", sentence(problem->text)));
    }
    if (const auto problem = diagnosePolicy(config.keyPolicy, kKeyPolicyLimits);
        problem && config.isEncrypted && !config.keyPolicy.empty()) {
        findings.push_back(settingError(node, "key_policy", sentence(problem->text)));
    }
    if (config.deliveryPolicy.empty()) {
        return;
    }
    if (const auto policy = parseTopicDeliveryPolicy(config.deliveryPolicy); !policy) {
        findings.push_back(settingError(node, "delivery_policy", policy.error().message));
    }
}

void checkNameOf(const Node& node, const Topic::Config& config, std::vector<Finding>& findings) {
    const std::string& name = config.topicName;
    if (name.empty()) return;
    const bool isFifo = config.type == TopicType::Fifo;
    std::string problem = topicNameProblem(name);
    if (problem.empty() && isFifoName(name) != isFifo) {
        problem = isFifo ? "the name of a FIFO topic ends in .fifo; add it to \"" + name + "\"."
                         : "only the name of a FIFO topic ends in .fifo; take it off \"" + name
                               + "\", or make the topic FIFO.";
    }
    if (!problem.empty()) findings.push_back(settingError(node, "topic_name", problem));
}

std::optional<Subscriber> subscriberAt(const Node& node) {
    std::optional<Subscriber> result;
    const NodeState state = makeNode(node.kind, node.properties);
    withNode(state, [&](const auto& kind) {
        if constexpr (requires { kind.subscriber(); }) {
            result = kind.subscriber();
        }
    });
    return result;
}

// SNS-52: as the service says it, and what to do.
std::string subscriberProblem(TopicType topic, const Subscriber& end, const LimitsProfile& limits) {
    const auto checked = checkSubscriber(end.protocol, end.isFifo, topic, limits);
    if (checked) return {};
    constexpr std::string_view kReason = "Reason: ";
    const std::string& message = checked.error().message;
    const std::size_t reason = message.find(kReason);
    const std::string said = message.substr(reason + kReason.size()) + ". ";
    if (topic == TopicType::Standard) {
        return said + "Make the topic FIFO too, or link a standard queue.";
    }
    const bool isQueue = end.protocol == Protocol::Sqs;
    return said
           + (isQueue ? "Link a FIFO queue, or make it a standard topic."
                      : "Link a queue, or make it a standard topic.");
}

// SNS-49
std::string deadLetterProblem(TopicType topic, const Node& queue) {
    const bool isFifo = topic == TopicType::Fifo;
    if (queue.kind != Queue::kKey || (configOf<Queue>(queue).type == QueueType::Fifo) == isFifo) {
        return {};
    }
    return "The dead-letter queue of a " + std::string(isFifo ? "FIFO" : "standard")
           + " topic must be a " + (isFifo ? "FIFO" : "standard")
           + " queue. Change the type of one of them.";
}

// SNS-20, SNS-46
std::string mismatch(const Topic::Config& topic,
                     const Topic::SubscriptionConfig& settings,
                     const Subscriber& end) {
    const bool isFifo = topic.type == TopicType::Fifo;
    if (settings.isRaw && !takesRawDelivery(end.protocol)) {
        return "raw delivery is for queues and web servers only. Switch it off for this "
               "subscriber.";
    }
    if (!settings.deliveryPolicy.empty() && !isHttp(end.protocol)) {
        return "a delivery policy is for web servers only. Remove it from this subscription.";
    }
    if (!isFifo) return {}; // has nothing to replay, whatever is set
    if (settings.replaysArchive && topic.archiveRetention == Duration::zero()) {
        return "there is no archive to replay. Set how long the topic keeps its messages, or "
               "switch the replay off.";
    }
    if (settings.replaysArchive && settings.replayUntil != Duration::zero()
        && settings.replayUntil <= settings.replayFrom) {
        return "the replay must end after it begins. Choose a later end, or 0 for all up to now.";
    }
    return {};
}

/// The queues that a topic is linked to for its dead letters.
std::vector<const Node*> deadLetterQueues(const Document& document, const Node& topic) {
    std::vector<const Node*> queues;
    for (const Link& link : document.links) {
        const Node* other = document.node(link.to);
        const bool isOne = link.from == topic.id && link.fromPort == "dead_letter";
        if (isOne && other != nullptr && other->kind == Queue::kKey) queues.push_back(other);
    }
    return queues;
}

void checkDeadLetters(const Document& document,
                      const Node& node,
                      const Topic::Config& config,
                      std::vector<Finding>& findings) {
    for (const Node* queue : deadLetterQueues(document, node)) {
        const std::string problem = deadLetterProblem(config.type, *queue);
        if (problem.empty()) continue;
        findings.push_back(settingError(node, "type", quotedName(*queue) + ": " + problem));
    }
}

std::string namelessDeadLetters(const Document& document,
                                const Node& topic,
                                const Topic::SubscriptionConfig& settings) {
    if (!settings.hasDeadLetters || settings.deadLetterQueue.empty()) return {};
    const auto queues = deadLetterQueues(document, topic);
    const bool isThere = std::ranges::any_of(queues, [&](const Node* queue) {
        return settings.deadLetterQueue == referenceTo(document, *queue)
               || settings.deadLetterQueue == queueNameOf(queue->name, configOf<Queue>(*queue));
    });
    return isThere ? std::string()
                   : "the topic is linked to no dead-letter queue “" + settings.deadLetterQueue
                         + "”. Link it, or correct the name.";
}

std::string problemOf(const Topic::Config& topic,
                      const Topic::SubscriptionConfig& settings,
                      const Subscriber& end,
                      std::string_view& property) {
    property = "";
    if (std::string text = mismatch(topic, settings, end); !text.empty()) return text;
    property = "filter_policy";
    if (const auto filter = FilterPolicy::parse(settings.filterPolicy, settings.filterScope);
        !filter) {
        return filterAdvice(filter.error().message);
    }
    property = "delivery_policy";
    if (settings.deliveryPolicy.empty()) return {};
    const auto policy = parseDeliveryPolicy(settings.deliveryPolicy);
    return policy ? std::string() : policy.error().message;
}

} // namespace

std::string Topic::linkProblem(const Document& document, const Link& link) {
    const Node& end = *document.node(link.to);
    const TopicType type = configOf<Topic>(*document.node(link.from)).type;
    if (link.fromPort != kLinkPort) return deadLetterProblem(type, end);
    const auto subscriber = subscriberAt(end);
    const auto limits = limitsOf(document.settings);
    if (!subscriber || !limits) return {};
    return subscriberProblem(type, *subscriber, *limits);
}

void Topic::advise(const Document& document,
                   const Registry& /*registry*/,
                   const Node& node,
                   std::vector<Finding>& findings) {
    const auto config = configOf<Topic>(node);
    checkNameOf(node, config, findings);
    checkPolicies(node, config, findings);
    checkDeadLetters(document, node, config, findings);
    std::size_t filters = 0;
    for (const Link& link : document.links) {
        const Node* other = document.node(link.to);
        if (link.from != node.id || link.fromPort != kLinkPort || other == nullptr) {
            continue;
        }
        SubscriptionConfig settings;
        assignAll(settings, linkProperties(), link.properties);
        filters += settings.filterPolicy.empty() ? 0 : 1;
        const auto end = subscriberAt(*other);
        std::string_view property;
        if (std::string reason = linkProblem(document, link); !reason.empty()) {
            // A run leaves it out, and so it can start.
            Finding refused = settingError(
                node, "", quotedName(*other) + " is not subscribed: " + std::move(reason));
            refused.severity = Severity::Warning;
            refused.link = link.id;
            findings.push_back(std::move(refused));
            continue;
        }
        std::string text;
        if (end) text = problemOf(config, settings, *end, property);
        if (text.empty()) {
            property = "dead_letter_queue";
            text = namelessDeadLetters(document, node, settings);
        }
        if (text.empty()) {
            continue;
        }
        Finding result =
            settingError(node, property, "the subscription of " + quotedName(*other) + ": " + text);
        result.link = link.id;
        findings.push_back(std::move(result));
    }
    if (filters > kMostFilterPolicies) {
        findings.push_back(
            settingError(node,
                         "filter_policy",
                         "a topic may have 200 subscriptions with filter policies. Use "
                         "several topics."));
    }
    if (config.isEncrypted) {
        adviseOnKey(document, node, config.keyState, &topicCodeOf, findings);
    }
    adviseOnAccess(document, node, findings);
    adviseOnTopic(document, node, findings);
}

} // namespace sluice
