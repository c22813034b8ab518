// SPDX-License-Identifier: GPL-3.0-or-later
// Subscriptions of a running topic as they come, change and go.
#include "core/kinds/link_access.h"
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::topic_subscriptions_test {

using namespace sluice::test;

class TopicSubscriptionsTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-52
    void whoMayNotSubscribeGetsNothing() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        const NodeId phone = lab.endpoint({{"protocol", "sms"}});
        const NodeId source = lab.producer({{"rate", "1"}, {"message_group", "single"}});
        lab.feed(source, topic);
        const LinkId filed = lab.subscribe(topic, queue);
        const LinkId call = lab.subscribe(topic, phone);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 3'500ms));
        const auto heard = endpointIn(world, phone).counted.requests;
        QVERIFY(heard > 0);
        lab.edit(world, [&] {
            lab.set(topic, "type", "fifo");
            lab.set(source, "dedup_id", "unique");
            lab.set(queue, "policy", "");
            permit(lab.document, filed); // its ARN is another one now
        });
        QVERIFY(runConserved(world, kRunStart + 8'500ms));
        QCOMPARE(endpointIn(world, phone).counted.requests, heard);
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{8});
        bool isSaid = false;
        for (const NodePicture& shown : pictures(world))
            for (const LinkSign& sign : shown.picture.signs)
                isSaid |= sign.link == call && sign.text == "cannot subscribe";
        QVERIFY(isSaid);
        World anew = lab.world(); // a document that has it from the start runs too
        QVERIFY(runConserved(anew, kRunStart + 5s));
        QCOMPARE(endpointIn(anew, phone).counted.requests, std::uint64_t{0});
        QVERIFY(queueIn(anew, queue).counted.sent > 3);
        lab.edit(world, [&] {
            lab.set(topic, "type", "standard");
            lab.set(source, "dedup_id", "none");
        });
        QVERIFY(runConserved(world, kRunStart + 12s));
        QVERIFY(endpointIn(world, phone).counted.requests > heard);
    }

    // SNS-6
    void everyLinkIsOneSubscription() {
        Lab lab;
        const NodeId topic = lab.topic();
        const LinkId link = lab.subscribe(topic, lab.queue());
        lab.subscribe(topic, lab.endpoint());
        World world = lab.world();
        QCOMPARE(topicIn(world, topic).store.countOf(SubscriptionState::Confirmed), std::size_t{1});
        QCOMPARE(topicIn(world, topic).store.countOf(SubscriptionState::Pending), std::size_t{1});
        runUntil(world, kRunStart + 1s);
        QCOMPARE(topicIn(world, topic).store.countOf(SubscriptionState::Confirmed), std::size_t{2});
        lab.edit(world, [&] { remove(lab.document, PartIds{{}, {link}, {}}); });
        QCOMPARE(topicIn(world, topic).store.countOf(SubscriptionState::Deleted), std::size_t{1});
    }

    // Published × subscriptions = delivered + lost, also of what is under way when one is removed.
    void whatIsUnderWayToARemovedSubscriptionIsLost() {
        for (const bool isQueueRemoved : {false, true}) {
            Lab lab;
            const NodeId topic = lab.topic();
            lab.feed(lab.producer({{"rate", "10"}, {"message_limit", "40"}}), topic);
            const NodeId kept = lab.queue();
            const NodeId queue = lab.queue();
            const LinkId link = lab.subscribe(topic, queue);
            for (const LinkId each : {lab.subscribe(topic, kept), link})
                lab.setLink(each, "latency", "1 s");
            World world = lab.world();
            QVERIFY(runConserved(world, kRunStart + 2s));
            const std::uint64_t arrived = queueIn(world, queue).counted.sent;
            const std::uint64_t published = topicIn(world, topic).counted.published;
            QVERIFY(arrived > 0 && published > arrived + 5);
            // SNS-57: none is delivered before it is there.
            const std::uint64_t there = arrived + queueIn(world, kept).counted.sent;
            QCOMPARE(topicIn(world, topic).counted.delivered, there);
            const PartIds parts =
                isQueueRemoved ? PartIds{{queue}, {}, {}} : PartIds{{}, {link}, {}};
            lab.edit(world, [&] { remove(lab.document, parts); });
            QVERIFY(runConserved(world, kRunStart + 10s));
            QCOMPARE(topicIn(world, topic).counted.lost, published - arrived);
            QCOMPARE(topicIn(world, topic).counted.delivered, std::uint64_t{40} + arrived);
            QCOMPARE(totals(world).lost, published - arrived);
            QCOMPARE(queueIn(world, kept).counted.sent, std::uint64_t{40});
        }
    }

    // SNS-57: a copy counts for the subscription that sent it, when it is there.
    void arrivalsCountForTheSubscriptionThatSentThem() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "10"}, {"message_limit", "40"}}), topic);
        const NodeId queue = lab.queue();
        const LinkId link = lab.subscribe(topic, queue, {}, "1 s");
        World world = lab.world();
        // What arrives while it is another queue is refused.
        for (const auto& [at, type] :
             {std::pair{2'050ms, "fifo"}, std::pair{2'350ms, "standard"}}) {
            runUntil(world, kRunStart + at);
            lab.edit(world, [&] {
                lab.set(queue, "type", type);
                permit(lab.document, link);
            });
        }
        World inOneGo = world;
        const SnsTopic& store = topicIn(world, topic).store;
        for (Duration at = 2'400ms; at < 3'350ms; at += 100ms) {
            runUntil(world, kRunStart + at);
            QCOMPARE(topicIn(world, topic).counted.delivered, queueIn(world, queue).counted.sent);
            QCOMPARE(store.counts(1).delivered, std::uint64_t{0});
        }
        runUntil(world, kRunStart + 9s); // the first ones that a queue takes again it answers
        QCOMPARE(topicIn(world, topic).counted.delivered, queueIn(world, queue).counted.sent);
        QVERIFY(store.isConsistent() && store.counts(1).delivered > 0);
        QVERIFY(store.totals().lost + store.totals().unsubscribed > 0);
        QCOMPARE(store.counts(0).assumed, std::uint64_t{0});
        runUntil(inOneGo, world.now());
        QVERIFY(inOneGo == world);
    }

    // SNS-57
    void arrivalsOfAReplacedTopicAreNotItsSuccessors() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "10"}}), topic);
        const NodeId queue = lab.queue();
        lab.subscribe(topic, queue, {}, "1 s");
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2'050ms));
        std::uint64_t sentBefore = 0; // by the first topic
        for (const std::string_view type : {"fifo", "standard"}) {
            sentBefore = std::max(sentBefore, topicIn(world, topic).store.totals().begun);
            lab.edit(world, [&] { lab.set(topic, "type", type); });
        }
        for (Duration at = 2'150ms; at <= 5s; at += 100ms) {
            runUntil(world, kRunStart + at);
            const std::uint64_t there = queueIn(world, queue).counted.sent;
            QCOMPARE(topicIn(world, topic).counted.delivered, there - std::min(there, sentBefore));
        }
        QVERIFY(topicIn(world, topic).counted.delivered > 0);
    }

    // SNS-6
    void queuesOfOtherAccountsConfirmTheirSubscription() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        const NodeId silent = lab.queue({{"confirms", "false"}});
        const BoundaryId frame =
            addBoundary(lab.document, BoundaryType::Account, {-10'050, -50}, {500, 500});
        QVERIFY(setBoundaryCode(lab.document, frame, "123456789012"));
        move(lab.document, {{queue, silent}, {}, {}}, -10'000, 0);
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "5"}}), topic);
        lab.subscribe(topic, queue, {}, "10 ms");
        lab.subscribe(topic, silent, {}, "10 ms");
        World world = lab.world();
        QCOMPARE(topicIn(world, topic).store.countOf(SubscriptionState::Pending), std::size_t{2});
        QVERIFY(runConserved(world, kRunStart + 10s));
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{5});
        QCOMPARE(queueIn(world, silent).counted.sent, std::uint64_t{0});
        runUntil(world, kRunStart + 48h);
        QCOMPARE(topicIn(world, topic).store.countOf(SubscriptionState::Deleted), std::size_t{1});
    }

    // SNS-2
    void aSubscriptionReplaysTheArchiveWhenItAsks() {
        Lab lab;
        const NodeId topic = lab.topic({{"type", "fifo"}, {"archive_retention", "1 d"}});
        lab.feed(lab.producer({{"rate", "1"},
                               {"message_group", "single"},
                               {"dedup_id", "unique"},
                               {"message_limit", "10"}}),
                 topic);
        lab.subscribe(topic, lab.queue({{"type", "fifo"}}));
        World world = lab.world();
        runUntil(world, kRunStart + 60s);
        NodeId late{};
        LinkId link{};
        lab.edit(world, [&] {
            late = lab.queue({{"type", "fifo"}});
            link = lab.subscribe(topic, late, {{"replay", "true"}});
        });
        QVERIFY(runConserved(world, kRunStart + 61s));
        QCOMPARE(queueIn(world, late).counted.sent, std::uint64_t{10});
        QCOMPARE(topicIn(world, topic).counted.replayed, std::uint64_t{10});
        lab.edit(world, [&] { lab.setLink(link, "filter_policy", "{}"); });
        QCOMPARE(topicIn(world, topic).counted.replayed, std::uint64_t{10});
        lab.edit(world, [&] { lab.setLink(link, "replay_until", "5 s"); });
        const auto again = topicIn(world, topic).counted.replayed;
        QVERIFY(again > 10 && again < 20);
        QVERIFY(runConserved(world, kRunStart + 62s));
        QCOMPARE(queueIn(world, late).counted.sent + queueIn(world, late).counted.deduplicated,
                 again);
    }

    // SNS-2
    void aReplayEndsWithTheArchivesRetention() {
        Lab lab;
        const NodeId topic = lab.topic({{"type", "fifo"}, {"archive_retention", "1 d"}});
        lab.feed(lab.producer({{"rate", "1"},
                               {"message_group", "single"},
                               {"dedup_id", "unique"},
                               {"message_limit", "3"}}),
                 topic);
        const LinkId link = lab.subscribe(topic, lab.queue({{"type", "fifo"}}));
        World world = lab.world();
        runUntil(world, kRunStart + 25h);
        lab.edit(world, [&] { lab.setLink(link, "replay", "true"); });
        QCOMPARE(topicIn(world, topic).counted.replayed, std::uint64_t{0});
        QCOMPARE(topicIn(world, topic).store.archivedCount(), std::size_t{0});
    }

    void aRemovedTopicLeavesNothingBehind() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "3"}}), topic);
        lab.subscribe(topic, lab.endpoint({{"response_time", "10 s"}}));
        const NodeId down = lab.queue({{"outages", "0 s"}});
        lab.subscribe(topic, down);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 4500ms));
        QVERIFY(world.kernel.messages.size() > 0);
        QCOMPARE(topicIn(world, topic).counted.published, std::uint64_t{3});
        const auto news = lab.edit(world, [&] { remove(lab.document, PartIds{{topic}, {}, {}}); });
        QCOMPARE(news.size(), std::size_t{1});
        QVERIFY(news.front().text.ends_with("6 deliveries are lost with it: a topic stores "
                                            "nothing."));
        QCOMPARE(totals(world).lost, std::uint64_t{6});
        QVERIFY(runConserved(world, kRunStart + 60s));
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    void anEditBeforeTheStartEqualsARebuild() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "5"}, {"attributes", "type=order|refund"}}), topic);
        const LinkId link = lab.subscribe(topic, lab.queue());
        World edited = lab.world();
        lab.edit(edited, [&] { lab.setLink(link, "filter_policy", R"({"type":["order"]})"); });
        World built = lab.world();
        runUntil(edited, kRunStart + 20s);
        runUntil(built, kRunStart + 20s);
        QCOMPARE(digest(edited), digest(built));
    }
};

SLUICE_TEST(TopicSubscriptionsTest)

} // namespace sluice::topic_subscriptions_test

#include "topic_subscriptions_test.moc"
