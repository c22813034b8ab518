// SPDX-License-Identifier: GPL-3.0-or-later
// A thousand random labs with random faults: no acknowledged message is ever lost, no FIFO group is
// ever overtaken, every queue's books add up, and the same seed gives the same run. A failure
// prints the lab; run `core_tests SwarmTest everyLabKeepsItsPromises:<seed>` alone to see it again.
#include "core/sim/node_action.h"
#include "tests/support/delivery_run.h"
#include "tests/support/random_labs.h"
#include "tests/support/test_main.h"

namespace sluice::swarm_test {

using namespace sluice::test;

namespace {

constexpr std::uint64_t kLabs = 1'000;
constexpr std::uint64_t kLabsInARow = 50;
constexpr std::uint64_t kRunTwice = 10; // one in so many

CheckedRun runLab(const RandomLab& lab) {
    auto built = build(lab.document);
    CheckedRun run(std::move(*built));
    for (const LabEdit& edit : lab.edits) {
        run.until(kRunStart + edit.at);
        if (edit.action) {
            applyAction(run.world, *edit.action, &run.observer.hops);
        } else {
            run.edit(edit.patch);
        }
    }
    run.until(kRunStart + lab.length);
    return run;
}

/// What is wrong with the run, nothing if all is right.
std::string wrongWith(const CheckedRun& run, const RandomLab& lab) {
    const Deliveries found = run.deliveries();
    std::string wrong;
    const auto demand = [&](bool isRight, const char* what) {
        if (!isRight) wrong += std::string(wrong.empty() ? "" : ", ") + what;
    };
    demand(!run.world.isHalted(), "halted");
    demand(found.lost == 0, "lost");
    // Copies made by replication are stored or end without having been accepted (SQS-18).
    const bool isCounted = !lab.dropsCalls || found.duplicated == 0; // else its queue may be gone
    demand(!isCounted || found.invented + found.duplicated <= run.replicated(), "invented");
    demand(found.overtaken == 0, "overtaken");
    demand(found.heldTwice == 0, "held twice");
    demand(found.unanswered == 0 || lab.dropsCalls, "unanswered");
    demand(run.areBooksRight(), "books of a queue");
    const auto differing = run.disagreements();
    demand(differing.empty(), "books differ from hops");
    if (wrong.empty()) return {};
    wrong += "\n" + found.text();
    for (const std::string& line : differing) wrong += "\n" + line;
    return wrong + "\n" + lab.text();
}

} // namespace

class SwarmTest : public QObject {
    Q_OBJECT

private slots:
    // SQS-5, SQS-18, SQS-43, SQS-70, SQS-98, SQS-103, SQS-129
    void everyLabKeepsItsPromises_data() {
        QTest::addColumn<quint64>("first");
        for (std::uint64_t first = 0; first < kLabs; first += kLabsInARow)
            QTest::addRow("%llu", static_cast<unsigned long long>(first)) << quint64(first);
    }
    void everyLabKeepsItsPromises() {
        QFETCH(quint64, first);
        for (std::uint64_t seed = first; seed < first + kLabsInARow; ++seed) {
            const RandomLab lab = randomLab(seed);
            const CheckedRun run = runLab(lab);
            const std::string wrong = wrongWith(run, lab);
            if (!wrong.empty()) qWarning("%s", wrong.c_str());
            QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed)).c_str());
            add(run.deliveries());
            m_typeChanges += run.typeChanges();
            if (seed % kRunTwice == 0) {
                const CheckedRun again = runLab(randomLab(seed));
                QVERIFY2(digest(again.world) == digest(run.world), lab.text().c_str());
            }
        }
    }

    // A swarm in which nothing happens proves nothing.
    void everySortOfThingHappened() {
        qInfo("%s", m_sum.text().c_str());
        QVERIFY(m_sum.recovered > 10'000 && m_sum.moved > 10'000 && m_sum.expired > 1'000);
        QVERIFY(m_sum.deduplicated > 1'000 && m_sum.refused > 1'000 && m_sum.redriven > 100);
        QVERIFY2(m_typeChanges > 50, std::to_string(m_typeChanges).c_str());
    }

private:
    void add(const Deliveries& run) {
        m_sum.attempts += run.attempts;
        m_sum.acknowledged += run.acknowledged;
        m_sum.deduplicated += run.deduplicated;
        m_sum.refused += run.refused;
        m_sum.delivered += run.delivered;
        m_sum.recovered += run.recovered;
        m_sum.duplicated += run.duplicated;
        m_sum.deleted += run.deleted;
        m_sum.expired += run.expired;
        m_sum.moved += run.moved;
        m_sum.redriven += run.redriven;
        m_sum.stored += run.stored;
        m_sum.unanswered += run.unanswered;
    }

    Deliveries m_sum;
    std::uint64_t m_typeChanges = 0;
};

SLUICE_TEST(SwarmTest)

} // namespace sluice::swarm_test

#include "swarm_test.moc"
