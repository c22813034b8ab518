// SPDX-License-Identifier: GPL-3.0-or-later
// Subscriptions of a running topic as they come, change and go.
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

using namespace sluice;
using namespace sluice::test;

class TopicSubscriptionsTest : public QObject {
    Q_OBJECT
private slots:
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
#include "topic_subscriptions_test.moc"
