// SPDX-License-Identifier: GPL-3.0-or-later
// A topic under random publishes, outcomes, delays and changes of subscriptions against a naive
// model: every message that passed a filter is delivered, dead-lettered, lost, dropped with its
// subscription or still tried, and FIFO queues see each group in its order.
#include "core/broker/sns_topic.h"
#include "tests/support/test_main.h"
#include "tests/support/topic_scene.h"

#include <rapidcheck.h>

#include <map>
#include <set>

namespace sluice::sns_topic_random_test {

using namespace sluice::test;

namespace {

/// The topic and what must have come of every message at every subscription.
class Story {
public:
    explicit Story(bool isFifo) : m_isFifo(isFifo), m_scene(rulesOf(isFifo)) {}

    void subscribe(unsigned choice) {
        Subscription subscription;
        const auto protocols = static_cast<unsigned>(Protocol::Firehose) + 1;
        subscription.protocol =
            m_isFifo ? Protocol::Sqs : Protocol{std::uint8_t(choice % protocols)};
        subscription.isFifoQueue = m_isFifo && choice % 4 != 0;
        if (choice % 3 == 0) subscription.deadLetterTargetArn = "arn:dead";
        if (choice % 5 == 0) subscription.filter = anyFilter();
        m_scene.topic.subscribe(subscription);
    }
    void unsubscribe(unsigned choice) {
        const std::size_t count = m_scene.topic.subscriptionCount();
        if (count == 0) return;
        const auto index = static_cast<SubscriptionIndex>(choice % count);
        m_scene.topic.unsubscribe(index, m_scene.sink);
    }
    void publish(unsigned choice) {
        const std::uint32_t message = ++m_last;
        for (SubscriptionIndex index = 0; index < m_scene.topic.subscriptionCount(); ++index) {
            const Subscription& to = m_scene.topic.subscription(index);
            if (to.state != SubscriptionState::Confirmed) continue;
            if (!to.filter.isEmpty() && (choice + index) % 2 == 0) {
                m_scene.sink.filtered[{index, MessageIndex{message}}] = FilterResult::Body;
            } else {
                m_expected.insert({index, message});
            }
        }
        const GroupIndex group = m_isFifo ? 1 + choice % 3 : 0;
        m_groups[message] = group;
        m_scene.publish(message, group, m_isFifo ? message : 0);
    }
    void report(unsigned choice) {
        if (m_scene.sink.open.empty()) return;
        const auto at = static_cast<std::ptrdiff_t>(choice % m_scene.sink.open.size());
        const Attempt attempt = m_scene.sink.open[static_cast<std::size_t>(at)];
        m_scene.sink.open.erase(m_scene.sink.open.begin() + at);
        // Failures are frequent, so that deliveries of short plans are given up.
        const auto outcome = static_cast<DeliveryOutcome>(choice / 7 % 4);
        m_scene.topic.report(m_scene.now, attempt, outcome, m_scene.random, m_scene.sink);
    }
    void pass(unsigned choice) {
        const SimTime end = m_scene.now + 700ms * (choice % 60);
        while (m_scene.topic.nextDue() <= end) {
            m_scene.now = std::max(m_scene.now, m_scene.topic.nextDue());
            m_scene.topic.advance(m_scene.now, m_scene.sink);
        }
        m_scene.now = end;
    }

    void check() const {
        RC_ASSERT(m_scene.topic.isConsistent());
        const DeliveryCounts totals = m_scene.topic.totals();
        RC_ASSERT(totals.begun == m_expected.size());
        RC_ASSERT(totals.trying() == m_expected.size() - m_scene.sink.ends.size());
        RC_ASSERT(static_cast<std::uint64_t>(m_scene.sink.holdersInAll()) == totals.trying());
        RC_ASSERT(m_scene.topic.underWayCount() == m_scene.sink.open.size());
        checkEnds(totals);
    }

private:
    static TopicRules rulesOf(bool isFifo) { return isFifo ? fifoTopic() : TopicRules{}; }

    // Each expected delivery ends at most once; groups end in their order at FIFO queues.
    void checkEnds(const DeliveryCounts& totals) const {
        std::set<std::pair<SubscriptionIndex, std::uint32_t>> seen;
        std::map<std::pair<SubscriptionIndex, GroupIndex>, std::uint32_t> newest;
        std::array<std::uint64_t, 4> byEnd{};
        for (const auto& end : m_scene.sink.ends) {
            const Notification& what = end.attempt.what;
            const auto message = static_cast<std::uint32_t>(raw(what.message));
            RC_ASSERT(m_expected.contains({what.subscription, message}));
            RC_ASSERT(seen.insert({what.subscription, message}).second);
            ++byEnd[static_cast<std::size_t>(end.how)];
            const bool isOrdered = m_scene.topic.subscription(what.subscription).isFifoQueue;
            if (!isOrdered || end.how == DeliveryEnd::Unsubscribed) continue;
            std::uint32_t& last = newest[{what.subscription, m_groups.at(message)}];
            RC_ASSERT(last < message);
            last = message;
        }
        RC_ASSERT(byEnd[0] == totals.delivered);
        RC_ASSERT(byEnd[1] == totals.deadLettered);
        RC_ASSERT(byEnd[2] == totals.lost);
        RC_ASSERT(byEnd[3] == totals.unsubscribed);
    }

    bool m_isFifo = false;
    TopicScene m_scene;
    std::uint32_t m_last = 0;
    std::set<std::pair<SubscriptionIndex, std::uint32_t>> m_expected;
    std::map<std::uint32_t, GroupIndex> m_groups;
};

} // namespace

class SnsTopicRandomTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-1, SNS-48, SNS-51, SNS-55
    void noCallLosesInventsOrReordersDeliveries() {
        QVERIFY(rc::check([] {
            Story story(*rc::gen::arbitrary<bool>());
            for (unsigned i = 1; i < 4; ++i) story.subscribe(i * 7);
            const auto calls = *rc::gen::scale(
                3.0, rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 100'000U)));
            for (const unsigned call : calls) {
                const unsigned choice = call / 20;
                switch (call % 20) {
                case 0:
                    story.subscribe(choice);
                    break;
                case 1:
                    story.unsubscribe(choice);
                    break;
                case 2:
                case 3:
                    story.pass(choice);
                    break;
                default:
                    call % 3 == 0 ? story.publish(choice) : story.report(choice);
                    break;
                }
                story.check();
            }
        }));
    }
};

SLUICE_TEST(SnsTopicRandomTest)

} // namespace sluice::sns_topic_random_test

#include "sns_topic_random_test.moc"
