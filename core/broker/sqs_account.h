// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/queue_host.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// One account's queues in memory, with a clock that only moves when told to.
class SqsAccount final : public QueueHost {
public:
    explicit SqsAccount(const LimitsProfile& limits = {},
                        std::uint64_t seed = 1,
                        ServicePlace place = {});

    /// Lets time pass to `to`, with everything that becomes due on the way. Requires: not back.
    void advance(SimTime to);
    /// New limits for every queue and every later call; stored messages stay (PROF-2).
    void setLimits(const LimitsProfile& limits);
    /// A key that queues and topics may name; keys never named here are missing. "alias/aws/sqs"
    /// and "alias/aws/sns" are there.
    void setKey(std::string_view id, KeyState state);
    KeyState stateOfKey(const std::string& id) const;
    /// How long a deleted queue still takes calls (SQS-11).
    Duration deletePropagation{};

    SimTime now() const override { return m_now; }
    const LimitsProfile& limits() const override { return m_limits; }
    const ServicePlace& place() const override { return m_place; }
    Rng& random() override { return m_random; }
    MessagePool& messages() override { return m_messages; }
    BodyStore& bodies() override { return m_bodies; }
    MessageDetails& details(MessageIndex message) override;
    std::uint64_t nextSerial() override { return ++m_serial; }
    HostedQueue* find(std::string_view name) override;
    HostedQueue* find(NodeId id) override;
    std::vector<HostedQueue*> queues() override;
    HostedQueue& create(std::string_view name, const QueueAttributes& attributes) override;
    void remove(HostedQueue& queue) override;
    std::optional<SimTime> deletedAt(std::string_view name) const override;
    void change(HostedQueue& queue, const QueueAttributes& attributes) override;
    QueueSink& sink(HostedQueue& queue) override;
    void settle() override;
    Caller newCaller() override;
    std::optional<ReceiveAnswer> takeAnswer(const Caller& caller) override;

private:
    /// Where one queue's messages and answers go. Copies that leave for another queue wait in the
    /// account until the queue has finished its call.
    class Sink final : public QueueSink {
    public:
        explicit Sink(SqsAccount& account) : m_account(account) {}
        void answer(const Caller& caller, const Handout& handout, Refusal refusal) override;
        void replicated(MessageIndex message) override;
        void moveToDeadLetters(const MovedCopy& copy) override;
        bool redrive(const StoredView& copy, NodeId destination) override;
        void elapsed(const Elapsed& what) override;
        void removed(MessageIndex message, std::uint32_t receiveCount, bool isPurge) override;

    private:
        SqsAccount& m_account;
    };
    struct Entry {
        Entry(SqsAccount& account, NodeId id) : sink(account) { queue.id = id; }
        HostedQueue queue;
        Sink sink;
        SimTime removeAt = kNever;
    };
    struct Redriven {
        StoredView copy;
        NodeId destination{};
    };

    void removeNow(NodeId id);
    bool deliverMoved();
    void deliverToDeadLetters(const MovedCopy& copy);
    void deliverRedriven(const Redriven& redriven);
    SimTime nextDue();

    LimitsProfile m_limits;
    ServicePlace m_place;
    Rng m_random;
    SimTime m_now = kRunStart;
    MessagePool m_messages;
    BodyStore m_bodies;
    std::vector<MessageDetails> m_details; // by MessageIndex
    std::uint64_t m_serial = 0;
    std::uint32_t m_lastQueue = 0;
    std::uint32_t m_lastCaller = 0;
    std::map<NodeId, Entry> m_queues;
    std::map<std::string, NodeId, std::less<>> m_names;
    std::map<std::string, SimTime, std::less<>> m_deletedAt;
    std::map<std::string, KeyState, std::less<>> m_keys;
    std::map<std::uint32_t, ReceiveAnswer> m_answers; // by the caller's number
    std::vector<MovedCopy> m_moved;
    std::vector<Redriven> m_redriven;
};

} // namespace sluice
