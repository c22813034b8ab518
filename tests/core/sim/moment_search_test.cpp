// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/engine.h"
#include "core/sim/moment_search.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <QElapsedTimer>

#include <algorithm>
#include <thread>

using namespace sluice;
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

/// Takes frames until the demonstration has come to this stage; null after half a minute.
FramePointer await(Engine& engine, Showing::Stage stage) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 30'000) {
        const FramePointer frame = engine.takeFrame();
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
#include "moment_search_test.moc"
