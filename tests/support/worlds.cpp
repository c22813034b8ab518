// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/worlds.h"

#include "core/base/assert.h"
#include "core/kinds/link_access.h"
#include "core/model/edits.h"

#include <algorithm>

namespace sluice::test {

void setHeld(Document& document, NodeId node, std::string_view key, std::string_view text) {
    const auto owner = std::ranges::find(document.nodes, node, &Node::id);
    const PropertySpec* spec = registry().find(owner->kind)->property(key);
    SLUICE_ASSERT(spec != nullptr);
    PropertySpec loose = *spec;
    loose.range.step = 0;
    const auto value = parseValue(loose, text);
    SLUICE_ASSERT(value.has_value());
    owner->properties.insert_or_assign(std::string(key), *value);
}

NodeId Lab::add(std::string_view kind, Settings settings) {
    const NodeKind* description = registry().find(kind);
    SLUICE_ASSERT(description != nullptr);
    const NodeId id = addNode(document, *description, {});
    for (const TypedSetting& setting : settings) {
        set(id, setting.key, setting.text);
    }
    return id;
}

void Lab::set(NodeId node, std::string_view key, std::string_view text) {
    setHeld(document, node, key, text);
}

LinkId Lab::link(NodeId from, std::string_view fromPort, NodeId to, std::string_view toPort) {
    const auto id =
        connect(document, registry(), {from, std::string(fromPort)}, {to, std::string(toPort)});
    SLUICE_ASSERT(id.has_value());
    permit(document, *id);
    return *id;
}

void Lab::setLink(LinkId link, std::string_view key, std::string_view text) {
    const auto& specs = linkSpecs(document, registry(), *document.link(link));
    const auto spec =
        std::find_if(specs.begin(), specs.end(), [&](const auto& row) { return row.key == key; });
    SLUICE_ASSERT(spec != specs.end());
    const auto value = parseValue(*spec, text);
    SLUICE_ASSERT(value.has_value());
    SLUICE_ASSERT(setLinkProperty(document, registry(), link, key, *value).has_value());
}

LinkId Lab::feed(NodeId producer, NodeId queue, std::string_view latency) {
    const LinkId id = link(producer, "out", queue, "in");
    setLink(id, "latency", latency);
    return id;
}

LinkId Lab::serve(NodeId queue, NodeId consumer, std::string_view latency) {
    const LinkId id = link(queue, "out", consumer, "in");
    setLink(id, "latency", latency);
    return id;
}

LinkId Lab::keep(NodeId part, NodeId bucket, std::string_view latency) {
    const LinkId id = link(part, "payloads", bucket, "in");
    setLink(id, "latency", latency);
    return id;
}

LinkId Lab::subscribe(NodeId topic, NodeId end, Settings settings, std::string_view latency) {
    const LinkId id = link(topic, "subscribers", end, "in");
    setLink(id, "latency", latency);
    for (const TypedSetting& setting : settings) {
        setLink(id, setting.key, setting.text);
    }
    return id;
}

LinkId Lab::redrive(NodeId queue, NodeId deadLetters) {
    return link(queue, "dead_letter", deadLetters, "in");
}

World Lab::world() const {
    auto built = build(document);
    SLUICE_ASSERT(built.has_value());
    return std::move(*built);
}

namespace {

template <class Kind>
const Kind& nodeIn(const World& world, NodeId id) {
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        const auto* node = std::get_if<Kind>(&world.nodes[i]);
        if (node != nullptr && world.kernel.wiring[i].id == id) {
            return *node;
        }
    }
    SLUICE_ASSERT(false && "no such node");
    return std::get<Kind>(world.nodes.front());
}

/// Every publish that matched is delivered, a dead letter, lost or still being tried.
bool isConserved(const Topic& topic) {
    const DeliveryCounts& sums = topic.store.totals();
    return topic.store.isConsistent() && topic.counted.published == topic.store.counts().published
           && topic.counted.delivered == sums.delivered
           && topic.counted.waiting == topic.store.waitingCount();
}

} // namespace

