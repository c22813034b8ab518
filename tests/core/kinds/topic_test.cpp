// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/notification_text.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::topic_test {

using namespace sluice::test;

namespace {

/// A producer that publishes to a topic with three queues.
struct Scene {
    Lab lab;
    NodeId source, topic;
    std::array<NodeId, 3> queues{};
    std::array<LinkId, 3> subscriptions{};
    World world;

    explicit Scene(test::Settings forSource,
                   test::Settings forTopic = {},
                   test::Settings forQueues = {},
                   test::Settings forLinks = {})
        : source(lab.producer(forSource))
        , topic(lab.topic(forTopic)) {
        lab.feed(source, topic);
        for (std::size_t i = 0; i < queues.size(); ++i) {
            queues[i] = lab.queue(forQueues);
            subscriptions[i] = lab.subscribe(topic, queues[i], forLinks, "5 ms");
        }
        world = lab.world();
    }
    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    const Topic::Metrics& counted() const { return topicIn(world, topic).counted; }
    std::uint64_t sent(std::size_t queue) const {
        return queueIn(world, queues[queue]).counted.sent;
    }
    std::string firstBody(std::size_t queue) const {
        std::string body;
        queueIn(world, queues[queue]).store.visitStored([&](const StoredView& view) {
            const Message& message = world.kernel.messages[view.message];
            if (body.empty()) body = messageText(world.kernel.bodies, message);
        });
        return body;
    }
};

const test::Settings kTenTyped{
    {"rate", "10"}, {"message_limit", "10"}, {"keys", "2"}, {"attributes", "type=order|refund"}};

} // namespace

class TopicTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-1
    void everyQueueGetsEveryMessage() {
        Scene scene({{"rate", "10"}, {"message_limit", "10"}});
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.counted().published, std::uint64_t{10});
        QCOMPARE(scene.counted().delivered, std::uint64_t{30});
        for (std::size_t i = 0; i < 3; ++i) QCOMPARE(scene.sent(i), std::uint64_t{10});
    }

    // SNS-3
    void theServiceTakesItsTimeBesideTheNetwork() {
        Scene scene({{"schedule", "replay"}, {"replay_times", "1 s"}});
        QVERIFY(scene.run(1004ms));
        QCOMPARE(scene.sent(0), std::uint64_t{0});
        QVERIFY(scene.run(1005ms));
        QCOMPARE(scene.sent(0), std::uint64_t{1});
        scene.lab.document.settings.limitOverrides.clear(); // 20 ms
        scene.world = scene.lab.world();
        QVERIFY(scene.run(1024ms));
        QCOMPARE(scene.sent(0), std::uint64_t{0});
        QVERIFY(scene.run(1025ms));
        QCOMPARE(scene.sent(0), std::uint64_t{1});
        scene.lab.edit(scene.world,
                       [&] { scene.lab.document.settings.limitOverrides = "sns.latency_ms=100"; });
        QCOMPARE(scene.world.kernel.links.back().extraLatency, Duration(100ms));
    }

    // SNS-3
    void anOrderWindowLetsMessagesOvertakeEachOther() {
        Scene scene({{"rate", "10"}, {"message_limit", "30"}}, {{"order_window", "5 s"}});
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.sent(0), std::uint64_t{30});
        std::vector<std::uint64_t> serials;
        const Queue& queue = queueIn(scene.world, scene.queues[0]);
        queue.store.visitStored([&](const StoredView& view) {
            serials.push_back(scene.world.kernel.messages[view.message].serial);
        });
        QCOMPARE(serials.size(), std::size_t{30});
        QVERIFY(!std::is_sorted(serials.begin(), serials.end()));
    }

    // SNS-25, SNS-61
    void aFilterHoldsBackWhatIsNotWanted() {
        Scene scene(kTenTyped);
        scene.lab.setLink(scene.subscriptions[1], "filter_policy", R"({"type":["order"]})");
        scene.lab.setLink(
            scene.subscriptions[2], "filter_policy", R"({"type":[{"anything-but":"order"}]})");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.sent(0), std::uint64_t{10});
        QCOMPARE(scene.sent(1) + scene.sent(2), std::uint64_t{10});
        QVERIFY(scene.sent(1) > 0 && scene.sent(2) > 0);
        QCOMPARE(scene.counted().filteredOut, std::uint64_t{10});
    }

    // SNS-27
    void aFilterMayLookAtTheBody() {
        Scene scene({{"rate", "10"},
                     {"message_limit", "10"},
                     {"keys", "1"},
                     {"body", R"({"order":{"amount":1500}})"}});
        for (const auto& [at, least] : {std::pair{0, "1000"}, {1, "2000"}}) {
            scene.lab.setLink(
                scene.subscriptions[static_cast<std::size_t>(at)], "filter_scope", "body");
            scene.lab.setLink(scene.subscriptions[static_cast<std::size_t>(at)],
                              "filter_policy",
                              std::string(R"({"order":{"amount":[{"numeric":[">=",)") + least
                                  + "]}]}}");
        }
        scene.world = scene.lab.world();
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.sent(0), std::uint64_t{10});
        QCOMPARE(scene.sent(1), std::uint64_t{0});
    }

    // SNS-40
    void aChangedFilterMayTakeTime() {
        Scene scene({{"rate", "1"}, {"attributes", "type=order"}},
                    {{"filter_propagation", "10 s"}});
        QVERIFY(scene.run(5s));
        scene.lab.edit(scene.world, [&] {
            scene.lab.setLink(scene.subscriptions[0], "filter_policy", R"({"type":["refund"]})");
        });
        QVERIFY(scene.run(20500ms));
        QCOMPARE(scene.sent(0), std::uint64_t{14}); // published up to 14 s, in force at 15 s
        QCOMPARE(scene.sent(1), std::uint64_t{20});
    }

    // SNS-18, SNS-19, SNS-21
    void messagesComeInAnEnvelopeOrRaw() {
        Scene scene({{"rate", "1"}, {"message_limit", "1"}, {"attributes", "type=order"}});
        scene.lab.setLink(scene.subscriptions[1], "raw_delivery", "true");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(3s));
        const std::string envelope = scene.firstBody(0);
        QVERIFY(envelope.find(R"("Type":"Notification")") != std::string::npos);
        QVERIFY(envelope.find("arn:aws:sns:us-east-1:000000000000:topic") != std::string::npos);
        QVERIFY(envelope.find(R"("Message":"message 1")") != std::string::npos);
        QVERIFY(envelope.find(R"("Value":"order")") != std::string::npos);
        QCOMPARE(scene.firstBody(1), std::string("message 1"));
    }

    // SNS-2
    void whoSubscribesLaterMissesWhatWasPublished() {
        Scene scene({{"rate", "1"}});
        QVERIFY(scene.run(10500ms));
        NodeId late{};
        scene.lab.edit(scene.world, [&] {
            late = scene.lab.queue();
            scene.lab.subscribe(scene.topic, late);
        });
        QVERIFY(scene.run(20500ms));
        QCOMPARE(queueIn(scene.world, late).counted.sent, std::uint64_t{10});
        QCOMPARE(scene.sent(0), std::uint64_t{20});
    }

    // SNS-2
    void withoutASubscriberMessagesVanish() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "3"}});
        const NodeId topic = lab.topic();
        lab.feed(source, topic);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 10s));
        QCOMPARE(topicIn(world, topic).counted.unheard, std::uint64_t{3});
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    // SNS-24, ACL-8, ACL-9
    void aQueueWithoutAPolicyGetsNothing() {
        Scene scene({{"rate", "1"}, {"message_limit", "5"}});
        scene.lab.set(scene.queues[0], "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.sent(0), std::uint64_t{0});
        QCOMPARE(scene.sent(1), std::uint64_t{5});
        QCOMPARE(scene.counted().lost, std::uint64_t{5});
        QCOMPARE(scene.counted().attempts, std::uint64_t{15}); // client errors are not tried again
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{5});
    }

    // ACL-8
    void thePolicyAddedWhileItRunsLetsItIn() {
        Scene scene({{"rate", "1"}});
        const std::string policy = std::get<std::string>(
            scene.lab.document.node(scene.queues[0])->properties.at("policy"));
        scene.lab.set(scene.queues[0], "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(5500ms));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queues[0], "policy", policy); });
        QVERIFY(scene.run(10500ms));
        QCOMPARE(scene.sent(0), std::uint64_t{5});
    }

    // SNS-43
    void aQueueThatIsDownGetsEverythingLater() {
        Scene scene({{"rate", "1"}, {"message_limit", "20"}});
        scene.lab.set(scene.queues[0], "outages", "5 s, 600 s");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(500s));
        QVERIFY(scene.sent(0) < 5);
        QCOMPARE(scene.sent(1), std::uint64_t{20}); // SNS-50
        QVERIFY(scene.counted().waiting > 14);
        QVERIFY(scene.run(700s));
        QCOMPARE(scene.sent(0), std::uint64_t{20});
        QCOMPARE(scene.counted().waiting, std::uint64_t{0});
    }

    // SNS-10
    void whatIsTooLongIsRefused() {
        Scene scene({{"rate", "1"}, {"message_limit", "2"}, {"message_size", "262145"}});
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.counted().refused, std::uint64_t{2});
        QCOMPARE(scene.counted().published, std::uint64_t{0});
    }

    // SNS-51, SNS-53
    void aFifoTopicKeepsTheOrderAndDropsDuplicates() {
        Scene scene({{"rate", "5"},
                     {"message_limit", "40"},
                     {"keys", "4"},
                     {"message_group", "per_key"},
                     {"dedup_id", "unique"},
                     {"answer_loss", "0.3"},
                     {"retry_after", "100 ms"}},
                    {{"type", "fifo"}},
                    {{"type", "fifo"}});
        QVERIFY(scene.run(60s));
        QCOMPARE(scene.counted().published, std::uint64_t{40});
        QVERIFY(scene.counted().deduplicated > 0);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(scene.sent(i), std::uint64_t{40});
            std::map<GroupIndex, std::uint64_t> last;
            queueIn(scene.world, scene.queues[i]).store.visitStored([&](const StoredView& view) {
                QVERIFY(last[view.group] < scene.world.kernel.messages[view.message].serial);
                last[view.group] = scene.world.kernel.messages[view.message].serial;
            });
            QCOMPARE(last.size(), std::size_t{4});
        }
    }

    // SNS-55
    void aFifoQueueThatIsDownHoldsBackItsGroupsOnly() {
        Scene scene({{"rate", "2"},
                     {"message_limit", "20"},
                     {"message_group", "single"},
                     {"dedup_id", "unique"}},
                    {{"type", "fifo"}},
                    {{"type", "fifo"}});
        scene.lab.set(scene.queues[0], "outages", "3 s, 60 s");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(50s));
        QVERIFY(scene.sent(0) < 7);
        QCOMPARE(scene.sent(1), std::uint64_t{20});
        QVERIFY(scene.run(200s));
        QCOMPARE(scene.sent(0), std::uint64_t{20});
        std::uint64_t before = 0;
        queueIn(scene.world, scene.queues[0]).store.visitStored([&](const StoredView& view) {
            QVERIFY(before < scene.world.kernel.messages[view.message].serial);
            before = scene.world.kernel.messages[view.message].serial;
        });
    }

    // SNS-53
    void aStandardQueueOfAFifoTopicGetsNoGroups() {
        Scene scene({{"rate", "2"},
                     {"message_limit", "4"},
                     {"message_group", "single"},
                     {"dedup_id", "unique"}},
                    {{"type", "fifo"}});
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.sent(0), std::uint64_t{4});
        queueIn(scene.world, scene.queues[0]).store.visitStored([&](const StoredView& view) {
            QCOMPARE(view.group, GroupIndex{0});
        });
    }

    // SNS-3
    void someDeliveriesAreMadeTwice() {
        Scene scene({{"rate", "100"}, {"message_limit", "500"}}, {{"duplicate_share", "0.1"}});
        QVERIFY(scene.run(10s));
        QVERIFY(scene.sent(0) > 520 && scene.sent(0) < 600);
    }

    // SNS-49
    void aDeadLetterQueueMayRefuseToo() {
        Scene scene({{"rate", "1"}, {"message_limit", "5"}});
        const NodeId letters = scene.lab.queue();
        scene.lab.redrive(scene.topic, letters);
        scene.lab.set(scene.queues[0], "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(20s));
        QCOMPARE(queueIn(scene.world, letters).counted.sent, std::uint64_t{5});
        QCOMPARE(scene.counted().deadLettered, std::uint64_t{5});
        scene.lab.set(letters, "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.counted().redriveFailed, std::uint64_t{5});
        QCOMPARE(scene.counted().lost, std::uint64_t{5});
    }

    // SNS-4
    void anotherTypeIsAnotherTopic() {
        Scene scene({{"rate", "5"}});
        scene.lab.set(scene.queues[0], "outages", "0 s");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(5s));
        QVERIFY(scene.counted().waiting > 0);
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.topic, "type", "fifo"); });
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().waiting, std::uint64_t{0});
        QVERIFY(scene.counted().refused > 0); // the producer names no group
    }

    void aRemovedSubscriptionLeavesNothingBehind() {
        Scene scene({{"rate", "5"}, {"message_limit", "20"}});
        scene.lab.set(scene.queues[0], "outages", "0 s");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(2s));
        scene.lab.edit(scene.world, [&] {
            remove(scene.lab.document, PartIds{{}, {scene.subscriptions[0]}, {}});
        });
        QVERIFY(scene.run(30s));
        QCOMPARE(scene.counted().waiting, std::uint64_t{0});
        QCOMPARE(scene.sent(1), std::uint64_t{20});
        QVERIFY(topicIn(scene.world, scene.topic).store.totals().unsubscribed > 0);
    }
};

SLUICE_TEST(TopicTest)

} // namespace sluice::topic_test

#include "topic_test.moc"
