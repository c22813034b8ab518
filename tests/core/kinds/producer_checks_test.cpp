// SPDX-License-Identifier: GPL-3.0-or-later
// What is refused of everything a producer sends, each with a case that is accepted.
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::producer_checks_test {

using namespace sluice::test;

namespace {

bool hasErrorAt(const Lab& lab, NodeId node, std::string_view property) {
    const auto found = validate(lab.document, registry());
    return std::any_of(found.begin(), found.end(), [&](const Finding& finding) {
        return finding.severity == Severity::Error && finding.node == node
               && finding.property == property;
    });
}

} // namespace

class ProducerChecksTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-53, SQS-54, SQS-55
    void attributesAreChecked_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isFine");
        QTest::newRow("none") << QByteArray("") << true;
        QTest::newRow("two") << QByteArray("color=red; weight:Number=5") << true;
        QTest::newRow("no value sign") << QByteArray("color") << false;
        QTest::newRow("reserved name") << QByteArray("AWS.color=red") << false;
        QTest::newRow("no number") << QByteArray("weight:Number=heavy") << false;
        QTest::newRow("no such type") << QByteArray("color:Text=red") << false;
        QTest::newRow("eleven") << QByteArray("a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;i=1;j=1;k=1")
                                << false;
    }
    void attributesAreChecked() {
        QFETCH(QByteArray, text);
        QFETCH(bool, isFine);
        Lab lab;
        const NodeId source = lab.producer();
        lab.feed(source, lab.queue());
        // What has not even the form is refused where it is typed; files may hold it.
        for (Node& node : lab.document.nodes)
            if (node.id == source) node.properties["attributes"] = text.toStdString();
        QCOMPARE(hasErrorAt(lab, source, "attributes"), !isFine);
    }

    // SQS-50
    void bodiesAreChecked() {
        Lab lab;
        const NodeId source = lab.producer();
        lab.feed(source, lab.queue());
        QVERIFY(!hasErrorAt(lab, source, "body"));
        lab.set(source, "body", "bell \x07");
        QVERIFY(hasErrorAt(lab, source, "body"));
    }

    void theClientForLargePayloadsHasALimit() {
        Lab lab;
        const NodeId source = lab.producer({{"message_size", "1500000000"}});
        lab.set(source, "large_payload", "bucket");
        lab.feed(source, lab.queue());
        QVERIFY(!hasErrorAt(lab, source, "message_size"));
        lab.document.settings.limits = LimitsPreset::StudyNotes; // 1 GB
        QVERIFY(hasErrorAt(lab, source, "message_size"));
    }

    // ACL-1, ACL-3
    void identityPoliciesAreChecked() {
        Lab lab;
        const NodeId producer = lab.producer();
        lab.set(producer, "identity_policy", R"({"Version":"2012-10-17","Statement":[]})");
        QVERIFY(hasErrorAt(lab, producer, "identity_policy"));
        lab.set(producer,
                "identity_policy",
                R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                R"("Action":"sqs:SendMessage","Resource":"*"}]})");
        QVERIFY(!hasErrorAt(lab, producer, "identity_policy"));
    }
};

SLUICE_TEST(ProducerChecksTest)

} // namespace sluice::producer_checks_test

#include "producer_checks_test.moc"
