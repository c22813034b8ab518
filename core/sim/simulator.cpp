// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/simulator.h"

#include "core/sim/sampler.h"

#include <algorithm>
#include <bit>

namespace sluice {

namespace {

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

// The node gets a copy of the call, as its place is for what the node sends. Apart, as most calls
// are plain.
[[gnu::noinline]] void deliver(World& world, std::uint32_t index, HopLog* hops) {
    Kernel& kernel = world.kernel;
    const Call call = kernel.calls[index];
    NodeState& state = world.nodes[raw(call.target)];
    const bool isCut = call.link != kNoLink && !kernel.links[raw(call.link)].isLive;
    if (isCut || state.index() == 0) {
        discard(kernel, index);
        return;
    }
    kernel.calls.free(index);
    Context context(kernel, call.target, hops);
    withNode(state, [&](auto& node) { node.onCall(context, call); });
}

// Each call chained to the first is handled and counted as if it had an event of its own.
[[gnu::always_inline]] inline void
processCalls(World& world, SimTime at, std::uint32_t first, HopLog* hops) {
    Kernel& kernel = world.kernel;
    std::uint32_t call = first;
    while (call != kNoCall && !world.isHalted()) {
        const std::uint32_t next = kernel.calls[call].next;
        if (next != kNoCall) kernel.calls.prefetch(next);
        const Event event = kernel.arrival(at, call);
        if (count(world, event)) {
            Context context(kernel, event.node(), hops);
            if (takePlainCall(world.nodes[raw(event.node())], context, kernel.calls[call])) {
                kernel.calls.free(call);
            } else {
                deliver(world, call, hops);
            }
        }
        call = next;
    }
    if (call != kNoCall) {
        kernel.events.push(kernel.arrival(at, call)); // halted: nothing gets lost
    }
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
        processCalls(world,
                     event.time,
                     static_cast<std::uint32_t>(event.detail()),
                     observer == nullptr ? nullptr : &observer->hops);
    } else {
        processOther(world, event, observer);
    }
}

// Asks for the memory of the next call while the present event is being handled.
void prefetchUpcoming(const Kernel& kernel) {
    const Event* const next = kernel.events.upcoming();
    if (next != nullptr && next->kind() == EventKind::Arrival) {
        kernel.calls.prefetch(static_cast<std::uint32_t>(next->detail()));
    }
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
    const std::uint64_t before = world.eventCount;
    while (!world.isHalted()) {
        // Past the allowance only the present instant is completed.
        const bool isSpent = world.eventCount - before >= mostEvents;
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

void runUntil(World& world, SimTime limit, RunObserver* observer) {
    constexpr std::uint64_t kNoLimit = ~0ULL;
    runSome(world, limit, kNoLimit, observer);
}

bool step(World& world, RunObserver* observer) {
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
