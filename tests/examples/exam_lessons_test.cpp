// SPDX-License-Identifier: GPL-3.0-or-later
// What the exam question with many applications teaches, in numbers: they do not depend on how
// many applications there are where a topic does the calling, and do where the sender does.
#include "core/model/patch.h"
#include "core/sim/live_edit.h"
#include "tests/examples/example_documents.h"
#include "tests/examples/lesson.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <string>

namespace sluice::exam_lessons_test {

using namespace sluice::test;

namespace {

constexpr int kAll = 24;
constexpr auto kSending = 60s;

std::string application(int number) {
    return "app-" + std::to_string(number);
}

/// The example with only its first applications. The others keep their ids and so their random
/// numbers.
Document with(int applications) {
    Document document = examQuestionFull();
    PartIds others;
    for (int i = applications + 1; i <= kAll; ++i) {
        for (const char* suffix : {"", "-workers", "-called", "-called-workers"})
            others.nodes.push_back(named(document, application(i) + suffix));
    }
    std::ranges::sort(others.nodes);
    remove(document, others);
    for (const char* sender : {"calls-everyone", "publishes"})
        set(document, sender, "stop_after", "60 s");
    return document;
}

struct Outcome {
    Document document;
    World world;

    explicit Outcome(int applications)
        : document(with(applications))
        , world(run(document, kSending + 10s)) {}

    const Queue& queue(int number, const char* suffix = "") const {
        return part<Queue>(world, document, application(number) + suffix);
    }
    const Producer::Metrics& sender(const char* name) const {
        return part<Producer>(world, document, name).counted;
    }
    const Consumer::Metrics& workers(int number) const {
        return part<Consumer>(world, document, application(number) + "-workers").counted;
    }
};

} // namespace

class ExamLessonsTest : public QObject {
    Q_OBJECT

private slots:
    // CMP-1
    void throughATopicTheNumberOfApplicationsDoesNotMatter() {
        const Outcome three(3);
        const auto& sender = three.sender("publishes");
        QCOMPARE(sender.sent, std::uint64_t{600});
        for (const int applications : {3, 12, kAll}) {
            const Outcome outcome(applications);
            // The sender makes as many calls as it has messages, and drops none.
            QVERIFY(outcome.sender("publishes") == sender);
            QCOMPARE(sender.calls, sender.sent);
            QCOMPARE(sender.dropped, std::uint64_t{0});
            for (int i = 1; i <= applications; ++i) {
                QCOMPARE(outcome.queue(i).counted.sent, sender.sent);
                QCOMPARE(outcome.workers(i).processed, sender.sent);
                // As soon as with three, but for the chance of single deliveries.
                for (const double share : {0.5, 0.99}) {
                    const Duration late = outcome.workers(i).endToEndLatency.percentile(share)
                                          - three.workers(1).endToEndLatency.percentile(share);
                    QVERIFY2(std::chrono::abs(late) < 20ms, toText(late).c_str());
                }
            }
        }
    }

    // CMP-1
    void aCoupledSenderReachesFewerWithEveryApplication() {
        double before = 1;
        for (const int applications : {2, 3, 12, kAll}) {
            const Outcome outcome(applications);
            const auto& sender = outcome.sender("calls-everyone");
            const std::uint64_t wanted = sender.sent * static_cast<std::uint64_t>(applications);
            // 25 calls a second are all it makes, and one second's worth at the beginning.
            QCOMPARE(sender.calls + sender.dropped, wanted);
            QVERIFY(sender.calls <= std::uint64_t{25 * 61});
            const double reached = static_cast<double>(sender.calls) / static_cast<double>(wanted);
            if (applications == 2) {
                QCOMPARE(reached, 1.0);
                continue;
            }
            QVERIFY(reached < before);
            before = reached;
            QVERIFY(outcome.queue(applications, "-called").counted.sent < sender.sent);
        }
        QVERIFY(before < 0.11);
    }

    // CMP-1
    void applicationsMayComeAndGoWhileItRuns() {
        const Document few = with(3);
        const Document all = with(kAll);
        World world = run(few, 20s);
        applyEdit(world, diff(few, all));
        runUntil(world, kRunStart + 40s);
        applyEdit(world, diff(all, few));
        runUntil(world, kRunStart + kSending + 10s);
        const Outcome three(3);
        QVERIFY(part<Producer>(world, few, "publishes").counted == three.sender("publishes"));
        for (int i = 1; i <= 3; ++i)
            QCOMPARE(part<Queue>(world, few, application(i)).counted.sent,
                     three.queue(i).counted.sent);
    }
};

SLUICE_TEST(ExamLessonsTest)

} // namespace sluice::exam_lessons_test

#include "exam_lessons_test.moc"
