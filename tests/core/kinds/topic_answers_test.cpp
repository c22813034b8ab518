// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of attempts that are refused.
#include "core/broker/notification_text.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <array>

namespace sluice::topic_answers_test {

using namespace sluice::test;

class TopicAnswersTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-48
    void deadLettersKeepTheirFormAndSayWhy() {
        for (const bool isRaw : {false, true}) {
            Lab lab;
            const NodeId topic = lab.topic();
            const NodeId closed = lab.queue();
            const NodeId letters = lab.queue();
            lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "1"}}), topic);
            const LinkId link = lab.subscribe(topic, closed);
            lab.setLink(link, "raw_delivery", isRaw ? "true" : "false");
            lab.redrive(topic, letters);
            lab.set(closed, "policy", "");
            World world = lab.world();
            QVERIFY(runConserved(world, kRunStart + 5s));
            std::string body;
            std::string code;
            queueIn(world, letters).store.visitStored([&](const StoredView& view) {
                const Message& message = world.kernel.messages[view.message];
                body = messageText(world.kernel.bodies, message);
                for (const auto& attribute : world.kernel.bodies.attributes(message)) {
                    if (attribute.name == "ErrorCode") code = attribute.value;
                    QVERIFY(!attribute.value.empty()); // SQS-54
                }
            });
            QCOMPARE(body == "message 1", isRaw);
            QCOMPARE(code, std::string("400"));
        }
    }

    // SNS-48, SNS-49
    void everySubscriptionMayHaveItsOwnDeadLetterQueue() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "4"}}), topic);
        const NodeId first = lab.queue();
        const NodeId second = lab.queue();
        QVERIFY(rename(lab.document, first, "first letters"));
        QVERIFY(rename(lab.document, second, "second letters"));
        lab.redrive(topic, first);
        lab.redrive(topic, second);
        const std::array closed{lab.queue(), lab.queue(), lab.queue()};
        for (const NodeId each : closed) lab.subscribe(topic, each);
        for (const NodeId each : closed) lab.set(each, "policy", "");
        const LinkId other = lab.document.links[4].id;
        lab.setLink(other, "dead_letter_queue", "second letters");
        lab.setLink(lab.document.links[5].id, "dead_letters", "false");
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2500ms));
        const auto taken = queueIn(world, second).counted.sent;
        QVERIFY(taken > 0);
        QCOMPARE(queueIn(world, first).counted.sent, taken);
        QCOMPARE(topicIn(world, topic).counted.lost, taken);
        lab.edit(world, [&] { lab.setLink(other, "dead_letter_queue", ""); });
        QVERIFY(runConserved(world, kRunStart + 10s));
        QCOMPARE(queueIn(world, second).counted.sent, taken);
        QCOMPARE(queueIn(world, first).counted.sent, 8 - taken);
    }

    // SNS-18
    void envelopesNameTheReadersOwnSubscriptionInItsRegion() {
        Lab lab;
        const NodeId topic = lab.topic({{"topic_name", "orders"}});
        lab.document.settings.region = "eu-west-1";
        lab.document.settings.account = "123456789012";
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "1"}}), topic);
        const std::array queues{lab.queue(), lab.queue()};
        for (const NodeId each : queues) lab.subscribe(topic, each);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        std::array<std::string, 2> texts;
        for (std::size_t i = 0; i < queues.size(); ++i) {
            queueIn(world, queues[i]).store.visitStored([&](const StoredView& view) {
                const Message& message = world.kernel.messages[view.message];
                texts[i] = messageText(world.kernel.bodies, message, queues[i]);
            });
            const std::string url = "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&"
                                    "SubscriptionArn=arn:aws:sns:eu-west-1:123456789012:orders:";
            QVERIFY2(texts[i].find(url) != std::string::npos, texts[i].c_str());
        }
        QVERIFY(texts[0] != texts[1]);
        QCOMPARE(texts[0].size(), texts[1].size());
    }

    // SNS-18
    void envelopesOfFifoTopicsCarryTheTopicsNumber() {
        Lab lab;
        const NodeId topic = lab.topic({{"type", "fifo"}});
        lab.feed(lab.producer({{"rate", "1"},
                               {"message_limit", "2"},
                               {"message_group", "single"},
                               {"dedup_id", "unique"}}),
                 topic);
        const NodeId queue = lab.queue({{"type", "fifo"}});
        lab.subscribe(topic, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        std::vector<std::string> numbers;
        queueIn(world, queue).store.visitStored([&](const StoredView& view) {
            const Message& message = world.kernel.messages[view.message];
            const std::string text = messageText(world.kernel.bodies, message, queue);
            const auto at = text.find("\"SequenceNumber\":\"");
            if (at != std::string::npos) numbers.push_back(text.substr(at + 18, 20));
            const std::size_t around = text.size() - bodyText(world.kernel.bodies, message).size();
            QCOMPARE(std::size_t{message.size}, 256 + around);
        });
        QCOMPARE(numbers.size(), std::size_t{2});
        QVERIFY(numbers[0] < numbers[1]);
    }

    // SNS-24: a queue that suddenly refuses is noticed though it does not answer successes.
    void aRefusalAfterSilenceIsCountedOnce() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        lab.feed(lab.producer({{"rate", "10"}, {"message_size", "2000"}}), topic);
        lab.subscribe(topic, queue, {}, "20 ms");
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5050ms));
        lab.edit(world, [&] { lab.set(queue, "max_message_size", "1024"); });
        QVERIFY(runConserved(world, kRunStart + 8050ms));
        const Topic::Metrics& counted = topicIn(world, topic).counted;
        QCOMPARE(counted.delivered, std::uint64_t{50});
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{50});
        QCOMPARE(counted.lost, std::uint64_t{30});
        QCOMPARE(world.kernel.messages.size(), std::size_t{50});
    }
};

SLUICE_TEST(TopicAnswersTest)

} // namespace sluice::topic_answers_test

#include "topic_answers_test.moc"
