// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/headline.h"

#include "core/base/assert.h"
#include "core/model/edits.h"

namespace sluice::bench {

namespace {

constexpr int kLanes = 24;

NodeId add(Document& document, std::string_view kind, const PropertyMap& settings) {
    const NodeId id = addNode(document, *registry().find(kind), {});
    for (const auto& [key, value] : settings) {
        SLUICE_ASSERT(setProperty(document, registry(), id, key, value).has_value());
    }
    return id;
}

void link(Document& document, const PortRef& from, const PortRef& to) {
    const auto id = connect(document, registry(), from, to);
    SLUICE_ASSERT(id.has_value());
    SLUICE_ASSERT(
        setLinkProperty(document, registry(), *id, "latency", exponential(500us)).has_value());
}

} // namespace

Document headlineDocument(Duration handling) {
    Document document;
    for (int lane = 0; lane < kLanes; ++lane) {
        const NodeId producer = add(document,
                                    "producer",
                                    {{"rate", 100'000.0 / kLanes},
                                     {"spacing", std::string("poisson")},
                                     {"message_size", std::int64_t{256}}});
        const NodeId queue = add(document, "queue", {{"visibility_timeout", Duration{2s}}});
        const NodeId consumer = add(document,
                                    "consumer",
                                    {{"workers", std::int64_t{125}},
                                     {"batch_size", std::int64_t{10}},
                                     {"delete_when", std::string("after_batch")},
                                     {"processing_time", exponential(handling)}});
        link(document, {producer, "out"}, {queue, "in"});
        link(document, {queue, "out"}, {consumer, "in"});
    }
    return document;
}

World headlineWorld(Duration handling) {
    auto built = build(headlineDocument(handling));
    SLUICE_ASSERT(built.has_value());
    return std::move(*built);
}

} // namespace sluice::bench
