// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/simulator.h"

#include "core/sim/sampler.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace sluice {

namespace {

// Order-sensitive and cheap: one rotation, one multiplication per event.
void trace(World& world, const Event& event) {
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
    const auto time = static_cast<std::uint64_t>(event.time.time_since_epoch().count());
    world.trace = (std::rotl(world.trace, 23) ^ event.what ^ std::rotl(time, 17)) * kFactor;
}

// Counts an event at the present instant; one that stands for several, `times`. False when there
// were too many: the run halts.
bool count(World& world, const Event& event, std::uint32_t times = 1) {
    world.eventsAtInstant += times;
    world.eventCount += times;
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

// A message that reaches several receivers at once: each of them gets it as if it had a call and an
// event of its own. False, and nothing was done, when the run halts.
[[gnu::noinline]] bool processShared(World& world, const Event& event, HopLog* hops) {
    Kernel& kernel = world.kernel;
    const auto shared = static_cast<std::uint32_t>(event.detail());
    Call call = kernel.calls[shared];
    const FanOut others = kernel.fanOuts[call.others];
    if (!count(world, event, 1 + others.count)) return false;
    kernel.fanOuts.free(call.others);
    kernel.calls.free(shared);
    call.others = kNoFanOut;
    call.next = kNoCall;
    const PlainSend plain = kernel.plainSend(call);
    const LinkState* const links = kernel.links.data(); // no event moves links or nodes
    NodeState* const nodes = world.nodes.data();
    for (std::uint32_t i = 0;; ++i) {
        const LinkState& link = links[raw(call.link)];
        Context context(kernel, link.to, hops);
        const bool isTaken = plain.message != kNoMessage
                             && takePlainSend(nodes[raw(link.to)], context, call.link, plain);
        if (!isTaken) {
            call.target = link.to;
            deliver(world, kernel.calls.add(call), hops);
        }
        if (i == others.count) return true;
        call.link = others.receivers[i].link;
        call.worker = others.receivers[i].worker;
    }
}

// False, and nothing was done, when the run halts.
[[gnu::always_inline]] inline bool
processCall(World& world, const Event& event, const Call& call, HopLog* hops) {
    if (call.others != kNoFanOut) return processShared(world, event, hops);
    if (!count(world, event)) return false;
    Kernel& kernel = world.kernel;
    Context context(kernel, event.node(), hops);
    const auto index = static_cast<std::uint32_t>(event.detail());
    if (takePlainCall(world.nodes[raw(event.node())], context, call)) {
        kernel.calls.free(index);
    } else {
        deliver(world, index, hops);
    }
    return true;
}

// Each call chained to the first is handled and counted as if it had an event of its own.
[[gnu::always_inline]] inline void processCalls(World& world, Event event, HopLog* hops) {
    Kernel& kernel = world.kernel;
    for (;;) {
        const Call& call = kernel.calls[static_cast<std::uint32_t>(event.detail())];
        const std::uint32_t next = call.next;
        if (next != kNoCall) kernel.calls.prefetch(next);
        if (!processCall(world, event, call, hops)) break;
        if (next == kNoCall) return;
        event = kernel.arrival(event.time, next);
        if (world.isHalted()) break;
    }
    kernel.events.push(event); // halted: nothing gets lost
}

[[gnu::noinline]] void processOther(World& world, const Event& event, RunObserver* observer) {
    HopLog* const hops = observer == nullptr ? nullptr : &observer->hops;
    switch (event.kind()) {
    case EventKind::Arrival:
        break;
    case EventKind::Timer: {
        if (!count(world, event)) return;
        Context context(world.kernel, event.node(), hops);
        withNode(world.nodes[raw(event.node())],
                 [&](auto& node) { node.onTimer(context, event.detail()); });
        break;
    }
    case EventKind::Sample:
        if (!count(world, event)) return;
        sample(world, observer == nullptr ? nullptr : &observer->samples);
        world.kernel.schedule(
            makeEvent(world.now() + world.sampleInterval, EventKind::Sample, NodeIndex{}, 0));
        break;
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
        processCalls(world, event, observer == nullptr ? nullptr : &observer->hops);
    } else {
        processOther(world, event, observer);
    }
}

// Whoever looks at the nodes between two stretches of a run finds their gauges right.
void bringGaugesUpToDate(World& world) {
    for (NodeState& state : world.nodes) {
        withNode(state, [&](auto& node) { bringGaugesUpToDate(node, world.kernel); });
    }
}

// Asks for the memory of the next call while the present event is being handled.
void prefetchUpcoming(const Kernel& kernel) {
    const Event* const next = kernel.events.upcoming();
    if (next != nullptr && next->kind() == EventKind::Arrival) {
        kernel.calls.prefetch(static_cast<std::uint32_t>(next->detail()));
    }
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

// See step().
bool stepEvents(World& world, RunObserver* observer) {
    bool hasHappened = false;
    while (!hasHappened && !world.isHalted()) {
        const SimTime next = world.kernel.events.earliest();
        const bool isOnlySampling = world.kernel.events.size() == 1;
        if (isOnlySampling || next == kNever) {
            return false;
        }
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
    bringGaugesUpToDate(world);
    return isThere;
}

void runUntil(World& world, SimTime limit, RunObserver* observer) {
    constexpr std::uint64_t kNoLimit = ~0ULL;
    runSome(world, limit, kNoLimit, observer);
}

bool step(World& world, RunObserver* observer) {
    const bool hasHappened = stepEvents(world, observer);
    bringGaugesUpToDate(world);
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
