// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::topic_picture_test {

using namespace sluice::test;

namespace {

Picture pictureOf(const World& world, NodeId node) {
    for (const NodePicture& shown : pictures(world)) {
        if (shown.node == node) return shown.picture;
    }
    return {};
}

} // namespace

class TopicPictureTest : public QObject {
    Q_OBJECT
private slots:
    void linksSayWhatIsSpecialAboutThem() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}}), topic);
        lab.subscribe(topic, lab.queue());
        const LinkId filtered =
            lab.subscribe(topic, lab.queue(), {{"filter_policy", R"({"type":["order"]})"}});
        const NodeId closed = lab.queue();
        const LinkId denied = lab.subscribe(topic, closed);
        lab.set(closed, "policy", "");
        const LinkId pending = lab.subscribe(topic, lab.endpoint({{"confirms", "false"}}));
        const LinkId down = lab.subscribe(topic, lab.endpoint({{"outages", "0.5 s"}}));
        World world = lab.world();
        runUntil(world, kRunStart + 3s);
        const Picture picture = pictureOf(world, topic);
        QCOMPARE(picture.summary, std::string("topic · 5 subscriptions"));
        std::map<LinkId, LinkSign> signs;
        for (const LinkSign& sign : picture.signs) signs[sign.link] = sign;
        QCOMPARE(signs.size(), std::size_t{4});
        QVERIFY(signs[filtered].kind == LinkSign::Kind::Filter);
        QCOMPARE(signs[filtered].text, std::string("type: order"));
        QVERIFY(signs[denied].kind == LinkSign::Kind::Denied);
        QVERIFY(signs[pending].kind == LinkSign::Kind::Pending);
        QVERIFY(signs[down].kind == LinkSign::Kind::Retry);
    }

    // ACL-8
    void everythingInTheWayIsSaid() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId endpoint = lab.endpoint({{"confirms", "false"}});
        lab.subscribe(topic, endpoint, {{"filter_policy", R"({"type":["order"]})"}});
        World world = lab.world();
        runUntil(world, kRunStart + 1s);
        world.kernel.links.front().isDenied = true; // as in another account
        const Picture picture = pictureOf(world, topic);
        QCOMPARE(picture.signs.size(), std::size_t{2});
        QCOMPARE(picture.signs[0].text, std::string("no permission"));
        QCOMPARE(picture.signs[1].text, std::string("pending confirmation"));
    }

    void lostMessagesAreCounted() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "4"}}), topic);
        World world = lab.world();
        runUntil(world, kRunStart + 10s);
        const Picture picture = pictureOf(world, topic);
        const auto& counters = std::get<Counters>(picture.parts.back());
        QCOMPARE(counters.items.back().label, std::string("lost"));
        QCOMPARE(counters.items.back().value, std::string("4"));
        QVERIFY(counters.items.back().emphasis == Emphasis::Danger);
        const Topic::Metrics& counted = topicIn(world, topic).counted;
        QCOMPARE(counted.lostInAll, std::uint64_t{4}); // as the metrics word it: the same
        QCOMPARE(counted.lost + counted.unheard, counted.lostInAll);
    }
};

SLUICE_TEST(TopicPictureTest)

} // namespace sluice::topic_picture_test

#include "topic_picture_test.moc"
