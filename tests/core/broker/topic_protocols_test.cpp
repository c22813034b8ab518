// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_protocols.h"
#include "tests/support/test_main.h"

namespace sluice::topic_protocols_test {

class TopicProtocolsTest : public QObject {
    Q_OBJECT
private slots:
    void namesAreThoseOfSubscribe() {
        for (std::uint8_t value = 0; value <= static_cast<std::uint8_t>(Protocol::Firehose);
             ++value) {
            QCOMPARE(parseProtocol(nameOf(Protocol{value})), std::optional(Protocol{value}));
        }
        QCOMPARE(nameOf(Protocol::EmailJson), std::string_view("email-json"));
        QVERIFY(!parseProtocol("SQS"));
    }

    // SNS-6
    void addressesOfPeopleAndServersNeedConfirmation() {
        QVERIFY(needsConfirmation(Protocol::Https));
        QVERIFY(needsConfirmation(Protocol::Email));
        QVERIFY(!needsConfirmation(Protocol::Sqs));
        QVERIFY(!needsConfirmation(Protocol::Sms));
    }

    // SNS-20
    void rawDeliveryIsForQueuesStreamsAndServers() {
        QVERIFY(takesRawDelivery(Protocol::Sqs));
        QVERIFY(takesRawDelivery(Protocol::Http));
        QVERIFY(takesRawDelivery(Protocol::Firehose));
        QVERIFY(!takesRawDelivery(Protocol::Lambda));
        QVERIFY(!takesRawDelivery(Protocol::Email));
    }

    // SNS-59
    void mailAndTextMessagesHaveAPace() {
        const LimitsProfile limits;
        QCOMPARE(deliveriesPerSecond(Protocol::Email, {}, limits), std::int64_t{10});
        QCOMPARE(deliveriesPerSecond(Protocol::Sms, {}, limits), std::int64_t{20});
        QCOMPARE(deliveriesPerSecond(Protocol::Sqs, {}, limits), std::int64_t{0});
    }
};

SLUICE_TEST(TopicProtocolsTest)

} // namespace sluice::topic_protocols_test

#include "topic_protocols_test.moc"
