// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/simulator.h"

#include "core/base/assert.h"
#include "core/sim/sampler.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace sluice {

namespace {

HopLog* hopsOf(RunObserver* observer) {
    return observer == nullptr ? nullptr : &observer->hops;
}

// Order-sensitive and cheap: one rotation, one multiplication per event.
void trace(World& world, const Event& event) {
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
    const auto time = static_cast<std::uint64_t>(event.time.time_since_epoch().count());
    world.trace = (std::rotl(world.trace, 23) ^ event.what ^ std::rotl(time, 17)) * kFactor;
}

// Counts an event at the present instant. False when there were too many: the run halts.
bool count(World& world, const Event& event) {
    ++world.eventsAtInstant;
    ++world.eventCount;
    trace(world, event);
    if (world.eventsAtInstant <= kMaxEventsAtInstant) return true;
    world.kernel.halt = Halt::TooManyEventsAtOnce;
    world.kernel.haltedAt = event.node();
    return false;
}

// The call does not arrive: its link or the node at its end is gone. Its sender may have something
// to count.
[[gnu::noinline, gnu::cold]] void cutOff(World& world, std::uint32_t index, HopLog* hops) {
    Kernel& kernel = world.kernel;
    const Call call = kernel.calls[index];
    bool isTaken = false;
    if (call.link != kNoLink && kernel.links[raw(call.link)].to == call.target) {
        const NodeIndex sender = kernel.links[raw(call.link)].from;
        Context context(kernel, sender, hops);
        withNode(world.nodes[raw(sender)], [&](auto& node) {
            if constexpr (requires { node.onCutOff(context, call); })
                isTaken = node.onCutOff(context, call);
        });
    }
    if (isTaken) {
        kernel.calls.free(index);
    } else {
        discard(kernel, index);
    }
}

// The node gets a copy of the call, as its place is for what the node sends. Apart, as most calls
// are plain.
[[gnu::noinline]] void deliver(World& world, std::uint32_t index, HopLog* hops) {
    Kernel& kernel = world.kernel;
    const Call call = kernel.calls[index];
    NodeState& state = world.nodes[raw(call.target)];
    const bool isCut = call.link != kNoLink && !kernel.links[raw(call.link)].isLive;
    if (isCut || state.index() == 0) {
        cutOff(world, index, hops);
        return;
    }
    kernel.calls.free(index);
    Context context(kernel, call.target, hops);
    withNode(state, [&](auto& node) { node.onCall(context, call); });
}

// What nothing has to be weighed for of that which has reached the node through its inbox.
void takePlain(World& world, NodeIndex node, HopLog* hops) {
    Inbox& inbox = world.kernel.wiring[raw(node)].inbox;
    Context context(world.kernel, node, hops);
    context.fetch(inbox);
    world.eventCount += takePlainSends(world.nodes[raw(node)], context, inbox);
}

// What has reached the node through its inbox meanwhile, before something else happens to it. What
// has to be weighed arrives now, as the node was to be woken by it.
[[gnu::noinline]] void takeArrived(World& world, NodeIndex node, HopLog* hops) {
    Kernel& kernel = world.kernel;
    Inbox& inbox = kernel.wiring[raw(node)].inbox;
    takePlain(world, node, hops);
    kernel.unfold(inbox, world.now());
    while (inbox.mayHave(world.now()) && !world.isHalted()) {
        for (const PlainSend& send : inbox.takeUntil(world.now())) {
            SLUICE_ASSERT(send.at == world.now());
            ++world.eventCount;
            deliver(world, kernel.calls.add(callOf(send, node)), hops);
        }
    }
}

[[gnu::always_inline]] inline void bringUpToDate(World& world, NodeIndex node, HopLog* hops) {
    const Kernel& kernel = world.kernel;
    const bool mayHave = hasInbox(world.nodes[raw(node)])
                         && kernel.mayHaveArrived(kernel.wiring[raw(node)].inbox, world.now());
    if (mayHave) takeArrived(world, node, hops);
}

void bringUpToDate(World& world, HopLog* hops) {
    for (std::size_t i = 0; i < world.nodes.size(); ++i)
        bringUpToDate(world, static_cast<NodeIndex>(i), hops);
}

// False, and nothing was done, when the run halts.
[[gnu::always_inline]] inline bool processCall(World& world, const Event& event, HopLog* hops) {
    if (!count(world, event)) return false;
    Kernel& kernel = world.kernel;
    Context context(kernel, event.node(), hops);
    const auto index = static_cast<std::uint32_t>(event.detail());
    NodeState& node = world.nodes[raw(event.node())];
    kernel.calls.free(index); // its place is for what the node sends
    const PlainOutcome outcome = takePlainCall(node, context, kernel.calls[index]);
    world.eventCount += outcome.sends;
    if (!outcome.isTaken) {
        [[maybe_unused]] const std::uint32_t same = kernel.calls.take();
        SLUICE_ASSERT(same == index);
        bringUpToDate(world, event.node(), hops);
        deliver(world, index, hops);
    }
    return true;
}

// Each call chained to the first is handled and counted as if it had an event of its own.
[[gnu::always_inline]] inline void processCalls(World& world, Event event, HopLog* hops) {
    Kernel& kernel = world.kernel;
    for (;;) {
        const std::uint32_t next = kernel.calls[static_cast<std::uint32_t>(event.detail())].next;
        if (next != kNoCall) kernel.calls.prefetch(next);
        if (!processCall(world, event, hops)) break;
        if (next == kNoCall) return;
        event = kernel.arrival(event.time, next);
        if (world.isHalted()) break;
    }
    kernel.events.push(event); // halted: nothing gets lost
}

[[gnu::noinline]] void processOther(World& world, const Event& event, RunObserver* observer) {
    HopLog* const hops = hopsOf(observer);
    switch (event.kind()) {
    case EventKind::Arrival:
        break;
    case EventKind::Timer: {
        if (!count(world, event)) return;
        bringUpToDate(world, event.node(), hops);
        Context context(world.kernel, event.node(), hops);
        withNode(world.nodes[raw(event.node())],
                 [&](auto& node) { node.onTimer(context, event.detail()); });
        break;
    }
    case EventKind::Sample:
        if (!count(world, event)) return;
        bringUpToDate(world, hops);
        sample(world, observer == nullptr ? nullptr : &observer->samples);
        world.kernel.schedule(
            makeEvent(world.now() + world.sampleInterval, EventKind::Sample, NodeIndex{}, 0));
        break;
    case EventKind::Wake: { // says no more than the inbox does
        Inbox& inbox = world.kernel.wiring[raw(event.node())].inbox;
        if (inbox.wakes() == event.time) inbox.setWakes(kNever);
        bringUpToDate(world, event.node(), hops);
        world.kernel.wakeForNext(event.node());
        break;
    }
    }
}

[[gnu::always_inline]] inline void
process(World& world, const Event& event, RunObserver* observer) {
    world.kernel.now = event.time;
    if (event.time != world.instant) {
        world.instant = event.time;
        world.eventsAtInstant = 0;
    }
    if (event.kind() == EventKind::Arrival) {
        processCalls(world, event, hopsOf(observer));
    } else {
        processOther(world, event, observer);
    }
}

// Whoever looks at the nodes between two stretches of a run finds all in them that has arrived, and
// their gauges right.
void endStretch(World& world, RunObserver* observer) {
    if (!world.isHalted()) bringUpToDate(world, hopsOf(observer));
    for (std::size_t i = 0; world.isHalted() && i < world.nodes.size(); ++i)
        takePlain(world, static_cast<NodeIndex>(i), hopsOf(observer));
    fetchAll(world.kernel);
    for (NodeState& state : world.nodes) {
        withNode(state, [&](auto& node) { bringGaugesUpToDate(node, world.kernel); });
    }
}

// Asks for the memory of the next call while the present event is being handled; for an event of
// another kind for that of just any call, which costs less than a branch that is often guessed
// wrong.
void prefetchUpcoming(const Kernel& kernel) {
    const Event* const next = kernel.events.upcoming();
    if (next == nullptr) return;
    const bool isArrival = next->kind() == EventKind::Arrival;
    kernel.calls.prefetch(isArrival ? static_cast<std::uint32_t>(next->detail()) : 0);
}

// See runSome().
bool runEvents(World& world, SimTime limit, std::uint64_t mostEvents, RunObserver* observer) {
    const std::uint64_t left = std::numeric_limits<std::uint64_t>::max() - world.eventCount;
    const std::uint64_t allowed = world.eventCount + std::min(mostEvents, left);
    while (!world.isHalted()) {
        // Past the allowance only the present instant is completed.
        const bool isSpent = world.eventCount >= allowed;
        Event event;
        if (!world.kernel.events.popUntil(isSpent ? world.now() : limit, event)) {
            if (isSpent) {
                return world.now() == limit;
            }
            world.kernel.now = limit;
            return true;
        }
        prefetchUpcoming(world.kernel);
        process(world, event, observer);
    }
    return true;
}

// When the first message comes out of an inbox; kNever: all are empty.
SimTime firstArrival(World& world) {
    fetchAll(world.kernel);
    SimTime first = kNever;
    for (const NodeWiring& wiring : world.kernel.wiring)
        first = std::min(first, world.kernel.nextArrival(wiring.inbox));
    return first;
}

// See step().
bool stepEvents(World& world, RunObserver* observer) {
    bool hasHappened = false;
    while (!hasHappened && !world.isHalted()) {
        const SimTime arrival = firstArrival(world);
        const SimTime next = std::min(world.kernel.events.earliest(), arrival);
        const bool isOnlySampling = world.kernel.events.size() == 1 && arrival == kNever;
        if (isOnlySampling || next == kNever) {
            return false;
        }
        hasHappened = next == arrival;
        world.kernel.now = next;
        Event event;
        while (world.kernel.events.popUntil(next, event)) {
            hasHappened = hasHappened || event.kind() != EventKind::Sample;
            process(world, event, observer);
            if (world.isHalted()) {
                break;
            }
        }
    }
    return hasHappened;
}

template <class Kind>
std::vector<UnavailableAction>
unavailableActions(const Kind& node, const Kernel& kernel, const NodeWiring& wiring) {
    std::vector<UnavailableAction> result;
    if constexpr (requires { node.unavailable("", kernel, wiring); }) {
        for (const ActionSpec& spec : Kind::actions()) {
            const std::string_view why = node.unavailable(spec.key, kernel, wiring);
            if (!why.empty()) result.push_back({spec.key, why});
        }
    }
    return result;
}

} // namespace

bool runSome(World& world, SimTime limit, std::uint64_t mostEvents, RunObserver* observer) {
    const bool isThere = runEvents(world, limit, mostEvents, observer);
    endStretch(world, observer);
    return isThere;
}

void runUntil(World& world, SimTime limit, RunObserver* observer) {
    constexpr std::uint64_t kNoLimit = ~0ULL;
    runSome(world, limit, kNoLimit, observer);
}

bool step(World& world, RunObserver* observer) {
    const bool hasHappened = stepEvents(world, observer);
    endStretch(world, observer);
    return hasHappened;
}

std::vector<NodePicture> pictures(const World& world) {
    std::vector<NodePicture> result;
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        const NodeWiring& wiring = world.kernel.wiring[i];
        withNode(world.nodes[i], [&](const auto& node) {
            result.push_back({wiring.id,
                              node.picture(world.now(), world.kernel, wiring),
                              unavailableActions(node, world.kernel, wiring)});
        });
    }
    std::sort(result.begin(), result.end(), [](const NodePicture& left, const NodePicture& right) {
        return left.node < right.node;
    });
    return result;
}

} // namespace sluice
