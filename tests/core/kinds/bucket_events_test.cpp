// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/notification_text.h"
#include "core/model/edits.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace sluice::bucket_events_test {

using namespace sluice::test;

namespace {

/// Uploads four objects, two pictures and two texts in turn, to a bucket that tells a queue.
struct Scene {
    Lab lab;
    NodeId source, bucket, queue;
    LinkId rule;
    World world;

    explicit Scene(test::Settings forRule = {})
        : source(lab.producer({{"rate", "1"},
                               {"message_limit", "4"},
                               {"keys", "2"},
                               {"message_size", "2 MiB"},
                               {"large_payload", "bucket"},
                               {"object_key", "images/{n}.jpg|docs/{n}.txt"}}))
        , bucket(lab.bucket())
        , queue(lab.queue()) {
        lab.keep(source, bucket);
        rule = lab.tell(bucket, queue);
        for (const test::TypedSetting& setting : forRule)
            lab.setLink(rule, setting.key, setting.text);
        world = lab.world();
    }
    Picture card() const {
        for (const NodePicture& shown : pictures(world))
            if (shown.node == bucket) return shown.picture;
        return {};
    }
    std::string sign() const {
        const Picture shown = card();
        return shown.signs.empty() ? std::string() : shown.signs.front().text;
    }
    std::vector<std::string> bodies() const {
        std::vector<std::string> result;
        queueIn(world, queue).store.visitStored([&](const StoredView& view) {
            result.push_back(messageText(world.kernel.bodies, world.kernel.messages[view.message]));
        });
        return result;
    }
};

std::uint64_t lostIn(RunObserver& observer) {
    const std::vector<Hop> hops = observer.hops.take();
    const auto isLost = [](const Hop& hop) { return hop.kind == HopKind::Lost; };
    return static_cast<std::uint64_t>(std::ranges::count_if(hops, isLost));
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class BucketEventsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-10, ACL-13
    void aTestEventComesFirstThenOneForEachObject() {
        Scene scene;
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        const auto bodies = scene.bodies();
        QCOMPARE(bodies.size(), std::size_t{5});
        QVERIFY(has(bodies[0], "s3:TestEvent"));
        for (std::size_t i = 1; i < 5; ++i) {
            const std::string number = std::to_string(i);
            QVERIFY2(has(bodies[i], R"("eventName":"ObjectCreated:Put")"), bodies[i].c_str());
            QVERIFY2(has(bodies[i], "/" + number + "."), bodies[i].c_str());
            QVERIFY2(has(bodies[i], R"("size":2097152)"), bodies[i].c_str());
        }
        QCOMPARE(bucketIn(scene.world, scene.bucket).counted.events, std::uint64_t{4});
        QCOMPARE(bucketIn(scene.world, scene.bucket).counted.testEvents, std::uint64_t{1});
    }

    // ACL-10
    void theCardTellsEventsFromTestEvents() {
        Scene scene;
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        for (const NodePicture& shown : pictures(scene.world)) {
            if (shown.node != scene.bucket) continue;
            const auto& counters = std::get<Counters>(shown.picture.parts.back());
            QCOMPARE(counters.items[0].label + ' ' + counters.items[0].value,
                     std::string("events 4"));
            QCOMPARE(counters.items[1].label + ' ' + counters.items[1].value,
                     std::string("test events 1"));
            return;
        }
        QFAIL("the bucket has no picture");
    }

    // ACL-14
    void aRuleThatOverlapsIsNotInForceUntilItIsMended() {
        Scene scene;
        NodeId other{};
        LinkId second{};
        QVERIFY(runConserved(scene.world, kRunStart + 1'500ms));
        scene.lab.edit(scene.world, [&] {
            other = scene.lab.queue();
            second = scene.lab.tell(scene.bucket, other);
        });
        QVERIFY(runConserved(scene.world, kRunStart + 3s));
        QCOMPARE(queueIn(scene.world, other).counted.sent, std::uint64_t{0});
        const auto signOf = [&](LinkId link) {
            for (const NodePicture& shown : pictures(scene.world))
                for (const LinkSign& sign : shown.picture.signs)
                    if (sign.link == link) return sign.text;
            return std::string();
        };
        QCOMPARE(signOf(second), std::string("rule refused: overlaps"));
        scene.lab.edit(scene.world, [&] {
            scene.lab.setLink(scene.rule, "prefix", "images/");
            scene.lab.setLink(second, "prefix", "docs/");
        });
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        QCOMPARE(queueIn(scene.world, other).counted.sent, std::uint64_t{2}); // a test event first
        QCOMPARE(signOf(second), std::string("docs/*"));
        scene.lab.edit(scene.world, [&] { // what overlapped is gone
            scene.lab.setLink(second, "prefix", "images/");
            PartIds gone;
            gone.links = {scene.rule};
            remove(scene.lab.document, gone);
        });
        QVERIFY(runConserved(scene.world, kRunStart + 11s));
        QCOMPARE(signOf(second), std::string("images/*"));
    }

    // ACL-14
    void prefixAndSuffixChoose_data() {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("suffix");
        QTest::newRow("pictures") << QByteArray("images/") << QByteArray("");
        QTest::newRow("texts") << QByteArray("") << QByteArray(".txt");
    }
    void prefixAndSuffixChoose() {
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, suffix);
        const std::string begin = prefix.toStdString();
        const std::string end = suffix.toStdString();
        Scene scene({{"prefix", begin}, {"suffix", end}});
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        const auto bodies = scene.bodies();
        QVERIFY(bodies.size() >= 2 && bodies.size() < 5);
        for (std::size_t i = 1; i < bodies.size(); ++i) QVERIFY(has(bodies[i], begin + end));
    }

    // ACL-10
    void withoutPermissionNothingIsSent() {
        Scene scene;
        scene.lab.set(scene.queue, "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        QCOMPARE(scene.bodies().size(), std::size_t{0});
        QCOMPARE(bucketIn(scene.world, scene.bucket).counted.events, std::uint64_t{0});
        QCOMPARE(scene.sign(), std::string("rule refused: no permission"));
    }

    // ACL-10
    void aRuleIsTakenOnceThereIsPermission() {
        Scene scene;
        const PropertyMap permitted = scene.lab.document.node(scene.queue)->properties;
        scene.lab.set(scene.queue, "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(runConserved(scene.world, kRunStart + 2'500ms));
        scene.lab.edit(scene.world, [&] {
            for (Node& node : scene.lab.document.nodes)
                if (node.id == scene.queue) node.properties = permitted;
        });
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        const auto bodies = scene.bodies();
        QVERIFY(bodies.size() >= 2 && bodies.size() < 5);
        QVERIFY(has(bodies[0], "s3:TestEvent"));
        QCOMPARE(scene.sign(), std::string());
    }

    // ACL-10: only the configuration of a rule is validated, not what comes later.
    void eachEventIsRefusedWhenThePermissionHasGone() {
        Scene scene;
        QVERIFY(runConserved(scene.world, kRunStart + 1'500ms));
        const std::size_t before = scene.bodies().size();
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "policy", ""); });
        RunObserver observer;
        QVERIFY(runConserved(scene.world, kRunStart + 10s, &observer));
        const Bucket::Metrics& counted = bucketIn(scene.world, scene.bucket).counted;
        QCOMPARE(scene.bodies().size(), before);
        QCOMPARE(counted.events, std::uint64_t{4});
        QVERIFY(counted.eventsRefused >= 2);
        QCOMPARE(counted.events + counted.testEvents, before + counted.eventsRefused);
        QCOMPARE(lostIn(observer), counted.eventsRefused);
        QCOMPARE(scene.sign(), std::string("no permission"));
        const Picture card = scene.card();
        const auto& told = std::get<Counters>(card.parts.back());
        QCOMPARE(told.items.back().label, std::string("refused"));
        QCOMPARE(told.items.back().value, std::to_string(counted.eventsRefused));
        QCOMPARE(totals(scene.world).refused, counted.eventsRefused);
    }

    // ACL-10
    void aTopicRefusesEachEventToo() {
        Scene scene;
        const NodeId topic = scene.lab.topic();
        remove(scene.lab.document, {{}, {scene.rule}, {}});
        scene.lab.tell(scene.bucket, topic);
        scene.world = scene.lab.world();
        QVERIFY(runConserved(scene.world, kRunStart + 1'500ms));
        scene.lab.edit(scene.world, [&] { scene.lab.set(topic, "policy", ""); });
        QVERIFY(runConserved(scene.world, kRunStart + 10s));
        const Bucket::Metrics& counted = bucketIn(scene.world, scene.bucket).counted;
        QVERIFY(counted.eventsRefused >= 2);
        QCOMPARE(counted.events, std::uint64_t{4});
    }

    void whoeverReadsTheObjectAlsoRemovesItAndIsTold() {
        Scene scene({{"event", "removed"}});
        const NodeId work = scene.lab.queue();
        const NodeId workers = scene.lab.consumer();
        scene.lab.feed(scene.source, work);
        scene.lab.serve(work, workers);
        scene.lab.keep(workers, scene.bucket);
        scene.world = scene.lab.world();
        QVERIFY(runConserved(scene.world, kRunStart + 20s));
        const auto bodies = scene.bodies();
        QCOMPARE(bodies.size(), std::size_t{5});
        QVERIFY(has(bodies[1], R"("eventName":"ObjectRemoved:Delete")"));
        QVERIFY(!has(bodies[1], "size"));
    }
};

SLUICE_TEST(BucketEventsTest)

} // namespace sluice::bucket_events_test

#include "bucket_events_test.moc"
