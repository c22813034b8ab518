// SPDX-License-Identifier: GPL-3.0-or-later
// What filters hold back, on its way to the funnel.
#include "tests/support/motion_frames.h"
#include "tests/support/test_main.h"
#include "ui/canvas/motion.h"

#include <vector>

namespace sluice::ui::motion_filter_test {

using namespace sluice::test;

class MotionFilterTest : public QObject {
    Q_OBJECT

private slots:
    void aFilteredMessageTravelsButDoesNotCount();
    void whatIsHeldBackKeepsNoCopyWaiting();
    void aFasterRunLeavesWhatIsHeldBackItsTimeToFade();
};

void MotionFilterTest::aFilteredMessageTravelsButDoesNotCount() {
    Motion motion = running();
    for (int i = 0; i < 200; ++i) {
        const Duration now = std::chrono::milliseconds(10 * i);
        motion.take(frame(now, {hop(static_cast<std::uint64_t>(i), now, 0s, HopKind::Filter)}));
        motion.advance(0.01);
    }
    QVERIFY(motion.count() > 0);
    QCOMPARE(motion.throughput(kLink), 0.0); // nothing gets to the other end
}

void MotionFilterTest::whatIsHeldBackKeepsNoCopyWaiting() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(5, 1ms, 1ms)}));
    motion.take(frame(2ms, {hop(5, 2ms, 0s, HopKind::Filter, LinkId{9})}));
    motion.take(frame(3ms, {hop(5, 3ms, 0s, HopKind::Receive, LinkId{8})}));
    const double arrived = lane(motion).messages.front().arrive();
    QCOMPARE(motion.lanes().at({LinkId{8}, HopKind::Receive}).messages.front().depart, arrived);
}

void MotionFilterTest::aFasterRunLeavesWhatIsHeldBackItsTimeToFade() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(5, 1ms, 8s, HopKind::Filter)}));
    const auto secondsToDoor = [&] {
        const auto whole = static_cast<double>(lane(motion, HopKind::Filter).messages[0].duration);
        return whole - kFilterSeconds;
    };
    QVERIFY(qAbs(secondsToDoor() - 8) < 0.01);
    Frame faster = frame(2ms, {});
    faster.speed = 1'000;
    motion.take(faster);
    QVERIFY(qAbs(secondsToDoor() - (kShortestHop - kEntrySeconds)) < 0.01);
}

SLUICE_TEST(MotionFilterTest)

} // namespace sluice::ui::motion_filter_test

#include "motion_filter_test.moc"
