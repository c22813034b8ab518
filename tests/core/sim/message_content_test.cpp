// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/message_content.h"
#include "core/sim/message_query.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace sluice::message_content_test {

using namespace sluice::test;

namespace {

/// The page of all messages of a node, with the content of one of them.
MessagePage peek(const World& world, NodeId node, std::uint64_t serial) {
    MessageQuery query;
    query.node = node;
    query.count = MessageQuery::kMostRows;
    query.peeked = serial;
    std::vector<MessageRow> scratch;
    return runQuery(world, query, scratch);
}

std::string lineOf(const MessageContent& content, std::string_view label) {
    const auto line = std::ranges::find(content.lines, label, &MessageContent::Line::label);
    return line == content.lines.end() ? std::string() : line->text;
}

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
        const MessagePage page = peek(world, queue, peek(world, queue, 0).rows.back().serial);
        QVERIFY(page.content);
        QCOMPARE(page.content->body, std::string("order 2"));
        QCOMPARE(lineOf(*page.content, "MessageId").size(), std::size_t{36});
        QCOMPARE(lineOf(*page.content, "MD5OfBody"),
                 std::string("54d36152c1d36b1eb017664610ec86b6"));
        QCOMPARE(lineOf(*page.content, "color"), std::string("red (String)"));
        QCOMPARE(lineOf(*page.content, "MessageGroupId"), std::string("group-1"));
        QCOMPARE(lineOf(*page.content, "ApproximateReceiveCount"), std::string("0"));
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
            const std::uint64_t serial = peek(world, queue, 0).rows.front().serial;
            return *peek(world, queue, serial).content;
        };
        const std::string id = lineOf(contentIn(one), "MessageId");
        const std::uint64_t serial = contentIn(one).serial;
        QCOMPARE(contentIn(other).serial, serial);
        QVERIFY(id != lineOf(contentIn(other), "MessageId"));
        QVERIFY(contentIn(other).body.find(id) == std::string::npos);
        // Accepted by the queue, not made by the producer.
        const std::string at = lineOf(contentIn(other), "SentTimestamp");
        const Duration accepted = peek(world, other, 0).rows.front().enqueuedAt - kRunStart;
        QVERIFY(accepted >= 400ms);
        QCOMPARE(at, toText(Duration(std::chrono::floor<std::chrono::milliseconds>(accepted))));
        QVERIFY(runConserved(world, kRunStart + 20s));
        QCOMPARE(contentIn(dead).serial, serial);
        QCOMPARE(lineOf(contentIn(dead), "MessageId"), id);
        QCOMPARE(lineOf(contentIn(dead), "SentTimestamp"), at);
    }

    void onlyTheMessageAskedForIsRead() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 3500ms));
        QVERIFY(!peek(world, queue, 0).content);
        QVERIFY(!peek(world, queue, 77).content);
        const std::uint64_t serial = peek(world, queue, 0).rows.front().serial;
        QCOMPARE(peek(world, queue, serial).content->serial, serial);
    }
};

SLUICE_TEST(MessageContentTest)

} // namespace sluice::message_content_test

#include "message_content_test.moc"
