// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/kernel/broadcast.h"
#include "core/kernel/context.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <functional>
#include <utility>
#include <vector>

namespace sluice::broadcast_test {

namespace {

using State = Broadcast::State;
constexpr std::size_t kAll = Broadcast::kAll;

/// A node with a link to each of three others, which let plain sends wait.
Kernel fanOfNodes() {
    Kernel kernel;
    kernel.wiring.resize(4);
    kernel.wiring[0].links = {{}};
    for (std::uint16_t i = 1; i < 4; ++i) {
        kernel.wiring[i].inbox.open();
        kernel.wiring[i].inbox.setAwaited(false);
        LinkState link;
        link.from = NodeIndex{0};
        link.to = static_cast<NodeIndex>(i);
        link.latency = constant(3ms);
        link.extraLatency = 1ms;
        kernel.wiring[0].links[0].push_back(static_cast<LinkIndex>(i - 1));
        kernel.links.push_back(link);
    }
    return kernel;
}

const std::vector<Broadcast::Member> kMembers{
    {LinkIndex{0}, 7}, {LinkIndex{1}, 8}, {LinkIndex{2}, 9}};

State stateAfter(const std::function<void(Kernel&)>& change,
                 const std::vector<Broadcast::Member>& members = kMembers) {
    Kernel kernel = fanOfNodes();
    change(kernel);
    Context sender(kernel, NodeIndex{0}, nullptr);
    sender.formBroadcast(members);
    const bool isSeated = kernel.wiring[1].inbox.isSeated();
    if (isSeated != (sender.broadcastState() == State::Formed)) return State::Ended;
    return sender.broadcastState();
}

/// The same nodes with ways of different latencies, and another way to the third one.
Kernel fanOfRandomWays(std::uint64_t seed) {
    Kernel kernel = fanOfNodes();
    kernel.links[0].latency = exponential(3ms);
    kernel.links[1].latency = *parseDistribution("uniform 1 ms to 9 ms");
    kernel.links.push_back(kernel.links[2]);
    for (std::size_t i = 0; i < 4; ++i) kernel.links[i].random = streamFor(seed, i);
    return kernel;
}

// What may happen to them, with a broadcast or without.
void applyTo(
    Kernel& kernel, Duration later, std::uint64_t what, std::uint32_t node, bool hasBroadcast) {
    kernel.now += later;
    for (std::size_t i = 1; i < 4; ++i) { // who waits has been woken and has taken what arrived
        if (!kernel.wiring[i].inbox.isAwaited()) continue;
        kernel.fetch(kernel.wiring[i].inbox);
        kernel.wiring[i].inbox.takeUntil(kernel.now);
    }
    Context sender(kernel, NodeIndex{0}, nullptr);
    Context receiver(kernel, static_cast<NodeIndex>(node), nullptr);
    Inbox& inbox = kernel.wiring[node].inbox;
    switch (what) {
    case 0: // a node looks
        kernel.fetch(inbox);
        inbox.takeUntil(kernel.now);
        break;
    case 1: // something comes by another way, or answers draw from one of these
        Context::Fan(sender, sender.create({})).send(LinkIndex{3}, 4);
        receiver.answer(static_cast<LinkIndex>(node - 1), {});
        break;
    case 2: // a node waits that has taken what was there
        kernel.fetch(inbox);
        inbox.takeUntil(kernel.now);
        receiver.awaitSends(!inbox.isAwaited());
        break;
    default:
        const MessageIndex message = sender.create({});
        if (hasBroadcast && what > 3) {
            sender.broadcast(message);
            break;
        }
        Context::Fan fan(sender, message);
        for (const Broadcast::Member& member : kMembers) fan.send(member.link, member.worker);
        break;
    }
}

std::vector<SimTime> arrivals(const Inbox& inbox) {
    std::vector<SimTime> result;
    for (const PlainSend& send : inbox.inOrder()) result.push_back(send.at);
    return result;
}

} // namespace

class BroadcastTest : public QObject {
    Q_OBJECT
private slots:
    void sendsAreReadFromAnyPlace() {
        Broadcast broadcast;
        broadcast.form(kMembers, 4ms);
        QCOMPARE(broadcast.next(0), kNever);
        QVERIFY(broadcast.until(kNever, 0, kAll).sends.empty());
        for (std::uint32_t i = 0; i < 4; ++i)
            broadcast.add({kRunStart + i * 1ms, MessageIndex{i}, 100 + i});
        QCOMPARE(broadcast.endPlace(), std::uint64_t{4});
        QCOMPARE(broadcast.next(2), kRunStart + 2ms);
        QCOMPARE(broadcast.until(kRunStart + 2ms, 0, kAll).sends.size(), std::size_t{3});
        QCOMPARE(broadcast.until(kRunStart + 2ms, 0, 2).sends.size(), std::size_t{2});
        QCOMPARE(broadcast.until(kRunStart + 2ms, 0, 2).bytes, std::uint64_t{100 + 101});
        const auto [later, bytes] = broadcast.until(kNever, 2, kAll);
        QCOMPARE(bytes, std::uint64_t{102 + 103});
        QCOMPARE(later.size(), std::size_t{2});
        QCOMPARE(later[1], (Broadcast::Send{kRunStart + 3ms, MessageIndex{3}, 103}));
        broadcast.forget(3);
        QCOMPARE(broadcast.endPlace(), std::uint64_t{4});
        QCOMPARE(broadcast.until(kNever, 3, kAll).sends.size(), std::size_t{1});
        broadcast.end(State::Ended);
        QCOMPARE(broadcast.next(4), kNever);
        QVERIFY(broadcast.members().empty());
    }

