// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_account.h"

#include "core/base/assert.h"
#include "core/broker/api_names.h"
#include "core/broker/topic_names.h"
#include "core/broker/topic_protocols.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr std::size_t kMostSent = 10'000;

std::string requestIdOf(const TopicMessage& message) {
    return messageIdOf(message.serial | std::uint64_t{1} << 63U);
}

} // namespace

FilterResult SnsAccount::Sink::filter(const Notification& what) {
    const Subscription& to = m_topic.topic.subscription(what.subscription);
    const TopicMessage& message = m_account.message(what.message);
    const FilterPolicy& filter = to.filter.at(m_account.now());
    return resultOf(filter.match(message.attributes, message.text), filter.scope());
}

void SnsAccount::Sink::held(MessageIndex message) {
    ++m_account.m_messages.at(message).holders;
}

void SnsAccount::Sink::ended(const Attempt& attempt, DeliveryEnd end, DeliveryOutcome outcome) {
    if (end == DeliveryEnd::DeadLettered) {
        deadLetters.push_back({attempt, outcome});
    } else {
        m_account.releaseMessage(attempt.what.message);
    }
}

SnsAccount::SnsAccount(SqsAccount& queues, std::uint64_t seed)
    : m_queues(queues)
    , m_queueApi(queues)
    , m_random(seed) {}

void SnsAccount::advance(SimTime to) {
    settleTopics();
    for (SimTime due = nextDue(); due <= to; due = nextDue()) {
        m_queues.advance(std::max(due, now()));
        settleTopics();
    }
    m_queues.advance(to);
    settleTopics();
}

SimTime SnsAccount::nextDue() const {
    SimTime due = kNever;
    for (const auto& [id, entry] : m_topics) due = std::min(due, entry.topic.topic.nextDue());
    return due;
}

void SnsAccount::setOutcome(const std::string& endpoint, DeliveryOutcome outcome) {
    m_outcomes.insert_or_assign(endpoint, outcome);
}

void SnsAccount::setLimits(const LimitsProfile& limits) {
    m_queues.setLimits(limits);
    for (auto& [id, entry] : m_topics) {
        TopicRules& rules = entry.topic.attributes.rules;
        rules.limits = limits;
        entry.topic.topic.setRules(now(), rules, entry.sink);
    }
}

HostedTopic* SnsAccount::findTopic(std::string_view name) {
    for (auto& [id, entry] : m_topics) {
        if (!entry.isRemoved && entry.topic.name == name) return &entry.topic;
    }
    return nullptr;
}

HostedTopic* SnsAccount::findTopic(std::uint32_t id) {
    const auto found = m_topics.find(id);
    return found == m_topics.end() || found->second.isRemoved ? nullptr : &found->second.topic;
}

std::vector<HostedTopic*> SnsAccount::topics() {
    std::vector<HostedTopic*> all;
    for (auto& [id, entry] : m_topics) {
        if (!entry.isRemoved) all.push_back(&entry.topic);
    }
    std::sort(all.begin(), all.end(), [](const HostedTopic* left, const HostedTopic* right) {
        return left->name < right->name;
    });
    return all;
}

HostedTopic& SnsAccount::createTopic(std::string_view name, const TopicAttributes& attributes) {
    const std::uint32_t id = ++m_lastTopic;
    HostedTopic& topic = m_topics.try_emplace(id, *this).first->second.topic;
    topic.id = id;
    topic.name = name;
    topic.attributes = attributes;
    topic.topic = SnsTopic(attributes.rules, now());
    return topic;
}

void SnsAccount::removeTopic(HostedTopic& topic) {
    Entry& entry = m_topics.at(topic.id);
    entry.isRemoved = true;
    entry.topic.topic.removeAll(now(), entry.sink);
    settleTopics();
    m_topics.erase(entry.topic.id);
}

TopicSink& SnsAccount::sink(HostedTopic& topic) {
    return m_topics.at(topic.id).sink;
}

