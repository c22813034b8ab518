// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_picture_test {

using namespace sluice::test;

namespace {

const Picture& pictureOf(const std::vector<NodePicture>& shown, NodeId id) {
    const auto found = std::find_if(
        shown.begin(), shown.end(), [&](const NodePicture& each) { return each.node == id; });
    return found->picture;
}

} // namespace

class QueuePictureTest : public QObject {
    Q_OBJECT
private slots:
    void showsWhereEveryMessageIs() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "100"}, {"poison_share", "1"}});
        const NodeId queue = lab.queue(
            {{"delay", "1 s"}, {"max_receive_count", "1"}, {"visibility_timeout", "500 ms"}});
        const NodeId deadLetters = lab.queue();
        const NodeId workers = lab.consumer({{"workers", "5"}, {"processing_time", "200 ms"}});
        lab.feed(source, queue);
        lab.serve(queue, workers);
        lab.redrive(queue, deadLetters);
        World world = lab.world();
        runUntil(world, kRunStart + 5s);
        const auto shown = pictures(world);
        const auto& tube = std::get<Tube>(pictureOf(shown, queue).parts.front());
        const SqsQueue& store = queueIn(world, queue).store;
        QCOMPARE(tube.delayedCount, static_cast<std::int64_t>(store.delayedCount()));
        QCOMPARE(tube.visibleCount, static_cast<std::int64_t>(store.visibleCount()));
        QCOMPARE(tube.inFlightCount, static_cast<std::int64_t>(store.inFlightCount()));
        QCOMPARE(tube.delayed.size(), kMarkCap);
        QCOMPARE(tube.visible.size(), kMarkCap);
        QVERIFY(!tube.isDeadLetter && !tube.inFlight.empty());
        for (const Mark& mark : tube.inFlight) {
            QVERIFY(mark.remaining > 0 && mark.remaining <= 1);
            QVERIFY(mark.remainingSeconds <= 0.5F && mark.receiveCount == 1);
        }
        const Picture& dead = pictureOf(shown, deadLetters);
        QCOMPARE(dead.colorRole, std::string("dead-letter"));
        QVERIFY(std::get<Tube>(dead.parts.front()).isDeadLetter);
    }
};

SLUICE_TEST(QueuePictureTest)

} // namespace sluice::queue_picture_test

#include "queue_picture_test.moc"
