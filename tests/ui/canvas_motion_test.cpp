// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/motion_frames.h"
#include "tests/support/test_main.h"
#include "ui/canvas/motion.h"

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace sluice::ui::canvas_motion_test {

using namespace sluice::test;

class CanvasMotionTest : public QObject {
    Q_OBJECT

private slots:
    void aShortHopTakesAQuarterOfASecond();
    void aLongHopTakesItsLatencyAtTheSpeedOfTheRun();
    void messagesOfALinkNeverOvertake();
    void aHopBeginsWhenTheMessageHasArrived();
    void aPauseHoldsWhatIsOnItsWay();
    void aStepShowsItsHops();
    void aNewRunClears();
    void arrivedMessagesAreForgotten();
    void settledMessagesFadeAtTheirPart();
    void throughputFollowsTheHops();
    void acceptedMessagesCostNothing();
    void hopsWithoutTravelMakeNoDots();
    void aMoveWithoutALinkGoesFromPartToPart();
    void aDuplicateStopsAtTheDoor();
    void aRefusalIsSeenWhenTheMessageArrives();
    void everyRefusedMessageOfABurstStops();
    void copiesOfAMessageLeaveAtOnce();
    void aRefusedCopyStopsOnItsOwnLink();
    void messagesUnderWayFollowTheSpeed();
    void aLateMessageHoldsUpNoStream();
};

void CanvasMotionTest::messagesUnderWayFollowTheSpeed() {
    Motion motion = running();
    Frame slow = frame(1ms, {hop(1, 0ms, 100ms), hop(2, 0ms, 1ms), hop(3, 0ms, 200ms)});
    slow.speed = 0.01; // the first and the third take 10 and 20 s
    motion.take(slow);
    for (int i = 0; i < 20; ++i) motion.advance(0.05);
    Frame fast = frame(2ms, {hop(4, 2ms, 1ms)});
    fast.speed = 10;
    motion.take(fast);
    const auto& messages = lane(motion).messages;
    double last = motion.clock();
    for (std::size_t i = lane(motion).first; i < messages.size(); ++i) {
        QVERIFY(messages[i].arrive() >= last - 1e-6);
        last = messages[i].arrive();
    }
    QVERIFY(last < motion.clock() + 0.6);
    const MovingMessage& first = messages[lane(motion).first];
    QCOMPARE(first.message, std::uint64_t{1}); // a tenth of its way, as before
    const double toDoor = static_cast<double>(first.duration) - kEntrySeconds;
    QVERIFY(std::abs((motion.clock() - first.depart) / toDoor - 0.1) < 0.01);
}

void CanvasMotionTest::aLateMessageHoldsUpNoStream() {
    Motion motion = running();
    std::uint64_t next = 100;
    double most = 0;
    for (int tick = 1; tick < 200; ++tick) {
        motion.advance(0.016);
        std::vector<Hop> hops;
        const Duration now = tick * 16ms;
        // Four messages arrive and are received at once; one of them comes back and is received
        // again, and the screen needs a second to show all of that.
        for (int i = 0; i < 4; ++i) {
            hops.push_back(hop(next, now, 1us, HopKind::Send));
            hops.push_back(hop(next++, now, 1us, HopKind::Receive));
        }
        hops.push_back(hop(next - 1, now, 1us, HopKind::Expire));
        hops.push_back(hop(next - 1, now, 1us, HopKind::Receive));
        motion.take(frame(now, hops));
        if (tick > 100)
            most = std::max(most, lane(motion, HopKind::Receive).lastDepart - motion.clock());
    }
    QVERIFY2(most < 0.6, qPrintable(QString::number(most)));
    // They are spread along the link.
    const auto& messages = lane(motion, HopKind::Receive).messages;
    std::set<int> places;
    for (std::size_t i = lane(motion, HopKind::Receive).first; i < messages.size(); ++i)
        places.insert(static_cast<int>(messages[i].depart * 100));
    QVERIFY(places.size() > 15);
}

void CanvasMotionTest::aShortHopTakesAQuarterOfASecond() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(1, 1ms, 1ms)}));
    QCOMPARE(lane(motion).messages.front().duration, static_cast<float>(kShortestHop));
    motion.advance(0.09);
    QCOMPARE(motion.count(), std::size_t{1});
    for (int i = 0; i < 3; ++i) motion.advance(0.09);
    QCOMPARE(motion.count(), std::size_t{0});
}

