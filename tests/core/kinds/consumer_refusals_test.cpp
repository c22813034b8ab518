// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/consumer_scene.h"
#include "tests/support/test_main.h"

namespace sluice::consumer_refusals_test {

using namespace sluice::test;

namespace {

Picture pictureOf(const World& world, NodeId id) {
    for (const NodePicture& each : pictures(world)) {
        if (each.node == id) return each.picture;
    }
    return {};
}

/// The value of a counter on the card; empty when it is not there.
std::string counter(const Picture& picture, std::string_view label) {
    for (const auto& item : std::get<Counters>(picture.parts.back()).items) {
        if (item.label == label) return item.value;
    }
    return {};
}

} // namespace

class ConsumerRefusalsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-125
    void theLinkSaysWhyNothingIsReceived() {
        ConsumerScene scene({{"replay_times", "0 s"}},
                            {{"encryption", "sse_kms"}},
                            {{"may_use_key", "false"}, {"error_pause", "2 s"}});
        QVERIFY(scene.run(9s));
        const Picture refused = pictureOf(scene.world, scene.workers);
        QCOMPARE(refused.signs.size(), std::size_t{1});
        QVERIFY(refused.signs.front().kind == LinkSign::Kind::Denied);
        QCOMPARE(refused.signs.front().text, std::string("KmsAccessDenied"));
        QCOMPARE(counter(refused, "refused"), std::string("5"));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.workers, "may_use_key", "true"); });
        QVERIFY(scene.run(20s));
        QVERIFY(pictureOf(scene.world, scene.workers).signs.empty());
    }

    // SQS-125
    void theSignGoesWhenTheQueueAnswersAgain() {
        ConsumerScene scene({{"replay_times", "0 s"}},
                            {{"encryption", "sse_kms"}, {"key_state", "disabled"}},
                            {{"error_pause", "2 s"}});
        QVERIFY(scene.run(9s));
        const Picture refused = pictureOf(scene.world, scene.workers);
        QCOMPARE(refused.signs.size(), std::size_t{1});
        QVERIFY(refused.signs.front().kind == LinkSign::Kind::Refused);
        QCOMPARE(refused.signs.front().text, std::string("KmsDisabled"));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "key_state", "enabled"); });
        QVERIFY(scene.run(14s));
        QVERIFY(pictureOf(scene.world, scene.workers).signs.empty());
    }

    // ACL-1
    void aDeniedReceiveIsSaidBeforeAndAfterTheFirstCall() {
        ConsumerScene scene(
            {{"replay_times", "0 s"}},
            {{"policy",
              R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",)"
              R"("Action":"sqs:ReceiveMessage","Resource":"*"}]})"}},
            {});
        const auto said = [&] {
            const Picture picture = pictureOf(scene.world, scene.workers);
            return picture.signs.size() == 1 ? picture.signs.front().text : std::string();
        };
        QCOMPARE(said(), std::string("no permission"));
        QVERIFY(scene.run(9s));
        QCOMPARE(said(), std::string("AccessDenied"));
    }

    void aConsumerThatIsServedSaysNothing() {
        ConsumerScene scene({{"replay_times", "0 s"}}, {}, {});
        QVERIFY(scene.run(9s));
        const Picture served = pictureOf(scene.world, scene.workers);
        QVERIFY(served.signs.empty());
        QVERIFY(counter(served, "refused").empty());
    }
};

SLUICE_TEST(ConsumerRefusalsTest)

} // namespace sluice::consumer_refusals_test

#include "consumer_refusals_test.moc"
