// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/headline.h"

#include "core/base/assert.h"
#include "core/kinds/link_access.h"
#include "core/model/edits.h"

namespace sluice::bench {

namespace {

constexpr int kQueues = 24;

NodeId add(Document& document, std::string_view kind, const PropertyMap& settings) {
    const NodeId id = addNode(document, *registry().find(kind), {});
    for (const auto& [key, value] : settings) {
        SLUICE_ASSERT(setProperty(document, registry(), id, key, value).has_value());
    }
    return id;
}

LinkId link(Document& document, const PortRef& from, const PortRef& to) {
    const auto id = connect(document, registry(), from, to);
    SLUICE_ASSERT(id.has_value());
    return *id;
}

LinkId
slowLink(Document& document, const PortRef& from, const PortRef& to, const HeadlineForm& form) {
    const LinkId id = link(document, from, to);
    const Distribution latency = form.isLatencyRandom ? exponential(500us) : constant(500us);
    SLUICE_ASSERT(setLinkProperty(document, registry(), id, "latency", latency).has_value());
    return id;
}

PropertyMap producerSettings(const HeadlineForm& form) {
    PropertyMap settings{{"rate", 100'000.0},
                         {"spacing", std::string("poisson")},
                         {"batch_size", form.sendBatch},
                         {"message_size", std::int64_t{256}}};
    if (form.groups > 0) {
        settings["keys"] = form.groups;
        settings["message_group"] = std::string("per_key");
        settings["dedup_id"] = std::string("unique");
    }
    return settings;
}

void addQueue(Document& document,
              const PortRef& source,
              std::int64_t receives,
              const HeadlineForm& form) {
    PropertyMap settings{{"type", std::string(form.groups > 0 ? "fifo" : "standard")},
                         {"visibility_timeout", Duration{2s}},
                         {"max_receive_count", receives}};
    if (form.groups > 0) settings["enforce_quotas"] = false;
    const NodeId queue = add(document, "queue", settings);
    const NodeId deadLetters = add(document, "queue", settings);
    const NodeId consumer =
        add(document,
            "consumer",
            {{"workers", std::int64_t{125}},
             {"batch_size", std::int64_t{10}},
             {"delete_when", std::string(form.deletesEach ? "after_each" : "after_batch")},
             {"processing_time", exponential(8ms)},
             {"processing_per", std::string("batch")},
             {"crash_share", 0.002},
             {"restart_time", Duration{}}});
    const LinkId way = slowLink(document, source, {queue, "in"}, form);
    if (form.isPublished) {
        SLUICE_ASSERT(setLinkProperty(document, registry(), way, "raw_delivery", true).has_value());
        permit(document, way);
    }
    slowLink(document, {queue, "out"}, {consumer, "in"}, form);
    link(document, {queue, "dead_letter"}, {deadLetters, "in"});
}

} // namespace

Document headlineDocument(const HeadlineForm& form) {
    Document document;
    const NodeId producer = add(document, "producer", producerSettings(form));
    PortRef source{producer, "out"};
    // The service's own time would only mean more calls under way: the forms stay comparable.
    document.settings.limitOverrides = "sns.latency_ms=0";
    if (form.isPublished) {
        const NodeId topic = add(document, "topic", {{"enforce_quotas", false}});
        const LinkId way = link(document, source, {topic, "in"});
        SLUICE_ASSERT(
            setLinkProperty(document, registry(), way, "latency", constant({})).has_value());
        source = {topic, "subscribers"};
    }
    for (int i = 0; i < kQueues; ++i) {
        addQueue(document, source, 1 + i % 2, form);
    }
    return document;
}

World headlineWorld(const HeadlineForm& form) {
    auto built = build(headlineDocument(form));
    SLUICE_ASSERT(built.has_value());
    return std::move(*built);
}

} // namespace sluice::bench
