// SPDX-License-Identifier: GPL-3.0-or-later
// Every example: what it is, that it runs the same way every time, that no message gets lost.
#include "core/kinds/registry.h"
#include "core/sim/live_edit.h"
#include "core/sim/simulator.h"
#include "core/sim/timeline.h"
#include "core/store/document_file.h"
#include "tests/examples/example_documents.h"
#include "tests/support/test_main.h"

#include <QDir>

#include <cmath>
#include <map>

namespace sluice::examples_test {

namespace {

constexpr SimTime kEnd = kRunStart + 120s;

/// Fingerprints at kEnd. A change of them is a change of what the simulator does: say why in the
/// commit.
const std::map<std::string, std::uint64_t>& goldenDigests() {
    static const std::map<std::string, std::uint64_t> digests{
        {"batch-or-single-calls.sluice", 0x925e4d5267d93920},
        {"bucket-events.sluice", 0xb1750734b15ee8fb},
        {"dead-letter-redrive.sluice", 0x85713206a49f0582},
        {"dead-letter-retention-trap.sluice", 0xbbccce90fa44e10a},
        {"deduplication.sluice", 0xe58e774f51247cd5},
        {"delay-queue.sluice", 0x54f79482d66c4283},
        {"direct-or-fan-out.sluice", 0x5c83278c76cb90c7},
        {"exam-question-full.sluice", 0x395f5e2d9383f2f6},
        {"exam-question.sluice", 0xe43dec5502456c83},
        {"fair-queue.sluice", 0x3b2cd2499cb7ea48},
        {"fan-out.sluice", 0x629e23fc934d6a1f},
        {"fifo-fan-out.sluice", 0x94253f0046395c48},
        {"fifo-groups.sluice", 0xa320951241075d80},
        {"filtered-fan-out.sluice", 0xd0ce5bee73a5c4fe},
        {"flaky-webhook.sluice", 0x304651c8d786ddaf},
        {"fourth-receiver.sluice", 0xf4b6a1c723fefc30},
        {"heartbeat.sluice", 0x5a66fe0d40425f44},
        {"large-message.sluice", 0xb40dfb1e9fdeb0b2},
        {"long-or-short-polling.sluice", 0x0578ad21442fabf7},
        {"missing-policy.sluice", 0xbeba1bdb70e33f7f},
        {"one-queue-two-workers.sluice", 0x876067fd5394bef2},
        {"poison-messages.sluice", 0xd9a03b7a6a518ef9},
        {"region-outage.sluice", 0xce47d26eb8130cd8},
        {"slow-consumer.sluice", 0xe396f31232e481d2},
    };
    return digests;
}

QDir exampleFolder() {
    return {test::sourceDirectory() + "/resources/examples"};
}

bool isConsistent(const World& world) {
    bool isRight = true;
    for (const NodeState& state : world.nodes) {
        if (const auto* queue = std::get_if<Queue>(&state))
            isRight = isRight && queue->store.isConsistent(world.now());
    }
    return isRight;
}

} // namespace

class ExamplesTest : public QObject {
    Q_OBJECT

private slots:
    void everyFileHasItsSource() {
        QStringList expected;
        for (const auto& example : test::exampleDocuments())
            expected << QString::fromStdString(example.fileName);
        expected.sort();
        QCOMPARE(exampleFolder().entryList({"*.sluice"}, QDir::Files, QDir::Name), expected);
    }

    void theLessonsAreInTheirOrder() {
        QFile list(exampleFolder().filePath("lessons.txt"));
        QVERIFY(list.open(QIODevice::ReadOnly));
        QCOMPARE(list.readAll().toStdString(), test::lessonOrder());
    }

    void filesHoldWhatTheirSourceMakes_data() { rows(); }
    void filesHoldWhatTheirSourceMakes() {
        QFETCH(int, index);
        const test::Example example = test::exampleDocuments()[std::size_t(index)];
        QVERIFY2(load() == example.document, "run make_examples resources/examples");
    }

    void thereIsNothingToFind_data() { rows(); }
    void thereIsNothingToFind() {
        for (const Finding& finding : validate(load(), registry())) {
            // Many examples show a mistake, and the advice about it is part of the lesson.
            if (finding.severity != Severity::Advice) QFAIL(finding.text.c_str());
        }
    }

