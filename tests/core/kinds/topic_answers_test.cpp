// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of attempts that are refused.
#include "core/broker/notification_text.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

using namespace sluice;
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
                }
            });
            QCOMPARE(body == "message 1", isRaw);
            QCOMPARE(code, std::string("400"));
        }
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
#include "topic_answers_test.moc"