    // What all have taken makes room for more; what one has not is kept.
    void itKeepsWhatTheSlowestMemberHasNotTaken() {
        Kernel kernel = fanOfNodes();
        Context sender(kernel, NodeIndex{0}, nullptr);
        sender.formBroadcast(kMembers);
        const auto takeAll = [&](std::size_t node) {
            Inbox& inbox = kernel.wiring[node].inbox;
            inbox.pass(kernel.broadcastUntil(kNever, inbox).sends.size());
        };
        for (std::uint32_t i = 0; i < 1000; ++i) {
            kernel.now = kRunStart + i * 1us;
            sender.broadcast(sender.create({}));
            takeAll(1);
            if (i % 3 == 0) takeAll(2);
            if (i == 700) takeAll(3);
        }
        QCOMPARE(kernel.broadcastUntil(kNever, kernel.wiring[1].inbox).sends.size(),
                 std::size_t{0});
        QCOMPARE(kernel.whole(kernel.wiring[2].inbox).size(), std::size_t{0}); // 999 % 3 == 0
        const Inbox slowest = kernel.whole(kernel.wiring[3].inbox);
        QCOMPARE(slowest.size(), std::size_t{299});
        QCOMPARE(slowest.inOrder().front().at, kRunStart + 701us + 4ms);
        QCOMPARE(slowest.inOrder().front().message, MessageIndex{701});
    }

    void itIsFormedOnlyWhereAllWaysAreOpen() {
        QCOMPARE(stateAfter([](Kernel&) {}), State::Formed);
        const std::vector<std::function<void(Kernel&)>> changes{
            [](Kernel& kernel) { kernel.links[1].isDenied = true; },
            [](Kernel& kernel) { kernel.links[2].isLive = false; },
            [](Kernel& kernel) { kernel.links[2].to = NodeIndex{1}; },
            [](Kernel& kernel) { kernel.wiring[2].inbox = {}; }, // not open
            [](Kernel& kernel) {
                kernel.wiring[3].inbox.setSeat({0, 0, 0});
            }};
        for (const auto& change : changes) QCOMPARE(stateAfter(change), State::Impossible);
        QCOMPARE(stateAfter([](Kernel&) {}, {}), State::Impossible);
    }

    void itIsSteadyWhereAllWaysTakeTheSameTime() {
        const auto isSteadyAfter = [](const std::function<void(Kernel&)>& change) {
            Kernel kernel = fanOfNodes();
            change(kernel);
            Context sender(kernel, NodeIndex{0}, nullptr);
            sender.formBroadcast(kMembers);
            return sender.broadcastState() == State::Formed && sender.isBroadcastSteady();
        };
        QVERIFY(isSteadyAfter([](Kernel&) {}));
        // The same in two parts is alike.
        QVERIFY(isSteadyAfter([](Kernel& kernel) {
            kernel.links[1].latency = constant(1ms);
            kernel.links[1].extraLatency = 3ms;
        }));
        const std::vector<std::function<void(Kernel&)>> changes{
            [](Kernel& kernel) { kernel.links[1].latency = exponential(3ms); },
            [](Kernel& kernel) { kernel.links[1].latency = constant(2ms); },
            [](Kernel& kernel) { kernel.links[2].extraLatency = 2ms; },
            [](Kernel& kernel) { kernel.links[0].latency = exponential(3ms); }};
        for (const auto& change : changes) {
            QCOMPARE(stateAfter(change), State::Formed);
            QVERIFY(!isSteadyAfter(change));
        }
    }

