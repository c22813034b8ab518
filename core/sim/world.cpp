// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/world.h"

#include "core/model/patch.h"
#include "core/sim/live_edit.h"

namespace sluice {

World::World() = default;
World::World(const World& other) = default;
World::World(World&& other) noexcept = default;
World& World::operator=(const World& other) = default;
World& World::operator=(World&& other) noexcept = default;
World::~World() = default;
bool operator==(const World& left, const World& right) = default;

Result<World> build(const Document& document) {
    std::string errors;
    for (const Finding& finding : validate(document, registry())) {
        if (finding.severity == Severity::Error) {
            errors += (errors.empty() ? "" : "\n") + finding.text;
        }
    }
    if (!errors.empty()) {
        return failure(std::move(errors));
    }
    World world;
    world.seed = static_cast<std::uint64_t>(document.settings.seed);
    applyEdit(world, diff(Document{}, document));
    world.sampleInterval = document.settings.sampleInterval;
    world.kernel.schedule(
        makeEvent(kRunStart + world.sampleInterval, EventKind::Sample, NodeIndex{}, 0));
    return world;
}

std::uint64_t digest(const World& world) {
    Digest result;
    result.add(world.now().time_since_epoch().count());
    result.add(world.eventCount);
    result.add(world.trace);
    world.kernel.visitEvents([&](const Event& event) {
        if (event.kind() == EventKind::Wake) return; // follows from the inbox
        result.add(event.time.time_since_epoch().count());
        result.add(event.what);
    });
    for (const NodeWiring& wiring : world.kernel.wiring)
        world.kernel.whole(wiring.inbox).addTo(result);
    for (const Broadcast& broadcast : world.kernel.broadcasts) broadcast.addTo(result);
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        Rng future = world.kernel.wiring[i].random;
        result.add(world.kernel.wiring[i].id);
        result.add(future.next());
        withNode(world.nodes[i], [&](const auto& node) { node.addTo(result); });
    }
    for (const LinkState& link : world.kernel.links) {
        Rng future = link.random;
        result.add(link.id);
        result.add(future.next());
    }
    result.add(world.kernel.messages.size());
    return result.value();
}

std::vector<Finding> findings(const World& world) {
    if (!world.isHalted()) {
        return {};
    }
    const NodeId node = world.kernel.wiring[raw(world.kernel.haltedAt)].id;
    const std::string at = toClockText(world.now());
    std::string text =
        world.kernel.halt == Halt::TooManyMessages
            ? "The run stopped at " + at
                  + ": more than 50 million messages exist at once. Send less, or receive faster."
            : "The run stopped at " + at
                  + ": more than two million things happen at the same instant. Something asks and "
                    "answers without any delay; give a link latency, or the consumer a pause after "
                    "an "
                    "empty receive.";
    return {{Severity::Error, node, LinkId{}, "", std::move(text)}};
}

} // namespace sluice
