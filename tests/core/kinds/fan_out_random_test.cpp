// SPDX-License-Identifier: GPL-3.0-or-later
// Fan-out as whole labs run it, against what each receiver itself says: every copy that a
// subscription was to get is there, a dead letter, or seen to be lost.
#include "core/base/random.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <optional>

namespace sluice::fan_out_random_test {

using namespace sluice::test;

namespace {

constexpr std::uint64_t kPublished = 30;

/// A topic with one to six receivers of all sorts; some do not want what it sends, refuse it or are
/// often out of order.
class FanOut {
public:
    explicit FanOut(std::uint64_t seed)
        : m_random(seed)
        , m_lab(static_cast<std::int64_t>(seed))
        , m_topic(m_lab.topic()) {
        // Receivers that have to confirm have done so before the first message.
        m_lab.feed(m_lab.producer({{"rate", "5"},
                                   {"start_after", "5 s"},
                                   {"message_limit", "30"},
                                   {"attributes", "type=order"}}),
                   m_topic,
                   "10 ms");
        const std::uint64_t receivers = 1 + m_random.below(6);
        for (std::uint64_t i = 0; i < receivers; ++i) addReceiver();
        if (m_random.below(2) == 0) {
            m_letters = m_lab.queue();
            m_lab.redrive(m_topic, *m_letters);
        }
    }

    /// What is wrong after all attempts are over; empty: nothing.
    std::string wrong() {
        World world = m_lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 10min, &observer);
        const Topic::Metrics& counted = topicIn(world, m_topic).counted;
        std::uint64_t there = 0;
        for (const NodeId queue : m_queues) there += queueIn(world, queue).counted.sent;
        for (const NodeId end : m_endpoints) there += endpointIn(world, end).counted.delivered;
        const auto letters = m_letters ? queueIn(world, *m_letters).counted.sent : 0;
        const auto lost = lostAt(m_topic, observer.hops.take());
        const auto of = [](std::uint64_t found, std::uint64_t expected, std::string_view what) {
            if (found == expected) return std::string();
            return std::string(what) + ": " + std::to_string(found) + " of "
                   + std::to_string(expected) + "; ";
        };
        return of(counted.published, kPublished, "published")
               + of(counted.filteredOut, kPublished * m_unwanted, "filtered out")
               + of(counted.delivered, there, "delivered")
               + of(counted.deadLettered, letters, "dead letters") + of(counted.lost, lost, "lost")
               + of(there + letters + lost, kPublished * m_wanted, "copies in all")
               + of(counted.waiting, 0, "waiting");
    }

private:
    static std::uint64_t lostAt(NodeId topic, const std::vector<Hop>& hops) {
        return static_cast<std::uint64_t>(std::ranges::count_if(hops, [topic](const Hop& hop) {
            return hop.kind == HopKind::Lost && hop.node == topic;
        }));
    }
    NodeId endpoint(test::Settings settings) {
        return m_endpoints.emplace_back(m_lab.endpoint(settings));
    }
    NodeId anyReceiver() {
        switch (m_random.below(6)) {
        case 0:
            return endpoint({});
        case 1:
            return endpoint({{"status", "404"}});
        case 2:
            return endpoint({{"failure_share", "60 %"}});
        case 3:
            return endpoint({{"protocol", "sms"}, {"failure_share", "10 %"}});
        default:
            return m_queues.emplace_back(m_lab.queue());
        }
    }
    void addReceiver() {
        const NodeId receiver = anyReceiver();
        const bool isQueue = !m_queues.empty() && m_queues.back() == receiver;
        const std::uint64_t filter =
            m_random.below(3); // none, one that lets pass, one that does not
        const LinkId link = m_lab.subscribe(m_topic, receiver, {}, "20 ms");
        if (filter == 1) m_lab.setLink(link, "filter_policy", R"({"type":["order"]})");
        if (filter == 2) m_lab.setLink(link, "filter_policy", R"({"type":["refund"]})");
        if (isQueue && m_random.below(3) == 0) m_lab.set(receiver, "policy", "");
        if (m_random.below(4) == 0) m_lab.setLink(link, "dead_letters", "false");
        (filter == 2 ? m_unwanted : m_wanted) += 1;
    }

    Rng m_random;
    Lab m_lab;
    NodeId m_topic;
    std::optional<NodeId> m_letters;
    std::vector<NodeId> m_queues, m_endpoints;
    std::uint64_t m_wanted = 0, m_unwanted = 0;
};

} // namespace

class FanOutRandomTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-2, SNS-42, SNS-48: published × matching subscriptions = delivered + dead letters + lost.
    void everyCopyIsThereOrSeenToBeLost() {
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            const std::string wrong = FanOut(seed).wrong();
            QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ": " + wrong).c_str());
        }
    }
};

SLUICE_TEST(FanOutRandomTest)

} // namespace sluice::fan_out_random_test

#include "fan_out_random_test.moc"