MessageIndex SnsAccount::addMessage(TopicMessage message) {
    const MessageIndex index{++m_lastMessage};
    message.serial = ++m_serial | std::uint64_t{1} << 62U; // apart from those of the queues
    m_messages.emplace(index, Held{std::move(message)});
    return index;
}

TopicMessage& SnsAccount::message(MessageIndex index) {
    return m_messages.at(index).message;
}

void SnsAccount::releaseMessage(MessageIndex index) {
    const auto found = m_messages.find(index);
    SLUICE_ASSERT(found != m_messages.end());
    if (--found->second.holders == 0) m_messages.erase(found);
}

void SnsAccount::askToConfirm(ConfirmationKind kind,
                              const HostedTopic& topic,
                              SubscriptionIndex index,
                              const std::string& token) {
    Published published;
    published.messageId = messageIdOf(++m_serial | std::uint64_t{1} << 62U);
    published.topicArn = topicArn(topic.name, place());
    published.publishedAt = now();
    SentRequest request;
    request.endpoint = topic.topic.subscription(index).endpoint;
    request.request = httpConfirmation(
        kind, published, token, subscriptionArn(topic.name, {topic.id, index}, place()));
    request.at = now();
    keep(std::move(request));
}

void SnsAccount::deliverDirectly(const std::string& endpoint, const TopicMessage& message) {
    SentRequest request;
    request.endpoint = endpoint;
    request.request.body = message.text;
    request.at = now();
    keep(std::move(request));
}

void SnsAccount::keep(SentRequest request) {
    if (m_sent.size() == kMostSent) m_sent.pop_front();
    m_sent.push_back(std::move(request));
}

void SnsAccount::settleTopics() {
    bool isBusy = true;
    while (isBusy) {
        isBusy = false;
        for (auto& [id, entry] : m_topics) isBusy = settle(entry) || isBusy;
    }
    m_queues.settle();
}

// Whether anything was to be done.
bool SnsAccount::settle(Entry& entry) {
    entry.topic.topic.advance(now(), entry.sink);
    const auto open = std::exchange(entry.sink.open, {});
    for (const Attempt& attempt : open) {
        const DeliveryOutcome outcome = deliver(entry, attempt);
        entry.topic.topic.report(now(), attempt, outcome, m_random, entry.sink);
    }
    const auto deadLetters = std::exchange(entry.sink.deadLetters, {});
    for (const auto& [attempt, outcome] : deadLetters) {
        const bool isTaken = deliverToDeadLetters(entry.topic, attempt, outcome);
        entry.topic.topic.reportRedrive(attempt.what.subscription, isTaken);
        releaseMessage(attempt.what.message);
    }
    return !open.empty() || !deadLetters.empty();
}

// Of a message with a text for each protocol (SNS-12): the push service has its own.
std::string_view SnsAccount::messageKeyOf(const Subscription& to) const {
    if (to.protocol != Protocol::Application) return nameOf(to.protocol);
    const auto found = std::ranges::find_if(m_applications, [&](const auto& named) {
        return named.second.endpoints.contains(to.endpoint);
    });
    return found == m_applications.end() ? nameOf(to.protocol)
                                         : std::string_view(found->second.platform);
}

Published SnsAccount::publishedOf(const HostedTopic& topic, const Attempt& attempt) {
    const TopicMessage& message = m_messages.at(attempt.what.message).message;
    const Subscription& to = topic.topic.subscription(attempt.what.subscription);
    Published published;
    published.messageId = messageIdOf(message.serial);
    published.topicArn = topicArn(topic.name, place());
    published.subject = message.subject;
    published.message =
        message.structured ? message.structured->textFor(messageKeyOf(to)) : message.text;
    published.attributes = message.attributes;
    if (attempt.what.sequenceNumber != 0) {
        published.sequenceNumber = sequenceText(attempt.what.sequenceNumber);
    }
    published.publishedAt = message.publishedAt;
    if (topicAttributeText(topic.attributes, "SignatureVersion") == "2") {
        published.signatureVersion = 2;
    }
    return published;
}

