// SPDX-License-Identifier: GPL-3.0-or-later
// Who may publish to a topic, and how much.
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::topic_publish_test {

using namespace sluice::test;

namespace {

/// A producer that publishes to a topic with a queue.
struct Scene {
    Lab lab;
    NodeId source, topic;
    World world;

    explicit Scene(test::Settings forSource, test::Settings forTopic = {})
        : source(lab.producer(forSource))
        , topic(lab.topic(forTopic)) {
        lab.feed(source, topic);
        lab.subscribe(topic, lab.queue());
        world = lab.world();
    }
    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    const Topic::Metrics& counted() const { return topicIn(world, topic).counted; }
};

} // namespace

class TopicPublishTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-58
    void anEncryptedTopicAsksForThePublishersKey() {
        const test::Settings one{{"rate", "1"}, {"message_limit", "1"}, {"retries", "0"}};
        Scene open(one, {{"encrypted", "true"}});
        QVERIFY(open.run(3s));
        QCOMPARE(open.counted().published, std::uint64_t{1});
        open.lab.set(open.source, "may_use_key", "false");
        open.world = open.lab.world();
        QVERIFY(open.run(3s));
        QCOMPARE(open.counted().published, std::uint64_t{0});
        open.lab.set(open.source, "may_use_key", "true");
        open.lab.set(open.topic, "key_state", "disabled");
        open.world = open.lab.world();
        QVERIFY(open.run(3s));
        QCOMPARE(open.counted().refused, std::uint64_t{1});
    }

    // SNS-58, ACL-12
    void aServiceNeedsTheTopicsKeyInItsPolicy() {
        Lab lab;
        const NodeId bucket = lab.bucket();
        const NodeId topic = lab.topic({{"encrypted", "true"}});
        lab.tell(bucket, topic);
        QVERIFY(lab.world().kernel.links.front().isDenied);
        lab.set(topic,
                "key_policy",
                R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
                R"({"Service":"s3.amazonaws.com"},"Action":["kms:GenerateDataKey*","kms:Decrypt"],)"
                R"("Resource":"*"}]})");
        QVERIFY(!lab.world().kernel.links.front().isDenied);
    }

    // SNS-60
    void aboveTheQuotaPublishesAreThrottled() {
        Scene scene({{"rate", "2000"}, {"stop_after", "2990 ms"}, {"retries", "0"}});
        scene.lab.document.settings.limitOverrides = "sns.publish_per_s=1000";
        scene.world = scene.lab.world();
        QVERIFY(scene.run(4s));
        QVERIFY(scene.counted().throttled > 2'900);
        QCOMPARE(scene.counted().published, std::uint64_t{3'000});
    }

    // SNS-60
    void topicsOfOneAccountAndRegionShareTheQuota() {
        const test::Settings often{{"rate", "800"}, {"stop_after", "2990 ms"}, {"retries", "0"}};
        Scene scene(often);
        scene.lab.document.settings.limitOverrides = "sns.publish_per_s=1000";
        const NodeId other = scene.lab.topic();
        scene.lab.feed(scene.lab.producer(often), other);
        scene.world = scene.lab.world();
        QVERIFY(scene.run(4s));
        const Topic::Metrics& second = topicIn(scene.world, other).counted;
        const auto published = scene.counted().published + second.published;
        QCOMPARE(published, std::uint64_t{3'000});
        QVERIFY(scene.counted().throttled + second.throttled > 1'700);
        // In frames of their own each has its own.
        const BoundaryId frame =
            addBoundary(scene.lab.document, BoundaryType::Account, {-10'050, -50}, {500, 500});
        QVERIFY(setBoundaryCode(scene.lab.document, frame, "123456789012").has_value());
        move(scene.lab.document, {{other}, {}, {}}, -10'000, 0);
        scene.lab.set(other, "policy", "");
        scene.world = scene.lab.world();
        QVERIFY(scene.run(4s));
        QCOMPARE(scene.counted().throttled, std::uint64_t{0});
    }

    // SNS-56
    void messagesOfABatchCountForTheirOwnGroups() {
        Scene scene({{"rate", "100"},
                     {"keys", "50"},
                     {"message_group", "per_key"},
                     {"dedup_id", "unique"},
                     {"batch_size", "10"},
                     {"batch_wait", "150 ms"},
                     {"stop_after", "800 ms"},
                     {"retries", "0"}},
                    {{"type", "fifo"}, {"throughput_scope", "message_group"}});
        scene.lab.document.settings.limitOverrides = "sns.fifo_publish_per_s_per_group=1";
        scene.world = scene.lab.world();
        QVERIFY(scene.run(2s));
        const auto published = scene.counted().published;
        QVERIFY2(published > 30 && published <= 50, std::to_string(published).c_str());
        QCOMPARE(scene.counted().throttled,
                 producerIn(scene.world, scene.source).counted.sent - published);
    }

    // SNS-56, SNS-60
    void aTopicOfAnotherTypeHasAnotherSharedQuota() {
        Scene scene({{"rate", "5"}, {"keys", "2"}});
        QVERIFY(scene.run(2s));
        QCOMPARE(scene.world.kernel.sharedQuotas.size(), std::size_t{1});
        scene.lab.edit(scene.world, [&] {
            scene.lab.set(scene.topic, "type", "fifo");
            scene.lab.set(scene.topic, "throughput_scope", "message_group");
            scene.lab.set(scene.topic, "content_based_dedup", "true");
            scene.lab.set(scene.source, "message_group", "per_key");
        });
        QVERIFY(scene.run(4s));
        const auto& quotas = scene.world.kernel.sharedQuotas;
        QCOMPARE(quotas.size(), std::size_t{2});
        QVERIFY(quotas[1].name.starts_with("sns.fifo_publish "));
    }
};

SLUICE_TEST(TopicPublishTest)

} // namespace sluice::topic_publish_test

#include "topic_publish_test.moc"