    // Latencies are drawn when somebody looks. That makes no difference to drawing them when
    // something is sent, whatever else goes over the links and into the inboxes.
    void latenciesMayBeDrawnLater() {
        const bool isRight = rc::check("a broadcast equals single sends", [](std::uint64_t seed) {
            Kernel lazy = fanOfRandomWays(seed);
            Kernel eager = lazy;
            Context(lazy, NodeIndex{0}, nullptr).formBroadcast(kMembers);
            Rng rng(seed);
            for (int i = 0; i < 300; ++i) {
                const Duration later{rng.below(1'000'000)};
                const std::uint64_t what = rng.below(10);
                const auto node = static_cast<std::uint32_t>(1 + rng.below(3));
                applyTo(lazy, later, what, node, true);
                applyTo(eager, later, what, node, false);
            }
            RC_ASSERT(lazy.events.inOrder() == eager.events.inOrder());
            fetchAll(lazy);
            endBroadcasts(lazy);
            for (std::size_t i = 1; i < 4; ++i)
                RC_ASSERT(lazy.wiring[i].inbox == eager.wiring[i].inbox);
            RC_ASSERT(lazy.links == eager.links);
        });
        QVERIFY(isRight);
    }

    // Between two stretches of a run nothing tells how often somebody looked.
    void onceAllIsFetchedItIsAsNew() {
        Kernel kernel = fanOfRandomWays(7);
        Context sender(kernel, NodeIndex{0}, nullptr);
        sender.formBroadcast(kMembers);
        const Kernel before = kernel;
        for (int i = 0; i < 5; ++i) sender.broadcast(sender.create({}));
        QCOMPARE(kernel.wiring[1].inbox.size(), std::size_t{0});
        QVERIFY(kernel.mayHaveArrived(kernel.wiring[1].inbox, kernel.now));
        fetchAll(kernel);
        QCOMPARE(kernel.wiring[1].inbox.size(), std::size_t{5});
        QVERIFY(kernel.broadcasts == before.broadcasts);
        QCOMPARE(kernel.wiring[1].inbox.seat(), before.wiring[1].inbox.seat());
    }

    // For the copy, and for who receives it first.
    void aSteadyBroadcastHoldsMessagesTwice() {
        Kernel kernel = fanOfNodes();
        Context sender(kernel, NodeIndex{0}, nullptr);
        sender.formBroadcast(kMembers);
        const MessageIndex message = sender.create({});
        sender.broadcast(message);
        QCOMPARE(kernel.whole(kernel.wiring[1].inbox).size(), std::size_t{1});
        QCOMPARE(kernel.messages[message].copies, 7U);
        kernel.unfold(kernel.wiring[1].inbox, kNever);
        QCOMPARE(kernel.messages[message].copies, 6U);
        endBroadcasts(kernel);
        QCOMPARE(kernel.messages[message].copies, 4U);
    }

    void aSendArrivesEverywhereAtOnce() {
        Kernel kernel = fanOfNodes();
        Context sender(kernel, NodeIndex{0}, nullptr);
        sender.formBroadcast(kMembers);
        kernel.now = kRunStart + 1s;
        Message message;
        message.size = 300;
        QCOMPARE(sender.broadcast(sender.create(message)), kRunStart + 1s + 4ms);
        for (std::size_t i = 1; i < 4; ++i) {
            Inbox& inbox = kernel.wiring[i].inbox;
            QCOMPARE(inbox.size(), std::size_t{0}); // it has not got it yet
            QCOMPARE(kernel.nextArrival(inbox), kRunStart + 1s + 4ms);
            QVERIFY(!kernel.mayHaveArrived(inbox, kRunStart + 1s + 3ms));
            QVERIFY(kernel.mayHaveArrived(inbox, kRunStart + 1s + 4ms));
            QCOMPARE(kernel.broadcastUntil(kNever, inbox).sends.front().size, 300U);
            const PlainSend expected{kRunStart + 1s + 4ms,
                                     MessageIndex{0},
                                     static_cast<LinkIndex>(i - 1),
                                     static_cast<std::uint32_t>(6 + i),
                                     0};
            QCOMPARE(kernel.whole(inbox).inOrder(), std::vector{expected});
            kernel.unfold(inbox, kRunStart + 1s + 3ms);
            QCOMPARE(inbox.size(), std::size_t{0});
            kernel.unfold(inbox, kRunStart + 1s + 4ms);
            QCOMPARE(inbox.inOrder(), std::vector{expected});
            QCOMPARE(kernel.nextArrival(inbox), expected.at);
            QVERIFY(kernel.broadcastUntil(kNever, inbox).sends.empty());
        }
    }

