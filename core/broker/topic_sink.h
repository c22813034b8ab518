// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/broker/topic_rules.h"

#include <cstddef>
#include <cstdint>
#include <span>

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

/// First attempts to deliver one message, to these subscriptions in this order, of which the topic
/// keeps no state.
struct FirstAttempts {
    static constexpr std::size_t kMost = 64;

    Notification what;                     ///< Its subscription is each of these in turn.
    std::span<const SubscriptionIndex> to; ///< At most kMost.
    bool isToAll = false; ///< They are all there are, as for every other message now.

    Attempt attempt(std::size_t i) const {
        Attempt result{what};
        result.what.subscription = to[i];
        return result;
    }
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
    /// An attempt begins; SnsTopic::report() is to be called with its outcome.
    virtual void deliver(const Attempt& attempt) = 0;
    /// These attempts begin; for each the sink counts one more holder of the message. Bit i of the
    /// result: the i-th is taken for a success already and the sink may have let go of the message;
    /// SnsTopic::takeBack() and then report() are called if it turns out otherwise. The outcome of
    /// the others is to be reported.
    virtual std::uint64_t deliverFirst(const FirstAttempts& attempts) {
        for (std::size_t i = 0; i < attempts.to.size(); ++i) {
            held(attempts.what.message);
            deliver(attempts.attempt(i));
        }
        return 0;
    }
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
