// SPDX-License-Identifier: GPL-3.0-or-later
// What the manual says of queues and topics is what their simulation does.
#include "core/report/node_reference.h"
#include "core/report/service_choice.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <array>

namespace sluice::service_choice_test {

using namespace sluice::test;

namespace {

const Capability& capability(std::string_view name) {
    const auto rows = capabilities();
    return *std::find_if(
        rows.begin(), rows.end(), [&](const Capability& row) { return row.name == name; });
}

/// Ten messages to two ends of a topic, or to a queue that two consumers share.
struct Scene {
    Lab lab;
    NodeId source = lab.producer({{"rate", "10"}, {"message_limit", "10"}});
    World world;

    void run(Duration until) {
        world = lab.world();
        runUntil(world, kRunStart + until);
    }
};

} // namespace

class ServiceChoiceTest : public QObject {
    Q_OBJECT
private slots:
    // CMP-6
    void aQueueKeepsMessagesUntilTheyAreDeletedAndATopicDoesNot() {
        Scene scene;
        const NodeId queue = scene.lab.queue();
        const NodeId topic = scene.lab.topic();
        scene.lab.feed(scene.source, queue);
        scene.lab.feed(scene.lab.producer({{"rate", "10"}, {"message_limit", "10"}}), topic);
        scene.run(24h);
        QCOMPARE(queueIn(scene.world, queue).store.visibleCount(), std::uint64_t{10});
        QCOMPARE(topicIn(scene.world, topic).counted.unheard, std::uint64_t{10});
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{10});
        const Capability& keeps = capability("Keeps messages until they are consumed");
        QCOMPARE(keeps.queue, std::string_view("yes"));
        QCOMPARE(keeps.topic, std::string_view("no"));
        QCOMPARE(capability("The consumer deletes messages").queue, std::string_view("yes"));
    }

    // CMP-6
    void aTopicReachesEveryoneAndAQueueOneOfThem() {
        Scene scene;
        const NodeId queue = scene.lab.queue();
        const NodeId topic = scene.lab.topic();
        scene.lab.feed(scene.source, queue);
        scene.lab.feed(scene.lab.producer({{"rate", "10"}, {"message_limit", "10"}}), topic);
        const std::array shared{scene.lab.consumer(), scene.lab.consumer()};
        const std::array pushed{scene.lab.endpoint(), scene.lab.endpoint()};
        for (const NodeId each : shared) scene.lab.serve(queue, each);
        for (const NodeId each : pushed) scene.lab.subscribe(topic, each);
        scene.run(60s);
        std::uint64_t processed = 0;
        for (const NodeId each : shared)
            processed += consumerIn(scene.world, each).counted.processed;
        QCOMPARE(processed, std::uint64_t{10});
        for (const NodeId each : pushed) { // nobody asked for them
            QCOMPARE(endpointIn(scene.world, each).counted.delivered, std::uint64_t{10});
        }
        QCOMPARE(capability("One message to many consumers").queue, std::string_view("no"));
        QCOMPARE(capability("One message to many consumers").topic, std::string_view("yes"));
        QCOMPARE(capability("Pushes to consumers").queue, std::string_view("no"));
        QCOMPARE(capability("Pushes to consumers").topic, std::string_view("yes"));
    }

    // CMP-6
    void onlyFifoTopicsReplayAndOnlyQueuesDelaySingleMessages() {
        const auto has = [](std::string_view kind, std::string_view key) {
            const NodeKind* found = registry().find(kind);
            return found->property(key) != nullptr;
        };
        QVERIFY(has("topic", "archive_retention") && !has("queue", "archive_retention"));
        QVERIFY(has("queue", "delay") && !has("topic", "delay"));
        QCOMPARE(capability("Replay").queue, std::string_view("no"));
        QCOMPARE(capability("Replay").topic, std::string_view("FIFO: from the archive"));
        QCOMPARE(capability("Delay of a single message").queue, std::string_view("yes"));
        QCOMPARE(capability("Delay of a single message").topic, std::string_view("no"));
    }

    // CMP-2
    void aStandardQueueBuffersASpikeForItsConsumer() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.feed(lab.producer({{"rate", "1000"}, {"message_limit", "2000"}}), queue);
        const NodeId worker = lab.consumer({{"workers", "10"}, {"processing_time", "100 ms"}});
        lab.serve(queue, worker);
        World world = lab.world();
        runUntil(world, kRunStart + 2s);
        QVERIFY(queueIn(world, queue).store.visibleCount() > 1'000);
        runUntil(world, kRunStart + 120s);
        QCOMPARE(consumerIn(world, worker).counted.processed, std::uint64_t{2'000});
        QCOMPARE(producerIn(world, lab.document.nodes[1].id).counted.dropped, std::uint64_t{0});
    }

    // CMP-2, CMP-6
    void aFifoQueueWorksOnAsManyMessagesAsThereAreGroups() {
        Lab lab;
        const NodeId queue = lab.queue({{"type", "fifo"}});
        lab.feed(lab.producer({{"rate", "100"},
                               {"message_limit", "300"},
                               {"keys", "3"},
                               {"message_group", "per_key"},
                               {"dedup_id", "unique"}}),
                 queue);
        lab.serve(queue, lab.consumer({{"workers", "10"}, {"processing_time", "100 ms"}}));
        World world = lab.world();
        std::uint64_t most = 0;
        for (int second = 1; second <= 5; ++second) {
            runUntil(world, kRunStart + std::chrono::seconds(second));
            most = std::max(most, queueIn(world, queue).store.inFlightCount());
        }
        QCOMPARE(most, std::uint64_t{3});
        QCOMPARE(capability("Keeps the order").queue,
                 std::string_view("FIFO: within a message group"));
    }

    // CMP-1, CMP-3, CMP-4, CMP-5
    void theManualSaysWhichServiceSuitsWhichNeed() {
        const auto pages = referencePages(registry());
        const auto page = std::find_if(pages.begin(), pages.end(), [](const ReferencePage& each) {
            return each.fileName == "choosing.md";
        });
        QVERIFY(page != pages.end());
        QCOMPARE(page->text, serviceChoicePage());
        for (const ServiceChoice& each : serviceChoices()) {
            QVERIFY(page->text.find(each.need) != std::string::npos);
            QVERIFY(page->text.find(each.service) != std::string::npos);
        }
        for (const char* service : {"a topic with one queue for each consumer",
                                    "a stream",
                                    "a delivery stream",
                                    "a managed broker"}) {
            QVERIFY(page->text.find(service) != std::string::npos);
        }
    }
};

SLUICE_TEST(ServiceChoiceTest)

} // namespace sluice::service_choice_test

#include "service_choice_test.moc"
