// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/findings.h"
#include "core/sim/engine.h"
#include "core/sim/moment_search.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <QElapsedTimer>

#include <algorithm>
#include <thread>

namespace sluice::moment_search_test {

using namespace sluice::test;

namespace {

/// Messages come at 1.01 s, 2.01 s, …; nobody receives them.
struct Filling {
    Filling() { lab.feed(lab.producer({{"rate", "1"}}), queue, "10 ms"); }

    Demonstration sent(double count, Duration within = 1h) const {
        return {queue, "NumberOfMessagesSent", count, within};
    }

    Lab lab;
    NodeId queue = lab.queue();
};

std::optional<Moment> momentOf(const Document& document, const Demonstration& what) {
    World world = std::move(*build(document));
    MomentSearch search(what, world);
    Timeline past(world);
    RunObserver observer;
    bool isOver = !search.isPossible();
    while (!isOver) {
        observer.samples.clear();
        isOver = runSome(world, search.limit(), 1'000, &observer);
        past.observe(world);
        if (search.look(observer.samples)) return search.moment(past);
    }
    return std::nullopt;
}

/// A dead-letter queue that keeps its messages no longer than its source, four days: the advice
/// about it wants to show a moment that far away.
struct Trap {
    Trap() {
        const NodeId queue = lab.queue({{"visibility_timeout", "5 s"}, {"max_receive_count", "2"}});
        lab.feed(lab.producer({{"rate", "0.2"}, {"poison_share", "0.05"}}), queue, "10 ms");
        lab.serve(queue, lab.consumer({{"processing_time", "20 ms"}}));
        lab.redrive(queue, dead);
    }

    Demonstration advised() const {
        for (const Finding& finding : validate(lab.document, registry())) {
            if (finding.node == dead && finding.demonstration) return *finding.demonstration;
        }
        return {};
    }

    Lab lab;
    NodeId dead = lab.queue();
};

/// Takes frames until the demonstration has come to this stage; null after half a minute.
FramePointer await(Engine& engine, Showing::Stage stage) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 30'000) {
        FramePointer frame = engine.takeFrame();
        if (frame && frame->showing && frame->showing->stage == stage) return frame;
        std::this_thread::yield();
    }
    return nullptr;
}

} // namespace