    void onlyWhoAwaitsSendsIsWoken() {
        Kernel kernel = fanOfNodes();
        Context sender(kernel, NodeIndex{0}, nullptr);
        Context(kernel, NodeIndex{2}, nullptr).awaitSends(true);
        sender.formBroadcast(kMembers);
        const MessageIndex message = sender.create({});
        sender.broadcast(message);
        QCOMPARE(kernel.events.size(), std::size_t{1});
        QCOMPARE(kernel.events.inOrder().front().node(), NodeIndex{2});
        sender.broadcast(message);
        QCOMPARE(kernel.events.size(), std::size_t{1});          // one is enough
        Context(kernel, NodeIndex{3}, nullptr).awaitSends(true); // both are on their way to it
        QCOMPARE(kernel.events.size(), std::size_t{2});
        QCOMPARE(kernel.events.inOrder().back().node(), NodeIndex{3});
        QCOMPARE(kernel.events.inOrder().back().time, kRunStart + 4ms);
        Context(kernel, NodeIndex{2}, nullptr).awaitSends(false);
        kernel.wiring[2].inbox.setWakes(kNever);
        sender.broadcast(message);
        QCOMPARE(kernel.events.size(), std::size_t{2});
    }

    // It has arrived before what is added at that instant; later broadcasts have not.
    void whatANodeLeavesThereComesBeforeWhatIsAddedAtOnce() {
        Kernel kernel = fanOfNodes();
        for (LinkState& link : kernel.links) link.latency = constant(0ms), link.extraLatency = 0ms;
        Context sender(kernel, NodeIndex{0}, nullptr);
        Context receiver(kernel, NodeIndex{1}, nullptr);
        sender.formBroadcast(kMembers);
        std::vector<MessageIndex> messages;
        const auto create = [&] { return messages.emplace_back(sender.create({})); };
        for (int i = 0; i < 3; ++i) sender.broadcast(create());
        Inbox& inbox = receiver.inbox();
        inbox.pass(1);
        receiver.leaveRest(inbox);
        sender.broadcast(create());
        Context::Fan(sender, create()).send(LinkIndex{0}, 4);
        kernel.unfold(inbox, kernel.now);
        std::vector<MessageIndex> order;
        for (const PlainSend& send : inbox.inOrder()) order.push_back(send.message);
        QCOMPARE(order, (std::vector{messages[1], messages[2], messages[4], messages[3]}));
    }

    void whatIsOnItsWayGoesOnWhenItEnds() {
        Kernel kernel = fanOfNodes();
        Context sender(kernel, NodeIndex{0}, nullptr);
        sender.formBroadcast(kMembers);
        for (int i = 0; i < 3; ++i) {
            kernel.now = kRunStart + i * 1ms;
            sender.broadcast(sender.create({}));
        }
        kernel.wiring[1].inbox.pass(2);
        const Inbox whole = kernel.whole(kernel.wiring[2].inbox);
        endBroadcasts(kernel);
        QCOMPARE(sender.broadcastState(), State::Ended);
        QCOMPARE(arrivals(kernel.wiring[1].inbox), std::vector{kRunStart + 6ms});
        QCOMPARE(kernel.wiring[2].inbox.inOrder(), whole.inOrder());
        QCOMPARE(whole.size(), std::size_t{3});
        for (std::size_t i = 1; i < 4; ++i) QVERIFY(!kernel.wiring[i].inbox.isSeated());
        // It can be formed anew, and begins where the last one ended.
        sender.formBroadcast(kMembers);
        QCOMPARE(sender.broadcastState(), State::Formed);
        sender.broadcast(sender.create({}));
        QCOMPARE(arrivals(kernel.whole(kernel.wiring[1].inbox)),
                 (std::vector{kRunStart + 6ms, kRunStart + 6ms}));
    }

    void twoNodesHaveABroadcastEach() {
        Kernel kernel = fanOfNodes();
        kernel.links[2].from = NodeIndex{3}; // the third node sends to the second one, alone
        kernel.links[2].to = NodeIndex{2};
        Context first(kernel, NodeIndex{0}, nullptr);
        Context second(kernel, NodeIndex{3}, nullptr);
        first.formBroadcast({kMembers[0]});
        second.formBroadcast({kMembers[2]});
        QCOMPARE(kernel.broadcasts.size(), std::size_t{2});
        first.broadcast(first.create({}));
        QVERIFY(kernel.broadcastUntil(kNever, kernel.wiring[2].inbox).sends.empty());
        second.broadcast(second.create({}));
        QCOMPARE(kernel.broadcastUntil(kNever, kernel.wiring[2].inbox).sends.size(),
                 std::size_t{1});
        // A node that belongs to one cannot be part of another.
        first.formBroadcast({kMembers[0], kMembers[1]});
        QCOMPARE(first.broadcastState(), State::Impossible);
        QCOMPARE(kernel.wiring[1].inbox.size(), std::size_t{1}); // what was under way to it
    }
};

SLUICE_TEST(BroadcastTest)

} // namespace sluice::broadcast_test

#include "broadcast_test.moc"