void CanvasMotionTest::aLongHopTakesItsLatencyAtTheSpeedOfTheRun() {
    Motion motion = running();
    Frame fast = frame(1ms, {hop(1, 1ms, 4s)});
    fast.speed = 2;
    motion.take(fast);
    QVERIFY(qAbs(lane(motion).messages.front().arrive() - 2.0 - kEntrySeconds) < 0.02);
}

void CanvasMotionTest::messagesOfALinkNeverOvertake() {
    QVERIFY(rc::check("arrivals keep the order of departures", [] {
        Motion motion = running();
        Duration now = 0s;
        std::uint64_t message = 1;
        double lastDepart = 0;
        double lastArrive = 0;
        for (int i = 0; i < 20; ++i) {
            std::vector<Hop> hops;
            const auto latencies = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 900));
            const Duration begin = now;
            now += 16ms;
            for (const int latency : latencies)
                hops.push_back(hop(message++, begin, std::chrono::milliseconds(latency)));
            motion.take(frame(now, hops));
            for (const auto& [key, row] : motion.lanes()) {
                const std::size_t before = row.messages.size() - latencies.size();
                for (std::size_t k = before; k < row.messages.size(); ++k) {
                    RC_ASSERT(row.messages[k].depart >= lastDepart);
                    RC_ASSERT(row.messages[k].arrive() >= lastArrive);
                    lastDepart = row.messages[k].depart;
                    lastArrive = row.messages[k].arrive();
                }
            }
            motion.advance(0.016);
        }
    }));
}

void CanvasMotionTest::aHopBeginsWhenTheMessageHasArrived() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(5, 1ms, 1ms), hop(5, 1ms, 1ms, HopKind::Receive, LinkId{8})}));
    const Lane& second = motion.lanes().at({LinkId{8}, HopKind::Receive});
    QVERIFY(second.messages.front().depart >= lane(motion).messages.front().arrive());
}

void CanvasMotionTest::aPauseHoldsWhatIsOnItsWay() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(1, 1ms, 1ms), hop(2, 1ms, 1s)}));
    motion.advance(0.05);
    motion.take(frame(2ms, {}, RunState::Paused));
    for (int i = 0; i < 20; ++i) motion.advance(0.1);
    const double before = motion.clock();
    for (int i = 0; i < 20; ++i) motion.advance(0.1);
    QCOMPARE(motion.clock(), before);
    QCOMPARE(motion.count(), std::size_t{1}); // the other one has arrived
    QVERIFY(!motion.isMoving());
}

void CanvasMotionTest::aStepShowsItsHops() {
    Motion motion;
    motion.take(frame(0s, {}, RunState::Paused));
    motion.take(frame(1ms, {hop(1, 1ms, 0ms)}, RunState::Paused));
    QVERIFY(motion.isMoving());
    for (int i = 0; i < 20; ++i) motion.advance(0.05);
    QCOMPARE(motion.count(), std::size_t{0});
    QVERIFY(!motion.isMoving());
}

void CanvasMotionTest::aNewRunClears() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(1, 1ms, 9s), hop(2, 1ms, 0s, HopKind::Delete, LinkId{})}));
    QCOMPARE(motion.flashes().size(), std::size_t{1});
    Frame next = frame(0s, {});
    next.run = 2;
    motion.take(next);
    QCOMPARE(motion.count(), std::size_t{0});
    QVERIFY(motion.flashes().empty());
}

