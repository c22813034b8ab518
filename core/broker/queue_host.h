// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/broker/queue_attributes.h"
#include "core/broker/service_place.h"
#include "core/broker/sqs_queue.h"
#include "core/kernel/body_store.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// A queue with what the service keeps of it beside its messages.
struct HostedQueue {
    NodeId id{}; ///< Never used again, also not for a later queue of the same name.
    std::string name;
    QueueAttributes attributes;
    std::map<std::string, std::string> tags;
    SimTime createdAt;
    SimTime modifiedAt;
    SqsQueue queue;
};

/// What the service tells of a message beside its body and attributes.
struct MessageDetails {
    std::string traceHeader;     ///< AWSTraceHeader
    std::string deduplicationId; ///< FIFO
    std::string groupId;
    std::uint64_t sequenceNumber = 0;
    std::string sourceArn; ///< The queue it was moved from (SQS-73).
};

/// The answer to a ReceiveMessage call. Its messages are held for whoever takes it.
struct ReceiveAnswer {
    Batch batch;
    Refusal refusal = Refusal::None;
};

/// Where the API finds its queues: an account of its own, or a running lab.
class QueueHost {
public:
    virtual ~QueueHost() = default;

    virtual SimTime now() const = 0;
    virtual const LimitsProfile& limits() const = 0;
    /// Where all its queues are.
    virtual const ServicePlace& place() const = 0;
    virtual Rng& random() = 0;
    virtual MessagePool& messages() = 0;
    virtual BodyStore& bodies() = 0;
    /// Of a live message; stays valid until the next message is added.
    virtual MessageDetails& details(MessageIndex message) = 0;
    virtual std::uint64_t nextSerial() = 0;

    /// Null when there is none.
    virtual HostedQueue* find(std::string_view name) = 0;
    virtual HostedQueue* find(NodeId id) = 0;
    /// In order of their names.
    virtual std::vector<HostedQueue*> queues() = 0;
    /// Requires: there is no queue of this name.
    virtual HostedQueue& create(std::string_view name, const QueueAttributes& attributes) = 0;
    virtual void remove(HostedQueue& queue) = 0;
    /// When the last queue of this name was deleted.
    virtual std::optional<SimTime> deletedAt(std::string_view name) const = 0;
    /// New attributes of a queue come into force.
    virtual void change(HostedQueue& queue, const QueueAttributes& attributes) = 0;

    virtual QueueSink& sink(HostedQueue& queue) = 0;
    /// Carries out everything due now in all queues. To be called before and after every call.
    virtual void settle() = 0;
    /// A caller nobody else has.
    virtual Caller newCaller() = 0;
    /// Its answer, once there is one; the taker releases the messages.
    virtual std::optional<ReceiveAnswer> takeAnswer(const Caller& caller) = 0;

protected:
    QueueHost() = default;
    QueueHost(const QueueHost&) = default;
    QueueHost(QueueHost&&) = default;
    QueueHost& operator=(const QueueHost&) = default;
    QueueHost& operator=(QueueHost&&) = default;
};

} // namespace sluice
