// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/sns_envelope.h"
#include "core/broker/sqs_account.h"
#include "core/broker/sqs_api.h"
#include "core/broker/topic_host.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace sluice {

/// What went to an endpoint that is no queue.
struct SentRequest {
    std::string endpoint;
    std::uint32_t attempt = 1;
    HttpRequest request; ///< Headers for HTTP and HTTPS only.
    DeliveryOutcome outcome = DeliveryOutcome::Success;
    SimTime at;
};

/// One account's topics in memory, with a clock that only moves when told to. Deliveries to queues
/// go to an account of queues, whose clock it moves along; other endpoints answer as they are told.
class SnsAccount final : public TopicHost {
public:
    /// The queues are borrowed and must outlive this object.
    explicit SnsAccount(SqsAccount& queues, std::uint64_t seed = 1);

    /// Lets time pass to `to`, here and for the queues. Requires: not back.
    void advance(SimTime to);
    /// New limits for every topic and queue and every later call (PROF-2).
    void setLimits(const LimitsProfile& limits);
    /// How an endpoint answers from now on; without a word it takes everything. For queues it is
    /// what happens before the queue is asked.
    void setOutcome(const std::string& endpoint, DeliveryOutcome outcome);
    /// The newest 10,000 of what was sent to endpoints that are no queues, oldest first.
    const std::deque<SentRequest>& sent() const { return m_sent; }
    /// Messages that are still held by somebody.
    std::size_t messageCount() const { return m_messages.size(); }

    SimTime now() const override { return m_queues.now(); }
    const LimitsProfile& limits() const override { return m_queues.limits(); }
    const ServicePlace& place() const override { return m_queues.place(); }
    Rng& random() override { return m_random; }
    BodyStore& bodies() override { return m_queues.bodies(); }
    HostedTopic* findTopic(std::string_view name) override;
    HostedTopic* findTopic(std::uint32_t id) override;
    std::vector<HostedTopic*> topics() override;
    HostedTopic& createTopic(std::string_view name, const TopicAttributes& attributes) override;
    void removeTopic(HostedTopic& topic) override;
    TopicSink& sink(HostedTopic& topic) override;
    MessageIndex addMessage(TopicMessage message) override;
    TopicMessage& message(MessageIndex index) override;
    void releaseMessage(MessageIndex index) override;
    KeyState stateOfKey(const std::string& id) const override { return m_queues.stateOfKey(id); }
    void askToConfirm(ConfirmationKind kind,
                      const HostedTopic& topic,
                      SubscriptionIndex index,
                      const std::string& token) override;
    void deliverDirectly(const std::string& endpoint, const TopicMessage& message) override;
    std::map<std::string, PlatformApplication>& platformApplications() override {
        return m_applications;
    }
    void settleTopics() override;

private:
    /// What one topic hands out waits here until the topic has finished its call.
    class Sink final : public TopicSink {
    public:
        Sink(SnsAccount& account, const HostedTopic& topic) : m_account(account), m_topic(topic) {}
        FilterResult filter(const Notification& what) override;
        void held(MessageIndex message) override;
        void deliver(const Attempt& attempt) override { open.push_back(attempt); }
        void ended(const Attempt& attempt, DeliveryEnd end, DeliveryOutcome outcome) override;
        void released(MessageIndex message) override { m_account.releaseMessage(message); }

        struct DeadLetter {
            Attempt last;
            DeliveryOutcome outcome = DeliveryOutcome::Success; ///< Of that attempt.
        };
        std::vector<Attempt> open;
        std::vector<DeadLetter> deadLetters;

    private:
        SnsAccount& m_account;
        const HostedTopic& m_topic;
    };
    struct Entry {
        explicit Entry(SnsAccount& account) : sink(account, topic) {}
        HostedTopic topic;
        Sink sink;
        bool isRemoved = false;
    };
    struct Held {
        TopicMessage message;
        std::uint32_t holders = 1;
    };

    void keep(SentRequest request);
    SimTime nextDue() const;
    bool settle(Entry& entry);
    std::string_view messageKeyOf(const Subscription& to) const;
    DeliveryOutcome deliver(Entry& entry, const Attempt& attempt);
    DeliveryOutcome deliverToQueue(const HostedTopic& topic, const Attempt& attempt);
    bool
    deliverToDeadLetters(const HostedTopic& topic, const Attempt& attempt, DeliveryOutcome outcome);
    ApiResult<>
    send(const HostedTopic& topic, const std::string& arn, const SendMessageRequest& request);
    Published publishedOf(const HostedTopic& topic, const Attempt& attempt);
    SendMessageRequest queueMessage(const HostedTopic& topic, const Attempt& attempt);

    SqsAccount& m_queues;
    SqsApi m_queueApi;
    Rng m_random;
    std::uint64_t m_serial = 0;
    std::uint32_t m_lastTopic = 0;
    std::uint32_t m_lastMessage = 0;
    std::map<std::uint32_t, Entry> m_topics;
    std::map<MessageIndex, Held> m_messages;
    std::map<std::string, DeliveryOutcome> m_outcomes;
    std::map<std::string, PlatformApplication> m_applications;
    std::deque<SentRequest> m_sent;
};

} // namespace sluice
