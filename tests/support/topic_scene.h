// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/sns_topic.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace sluice::test {

/// Keeps what a topic hands out and counts the holders of its messages.
class TopicRecorder final : public TopicSink {
public:
    struct Ended {
        Attempt attempt;
        DeliveryEnd how = DeliveryEnd::Delivered;
        DeliveryOutcome outcome = DeliveryOutcome::Success;
    };

    FilterResult filter(const Notification& what) override {
        const auto found = filtered.find({what.subscription, what.message});
        return found == filtered.end() ? FilterResult::Passed : found->second;
    }
    void held(MessageIndex message) override { ++holders[message]; }
    void deliver(const Attempt& attempt) override { open.push_back(attempt); }
    std::uint64_t deliverFirst(const FirstAttempts& attempts) override {
        wasToAll = attempts.isToAll;
        std::uint64_t taken = 0;
        for (std::size_t i = 0; i < attempts.to.size(); ++i) {
            if (willing.contains(attempts.to[i])) {
                taken |= std::uint64_t{1} << i;
                continue;
            }
            held(attempts.what.message);
            deliver(attempts.attempt(i));
        }
        return taken;
    }
    void ended(const Attempt& attempt, DeliveryEnd how, DeliveryOutcome outcome) override {
        --holders[attempt.what.message];
        ends.push_back({attempt, how, outcome});
    }
    void released(MessageIndex message) override { --holders[message]; }

    int holdersInAll() const {
        int sum = 0;
        for (const auto& [message, count] : holders) sum += count;
        return sum;
    }

    std::map<std::pair<SubscriptionIndex, MessageIndex>, FilterResult> filtered;
    std::map<MessageIndex, int> holders;
    std::set<SubscriptionIndex> willing; ///< Taken for accepting each first attempt.
    bool wasToAll = false;               ///< FirstAttempts::isToAll of the last ones.
    std::vector<Attempt> open;           ///< Their outcome has not been reported.
    std::vector<Ended> ends;
};

/// A topic whose endpoints answer at once.
struct TopicScene {
    explicit TopicScene(const TopicRules& rules = {}) : topic(rules) {}

    SubscriptionIndex subscribe(Protocol protocol, const std::string& deadLetters = {}) {
        Subscription subscription;
        subscription.protocol = protocol;
        subscription.deadLetterTargetArn = deadLetters;
        return topic.subscribe(subscription);
    }
    SubscriptionIndex subscribeFifo() {
        Subscription subscription;
        subscription.isFifoQueue = true;
        return topic.subscribe(subscription);
    }
    PublishOutcome publish(std::uint32_t message, GroupIndex group = 0, std::uint64_t dedup = 0) {
        PublishEntry entry;
        entry.message = MessageIndex{message};
        entry.serial = message;
        entry.bytes = 100;
        entry.group = group;
        entry.dedupId = dedup;
        return topic.publish(now, entry, random, sink);
    }
    /// Answers every attempt that is open now and those that follow at once. `answer(attempt)`.
    template <class Answer>
    void answerAll(Answer&& answer) {
        while (!sink.open.empty()) {
            const Attempt attempt = sink.open.front();
            sink.open.erase(sink.open.begin());
            topic.report(now, attempt, answer(attempt), random, sink);
        }
    }
    /// Lets time pass to `end` (since the start), answering every attempt when it begins.
    template <class Answer>
    void run(Duration end, Answer&& answer) {
        answerAll(answer);
        while (topic.nextDue() <= kRunStart + end) {
            now = std::max(now, topic.nextDue());
            topic.advance(now, sink);
            answerAll(answer);
        }
        now = kRunStart + end;
    }
    void run(Duration end, DeliveryOutcome outcome = DeliveryOutcome::Success) {
        run(end, [&](const Attempt&) { return outcome; });
    }
    Duration sinceStart() const { return now - kRunStart; }

    SnsTopic topic;
    TopicRecorder sink;
    Rng random{1};
    SimTime now = kRunStart;
};

/// A filter policy whose results the recorder gives.
inline FilterInForce anyFilter() {
    FilterInForce filter;
    filter.change(kRunStart,
                  *FilterPolicy::parse(R"({"t":["x"]})", FilterScope::Attributes),
                  Duration::zero());
    return filter;
}

inline TopicRules fifoTopic() {
    TopicRules rules;
    rules.type = TopicType::Fifo;
    return rules;
}

} // namespace sluice::test
