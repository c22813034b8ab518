// SPDX-License-Identifier: GPL-3.0-or-later
// Single steps on the canvas: every message is seen once, and where it is in the run.
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/canvas_scene.h"

#include <rapidcheck.h>

#include <cmath>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::ui::canvas_steps_test {

namespace {

// Of the sample diagram.
constexpr NodeId kShipping{2};
constexpr LinkId kSends{10};
constexpr LinkId kReceives{12};

Hop hop(HopKind kind, std::uint64_t message, LinkId link, Duration latency = 0s) {
    Hop one;
    one.message = message;
    one.arrive = one.depart + latency;
    one.link = link;
    one.node = kShipping;
    one.kind = kind;
    return one;
}

Hop later(Hop hop, Duration by) {
    hop.depart += by;
    hop.arrive += by;
    return hop;
}

/// The sample diagram, stepped by hand.
struct Scene {
    Scene() : sample(test::sampleDiagram()), scene(test::sampleRegistry()) {
        frame.run = 1;
        frame.pictures = sample.pictures;
        scene.rebuild(sample.document, {});
        take({});
    }
    void take(std::vector<Hop> hops) { takeAt(frame.now + 1ms - kRunStart, std::move(hops)); }
    void takeAt(Duration now, std::vector<Hop> hops) {
        frame.now = kRunStart + now;
        frame.hops = std::move(hops);
        scene.take(std::make_shared<Frame>(frame), sample.document);
        changed = scene.updateAway();
    }
    void pass(int ticks) {
        for (int i = 0; i < ticks; ++i) scene.motion().advance(0.05);
        changed = scene.updateAway();
    }
    void rest() {
        while (scene.motion().isMoving()) pass(1);
    }
    /// Of its way to the door, of the message that is so many behind the first one.
    double share(std::size_t behind) const {
        const Lane& lane = scene.motion().lanes().at({kSends, HopKind::Send});
        const MovingMessage& message = lane.messages.at(lane.first + behind);
        return (scene.motion().clock() - message.depart)
               / (static_cast<double>(message.duration) - kEntrySeconds);
    }
    std::uint64_t firstInFlight() const {
        Picture memory;
        return std::get<Tube>(scene.seenOf(kShipping, memory)->parts[0]).inFlight.front().message;
    }

    test::Sample sample;
    CanvasScene scene;
    Frame frame;
    std::vector<NodeId> changed;
};

} // namespace

class CanvasStepsTest : public QObject {
    Q_OBJECT

private slots:
    // Seen on its way first, and stored only when it has arrived.
    void aMessageIsAtOnePlaceAtATime() {
        Scene steps;
        const std::uint64_t ring = steps.firstInFlight();
        steps.take({hop(HopKind::Receive, ring, kReceives)});
        QCOMPARE(steps.changed, (std::vector<NodeId>{kShipping, NodeId{4}}));
        QVERIFY(steps.firstInFlight() != ring);
        steps.pass(3);
        QVERIFY(steps.changed.empty() && steps.scene.motion().count() == 1);
        steps.pass(3);
        QVERIFY(!steps.changed.empty() && steps.scene.motion().count() == 0);
        QCOMPARE(steps.firstInFlight(), ring);
        // A run that goes on is too fast for it.
        steps.frame.state = RunState::Running;
        steps.take({hop(HopKind::Receive, ring, kReceives)});
        QVERIFY(steps.scene.motion().count() == 1 && steps.firstInFlight() == ring);
    }

    // What is received at the instant at which it arrives is seen to do both.
    void aStepIsPlayedToItsEnd() {
        Scene steps;
        const Motion& motion = steps.scene.motion();
        steps.take({hop(HopKind::Send, 70, kSends), hop(HopKind::Receive, 70, kReceives)});
        steps.pass(7);
        QCOMPARE(motion.count(), std::size_t{1});
        QVERIFY(motion.isMoving());
        steps.pass(7);
        QCOMPARE(motion.count(), std::size_t{0});
        QVERIFY(!motion.isMoving());
    }

    void atRestAMessageIsAsFarAsInTheRun() {
        Scene steps;
        const Motion& motion = steps.scene.motion();
        steps.takeAt(0s, {hop(HopKind::Send, 70, kSends, 10s)});
        QVERIFY(motion.isMoving());
        steps.rest();
        QCOMPARE(motion.count(), std::size_t{1}); // the card says that it is not there
        QVERIFY(!motion.isMoving() && qAbs(steps.share(0)) < 1e-3);
        steps.takeAt(4s, {later(hop(HopKind::Send, 71, kSends, 10s), 4s)});
        QVERIFY(qAbs(steps.share(0)) < 1e-3); // from where it is
        steps.rest();
        QVERIFY(qAbs(steps.share(0) - 0.4) < 1e-3 && qAbs(steps.share(1)) < 1e-3);
        steps.takeAt(9s, {}); // nothing else travels
        steps.pass(1);        // and the next step comes soon
        steps.takeAt(9500ms, {});
        steps.rest();
        QVERIFY(qAbs(steps.share(0) - 0.95) < 1e-3 && qAbs(steps.share(1) - 0.55) < 1e-3);
        const double before = steps.share(0);
        steps.takeAt(10s, {later(hop(HopKind::Accept, 70, {}), 10s)});
        QVERIFY(qAbs(steps.share(0) - before) < 1e-3);
        steps.rest();
        QCOMPARE(motion.lanes().at({kSends, HopKind::Send}).size(), std::size_t{1});
        QVERIFY(qAbs(steps.share(0) - 0.6) < 1e-3);
    }

