// SPDX-License-Identifier: GPL-3.0-or-later
// Counts every allocation of the test program, so that the event loop can be held to none.
#include "core/broker/filter_policy.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"
#include "tests/support/topic_scene.h"
#include "tests/support/worlds.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocations{0};

} // namespace

void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
// The library's non-throwing form does not call the one above; what it gives is freed by those
// below.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace sluice::allocation_test {

using namespace sluice::test;

class AllocationTest : public QObject {
    Q_OBJECT
private slots:
    void theLoopAllocatesNothingAfterWarmUp() {
        World world = steady("exponential 1 ms");
        runUntil(world, kRunStart + 60s);
        const std::uint64_t before = allocations.load();
        const std::uint64_t events = world.eventCount;
        runUntil(world, kRunStart + 120s);
        QCOMPARE(allocations.load() - before, std::uint64_t{0});
        QVERIFY(world.eventCount - events > 200'000);
    }

    void aTopicFansOutWithoutAllocating() {
        TopicScene scene;
        for (int i = 0; i < 24; ++i) scene.subscribe(Protocol::Sqs);
        scene.sink.open.reserve(24);
        scene.sink.holders[MessageIndex{1}] = 0;
        std::uint64_t before = 0;
        for (int round = 0; round < 1'000; ++round) {
            if (round == 1) before = allocations.load();
            scene.publish(1);
            for (const Attempt& attempt : scene.sink.open) {
                scene.topic.report(
                    scene.now, attempt, DeliveryOutcome::Success, scene.random, scene.sink);
            }
            scene.sink.open.clear();
            scene.sink.ends.clear();
        }
        QCOMPARE(allocations.load() - before, std::uint64_t{0});
        QCOMPARE(scene.topic.totals().delivered, std::uint64_t{24'000});
    }

    // Producer, send, poll, answer, work, delete: six events for a message taken alone, of which
    // none is a visibility timer.
    void noTimerPerMessage() {
        World world = steady("1 ms");
        runUntil(world, kRunStart + 100s);
        const double perMessage =
            static_cast<double>(world.eventCount) / static_cast<double>(sent(world));
        QVERIFY2(perMessage < 6.1, qPrintable(QString::number(perMessage)));
    }

    // SNS-25, SNS-26
    void filteringByAttributesAllocatesNothing() {
        const auto policy = FilterPolicy::parse(
            R"({"type":["order",{"prefix":"re"}],"tags":[{"anything-but":["a","b"]}],
                "$or":[{"amount":[{"numeric":[">",10]}]},{"from":[{"cidr":"10.0.0.0/8"}]}]})",
            FilterScope::Attributes);
        const std::vector<MessageAttribute> message{{"type", "String", "refund"},
                                                    {"tags", "String.Array", R"(["a","c"])"},
                                                    {"amount", "Number", "7.50"},
                                                    {"from", "String", "10.1.2.3"}};
        const std::uint64_t before = allocations.load();
        const FilterVerdict verdict = policy->match(message, "a body that nobody looks at");
        QCOMPARE(allocations.load() - before, std::uint64_t{0});
        QCOMPARE(verdict, FilterVerdict::Accepted);
    }

    // ACL-1
    void decidingOnACallAllocatesNothing() {
        const AccessPolicy policy =
            policyOf(statement("Deny",
                               "\"*\"",
                               "sqs:*",
                               R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})")
                     + ',' + statement("Allow", R"({"Service":"sns.amazonaws.com"})", "sqs:Send*"));
        AccessRequest allowed = delivery();
        allowed.sourceIp = "192.168.1.1";
        AccessRequest denied = allowed;
        denied.sourceIp = "10.1.2.3";
        const std::uint64_t before = allocations.load();
        const bool isRight = decide(allowed, policy, kOwner, nullptr).isAllowed()
                             && !decide(denied, policy, kOwner, nullptr).isAllowed();
        QCOMPARE(allocations.load() - before, std::uint64_t{0});
        QVERIFY(isRight);
    }

    void copyingIntoARecycledWorldAllocatesNothing() {
        World world = steady("1 ms");
        runUntil(world, kRunStart + 10s);
        World snapshot = world;
        snapshot = world;
        const std::uint64_t before = allocations.load();
        snapshot = world;
        QCOMPARE(allocations.load() - before, std::uint64_t{0});
    }

private:
    static World steady(std::string_view latency) {
        Lab lab(3);
        const NodeId source = lab.producer({{"rate", "1000"}, {"spacing", "poisson"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue, latency);
        lab.serve(queue,
                  lab.consumer({{"workers", "40"}, {"processing_time", "exponential 20 ms"}}),
                  latency);
        return lab.world();
    }
    static std::uint64_t sent(const World& world) {
        return std::get<Queue>(world.nodes[1]).counted.sent;
    }
};

SLUICE_TEST(AllocationTest)

} // namespace sluice::allocation_test

#include "allocation_test.moc"
