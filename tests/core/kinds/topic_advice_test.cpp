// SPDX-License-Identifier: GPL-3.0-or-later
// What is advised about topics: each rule with a case that deserves it and, where a fix is offered,
// what is left after it.
#include "core/kinds/link_access.h"
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::topic_advice_test {

using namespace sluice::test;

namespace {

struct Scene {
    Lab lab;
    NodeId source, topic;

    explicit Scene(test::Settings forSource = {}, test::Settings forTopic = {})
        : source(lab.producer(forSource))
        , topic(lab.topic(forTopic)) {
        lab.feed(source, topic);
    }
    std::optional<Finding> advice(std::string_view words) const {
        for (const Finding& finding : validate(lab.document, registry()))
            if (finding.severity == Severity::Advice
                && finding.text.find(words) != std::string::npos)
                return finding;
        return std::nullopt;
    }
    /// Whether it is advised, can be mended by one click and is not advised any more then.
    bool isMended(std::string_view words) {
        const auto finding = advice(words);
        return finding && mendWithPermission(lab.document, registry(), *finding).has_value()
               && !advice(words);
    }
};

} // namespace

class TopicAdviceTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-17
    void standardTopicsTakeNoDeduplicationIds() {
        Scene scene({{"dedup_id", "unique"}});
        const NodeId queue = scene.lab.queue();
        scene.lab.subscribe(scene.topic, queue);
        scene.lab.serve(queue, scene.lab.consumer());
        QVERIFY(scene.isMended("refuses with InvalidParameter"));
        QCOMPARE(validate(scene.lab.document, registry()).size(), std::size_t{0});
    }

    // SNS-17
    void fifoTopicsNeedGroupsAndDeduplicationIds() {
        Scene scene({}, {{"type", "fifo"}});
        scene.lab.subscribe(scene.topic, scene.lab.queue({{"type", "fifo"}}));
        QVERIFY(scene.isMended("without a message group"));
        QVERIFY(scene.isMended("without a deduplication ID"));
    }

    // SNS-6
    void whoNeverConfirmsGetsNothing() {
        Scene scene;
        scene.lab.subscribe(scene.topic, scene.lab.endpoint({{"confirms", "false"}}));
        scene.lab.subscribe(scene.topic,
                            scene.lab.endpoint({{"protocol", "sms"}, {"confirms", "false"}}));
        QVERIFY(scene.isMended("never confirms"));
    }

    // SNS-14
    void aDisabledAppEndpointGetsNothing() {
        Scene scene;
        scene.lab.subscribe(
            scene.topic, scene.lab.endpoint({{"protocol", "application"}, {"disabled", "true"}}));
        QVERIFY(scene.isMended("EndpointDisabled"));
    }

    // SNS-45, SNS-48
    void whatAWebServerMissesIsLostWithoutADeadLetterQueue() {
        Scene scene({{"rate", "1"}});
        scene.lab.subscribe(scene.topic, scene.lab.endpoint({{"outages", "1 s, 300 s"}}));
        const auto finding = scene.advice("3 times more within 60 s");
        QVERIFY(finding && finding->demonstration);
        const World world = scene.lab.world();
        QVERIFY(scene.isMended("is lost"));
        World mended = scene.lab.world();
        QVERIFY(runConserved(mended, kRunStart + 200s));
        QVERIFY(topicIn(mended, scene.topic).counted.deadLettered > 0);
        QCOMPARE(topicIn(mended, scene.topic).counted.lost, std::uint64_t{0});
    }

    // SNS-42
    void clientErrorsAreNotTriedAgain() {
        Scene scene;
        scene.lab.subscribe(scene.topic, scene.lab.endpoint({{"status", "404"}}));
        QVERIFY(scene.advice("client errors are not tried again"));
    }

    // SNS-59
    void mailboxesGetTenMessagesASecond() {
        Scene scene({{"rate", "12"}});
        scene.lab.subscribe(scene.topic, scene.lab.endpoint({{"protocol", "email"}}));
        QVERIFY(scene.advice("at most 10 messages a second"));
        scene.lab.set(scene.source, "rate", "10");
        QVERIFY(!scene.advice("at most 10 messages a second"));
    }

    // SNS-25, SNS-27
    void aFilterThatNothingPassesIsTold_data() {
        QTest::addColumn<QByteArray>("attributes");
        QTest::addColumn<bool>("passes");
        QTest::newRow("none") << QByteArray("") << false;
        QTest::newRow("other name") << QByteArray("kind=order; amount:Number=5") << false;
        QTest::newRow("a number as text") << QByteArray("type=order; amount=5") << false;
        QTest::newRow("fits") << QByteArray("type=order; amount:Number=5") << true;
        QTest::newRow("fits now and then")
            << QByteArray("type=refund|order; amount:Number=5") << true;
    }
    void aFilterThatNothingPassesIsTold() {
        QFETCH(QByteArray, attributes);
        QFETCH(bool, passes);
        Scene scene;
        scene.lab.set(scene.source, "attributes", attributes.toStdString());
        scene.lab.subscribe(
            scene.topic,
            scene.lab.queue(),
            {{"filter_policy", R"({"type":["order"],"amount":[{"numeric":[">",1]}]})"}});
        QCOMPARE(!scene.advice("lets no message through"), passes);
        scene.lab.feed(scene.lab.eventSource(), scene.topic); // sends who knows what
        QVERIFY(!scene.advice("lets no message through"));
    }

    // SNS-25, SNS-26
    void aFilterNoBodyPassesIsTold_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("passes");
        QTest::newRow("no JSON") << QByteArray("message {n}") << false;
        QTest::newRow("another value") << QByteArray(R"({"type":"refund"})") << false;
        QTest::newRow("fits") << QByteArray(R"({"type":"order"})") << true;
        QTest::newRow("may fit") << QByteArray(R"({"type":"{key}"})") << true;
    }
    void aFilterNoBodyPassesIsTold() {
        QFETCH(QByteArray, body);
        QFETCH(bool, passes);
        Scene scene;
        scene.lab.set(scene.source, "body", body.toStdString());
        scene.lab.subscribe(scene.topic,
                            scene.lab.queue(),
                            {{"filter_policy", R"({"type":["order"]})"}, {"filter_scope", "body"}});
        QCOMPARE(!scene.advice("lets no message through"), passes);
    }

    // SNS-13, SNS-19
    void moreThanTenAttributesArriveInTheEnvelopeOnly() {
        Scene scene({{"rate", "1"}, {"attributes", "a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;i=1;j=1;k=1"}});
        const NodeId raw = scene.lab.queue();
        const NodeId wrapped = scene.lab.queue();
        const NodeId letters = scene.lab.queue();
        scene.lab.subscribe(scene.topic, raw, {{"raw_delivery", "true"}});
        scene.lab.subscribe(scene.topic, wrapped);
        scene.lab.redrive(scene.topic, letters);
        QVERIFY(!hasErrors(validate(scene.lab.document, registry())));
        QVERIFY(scene.advice("publishes 11 message attributes"));
        World world = scene.lab.world();
        QVERIFY(runConserved(world, kRunStart + 10s));
        QCOMPARE(queueIn(world, raw).counted.sent, std::uint64_t{0});
        const auto arrived = queueIn(world, wrapped).counted.sent;
        QVERIFY(arrived >= 9);
        QCOMPARE(queueIn(world, letters).counted.stored, arrived);
        const Link direct{LinkId{}, scene.source, "out", raw, "in", {}};
        QVERIFY(refusal(scene.lab.document, registry(), direct).find("at most 10")
                != std::string::npos);
    }
};

SLUICE_TEST(TopicAdviceTest)

} // namespace sluice::topic_advice_test

#include "topic_advice_test.moc"
