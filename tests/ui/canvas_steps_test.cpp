// SPDX-License-Identifier: GPL-3.0-or-later
// Single steps on the canvas: every message is seen once.
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/canvas_scene.h"

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
    void take(std::vector<Hop> hops) {
        frame.now += 1ms;
        frame.hops = std::move(hops);
        scene.take(std::make_shared<Frame>(frame), sample.document);
        changed = scene.updateAway();
    }
    void pass(int ticks) {
        for (int i = 0; i < ticks; ++i) scene.motion().advance(0.05);
        changed = scene.updateAway();
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

    // A slow run shows a long way, but what the next step follows upon has happened.
    void whatAStepFollowsUponHasArrived() {
        Scene steps;
        const Motion& motion = steps.scene.motion();
        steps.take({hop(HopKind::Send, 70, kSends, 9s), hop(HopKind::Send, 71, kSends, 10s)});
        steps.pass(10);
        QCOMPARE(motion.count(), std::size_t{2});
        const auto share = [&] {
            const MovingMessage& first = motion.lanes().at({kSends, HopKind::Send}).messages[0];
            return (motion.clock() - first.depart) / static_cast<double>(first.duration);
        };
        const double before = share();
        QVERIFY(before > 0.02 && before < 0.05);
        steps.take({later(hop(HopKind::Accept, 70, {}), 9s)});
        QVERIFY(qAbs(share() - before) < 1e-3); // from where it is
        steps.pass(6);
        QCOMPARE(motion.count(), std::size_t{1});
        steps.take({later(hop(HopKind::Receive, 71, kReceives), 10s)});
        steps.pass(6);
        QCOMPARE(motion.lanes().at({kSends, HopKind::Send}).size(), std::size_t{0});
        QCOMPARE(motion.lanes().at({kReceives, HopKind::Receive}).size(), std::size_t{1});
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