    void explainThemselves_data() { rows(); }
    void explainThemselves() {
        const Document document = load();
        QVERIFY(document.settings.notes.find(". ") != std::string::npos);
        QVERIFY(document.settings.notes.find("Try: ") != std::string::npos);
        QCOMPARE(document.settings.seed, 42);
        QVERIFY(document.charts.size() >= 2 && document.charts.size() <= 4);
        for (const Node& node : document.nodes)
            QVERIFY(std::fmod(node.position.x, 8) == 0 && std::fmod(node.position.y, 8) == 0);
    }

    // At 1× something is to be seen every second, but where the lesson is about waiting.
    void somethingHappensOften_data() { rows(); }
    void somethingHappensOften() {
        static const std::map<std::string, Duration> waits{{"heartbeat.sluice", 51s},
                                                           {"long-or-short-polling.sluice", 21s}};
        const auto found = waits.find(QTest::currentDataTag());
        const Duration longest = found == waits.end() ? Duration{1s} : found->second;
        auto world = build(load());
        RunObserver observer;
        for (SimTime now = kRunStart + 1s + longest; now <= kEnd; now += longest) {
            runUntil(*world, now, &observer);
            QVERIFY2(!observer.hops.take().empty(), toClockText(now).c_str());
        }
    }

    void runsHaveTheirGoldenDigest_data() { rows(); }
    void runsHaveTheirGoldenDigest() {
        QFETCH(int, index);
        const std::string name = test::exampleDocuments()[std::size_t(index)].fileName;
        auto world = build(load());
        runUntil(*world, kEnd);
        QCOMPARE(QString::number(digest(*world), 16),
                 QString::number(goldenDigests().at(name), 16));
    }

    void runTwiceIsEqual_data() { rows(); }
    void runTwiceIsEqual() {
        auto one = build(load());
        auto other = build(load());
        runUntil(*one, kEnd);
        while (!runSome(*other, kEnd, 7)) {
        }
        QVERIFY(*one == *other);
    }

    void rewindingChangesNothing_data() { rows(); }
    void rewindingChangesNothing() {
        auto straight = build(load());
        runUntil(*straight, kEnd);
        auto world = build(load());
        Timeline timeline(*world);
        for (const Duration at : {50s, 90s, 100s}) {
            while (!runSome(*world, kRunStart + at, 100)) timeline.observe(*world);
            *world = timeline.at(kRunStart + at - 37s);
            timeline.truncate(world->now());
        }
        runUntil(*world, kEnd);
        QVERIFY(*world == *straight);
        QCOMPARE(digest(*world), digest(*straight));
    }

    void aForkWithoutChangeEqualsItsBase_data() { rows(); }
    void aForkWithoutChangeEqualsItsBase() {
        auto base = build(load());
        runUntil(*base, kRunStart + 60s);
        World fork = *base;
        applyEdit(fork, Patch{});
        runUntil(fork, kEnd);
        runUntil(*base, kEnd);
        QVERIFY(fork == *base);
    }

    // sent + moved in = delayed + visible + in flight + deleted + expired + moved out, and Little's
    // law as an integer identity, both at every instant.
    void messagesAreConserved_data() { rows(); }
    void messagesAreConserved() {
        auto world = build(load());
        while (!runSome(*world, kEnd, 1)) QVERIFY(isConsistent(*world));
        QVERIFY(isConsistent(*world));
    }

    // L = λ·W: the mean number stored is the arrival rate times the mean time stored. Exact over a
    // period that begins and ends empty; here the messages still stored count with their age.
    void littlesLawHolds_data() { rows(); }
    void littlesLawHolds() {
        auto world = build(load());
        runUntil(*world, kEnd);
        int queues = 0;
        for (const NodeState& state : world->nodes) {
            const auto* queue = std::get_if<Queue>(&state);
            if (queue == nullptr) continue;
            ++queues;
            const QueueCounts& counts = queue->store.counts();
            const auto now = std::uint64_t(kEnd.time_since_epoch().count());
            const std::uint64_t stored = queue->store.storedCount();
            QCOMPARE(queue->store.areaAt(kEnd), counts.departures - counts.arrivals + stored * now);
        }
        QVERIFY(queues > 0);
    }

private:
    static void rows() {
        QTest::addColumn<int>("index");
        const auto examples = test::exampleDocuments();
        for (std::size_t i = 0; i < examples.size(); ++i)
            QTest::newRow(examples[i].fileName.c_str()) << int(i);
    }

    static Document load() {
        const QString path = exampleFolder().filePath(QTest::currentDataTag());
        auto document = loadDocument(path.toStdString());
        if (!document) qFatal("%s", document.error().message.c_str());
        return *document;
    }
};

SLUICE_TEST(ExamplesTest)

} // namespace sluice::examples_test

#include "examples_test.moc"
