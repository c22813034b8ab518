// SPDX-License-Identifier: GPL-3.0-or-later
// Small labs of the real kinds, built in a line or two.
#pragma once

#include "core/model/patch.h"
#include "core/sim/live_edit.h"
#include "core/sim/simulator.h"
#include "core/sim/world.h"

#include <initializer_list>
#include <string_view>

namespace sluice::test {

/// A setting as the user types it: {"rate", "10"}.
struct TypedSetting {
    std::string_view key;
    std::string_view text;
};
using Settings = std::initializer_list<TypedSetting>;

/// Sets a setting to what a document may hold: also to a fraction of a second where nobody may
/// enter one, which makes for short runs. Wrong keys and values abort.
void setHeld(Document& document, NodeId node, std::string_view key, std::string_view text);

/// A document under construction. Wrong keys, values and links are bugs of the test and abort.
class Lab {
public:
    explicit Lab(std::int64_t seed = 42) {
        document.settings.seed = seed;
        // Links alone take time, so that a test can tell when something arrives.
        document.settings.limitOverrides = "sns.latency_ms=0";
    }

    NodeId producer(Settings settings = {}) { return add("producer", settings); }
    NodeId queue(Settings settings = {}) { return add("queue", settings); }
    NodeId consumer(Settings settings = {}) { return add("consumer", settings); }
    NodeId bucket(Settings settings = {}) { return add("bucket", settings); }
    NodeId topic(Settings settings = {}) { return add("topic", settings); }
    NodeId endpoint(Settings settings = {}) { return add("endpoint", settings); }
    NodeId eventSource(Settings settings = {}) { return add("event_source", settings); }
    /// Links producer → queue, queue → consumer, and queue → dead-letter queue. These and all other
    /// links come with the permission they need.
    LinkId feed(NodeId producer, NodeId queue, std::string_view latency = "0 s");
    LinkId serve(NodeId queue, NodeId consumer, std::string_view latency = "0 s");
    LinkId redrive(NodeId queue, NodeId deadLetters);
    /// Links a producer or consumer → its payload bucket.
    LinkId keep(NodeId part, NodeId bucket, std::string_view latency = "0 s");
    /// Links a bucket → queue or topic that is told of its events.
    LinkId tell(NodeId bucket, NodeId target) { return link(bucket, "events", target, "in"); }
    /// Links a topic → queue or endpoint.
    LinkId
    subscribe(NodeId topic, NodeId end, Settings settings = {}, std::string_view latency = "0 s");
    void set(NodeId node, std::string_view key, std::string_view text);
    void setLink(LinkId link, std::string_view key, std::string_view text);
    World world() const;
    /// Makes the change to the document and to the World that runs it.
    template <class Change>
    std::vector<EditNews> edit(World& running, Change&& change) {
        const Document before = document;
        change();
        return applyEdit(running, diff(before, document));
    }

    Document document;

private:
    NodeId add(std::string_view kind, Settings settings);
    LinkId link(NodeId from, std::string_view fromPort, NodeId to, std::string_view toPort);
};

const Producer& producerIn(const World& world, NodeId id);
const Queue& queueIn(const World& world, NodeId id);
const Consumer& consumerIn(const World& world, NodeId id);
const Bucket& bucketIn(const World& world, NodeId id);
const Topic& topicIn(const World& world, NodeId id);
const Endpoint& endpointIn(const World& world, NodeId id);
const EventSource& eventSourceIn(const World& world, NodeId id);

/// Both invariants of every queue, and agreement of its counters with its store.
bool isConserved(const World& world);
/// The same of one queue, whose metrics were `before` when its present store began.
bool isConserved(const Queue& queue, SimTime now, const Queue::Metrics& before);

/// Runs instant by instant; false as soon as something is not conserved.
bool runConserved(World& world, SimTime limit, RunObserver* observer = nullptr);

/// Producer, queue with dead-letter queue, and consumers with failures, crashes, heartbeats, delay
/// and random latencies: a bit of everything.
Lab busyLab(std::int64_t seed);

} // namespace sluice::test
