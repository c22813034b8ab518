// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_error.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::producer_refusals_test {

using namespace sluice::test;

namespace {

std::string cardOf(const World& world, NodeId id) {
    std::string text;
    for (const NodePicture& each : pictures(world)) {
        if (each.node != id) continue;
        for (const auto& item : std::get<Counters>(each.picture.parts.back()).items) {
            text += item.label + ' ' + item.value + ';';
        }
    }
    return text;
}

} // namespace

class ProducerRefusalsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-125
    void whatIsRefusedIsCountedBesideWhatIsSent() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "11"}});
        const NodeId queue = lab.queue({{"encryption", "sse_kms"}, {"key_state", "disabled"}});
        lab.feed(source, queue);
        World world = lab.world();
        RunObserver observer;
        QVERIFY(runConserved(world, kRunStart + 20s, &observer));
        QCOMPARE(cardOf(world, source), std::string("sent 11;refused 11;"));
        QCOMPARE(totals(world).sent, std::uint64_t{11});
        QCOMPARE(totals(world).refused, std::uint64_t{11});
        int refusals = 0;
        for (const Hop& hop : observer.hops.take()) {
            if (hop.kind != HopKind::Refuse) continue;
            ++refusals;
            QVERIFY(static_cast<ApiErrorCode>(hop.error) == ApiErrorCode::KmsDisabled);
        }
        QCOMPARE(refusals, 11);
        lab.edit(world, [&] {
            lab.set(queue, "key_state", "enabled");
            lab.set(source, "message_limit", "14");
        });
        QVERIFY(runConserved(world, kRunStart + 40s));
        QCOMPARE(cardOf(world, source), std::string("sent 14;refused 11;"));
        QCOMPARE(totals(world).sent, std::uint64_t{14});
        QCOMPARE(totals(world).refused, std::uint64_t{11});
    }

    // SNS-58
    void topicsNameTheirErrorsTheirOwnWay() {
        Lab lab;
        const NodeId source =
            lab.producer({{"rate", "1"}, {"message_limit", "2"}, {"may_use_key", "false"}});
        const NodeId topic = lab.topic({{"encrypted", "true"}});
        lab.feed(source, topic);
        World world = lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 5s, &observer);
        for (const Hop& hop : observer.hops.take()) {
            QVERIFY(hop.kind != HopKind::Refuse
                    || static_cast<ApiErrorCode>(hop.error) == ApiErrorCode::TopicKmsAccessDenied);
        }
        QCOMPARE(totals(world).refused, std::uint64_t{2});
    }

    void whatOneReceiverTakesIsNotRefused() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "5"}});
        const NodeId closed = lab.queue({{"encryption", "sse_kms"}, {"key_state", "missing"}});
        const NodeId open = lab.queue();
        lab.feed(source, closed);
        lab.feed(source, open);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 20s));
        QCOMPARE(cardOf(world, source), std::string("sent 5;refused 5;"));
        QCOMPARE(totals(world).sent, std::uint64_t{5});
        QCOMPARE(totals(world).refused, std::uint64_t{0});
    }

    // SQS-117
    void aThrottledMessageIsNotRefusedWhileItIsTriedAgain() {
        Lab lab;
        lab.document.settings.limitOverrides = "sqs.fifo_tps_per_api=2";
        const NodeId source = lab.producer({{"schedule", "replay"},
                                            {"replay_times", "0 s, 0.1 s, 0.2 s, 0.3 s"},
                                            {"message_group", "per_key"},
                                            {"dedup_id", "unique"},
                                            {"retry_after", "2 s"}});
        const NodeId queue = lab.queue({{"type", "fifo"}});
        lab.feed(source, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 1s));
        QCOMPARE(producerIn(world, source).counted.refused, std::uint64_t{2});
        QVERIFY(runConserved(world, kRunStart + 20s));
        QCOMPARE(totals(world).sent, std::uint64_t{4});
        QCOMPARE(totals(world).refused, std::uint64_t{0});
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{4});
    }

    // SQS-117
    void noTotalEverFallsAndAllThatIsSentIsTakenOrRefusedInTheEnd() {
        Lab lab;
        lab.document.settings.limitOverrides = "sqs.fifo_tps_per_api=2";
        const NodeId source = lab.producer({{"rate", "8"},
                                            {"message_limit", "40"},
                                            {"message_group", "per_key"},
                                            {"dedup_id", "unique"},
                                            {"retries", "1"}});
        const NodeId queue = lab.queue({{"type", "fifo"}});
        lab.feed(source, queue);
        World world = lab.world();
        RunTotals before;
        bool isDone = false;
        while (!isDone) {
            isDone = runSome(world, kRunStart + 30s, 1);
            const RunTotals now = totals(world);
            const auto taken = queueIn(world, queue).counted.sent;
            QVERIFY(now.sent >= before.sent && now.refused >= before.refused);
            QVERIFY(taken + now.refused <= now.sent);
            before = now;
        }
        QVERIFY(before.refused > 0 && before.refused < before.sent);
        QCOMPARE(queueIn(world, queue).counted.sent + before.refused, before.sent);
    }
};

SLUICE_TEST(ProducerRefusalsTest)

} // namespace sluice::producer_refusals_test

#include "producer_refusals_test.moc"