DeliveryOutcome SnsAccount::deliver(Entry& entry, const Attempt& attempt) {
    const Subscription& to = entry.topic.topic.subscription(attempt.what.subscription);
    const auto told = m_outcomes.find(to.endpoint);
    const DeliveryOutcome outcome =
        told == m_outcomes.end() ? DeliveryOutcome::Success : told->second;
    if (to.protocol == Protocol::Sqs) {
        return outcome == DeliveryOutcome::Success ? deliverToQueue(entry.topic, attempt) : outcome;
    }
    const Published published = publishedOf(entry.topic, attempt);
    const std::string arn =
        subscriptionArn(entry.topic.name, {entry.topic.id, attempt.what.subscription}, place());
    SentRequest request{to.endpoint, attempt.number, {}, outcome, now()};
    if (isHttp(to.protocol)) {
        const DeliveryPolicy& policy = entry.topic.topic.effectivePolicy(attempt.what.subscription);
        request.request = httpNotification(published, to, arn, policy);
    } else {
        request.request.body = deliveredBody(published, to, arn);
    }
    keep(std::move(request));
    return outcome;
}

SendMessageRequest SnsAccount::queueMessage(const HostedTopic& topic, const Attempt& attempt) {
    const Published published = publishedOf(topic, attempt);
    const Subscription& to = topic.topic.subscription(attempt.what.subscription);
    const TopicMessage& message = m_messages.at(attempt.what.message).message;
    SendMessageRequest request;
    request.messageBody = deliveredBody(
        published, to, subscriptionArn(topic.name, {topic.id, attempt.what.subscription}, place()));
    request.messageAttributes =
        queueAttributes(published, to.rawDelivery && to.protocol == Protocol::Sqs);
    const bool isFifoTopic = topic.attributes.rules.type == TopicType::Fifo;
    if (isFifoTopic == to.isFifoQueue) request.messageGroupId = message.groupId; // SNS-17, SNS-53
    if (to.isFifoQueue) request.messageDeduplicationId = message.deduplicationId;
    return request;
}

// As the service, which no queue trusts without a policy (ACL-8, ACL-9).
ApiResult<> SnsAccount::send(const HostedTopic& topic,
                             const std::string& arn,
                             const SendMessageRequest& request) {
    m_queueApi.caller.service = "sns.amazonaws.com";
    m_queueApi.caller.sourceArn = topicArn(topic.name, place());
    const auto result = m_queueApi.sendMessage(queueUrl(nameInArn(arn, place()), place()), request);
    if (!result) return tl::unexpected(result.error());
    return {};
}

// What the queue refuses is the sender's fault, but for throttling (SNS-42).
DeliveryOutcome SnsAccount::deliverToQueue(const HostedTopic& topic, const Attempt& attempt) {
    const Subscription& to = topic.topic.subscription(attempt.what.subscription);
    const auto sent = send(topic, to.endpoint, queueMessage(topic, attempt));
    if (sent) return DeliveryOutcome::Success;
    return sent.error().code == ApiErrorCode::RequestThrottled ? DeliveryOutcome::Throttled
                                                               : DeliveryOutcome::ClientError;
}

bool SnsAccount::deliverToDeadLetters(const HostedTopic& topic,
                                      const Attempt& attempt,
                                      DeliveryOutcome outcome) {
    const Subscription& to = topic.topic.subscription(attempt.what.subscription);
    const TopicMessage& message = m_messages.at(attempt.what.message).message;
    SendMessageRequest request = queueMessage(topic, attempt);
    const auto most = static_cast<std::size_t>(limits().maxMessageAttributes);
    const MessageAttributes why = deadLetterAttributes(requestIdOf(message), outcome);
    // Attributes that do not fit beside the reasons stay behind.
    request.messageAttributes.resize(
        std::min(request.messageAttributes.size(), most - std::min(most, why.size())));
    request.messageAttributes.insert(request.messageAttributes.end(), why.begin(), why.end());
    if (topic.attributes.rules.type == TopicType::Fifo) {
        request.messageGroupId = message.groupId;
        request.messageDeduplicationId = message.deduplicationId;
    }
    return send(topic, to.deadLetterTargetArn, request).has_value();
}

} // namespace sluice
