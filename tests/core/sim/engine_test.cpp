// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/engine.h"
#include "core/sim/sampler.h"
#include "core/sim/timeline.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <QElapsedTimer>

#include <set>
#include <thread>

namespace sluice::engine_test {

using namespace sluice::test;

namespace {

/// Takes frames until one satisfies `isWanted`; null after half a minute.
template <class IsWanted>
FramePointer await(Engine& engine, IsWanted&& isWanted) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 30'000) {
        if (FramePointer frame = engine.takeFrame(); frame && isWanted(*frame)) return frame;
        std::this_thread::yield();
    }
    return nullptr;
}

FramePointer awaitTime(Engine& engine, SimTime time) {
    return await(engine, [&](const Frame& frame) { return frame.now == time; });
}

/// What a straight run has counted at `time`.
RunTotals totalsAt(const Document& document, SimTime time) {
    World world = std::move(*build(document));
    runUntil(world, time);
    return totals(world);
}

} // namespace

class EngineTest : public QObject {
    Q_OBJECT
private slots:
    void aLoadedRunWaitsAtTheStart() {
        Engine engine;
        engine.load(busyLab(1).document);
        const auto frame = await(engine, [](const Frame&) { return true; });
        QVERIFY(frame && frame->state == RunState::Paused && frame->now == kRunStart);
        QCOMPARE(frame->pictures.size(), std::size_t{6});
    }

    void aDocumentWithErrorsFails() {
        Lab lab = busyLab(1);
        lab.document.nodes.front().properties["rate"] = -1.0;
        Engine engine;
        engine.load(lab.document);
        auto frame = await(engine, [](const Frame&) { return true; });
        QVERIFY(frame && frame->state == RunState::Failed && !frame->findings.empty());
        const Document before = lab.document;
        lab.document.nodes.front().properties["rate"] = 5.0;
        engine.edit(diff(before, lab.document));
        frame = await(engine, [](const Frame& each) { return each.state == RunState::Paused; });
        QVERIFY(frame && frame->findings.empty());
    }

