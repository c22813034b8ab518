// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_access.h"
#include "core/sim/message_content.h"
#include "core/sim/message_query.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace sluice::message_content_test {

using namespace sluice::test;

namespace {

/// The page of all messages of a node, with the content of one of them.
MessagePage peek(const World& world, NodeId node, const CopyKey& key = {}) {
    MessageQuery query;
    query.node = node;
    query.count = MessageQuery::kMostRows;
    query.peeked = key;
    return runQuery(world, query);
}

std::string lineOf(const MessageContent& content, std::string_view label) {
    const auto line = std::ranges::find(content.lines, label, &MessageContent::Line::label);
    return line == content.lines.end() ? std::string() : line->text;
}

/// What is told under this label of each message in a queue.
std::vector<std::string> linesIn(const World& world, NodeId queue, std::string_view label) {
    std::vector<std::string> lines;
    for (const MessageRow& row : peek(world, queue).rows) {
        lines.push_back(lineOf(*peek(world, queue, row.key()).content, label));
    }
    return lines;
}

/// A message whose processing always fails, in a queue with a dead-letter queue that has one too.
struct DeadLetters {
    explicit DeadLetters(std::string_view type)
        : source(lab.producer({{"rate", "1"},
                               {"message_limit", "1"},
                               {"message_group", type == "fifo" ? "single" : "none"},
                               {"dedup_id", type == "fifo" ? "unique" : "none"}}))
        , first(add(type, "1"))
        , second(add(type, "2")) // counted on from the first (SQS-73)
        , last(add(type, "1")) {
        lab.feed(source, first);
        lab.redrive(first, second);
        lab.redrive(second, last);
        for (const NodeId queue : {first, second}) {
            lab.serve(queue, lab.consumer({{"failure_share", "100 %"}, {"wait_time", "20 s"}}));
        }
    }
    NodeId add(std::string_view type, std::string_view receives) {
        return lab.queue(
            {{"type", type}, {"visibility_timeout", "1 s"}, {"max_receive_count", receives}});
    }

    std::string arnOf(NodeId queue) const {
        return partyOf(lab.document, *lab.document.node(queue))->arn;
    }

    Lab lab;
    NodeId source, first, second, last;
};

} // namespace

class MessageContentTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-58, SQS-62, SQS-92: the texts are those that the API gives
    void aMessageSaysWhatAReceiveWouldGive() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"},
                                            {"body", "order {n}"},
                                            {"attributes", "color=red"},
                                            {"message_group", "single"}});
        const NodeId queue = lab.queue({{"type", "fifo"}, {"content_dedup", "true"}});
        lab.feed(source, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2500ms));
        const World before = world;
        const MessagePage page = peek(world, queue, peek(world, queue).rows.back().key());
        QVERIFY(page.content);
        QCOMPARE(page.content->body, std::string("order 2"));
        QCOMPARE(lineOf(*page.content, "MessageId").size(), std::size_t{36});
        QCOMPARE(lineOf(*page.content, "MD5OfBody"),
                 std::string("54d36152c1d36b1eb017664610ec86b6"));
        QCOMPARE(lineOf(*page.content, "color"), std::string("red (String)"));
        QCOMPARE(lineOf(*page.content, "MessageGroupId"), std::string("group-1"));
        QCOMPARE(lineOf(*page.content, "ApproximateReceiveCount"), std::string("0"));
        QCOMPARE(lineOf(*page.content, "ApproximateFirstReceiveTimestamp"), std::string());
        QVERIFY(digest(world) == digest(before)); // looking is no receive
    }

    // SNS-21, SQS-43, SQS-73
    void everyQueueHasItsOwnMessageOfWhatWasSentOnce() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}});
        const NodeId topic = lab.topic();
        const NodeId one = lab.queue({{"visibility_timeout", "1 s"}, {"max_receive_count", "1"}});
        const NodeId other = lab.queue();
        const NodeId dead = lab.queue();
        lab.feed(source, topic, "400 ms");
        lab.subscribe(topic, one);
        lab.subscribe(topic, other);
        lab.redrive(one, dead);
        lab.serve(one, lab.consumer({{"failure_share", "100 %"}, {"wait_time", "20 s"}}));
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2s));
        const auto contentIn = [&](NodeId queue) {
            return *peek(world, queue, peek(world, queue).rows.front().key()).content;
        };
        const std::string id = lineOf(contentIn(one), "MessageId");
        const std::uint64_t serial = contentIn(one).key.serial;
        QCOMPARE(contentIn(other).key.serial, serial);
        QVERIFY(id != lineOf(contentIn(other), "MessageId"));
        QVERIFY(contentIn(other).body.find(id) == std::string::npos);
        // Accepted by the queue, not made by the producer.
        const std::string at = lineOf(contentIn(other), "SentTimestamp");
        const Duration accepted = peek(world, other).rows.front().enqueuedAt - kRunStart;
        QVERIFY(accepted >= 400ms);
        QCOMPARE(at, toText(Duration(std::chrono::floor<std::chrono::milliseconds>(accepted))));
        QVERIFY(runConserved(world, kRunStart + 20s));
        QCOMPARE(contentIn(dead).key.serial, serial);
        QCOMPARE(lineOf(contentIn(dead), "MessageId"), id);
        QCOMPARE(lineOf(contentIn(dead), "SentTimestamp"), at);
    }

    // SQS-27, SQS-73, SQS-77, SQS-81, SQS-97
    void aDeadLetterOfADeadLetterIsStillTheSameMessage_data() {
        QTest::addColumn<QString>("type");
        QTest::newRow("standard") << "standard";
        QTest::newRow("fifo") << "fifo";
    }
    void aDeadLetterOfADeadLetterIsStillTheSameMessage() {
        QFETCH(const QString, type);
        const DeadLetters scene(type.toStdString());
        World world = scene.lab.world();
        std::vector<std::string> ids;
        std::vector<std::string> numbers;
        std::vector<std::string> sources;
        std::vector<std::string> firstReceives;
        for (const NodeId queue : {scene.first, scene.second, scene.last}) {
            while (peek(world, queue).rows.empty()) {
                QVERIFY(world.now() < kRunStart + 1min);
                QVERIFY(runConserved(world, world.now() + 100ms));
            }
            ids.push_back(linesIn(world, queue, "MessageId").front());
            numbers.push_back(linesIn(world, queue, "SequenceNumber").front());
            sources.push_back(linesIn(world, queue, "DeadLetterQueueSourceArn").front());
            firstReceives.push_back(
                linesIn(world, queue, "ApproximateFirstReceiveTimestamp").front());
            const std::string dedup = linesIn(world, queue, "MessageDeduplicationId").front();
            QCOMPARE(dedup == ids.back(), type == "fifo" && queue != scene.first);
        }
        QCOMPARE(ids[1], ids[0]);
        QCOMPARE(ids[2], ids[0]);
        QVERIFY(!firstReceives[0].empty());
        QCOMPARE(firstReceives[1], firstReceives[0]);
        QCOMPARE(firstReceives[2], firstReceives[0]);
        QCOMPARE(numbers[0].size(), std::size_t{type == "fifo" ? 20U : 0U});
        QCOMPARE(sources[0], std::string());
        QCOMPARE(sources[1], scene.arnOf(scene.first));
        QCOMPARE(sources[2], scene.arnOf(scene.second));
    }

    // SQS-73, SQS-83
    void whatIsRedrivenOrWasNeverMovedHasNoSource() {
        const DeadLetters scene("standard");
        World world = scene.lab.world();
        while (peek(world, scene.last).rows.empty()) {
            QVERIFY(world.now() < kRunStart + 1min);
            QVERIFY(runConserved(world, world.now() + 100ms));
        }
        QVERIFY(!applyAction(world, {scene.last, "start_redrive", {}, 0, {}}).isRefused);
        while (peek(world, scene.second).rows.empty()) {
            QVERIFY(world.now() < kRunStart + 1min);
            QVERIFY(runConserved(world, world.now() + 10ms));
        }
        QCOMPARE(linesIn(world, scene.second, "DeadLetterQueueSourceArn").front(), std::string());
    }

    // SQS-62, SQS-93, SQS-116
    void whatIsSentAgainIsAnotherMessage_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("retryAfter");
        QTest::addColumn<std::size_t>("stored");
        QTest::newRow("standard") << "standard"
                                  << "1 s" << std::size_t{3};
        QTest::newRow("FIFO, in the window") << "fifo"
                                             << "1 s" << std::size_t{1};
        QTest::newRow("FIFO, after it") << "fifo"
                                        << "6 min" << std::size_t{3};
    }
    void whatIsSentAgainIsAnotherMessage() {
        QFETCH(const QString, type);
        QFETCH(const QString, retryAfter);
        QFETCH(const std::size_t, stored);
        Lab lab;
        const bool isFifo = type == "fifo";
        const std::string after = retryAfter.toStdString();
        const NodeId source = lab.producer({{"rate", "1"},
                                            {"message_limit", "1"},
                                            {"answer_loss", "100 %"},
                                            {"retries", "2"},
                                            {"retry_after", after},
                                            {"message_group", isFifo ? "single" : "none"},
                                            {"dedup_id", isFifo ? "unique" : "none"}});
        const NodeId queue = lab.queue({{"type", type.toStdString()}});
        lab.feed(source, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 20min));
        std::vector<std::string> ids = linesIn(world, queue, "MessageId");
        QCOMPARE(ids.size(), stored);
        std::ranges::sort(ids);
        QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
        for (const MessageRow& row : peek(world, queue).rows) {
            QCOMPARE(row.serial, peek(world, queue).rows.front().serial); // all the same to the lab
        }
    }

    // SNS-48
    void everyDeadLetterOfATopicIsAMessageOfItsOwn() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "1"}}), topic);
        for (int i = 0; i < 2; ++i) {
            const NodeId closed = lab.queue();
            lab.subscribe(topic, closed, {{"raw_delivery", "true"}});
            lab.set(closed, "policy", "");
        }
        const NodeId letters = lab.queue();
        lab.redrive(topic, letters);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        const std::vector<MessageRow> rows = peek(world, letters).rows;
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].serial, rows[1].serial); // of what was published once
        QCOMPARE(rows[0].enqueuedAt, rows[1].enqueuedAt);
        const std::vector<std::string> ids = linesIn(world, letters, "MessageId");
        QVERIFY(ids[0] != ids[1]);
        // The topic sent them; no queue moved them there.
        const std::vector<std::string> none(2);
        QVERIFY(linesIn(world, letters, "DeadLetterQueueSourceArn") == none);
    }

    // SQS-18
    void aCopyThatAnotherHostKeptIsTheSameMessage() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "1"}});
        const NodeId queue = lab.queue({{"duplicate_share", "100 %"}});
        lab.feed(source, queue);
        lab.serve(queue, lab.consumer({{"failure_share", "100 %"}}));
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 3s));
        const std::vector<std::string> ids = linesIn(world, queue, "MessageId");
        QVERIFY(ids.size() > 1);
        QCOMPARE(std::ranges::count(ids, ids.front()), std::ssize(ids));
    }

    void onlyTheMessageAskedForIsRead() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 3500ms));
        QVERIFY(!peek(world, queue).content);
        QVERIFY(!peek(world, queue, {77, {}, MessageIndex{0}}).content);
        const CopyKey key = peek(world, queue).rows.front().key();
        QVERIFY(peek(world, queue, key).content->key == key);
    }
};

SLUICE_TEST(MessageContentTest)

} // namespace sluice::message_content_test

#include "message_content_test.moc"
