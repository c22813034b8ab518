// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "tests/support/test_main.h"

#include <set>

namespace sluice::api_names_test {

class ApiNamesTest : public QObject {
    Q_OBJECT
private slots:
    void queuesAreNamedByUrlAndArn() {
        QCOMPARE(queueUrl("q"), std::string("https://sqs.us-east-1.amazonaws.com/000000000000/q"));
        QCOMPARE(nameInUrl(queueUrl("q.fifo")), std::string_view("q.fifo"));
        QCOMPARE(nameInUrl("q"), std::string_view("q"));
        QCOMPARE(nameInArn(queueArn("q")), std::string_view("q"));
        QCOMPARE(nameInArn("arn:aws:sqs:eu-west-1:000000000000:q"), std::string_view());
    }

    // SQS-62
    void messageIdsAreDistinctUuids() {
        std::set<std::string> seen;
        for (std::uint64_t serial = 0; serial < 1000; ++serial) {
            const QString id = QString::fromStdString(messageIdOf(serial));
            static const QRegularExpression uuid(
                "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$");
            QVERIFY2(id.contains(uuid), qPrintable(id));
            QVERIFY(seen.insert(id.toStdString()).second);
        }
    }

    // SQS-97
    void sequenceNumbersHaveTwentyDigits() {
        QCOMPARE(sequenceText(7), std::string("00000000000000000007"));
        QCOMPARE(sequenceText(~std::uint64_t{0}).size(), std::size_t{20});
    }

    // SQS-38, SQS-62
    void handlesAreReadBackForTheirQueueOnly() {
        const Receipt receipt{7, 0xFFFFFFFF, 3};
        const std::string text = handleText(NodeId{5}, receipt);
        QVERIFY(text.size() <= 1024);
        QCOMPARE(*parseHandle(NodeId{5}, text), receipt);
        QVERIFY(!parseHandle(NodeId{6}, text));
        for (std::size_t at = 0; at < text.size(); ++at) {
            std::string changed = text;
            changed[at] = changed[at] == 'f' ? '0' : 'f';
            QVERIFY(!parseHandle(NodeId{5}, changed));
            QVERIFY(!parseHandle(NodeId{5}, text.substr(0, at)));
        }
        QVERIFY(!parseHandle(NodeId{5}, text + "0"));
    }

    // SQS-87
    void tasksAreReadBack() {
        const std::string text = taskText({NodeId{5}, 0x1234567890});
        QCOMPARE(parseTask(text)->handle, std::uint64_t{0x1234567890});
        QCOMPARE(parseTask(text)->queue, NodeId{5});
        QVERIFY(!parseTask("x"));
        QVERIFY(!parseTask(handleText(NodeId{5}, {})));
    }
};

SLUICE_TEST(ApiNamesTest)

} // namespace sluice::api_names_test

#include "api_names_test.moc"