    void playingAndPausingEqualsAStraightRun() {
        const Document document = busyLab(2).document;
        Engine engine;
        engine.load(document);
        engine.setSpeed(1'000);
        engine.play();
        std::set<SimTime> sampledAt; // each frame has the samples since the last one taken
        const auto collect = [&](const Frame& frame) {
            for (const Sample& sample : frame.samples) sampledAt.insert(sample.time);
        };
        QVERIFY(await(engine, [&](const Frame& frame) {
            collect(frame);
            return frame.state == RunState::Running && frame.now > kRunStart + 20s;
        }));
        engine.pause();
        const auto frame = await(engine, [&](const Frame& each) {
            collect(each);
            return each.state == RunState::Paused;
        });
        QVERIFY(frame && frame->totals == totalsAt(document, frame->now));
        QCOMPARE(qint64(sampledAt.size()),
                 qint64((frame->now - kRunStart) / document.settings.sampleInterval));
    }

    void seekingForthAndBackEqualsAStraightRun() {
        const Document document = busyLab(3).document;
        Engine engine;
        engine.load(document);
        for (const Duration at : {40s, 12s, 25s, 0s, 33s}) {
            engine.seek(kRunStart + at);
            const auto frame = awaitTime(engine, kRunStart + at);
            QVERIFY(frame && frame->totals == totalsAt(document, kRunStart + at));
        }
    }

    void restartingBeginsANewRun() {
        Engine engine;
        engine.load(busyLab(3).document);
        engine.seek(kRunStart + 10s);
        const auto before = awaitTime(engine, kRunStart + 10s);
        engine.restart();
        const auto after = awaitTime(engine, kRunStart);
        QVERIFY(before && after && after->run > before->run);
        QCOMPARE(after->totals.events, std::uint64_t{0});
    }

    void steppingProcessesOneInstant() {
        Lab lab;
        lab.feed(lab.producer({{"rate", "1"}}), lab.queue(), "10 ms");
        Engine engine;
        engine.load(lab.document);
        for (const Duration at : {1'000ms, 1'010ms, 2'000ms, 2'010ms}) {
            engine.step();
            const auto frame = awaitTime(engine, kRunStart + at);
            QVERIFY(frame && frame->state == RunState::Paused);
        }
    }

    void editsApplyToTheRunAndAreReplayed() {
        Lab lab = busyLab(4);
        World expected = lab.world();
        Engine engine;
        engine.load(lab.document);
        engine.seek(kRunStart + 10s);
        const auto first = awaitTime(engine, kRunStart + 10s);
        const Document before = lab.document;
        lab.set(lab.document.nodes[0].id, "rate", "200");
        const Patch patch = diff(before, lab.document);
        engine.edit(patch);
        engine.seek(kRunStart + 30s);
        const auto there = awaitTime(engine, kRunStart + 30s);
        engine.seek(kRunStart + 20s);
        const auto back = awaitTime(engine, kRunStart + 20s);
        QVERIFY(first && there && back);
        runUntil(expected, kRunStart + 10s);
        Timeline timeline(lab.world());
        timeline.edit(expected, patch);
        runUntil(expected, kRunStart + 20s);
        QVERIFY(back->totals == totals(expected));
        runUntil(expected, kRunStart + 30s);
        QVERIFY(there->totals == totals(expected));
        QCOMPARE(there->run, first->run); // an edit never resets
    }

    void actionsAreAnsweredInOrderThoughFramesAreSkipped() {
        Engine engine;
        engine.load(busyLab(4).document);
        std::vector<std::string> wanted;
        for (int i = 0; i < 50; ++i) {
            wanted.push_back("no action " + std::to_string(i));
            engine.act({NodeId{1}, wanted.back(), {}, 0, {}});
            engine.step();
        }
        std::vector<std::string> answered;
        QVERIFY(await(engine, [&](const Frame& frame) {
            for (const AnsweredAction& each : frame.answers) {
                if (each.answer.isRefused) answered.push_back(each.action.key);
            }
            return answered.size() == wanted.size();
        }));
        QVERIFY(answered == wanted);
    }

    void whatIsWatchedComesWithEveryFrameUntilItIsNot() {
        Engine engine;
        const Document document = busyLab(9).document;
        engine.load(document);
        MessageQuery query;
        query.node = document.nodes[2].id;
        query.count = 20;
        engine.watch(query);
        engine.seek(kRunStart + 5s);
        auto frame = await(engine, [](const Frame& each) {
            return each.messages && each.messages->at == kRunStart + 5s;
        });
        QVERIFY(frame && frame->messages->query == query);
        query.sortBy = MessageColumn::Size;
        engine.watch(query);
        frame = await(engine, [](const Frame&) { return true; });
        QVERIFY(frame && frame->messages && frame->messages->query == query);
        engine.watch(std::nullopt);
        frame = await(engine, [](const Frame& each) { return each.messages == nullptr; });
        QVERIFY(frame);
    }

    void whileItRunsMessagesAreLookedUpAFewTimesASecond() {
        Engine engine;
        const Document document = busyLab(9).document;
        engine.load(document);
        MessageQuery query;
        query.node = document.nodes[2].id;
        engine.watch(query);
        engine.play();
        std::set<const MessagePage*> pages;
        std::vector<MessagePagePointer> kept; // so that no address comes twice
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 1'000) {
            if (const FramePointer frame = engine.takeFrame(); frame && frame->messages) {
                if (pages.insert(frame->messages.get()).second) kept.push_back(frame->messages);
            }
            std::this_thread::yield();
        }
        QVERIFY(pages.size() >= 2 && pages.size() <= 9); // two commands and five a second
    }

    void samplesOfSkippedFramesAreKept() {
        Lab lab = busyLab(5);
        Engine engine;
        engine.load(lab.document);
        std::vector<Sample> samples;
        for (const Duration at : {3s, 6s, 9s}) {
            engine.seek(kRunStart + at);
            QVERIFY(await(engine, [&](const Frame& frame) {
                samples.insert(samples.end(), frame.samples.begin(), frame.samples.end());
                return frame.now == kRunStart + at;
            }));
        }
        World world = lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 9s, &observer);
        QCOMPARE(samples.size(), observer.samples.size());
    }

    void aLoopWithoutDelayFailsTheRun() {
        Lab lab;
        lab.serve(lab.queue(), lab.consumer({{"wait_time", "0 s"}}), "0 s");
        Engine engine;
        engine.load(lab.document);
        engine.play();
        const auto frame =
            await(engine, [](const Frame& each) { return each.state == RunState::Failed; });
        QVERIFY(frame && frame->findings.size() == 1);
    }
};

SLUICE_TEST(EngineTest)

} // namespace sluice::engine_test

#include "engine_test.moc"