    void atRestWhatIsOnItsWayIsInTheRunToo() {
        QVERIFY(rc::check("steps of any length, played out or not", [] {
            Scene steps;
            const Motion& motion = steps.scene.motion();
            Duration now = 0s;
            std::vector<Hop> sent;
            const auto latency = std::chrono::milliseconds(*rc::gen::inRange(0, 3'000));
            for (std::uint64_t message = 1; message <= 12; ++message) {
                now += std::chrono::milliseconds(*rc::gen::inRange(0, 900));
                std::vector<Hop> hops;
                if (*rc::gen::arbitrary<bool>())
                    hops.push_back(later(hop(HopKind::Send, message, kSends, latency), now));
                sent.insert(sent.end(), hops.begin(), hops.end());
                steps.takeAt(now, std::move(hops));
                if (*rc::gen::arbitrary<bool>()) {
                    steps.pass(1);
                    continue;
                }
                steps.rest();
                std::erase_if(sent, [&](const Hop& one) { return one.arrive <= kRunStart + now; });
                RC_ASSERT(motion.count() == sent.size());
                for (std::size_t i = 0; i < sent.size(); ++i) {
                    const double share = seconds(kRunStart + now - sent[i].depart)
                                         / seconds(sent[i].arrive - sent[i].depart);
                    RC_ASSERT(std::abs(steps.share(i) - share) < 0.002);
                }
            }
        }));
    }

    void aRunGoesOnFromThere() {
        for (const double speed : {1.0, 4.0}) {
            Scene steps;
            const Motion& motion = steps.scene.motion();
            steps.takeAt(0s, {hop(HopKind::Send, 70, kSends, 10s)});
            steps.rest();
            steps.takeAt(4s, {});
            steps.rest();
            steps.frame.state = RunState::Running;
            steps.frame.speed = speed;
            steps.takeAt(4s, {});
            QVERIFY(qAbs(steps.share(0) - 0.4) < 1e-3);
            const Lane& lane = motion.lanes().at({kSends, HopKind::Send});
            const double left = lane.messages[lane.first].arrive() - motion.clock();
            QVERIFY(qAbs(left - 6 / speed - kEntrySeconds) < 0.01);
        }
    }

    // A run shows its messages late; a step or a pause ends that.
    void aPauseRestsLikeAStep() {
        Scene steps;
        const Motion& motion = steps.scene.motion();
        steps.frame.state = RunState::Running;
        steps.takeAt(1s, {hop(HopKind::Send, 70, kSends, 1s), hop(HopKind::Send, 71, kSends, 4s)});
        steps.pass(1);
        steps.frame.state = RunState::Paused;
        steps.takeAt(2s, {later(hop(HopKind::Accept, 70, {}), 2s)});
        steps.rest();
        QCOMPARE(motion.count(), std::size_t{1});
        QVERIFY(qAbs(steps.share(0) - 0.5) < 1e-3);
    }

    // Dots are then those of messages that there are, one each.
    void nothingFlashesForAsLongAsAPauseLasts() {
        for (const HopKind kind : {HopKind::Delete, HopKind::Refuse, HopKind::Expire}) {
            Scene steps;
            const Motion& motion = steps.scene.motion();
            steps.frame.state = RunState::Running;
            steps.frame.speed = 0.01; // what has been sent is shown to arrive much later
            steps.takeAt(1ms, {hop(HopKind::Send, 70, kSends, 1ms), hop(kind, 70, {})});
            steps.pass(1);
            QCOMPARE(motion.flashes().size(), std::size_t{1});
            steps.frame.state = RunState::Paused;
            steps.takeAt(1ms, {});
            QVERIFY(motion.isMoving());
            steps.rest();
            QVERIFY(motion.flashes().empty());
            QCOMPARE(motion.count(), std::size_t{0});
        }
    }

    // A topic sends a message to several queues at once: that is no arrival.
    void whatGoesSeveralWaysIsOnAllOfThem() {
        Scene steps;
        const Motion& motion = steps.scene.motion();
        for (std::uint64_t message = 80; message < 90; ++message) {
            steps.take({hop(HopKind::Send, message, kSends, 9s),
                        hop(HopKind::Send, message, kReceives, 9s),
                        hop(HopKind::Accept, message, {})});
            steps.pass(6);
        }
        QCOMPARE(motion.count(), std::size_t{20});
        steps.take({hop(HopKind::Send, 90, kSends, 9s), hop(HopKind::Accept, 90, {})});
        steps.pass(6);
        QCOMPARE(motion.count(), std::size_t{21}); // accepted where it comes from
    }
};

SLUICE_TEST(CanvasStepsTest)

} // namespace sluice::ui::canvas_steps_test

#include "canvas_steps_test.moc"