const Producer& producerIn(const World& world, NodeId id) {
    return nodeIn<Producer>(world, id);
}
const Queue& queueIn(const World& world, NodeId id) {
    return nodeIn<Queue>(world, id);
}
const Consumer& consumerIn(const World& world, NodeId id) {
    return nodeIn<Consumer>(world, id);
}
const Bucket& bucketIn(const World& world, NodeId id) {
    return nodeIn<Bucket>(world, id);
}
const Topic& topicIn(const World& world, NodeId id) {
    return nodeIn<Topic>(world, id);
}
const Endpoint& endpointIn(const World& world, NodeId id) {
    return nodeIn<Endpoint>(world, id);
}
const EventSource& eventSourceIn(const World& world, NodeId id) {
    return nodeIn<EventSource>(world, id);
}

bool isConserved(const Queue& queue, SimTime now, const Queue::Metrics& before) {
    const QueueCounts& counts = queue.store.counts();
    const auto& counted = queue.counted;
    return queue.store.isConsistent(now) && counted.sent == before.sent + counts.sent
           && counted.deleted == before.deleted + counts.deleted
           && counted.deleteCalls >= before.deleteCalls + counts.deleted
           && counted.redriven == before.redriven + counts.redriven
           && counted.expired == before.expired + counts.expired
           && counted.moved == before.moved + counts.movedOut
           && counted.received == before.received + counts.received
           && counted.visible == queue.store.visibleCount()
           && counted.inFlight == queue.store.inFlightCount()
           && counted.delayed == queue.store.delayedCount();
}

bool isConserved(const World& world) {
    return std::all_of(world.nodes.begin(), world.nodes.end(), [&](const NodeState& node) {
        const auto* queue = std::get_if<Queue>(&node);
        const auto* topic = std::get_if<Topic>(&node);
        return (queue == nullptr || isConserved(*queue, world.now(), {}))
               && (topic == nullptr || isConserved(*topic));
    });
}

bool runConserved(World& world, SimTime limit, RunObserver* observer) {
    while (!runSome(world, limit, 1, observer)) {
        if (!isConserved(world)) {
            return false;
        }
    }
    return isConserved(world);
}

Lab busyLab(std::int64_t seed) {
    Lab lab(seed);
    const NodeId steady = lab.producer({{"rate", "20"}, {"spacing", "poisson"}});
    const NodeId bursts = lab.producer({{"schedule", "burst"},
                                        {"rate", "0"},
                                        {"peak_rate", "60"},
                                        {"period", "7 s"},
                                        {"burst_length", "1 s"},
                                        {"poison_share", "0.2"}});
    const NodeId queue = lab.queue({{"visibility_timeout", "2 s"}, {"delay", "300 ms"}});
    const NodeId deadLetters = lab.queue();
    const NodeId workers = lab.consumer({{"workers", "6"},
                                         {"batch_size", "4"},
                                         {"processing_time", "exponential 150 ms"},
                                         {"failure_share", "0.05"},
                                         {"crash_share", "0.01"},
                                         {"restart_time", "1 s"},
                                         {"heartbeat", "1 s"},
                                         {"heartbeat_extension", "2 s"}});
    const NodeId hasty = lab.consumer({{"workers", "2"},
                                       {"wait_time", "0 s"},
                                       {"poll_pause", "400 ms"},
                                       {"batch_size", "10"},
                                       {"delete_when", "after_batch"},
                                       {"failure_share", "0.3"},
                                       {"on_failure", "release"}});
    lab.feed(steady, queue, "uniform 1 ms to 9 ms");
    lab.feed(bursts, queue, "10 ms");
    lab.serve(queue, workers, "exponential 5 ms");
    lab.serve(queue, hasty, "3 ms");
    lab.redrive(queue, deadLetters);
    return lab;
}

} // namespace sluice::test
