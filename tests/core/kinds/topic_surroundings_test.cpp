// SPDX-License-Identifier: GPL-3.0-or-later
// In which form messages travel from a topic, and what is noted of them on the way.
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace sluice::topic_surroundings_test {

using namespace sluice::test;

class TopicSurroundingsTest : public QObject {
    Q_OBJECT
private slots:
    void receiversOfOneFormShareOneMessage() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "1"}}), topic);
        for (int i = 0; i < 3; ++i) lab.subscribe(topic, lab.queue());
        for (int i = 0; i < 2; ++i) lab.subscribe(topic, lab.queue(), {{"raw_delivery", "true"}});
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        QCOMPARE(world.kernel.messages.size(), std::size_t{2}); // as it is and in its envelope
    }

    void whatIsFilteredOutIsNotedOnItsLink() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "2"}}), topic);
        const LinkId link =
            lab.subscribe(topic, lab.queue(), {{"filter_policy", R"({"type":["order"]})"}});
        World world = lab.world();
        RunObserver observer;
        QVERIFY(runConserved(world, kRunStart + 5s, &observer));
        const auto hops = observer.hops.take();
        QCOMPARE(std::count_if(hops.begin(),
                               hops.end(),
                               [&](const Hop& hop) {
                                   return hop.kind == HopKind::Filter && hop.link == link;
                               }),
                 2);
    }
};

SLUICE_TEST(TopicSurroundingsTest)

} // namespace sluice::topic_surroundings_test

#include "topic_surroundings_test.moc"