void CanvasMotionTest::arrivedMessagesAreForgotten() {
    Motion motion = running();
    for (int i = 0; i < 500; ++i) {
        const Duration now = std::chrono::milliseconds(16 * i);
        std::vector<Hop> hops;
        for (int k = 0; k < 100; ++k)
            hops.push_back(
                hop(std::uint64_t{100} * static_cast<unsigned>(i) + static_cast<unsigned>(k),
                    now,
                    1ms));
        motion.take(frame(now, hops));
        motion.advance(0.016);
    }
    // A quarter of a second of messages is on the way, and little more is kept.
    QVERIFY(motion.count() < 3'000);
    QVERIFY(lane(motion).messages.capacity() < 20'000);
}

void CanvasMotionTest::settledMessagesFadeAtTheirPart() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(1, 1ms, 0s, HopKind::Delete, LinkId{})}));
    QCOMPARE(motion.count(), std::size_t{0});
    QCOMPARE(motion.flashes().front().node, NodeId{1});
    for (int i = 0; i < 6; ++i) motion.advance(0.1);
    QVERIFY(motion.flashes().empty());
}

void CanvasMotionTest::throughputFollowsTheHops() {
    Motion motion = running();
    QCOMPARE(motion.throughput(kLink), 0.0);
    for (int i = 0; i < 400; ++i) {
        const Duration now = std::chrono::milliseconds(10 * i);
        motion.take(frame(now, {hop(static_cast<std::uint64_t>(i), now, 1ms)}));
        motion.advance(0.01);
    }
    QVERIFY(qAbs(motion.throughput(kLink) - 100) < 15);
    QCOMPARE(motion.throughput(LinkId{8}), 0.0);
}

void CanvasMotionTest::acceptedMessagesCostNothing() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(1, 1ms, 1ms, HopKind::Accept), hop(2, 1ms, 0s, HopKind::Accept)}));
    QCOMPARE(motion.count(), std::size_t{0});
    QVERIFY(motion.flashes().empty() && motion.lanes().empty());
}

void CanvasMotionTest::hopsWithoutTravelMakeNoDots() {
    Motion motion = running();
    motion.take(frame(1ms,
                      {hop(1, 1ms, 1ms, HopKind::Send, LinkId{}),
                       hop(2, 1ms, 1ms, HopKind::Receive, LinkId{}),
                       hop(3, 1ms, 1ms, HopKind::DeadLetter, LinkId{}),
                       hop(4, 1ms, 1ms, HopKind::Redrive, LinkId{})}));
    QCOMPARE(motion.count(), std::size_t{0});
    QVERIFY(motion.flashes().empty());
    // What happens at a part never travels, whatever link it names.
    motion.take(frame(2ms, {hop(5, 2ms, 1ms, HopKind::Delete), hop(6, 2ms, 1ms, HopKind::Refuse)}));
    QCOMPARE(motion.count(), std::size_t{0});
    QCOMPARE(motion.flashes().size(), std::size_t{2});
}

void CanvasMotionTest::aMoveWithoutALinkGoesFromPartToPart() {
    Motion motion = running();
    Hop move = hop(1, 1ms, 0s, HopKind::Redrive, LinkId{});
    move.to = NodeId{2};
    Hop other = hop(2, 1ms, 0s, HopKind::Redrive, LinkId{});
    other.to = NodeId{3};
    motion.take(frame(1ms, {move, other}));
    QCOMPARE(motion.count(), std::size_t{2});
    QCOMPARE(motion.lanes().size(), std::size_t{2});
    const Lane& first = motion.lanes().begin()->second;
    QCOMPARE(first.from, NodeId{1});
    QCOMPARE(first.to, NodeId{2});
    QCOMPARE(first.messages.front().message, std::uint64_t{1});
}

