// SPDX-License-Identifier: GPL-3.0-or-later
// What is refused of topics and subscriptions, each with a case that is accepted.
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::topic_checks_test {

using namespace sluice::test;

namespace {

std::size_t errors(const Lab& lab) {
    std::size_t count = 0;
    for (const Finding& finding : validate(lab.document, registry())) {
        count += finding.severity == Severity::Error ? 1 : 0;
    }
    return count;
}

/// Subscriptions that are left out.
std::size_t refusals(const Lab& lab) {
    std::size_t count = 0;
    for (const Finding& finding : validate(lab.document, registry())) {
        const bool isOne = finding.text.find("is not subscribed") != std::string::npos;
        count += isOne && finding.severity == Severity::Warning ? 1 : 0;
    }
    return count;
}

} // namespace

class TopicChecksTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-52
    void whoMaySubscribeToWhat_data() {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QByteArray>("queue");
        QTest::addColumn<bool>("isFine");
        QTest::newRow("standard to standard")
            << QByteArray("standard") << QByteArray("standard") << true;
        QTest::newRow("standard to FIFO") << QByteArray("standard") << QByteArray("fifo") << false;
        QTest::newRow("FIFO to FIFO") << QByteArray("fifo") << QByteArray("fifo") << true;
        QTest::newRow("FIFO to standard") << QByteArray("fifo") << QByteArray("standard") << true;
    }
    void whoMaySubscribeToWhat() {
        QFETCH(QByteArray, topic);
        QFETCH(QByteArray, queue);
        QFETCH(bool, isFine);
        Lab lab;
        const NodeId from = lab.topic({{"type", topic.toStdString()}});
        const NodeId to = lab.queue({{"type", topic.toStdString()}});
        lab.subscribe(from, to);
        QCOMPARE(errors(lab), std::size_t{0});
        lab.set(to, "type", queue.toStdString());
        QCOMPARE(refusals(lab) == 0, isFine);
        QCOMPARE(errors(lab), std::size_t{0}); // the rest of the document runs
        const Link another{
            LinkId{}, lab.topic({{"type", topic.toStdString()}}), "subscribers", to, "in", {}};
        QCOMPARE(refusal(lab.document, registry(), another).empty(), isFine); // nor drawn
    }

    // SNS-52
    void aFifoTopicDeliversToQueuesOnly() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.subscribe(topic, lab.endpoint());
        QCOMPARE(errors(lab), std::size_t{0});
        lab.set(topic, "type", "fifo");
        QCOMPARE(refusals(lab), std::size_t{1});
    }

    // SNS-20
    void rawDeliveryIsForQueuesAndWebServers() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId end = lab.endpoint();
        lab.subscribe(topic, end, {{"raw_delivery", "true"}});
        QCOMPARE(errors(lab), std::size_t{0});
        lab.set(end, "protocol", "sms");
        QCOMPARE(errors(lab), std::size_t{1});
    }

    // SNS-37, SNS-38
    void filterPoliciesAreChecked() {
        Lab lab;
        const LinkId link = lab.subscribe(lab.topic(), lab.queue());
        lab.setLink(link, "filter_policy", R"({"type":["order"]})");
        QCOMPARE(errors(lab), std::size_t{0});
        for (const char* text :
             {R"({"type":"order"})", R"({"type":[]})", "{", R"({"type":[{"suffix":1}]})"}) {
            lab.setLink(link, "filter_policy", text);
            QCOMPARE(errors(lab), std::size_t{1});
        }
    }

    // SNS-46
    void deliveryPoliciesAreChecked() {
        Lab lab;
        const NodeId topic = lab.topic();
        const LinkId link = lab.subscribe(topic, lab.endpoint());
        lab.setLink(link, "delivery_policy", R"({"healthyRetryPolicy":{"numRetries":5}})");
        QCOMPARE(errors(lab), std::size_t{0});
        lab.setLink(link, "delivery_policy", R"({"healthyRetryPolicy":{"numRetries":101}})");
        QCOMPARE(errors(lab), std::size_t{1});
        lab.setLink(link, "delivery_policy", "");
        lab.set(topic, "delivery_policy", "no json");
        QCOMPARE(errors(lab), std::size_t{1});
    }

    // SNS-49
    void deadLetterQueuesAreOfTheTopicsTypeAndNamedRight() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId letters = lab.queue();
        const LinkId link = lab.subscribe(topic, lab.queue());
        lab.redrive(topic, letters);
        const std::string name = lab.document.node(letters)->name;
        lab.setLink(link, "dead_letter_queue", name);
        QCOMPARE(errors(lab), std::size_t{0});
        lab.setLink(link, "dead_letter_queue", "nowhere");
        QCOMPARE(errors(lab), std::size_t{1});
        lab.set(letters, "queue_name", "nowhere"); // which is what the service calls it then
        QCOMPARE(errors(lab), std::size_t{0});
        lab.setLink(link, "dead_letter_queue", name);
        QCOMPARE(errors(lab), std::size_t{1});
        lab.set(letters, "queue_name", "");
        lab.setLink(link, "dead_letter_queue", "");
        lab.set(letters, "type", "fifo");
        QCOMPARE(errors(lab), std::size_t{1});
    }

    // SNS-2
    void onlyFifoTopicsWithAnArchiveReplay() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        const LinkId link = lab.subscribe(topic, queue, {{"replay", "true"}});
        QCOMPARE(errors(lab), std::size_t{0}); // a standard topic has no such setting
        lab.set(topic, "type", "fifo");
        QCOMPARE(errors(lab), std::size_t{1});
        lab.set(queue, "type", "fifo");
        lab.set(topic, "archive_retention", "24 h");
        QCOMPARE(errors(lab), std::size_t{0});
        lab.setLink(link, "replay_from", "10 s");
        lab.setLink(link, "replay_until", "5 s");
        QCOMPARE(errors(lab), std::size_t{1});
    }

    // ACL-3
    void accessPoliciesAreChecked() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.subscribe(topic, lab.queue());
        lab.set(topic, "policy", R"({"Version":"2012-10-17"})");
        QCOMPARE(errors(lab), std::size_t{1});
    }
};

SLUICE_TEST(TopicChecksTest)

} // namespace sluice::topic_checks_test

#include "topic_checks_test.moc"
