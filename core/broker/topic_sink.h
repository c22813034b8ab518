// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/broker/topic_rules.h"

#include <cstdint>

namespace sluice {

/// Position of a subscription in its topic; never used again.
using SubscriptionIndex = std::uint32_t;

/// A message on its way to one subscription.
struct Notification {
    MessageIndex message = kNoMessage;
    SubscriptionIndex subscription = 0;
    GroupIndex group = 0;             ///< 0: none given.
    bool isReplay = false;            ///< From the archive (SNS-2).
    std::uint64_t sequenceNumber = 0; ///< FIFO

    friend bool operator==(const Notification&, const Notification&) = default;
};

/// One attempt to deliver; comes back with its outcome.
struct Attempt {
    static constexpr std::uint32_t kPlain = 0xFFFFFFFFU;

    Notification what;
    std::uint32_t number = 1;    ///< 1: the first.
    std::uint32_t slot = kPlain; ///< Where the topic keeps its state; kPlain: nowhere.

    friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// How a delivery ended.
enum class DeliveryEnd : std::uint8_t {
    Delivered,
    DeadLettered, ///< It goes to the subscription's dead-letter queue (SNS-48).
    Lost,         ///< Given up without a dead-letter queue.
    Unsubscribed, ///< The subscription was removed while it waited.
};

/// What a topic asks of its surroundings while it carries out a call. None of these may call back
/// into the topic.
class TopicSink {
public:
    virtual ~TopicSink() = default;
    /// Whether the message passes the subscription's filter policy; asked only where there is one.
    virtual FilterResult filter(const Notification& what) = 0;
    /// One more delivery has begun or one more copy went to the archive: the sink counts one more
    /// holder of the message.
    virtual void held(MessageIndex message) = 0;
    /// An attempt begins; SnsTopic::report() is to be called with its outcome. True, for a plain
    /// attempt only: it is taken for a success already, and its hold of the message has passed on;
    /// SnsTopic::takeBack() and then report() are called if it turns out otherwise.
    virtual bool deliver(const Attempt& attempt) = 0;
    /// The delivery is over and its hold of the message passes to the sink. When dead-lettered,
    /// SnsTopic::reportRedrive() is to be called; `outcome` is that of the last attempt.
    virtual void ended(const Attempt& attempt, DeliveryEnd end, DeliveryOutcome outcome) = 0;
    /// The archive lets go of a message.
    virtual void released(MessageIndex message) = 0;

protected:
    TopicSink() = default;
    TopicSink(const TopicSink&) = default;
    TopicSink(TopicSink&&) = default;
    TopicSink& operator=(const TopicSink&) = default;
    TopicSink& operator=(TopicSink&&) = default;
};

} // namespace sluice
