// SPDX-License-Identifier: GPL-3.0-or-later
// What the examples about topics teach, in numbers.
#include "core/kinds/link_access.h"
#include "core/model/findings.h"
#include "core/model/patch.h"
#include "core/sim/live_edit.h"
#include "tests/examples/draft.h"
#include "tests/examples/example_documents.h"
#include "tests/examples/lesson.h"
#include "tests/support/test_main.h"

namespace sluice::topic_lessons_test {

using namespace sluice::test;

namespace {

std::uint64_t sentTo(const World& world, const Document& document, const char* queue) {
    return part<Queue>(world, document, queue).counted.sent;
}

/// One more queue, linked from the output of the part.
void addQueue(Document& document, const char* name, const char* from, const char* port) {
    const NodeId queue = addNode(document, *registry().find("queue"), {640, 1'400});
    if (!rename(document, queue, name)) qFatal("no name");
    const auto link =
        sluice::connect(document, registry(), {named(document, from), port}, {queue, "in"});
    if (!link) qFatal("no link");
    permit(document, *link);
}

} // namespace

class TopicLessonsTest : public QObject {
    Q_OBJECT

private slots:
    // SNS-1
    void everyServiceGetsEverythingThoughOneStops() {
        Document document = fanOut();
        set(document, "checkout", "stop_after", "60 s");
        Document without = document;
        remove(without, {{named(without, "billing-workers")}, {}, {}});
        World world = run(document, 20s);
        applyEdit(world, diff(document, without));
        runUntil(world, kRunStart + 120s);
        const auto published = part<Topic>(world, document, "orders").counted.published;
        QVERIFY(published > 120);
        for (const char* name : {"billing", "shipping", "analytics"}) {
            QCOMPARE(sentTo(world, document, name), published);
        }
        QCOMPARE(part<Consumer>(world, document, "shipping-workers").counted.processed, published);
        QVERIFY(part<Queue>(world, document, "billing").counted.visible > 80);
    }

    // SNS-1
    void theSlowServiceFallsBehindAndCatchesUp() {
        const Document document = fanOut();
        World world = run(document, 1s);
        int droughts = 0;
        bool isBehind = false;
        for (int second = 2; second <= 600; ++second) {
            runUntil(world, kRunStart + 1s * second);
            const auto waiting = part<Queue>(world, document, "analytics").store.visibleCount();
            if (waiting >= 5) isBehind = true;
            if (waiting > 0 || !isBehind) continue;
            isBehind = false;
            ++droughts;
        }
        QVERIFY(droughts >= 5);
        QVERIFY(part<Queue>(world, document, "billing").store.visibleCount() <= 3);
    }

    // SNS-2
    void aFourthReceiverNeedsNoChangeOfTheProducer() {
        const Document before = fourthReceiver();
        Document after = before;
        addQueue(after, "fraud-check", "orders", "subscribers");
        World world = run(before, 30s);
        const auto published = part<Topic>(world, before, "orders").counted.published;
        applyEdit(world, diff(before, after));
        runUntil(world, kRunStart + 60s);
        const auto all = part<Topic>(world, before, "orders").counted.published;
        const auto missed = all - sentTo(world, after, "fraud-check");
        QVERIFY(missed >= published && missed <= published + 1);
        QCOMPARE(all, std::uint64_t{179}); // as many as without it
    }

    // SNS-1
    void aCrashHalfWayLeavesTheServicesDifferent() {
        const Document document = directOrFanOut();
        const World world = run(document, 300s);
        QVERIFY(part<Producer>(world, document, "calls-each").counted.crashes > 50);
        QVERIFY(sentTo(world, document, "billing-direct")
                > sentTo(world, document, "shipping-direct"));
        QVERIFY(sentTo(world, document, "shipping-direct")
                > sentTo(world, document, "analytics-direct"));
        QVERIFY(part<Producer>(world, document, "publishes-once").counted.crashes > 50);
        QCOMPARE(sentTo(world, document, "billing-by-topic"),
                 sentTo(world, document, "shipping-by-topic"));
        QCOMPARE(sentTo(world, document, "billing-by-topic"),
                 sentTo(world, document, "analytics-by-topic"));
    }

    // SNS-25
    void filtersHoldBackWhatNobodyWants() {
        const Document document = filteredFanOut();
        const World world = run(document, 300s);
        const auto all = sentTo(world, document, "archive");
        const auto refunds = sentTo(world, document, "refunds");
        const auto large = sentTo(world, document, "large-orders");
        QVERIFY(all > 1'190);
        QVERIFY(refunds > all / 4 && refunds < all / 2);
        QVERIFY(large > all / 12 && large < all / 4);
        const auto& topic = part<Topic>(world, document, "sales").counted;
        QVERIFY(topic.filteredOut >= 2 * all - refunds - large);
    }

    // SNS-51, SNS-53
    void ordersAndDuplicatesAreTheTopicsBusiness() {
        const Document document = fifoFanOut();
        const World world = run(document, 300s);
        const auto& topic = part<Topic>(world, document, "transactions").counted;
        QVERIFY(topic.deduplicated > 100);
        QVERIFY(topic.published >= 890 && topic.published <= 900);
        for (const char* name : {"ledger", "notices"}) {
            QVERIFY(topic.published - sentTo(world, document, name) <= 3);
            QCOMPARE(part<Queue>(world, document, name).counted.deduplicated, std::uint64_t{0});
        }
    }

    // ACL-13, ACL-14
    void onlyPicturesAreToldOfAndEveryQueueHears() {
        const Document document = bucketEvents();
        const World world = run(document, 120s);
        const auto& bucket = part<Bucket>(world, document, "uploads").counted;
        QVERIFY(bucket.events > bucket.puts / 2 && bucket.events < bucket.puts);
        for (const char* name : {"thumbnails", "index", "backup"}) {
            QCOMPARE(sentTo(world, document, name), bucket.events + 1); // and the test event
        }
        Document overlapping = document;
        const auto second = sluice::connect(overlapping,
                                            registry(),
                                            {named(overlapping, "uploads"), "events"},
                                            {named(overlapping, "backup"), "in"});
        QVERIFY(second);
        const World refused = run(overlapping, 120s);
        QCOMPARE(sentTo(refused, overlapping, "backup"), bucket.events + 1);
    }

    // SNS-15, SNS-43
    void anOutageOfARegionDelaysButLosesNothing() {
        Document document = regionOutage();
        set(document, "checkout", "stop_after", "100 s");
        World world = run(document, 79s);
        QVERIFY(sentTo(world, document, "frankfurt") < 42);
        QVERIFY(sentTo(world, document, "oregon") > 150);
        QVERIFY(part<Topic>(world, document, "orders").counted.waiting > 100);
        runUntil(world, kRunStart + 160s);
        QCOMPARE(sentTo(world, document, "frankfurt"), sentTo(world, document, "oregon"));
        QCOMPARE(part<Topic>(world, document, "orders").counted.lost, std::uint64_t{0});
    }

    // ACL-8
    void theFixLetsTheTopicIn() {
        const Document before = missingPolicy();
        World world = run(before, 30s);
        QCOMPARE(sentTo(world, before, "billing"), std::uint64_t{0});
        QVERIFY(part<Topic>(world, before, "orders").counted.lost > 50);
        Document after = before;
        for (const Finding& finding : validate(before, registry())) {
            if (isMendable(finding)) QVERIFY(mend(after, registry(), finding).has_value());
        }
        applyEdit(world, diff(before, after));
        runUntil(world, kRunStart + 60s);
        QVERIFY(sentTo(world, before, "billing") > 55);
    }

    // SNS-45, SNS-48
    void whatTheWebhookMissesIsKept() {
        const Document document = flakyWebhook();
        const World world = run(document, 300s);
        const auto& topic = part<Topic>(world, document, "paid").counted;
        const auto letters = sentTo(world, document, "undelivered");
        QVERIFY(letters > 20 && letters < 60);
        QCOMPARE(topic.lost, std::uint64_t{0});
        QVERIFY(topic.published - topic.delivered - letters - topic.waiting <= 2);
        Document without = document;
        remove(without, {{named(without, "undelivered")}, {}, {}});
        QVERIFY(part<Topic>(run(without, 300s), without, "paid").counted.lost > 20);
    }

    // CMP-1: at the full 100 000 messages a second, while applications are added.
    void theTopicHoldsWhileApplicationsAreAdded() {
        Document document = examQuestion();
        for (const char* producer : {"calls-everyone", "publishes"}) {
            set(document, producer, "rate", "100000");
            set(document, producer, "calls_per_second", "150000");
            set(document, producer, "stop_after", "1500 ms");
        }
        set(document, "ingest", "enforce_quotas", "false");
        World world = run(document, 500ms);
        for (int i = 4; i <= 12; ++i) {
            const Document before = document;
            addQueue(document, ("app-" + std::to_string(i)).c_str(), "ingest", "subscribers");
            applyEdit(world, diff(before, document));
        }
        runUntil(world, kRunStart + 2s);
        const auto& decoupled = part<Producer>(world, document, "publishes").counted;
        QCOMPARE(decoupled.dropped, std::uint64_t{0});
        QCOMPARE(sentTo(world, document, "app-1"), decoupled.sent);
        QVERIFY(sentTo(world, document, "app-12") > decoupled.sent / 2);
        QVERIFY(part<Producer>(world, document, "calls-everyone").counted.dropped > 40'000);
    }
};

SLUICE_TEST(TopicLessonsTest)

} // namespace sluice::topic_lessons_test

#include "topic_lessons_test.moc"
