// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/notification_text.h"
#include "tests/support/test_main.h"

namespace sluice::notification_text_test {

class NotificationTextTest : public QObject {
    Q_OBJECT
private slots:
    void withoutAnEnvelopeItIsTheBody() {
        BodyStore bodies;
        Message message;
        message.body = bodies.add({"message {n}", {}});
        message.serial = 7;
        QCOMPARE(messageText(bodies, message), std::string("message 7"));
    }

    // SNS-18
    void anEnvelopeNamesTopicTimeAndAttributes() {
        BodyStore bodies;
        Message message;
        message.body = bodies.add({"key {key}", {{"type", "String", "a|b"}}});
        message.serial = 7;
        message.key = 3;
        message.sentAt = kRunStart + 1s;
        message.envelope = bodies.addEnvelope({"arn:aws:sns:us-east-1:1:t", true, {}, {}, {}});
        const std::string text = messageText(bodies, message);
        for (const char* part : {R"("TopicArn":"arn:aws:sns:us-east-1:1:t")",
                                 R"("Message":"key 3")",
                                 R"("Timestamp":"1970-01-01T00:00:01.000Z")",
                                 R"("SignatureVersion":"1")",
                                 R"("type":{"Type":"String","Value":"b"})"}) {
            QVERIFY2(text.find(part) != std::string::npos, part);
        }
    }

    // SNS-18
    void everyReaderHasItsOwnSubscription() {
        BodyStore bodies;
        Message message;
        message.body = bodies.add({"x", {}});
        Envelope envelope{"arn:aws:sns:eu-west-1:1:t", true, {}, {}, {}};
        envelope.readers = {{NodeId{3}, "arn:aws:sns:eu-west-1:1:t:a"},
                            {NodeId{4}, "arn:aws:sns:eu-west-1:1:t:b"}};
        message.envelope = bodies.addEnvelope(envelope);
        const auto names = [&](NodeId reader, const std::string& end) {
            return messageText(bodies, message, reader)
                       .find("https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&"
                             "SubscriptionArn=arn:aws:sns:eu-west-1:1:t"
                             + end + '"')
                   != std::string::npos;
        };
        QVERIFY(names(NodeId{3}, ":a"));
        QVERIFY(names(NodeId{4}, ":b"));
        QVERIFY(names(NodeId{5}, ""));
    }

    // SNS-18
    void fifoTopicsNumberTheirMessages() {
        BodyStore bodies;
        Message message;
        message.serial = 7;
        message.body = bodies.add({"x", {}});
        message.envelope =
            bodies.addEnvelope({"arn:aws:sns:us-east-1:1:t.fifo", false, {}, {}, {}});
        bodies.setSequence(7, 10'000'000'000'000'000'256U);
        QVERIFY(messageText(bodies, message).find(R"("SequenceNumber":"10000000000000000256")")
                != std::string::npos);
        for (std::uint64_t serial = 8; serial < 8 + BodyStore::kMostSequences; ++serial) {
            bodies.setSequence(serial, serial);
        }
        QCOMPARE(bodies.sequenceOf(7), std::uint64_t{0});
        QCOMPARE(bodies.sequenceOf(8), std::uint64_t{8});
    }

    // SNS-18
    void fifoTopicsDoNotSign() {
        BodyStore bodies;
        Message message;
        message.body = bodies.add({"x", {}});
        message.envelope =
            bodies.addEnvelope({"arn:aws:sns:us-east-1:1:t.fifo", false, {}, {}, {}});
        QVERIFY(messageText(bodies, message).find("Signature") == std::string::npos);
    }
};

SLUICE_TEST(NotificationTextTest)

} // namespace sluice::notification_text_test

#include "notification_text_test.moc"