void CanvasMotionTest::aDuplicateStopsAtTheDoor() {
    Motion motion = running();
    motion.take(frame(
        1ms, {hop(1, 0s, 1ms), hop(2, 0s, 1ms), hop(2, 1ms, 0s, HopKind::Deduplicate, LinkId{})}));
    const auto& messages = lane(motion).messages;
    QVERIFY(messages[0].landing == Landing::Inside);
    QVERIFY(messages[1].landing == Landing::TurnedAway);
    const Flash& flash = motion.flashes().front();
    QCOMPARE(flash.link, kLink);
    QVERIFY(qAbs(flash.start - (messages[1].arrive() - kEntrySeconds)) < 1e-9);
    const auto refusal = motion.refusals().find({NodeId{1}, HopKind::Deduplicate});
    QVERIFY(refusal != motion.refusals().end());
    QCOMPARE(refusal->second.at, flash.start);
}

void CanvasMotionTest::aRefusalIsSeenWhenTheMessageArrives() {
    // In slow motion the queue's answer comes when the message has been on its way for long.
    Motion motion = running();
    Frame slow = frame(1ms, {hop(1, 0s, 10ms)});
    slow.speed = 0.01;
    motion.take(slow);
    for (int i = 0; i < 10; ++i) motion.advance(0.1);
    QCOMPARE(motion.count(), std::size_t{1});
    slow.now = kRunStart + 10ms;
    slow.hops = {hop(1, 10ms, 0s, HopKind::Refuse, LinkId{})};
    motion.take(slow);
    QVERIFY(lane(motion).messages.front().landing == Landing::TurnedAway);
    QVERIFY(motion.flashes().front().start <= lane(motion).messages.front().arrive());
}

void CanvasMotionTest::everyRefusedMessageOfABurstStops() {
    Motion motion = running();
    for (int round = 0; round < 40; ++round) {
        const Duration now = std::chrono::milliseconds(100 * (round + 1));
        std::vector<Hop> hops;
        for (int i = 0; i < 50; ++i) {
            const auto message =
                std::uint64_t{50} * static_cast<unsigned>(round) + static_cast<unsigned>(i + 1);
            hops.push_back(hop(message, now, 0s));
            if (i % 2 == 0) hops.push_back(hop(message, now, 0s, HopKind::Refuse, LinkId{}));
        }
        motion.take(frame(now, hops));
        const auto& row = lane(motion);
        for (std::size_t i = row.first; i < row.messages.size(); ++i) {
            const bool isTurnedAway = row.messages[i].landing == Landing::TurnedAway;
            QCOMPARE(isTurnedAway, row.messages[i].message % 2 == 1);
        }
        motion.advance(0.1);
    }
}

void CanvasMotionTest::copiesOfAMessageLeaveAtOnce() {
    Motion motion = running();
    motion.take(frame(1ms, {hop(5, 1ms, 1ms)}));
    motion.take(frame(2ms,
                      {hop(5, 2ms, 1ms, HopKind::Send, LinkId{8}),
                       hop(5, 2ms, 0s, HopKind::Filter, LinkId{9}),
                       hop(5, 2ms, 1ms, HopKind::Send, LinkId{10})}));
    const double arrived = lane(motion).messages.front().arrive();
    for (const LaneKey& key : {LaneKey{LinkId{8}, HopKind::Send},
                               LaneKey{LinkId{9}, HopKind::Filter},
                               LaneKey{LinkId{10}, HopKind::Send}})
        QCOMPARE(motion.lanes().at(key).messages.front().depart, arrived);
}

void CanvasMotionTest::aRefusedCopyStopsOnItsOwnLink() {
    Motion motion = running();
    motion.take(frame(2ms,
                      {hop(5, 1ms, 0s, HopKind::Send, LinkId{8}),
                       hop(5, 1ms, 0s, HopKind::Send, LinkId{9}),
                       hop(5, 2ms, 0s, HopKind::Refuse, LinkId{8})}));
    const auto landing = [&](LinkId link) {
        return motion.lanes().at({link, HopKind::Send}).messages.front().landing;
    };
    QVERIFY(landing(LinkId{8}) == Landing::TurnedAway);
    QVERIFY(landing(LinkId{9}) == Landing::Inside);
    QCOMPARE(motion.flashes().front().link, LinkId{8});
}

SLUICE_TEST(CanvasMotionTest)

} // namespace sluice::ui::canvas_motion_test

#include "canvas_motion_test.moc"
