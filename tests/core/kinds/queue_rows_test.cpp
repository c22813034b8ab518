// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/queue.h"
#include "tests/support/test_main.h"

namespace sluice::queue_rows_test {

class QueueRowsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-22, SQS-25, SQS-33, SQS-43, SQS-46, SQS-69: the ranges of the service, in its units.
    void rangesAreThoseOfTheService_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<double>("minimum");
        QTest::addColumn<double>("maximum");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("visibility")
            << QByteArray("visibility_timeout") << 0.0 << 43'200.0 << QByteArray("30 s");
        QTest::newRow("delay") << QByteArray("delay") << 0.0 << 900.0 << QByteArray("0 s");
        QTest::newRow("wait") << QByteArray("receive_wait") << 0.0 << 20.0 << QByteArray("0 s");
        QTest::newRow("retention")
            << QByteArray("retention") << 60.0 << 1'209'600.0 << QByteArray("4 d");
        QTest::newRow("size") << QByteArray("max_message_size") << 1'024.0 << 1'048'576.0
                              << QByteArray("1048576");
        QTest::newRow("receives") << QByteArray("max_receive_count") << 1.0 << 1'000.0
                                  << QByteArray("3");
    }
    void rangesAreThoseOfTheService() {
        QFETCH(QByteArray, key);
        QFETCH(double, minimum);
        QFETCH(double, maximum);
        QFETCH(QByteArray, value);
        for (const auto& row : Queue::properties()) {
            if (row.spec.key != std::string_view(key.constData())) continue;
            QCOMPARE(row.spec.range.minimum, minimum);
            QCOMPARE(row.spec.range.maximum, maximum);
            QVERIFY(*parseValue(row.spec, value.constData()) == row.spec.defaultValue);
            return;
        }
        QFAIL("no such setting");
    }

    // SQS-22, SQS-33, SQS-43, SQS-46, SQS-126: the API's attributes are whole numbers of seconds.
    void attributesInSecondsTakeNoFractions() {
        std::vector<std::string> whole;
        for (const auto& row : Queue::properties())
            if (row.spec.range.step == kWholeSeconds) whole.emplace_back(row.spec.key);
        const std::vector<std::string> expected{
            "visibility_timeout", "delay", "receive_wait", "retention", "key_reuse"};
        QVERIFY(whole == expected);
        for (const ActionSpec& action : Queue::actions())
            for (const PropertySpec& field : action.fields)
                QCOMPARE(field.range.step == kWholeSeconds, field.type == ValueType::Time);
    }

    void onlyOneDeadLetterQueueMayBeLinked() {
        QVERIFY(!Queue::ports()[2].takesMany);
        QCOMPARE(Queue::ports()[2].flows, static_cast<std::uint8_t>(Flow::DeadLetter));
    }
};

SLUICE_TEST(QueueRowsTest)

} // namespace sluice::queue_rows_test

#include "queue_rows_test.moc"