class MomentSearchTest : public QObject {
    Q_OBJECT

private slots:
    void counterIsCaughtAtItsInstant() {
        const Filling filling;
        const auto moment = momentOf(filling.lab.document, filling.sent(7));
        QVERIFY(moment);
        QVERIFY(moment->at == kRunStart + 7'010ms);
        QVERIFY(moment->watchFrom == kRunStart + 4'010ms);
        QCOMPARE(moment->speed, 1.0);
    }

    void gaugeIsCaughtToo() {
        const Filling filling;
        const auto moment = momentOf(filling.lab.document,
                                     {filling.queue, "ApproximateNumberOfMessagesVisible", 5, 1h});
        QVERIFY(moment && moment->at == kRunStart + 5'010ms);
    }

    void atTheStartOneWatchesFromTheStart() {
        const Filling filling;
        const auto moment = momentOf(filling.lab.document, filling.sent(1));
        QVERIFY(moment && moment->watchFrom == kRunStart);
    }

    void crowdedRunsAreShownMoreSlowly() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.feed(lab.producer({{"rate", "1000"}}), queue, "10 ms");
        const auto moment = momentOf(lab.document, {queue, "NumberOfMessagesSent", 9'000, 1h});
        QVERIFY(moment && moment->speed < 0.2);
        QVERIFY(moment->at - moment->watchFrom == fromSeconds(3 * moment->speed));
    }

    void whatDoesNotHappenIsNotFound() {
        const Filling filling;
        QVERIFY(!momentOf(filling.lab.document, filling.sent(70, 60s)));
        QVERIFY(!momentOf(filling.lab.document, {filling.queue, "NoSuchMetric", 1, 60s}));
        QVERIFY(!momentOf(filling.lab.document, {NodeId{99}, "NumberOfMessagesSent", 1, 60s}));
    }

    void theEnginePlaysUpToTheMoment() {
        const Filling filling;
        Engine engine;
        engine.load(filling.lab.document);
        for (int i = 0; i < 2; ++i) { // the second time from the middle of the first showing
            engine.demonstrate(filling.sent(100));
            const auto frame = await(engine, Showing::Stage::Found);
            QVERIFY(frame && frame->state == RunState::Running && frame->speed == 1);
            QVERIFY(frame->showing->moment == kRunStart + 100'010ms);
            QVERIFY(frame->now >= kRunStart + 97'010ms && frame->now < kRunStart + 100s);
            World world = filling.lab.world();
            runUntil(world, frame->now);
            QVERIFY(frame->totals == totals(world));
            QVERIFY(std::ranges::any_of(frame->samples, [](const Sample& sample) {
                return sample.time < kRunStart + 50s; // charts show what came before
            }));
        }
    }

    void theEngineSaysWhenItDoesNotHappen() {
        const Filling filling;
        Engine engine;
        engine.load(filling.lab.document);
        engine.demonstrate(filling.sent(70, 60s));
        const auto frame = await(engine, Showing::Stage::Missed);
        QVERIFY(frame && frame->state == RunState::Paused && frame->now == kRunStart + 60s);
        engine.demonstrate({filling.queue, "NoSuchMetric", 1, 60s});
        QVERIFY(await(engine, Showing::Stage::Missed));
    }

    // SQS-43, SQS-75
    void aMomentDaysAwayIsFoundAndItsSearchSaysHowFarItIs() {
        const Trap trap;
        const Demonstration what = trap.advised();
        QVERIFY(what.within >= 96h);
        Engine engine;
        engine.load(trap.lab.document);
        engine.demonstrate(what);
        SimTime before = kRunStart;
        int steps = 0; // frames of the search, each further on
        FramePointer found;
        QElapsedTimer timer;
        timer.start();
        while (!found && timer.elapsed() < 1'200'000) {
            const FramePointer frame = engine.takeFrame();
            if (!frame || !frame->showing) continue;
            if (frame->showing->stage == Showing::Stage::Found) found = frame;
            if (frame->showing->stage != Showing::Stage::Searching || frame->now <= before)
                continue;
            before = frame->now;
            ++steps;
        }
        QVERIFY(steps >= 3);
        QVERIFY(found != nullptr);
        QVERIFY(found->showing->moment >= kRunStart + 96h);
        QVERIFY(found->showing->moment <= kRunStart + what.within);
        QVERIFY(found->now < found->showing->moment);
    }

    // SQS-75
    void aSearchOfDaysCanBeCalledOff() {
        const Trap trap;
        Engine engine;
        engine.load(trap.lab.document);
        engine.demonstrate(trap.advised());
        QVERIFY(await(engine, Showing::Stage::Searching));
        engine.pause();
        QElapsedTimer timer;
        timer.start();
        FramePointer frame;
        while (timer.elapsed() < 10'000 && !(frame && !frame->showing)) {
            if (FramePointer next = engine.takeFrame()) frame = std::move(next);
        }
        QVERIFY(frame && !frame->showing && frame->state == RunState::Paused);
        QVERIFY(frame->now < kRunStart + 96h);
    }

    void anotherCommandEndsTheSearch() {
        const Filling filling;
        Engine engine;
        engine.load(filling.lab.document);
        engine.demonstrate(filling.sent(1e15, 24h * 365));
        QVERIFY(await(engine, Showing::Stage::Searching));
        engine.pause();
        QElapsedTimer timer;
        timer.start();
        FramePointer frame;
        while (timer.elapsed() < 30'000 && !(frame && !frame->showing)) {
            if (FramePointer next = engine.takeFrame()) frame = std::move(next);
        }
        QVERIFY(frame && !frame->showing && frame->state == RunState::Paused);
    }
};

SLUICE_TEST(MomentSearchTest)

} // namespace sluice::moment_search_test

#include "moment_search_test.moc"
