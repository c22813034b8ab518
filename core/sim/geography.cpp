// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/geography.h"

#include "core/model/boundaries.h"

#include <algorithm>

namespace sluice {

bool Geography::take(const Patch& patch) {
    bool mayMatter = false;
    for (const auto& change : patch.nodes) {
        const NodeId id = change.after ? change.after->id : change.before->id;
        const auto place = std::ranges::lower_bound(m_places, id, {}, &Place::node);
        const bool isKnown = place != m_places.end() && place->node == id;
        if (!change.after) {
            if (isKnown) m_places.erase(place);
            continue;
        }
        if (!isKnown) {
            m_places.insert(place, {id, change.after->position});
        } else if (place->position != change.after->position) {
            place->position = change.after->position;
            mayMatter = mayMatter || !m_regions.empty();
        }
    }
    for (const auto& change : patch.boundaries) {
        const BoundaryId id = change.after ? change.after->id : change.before->id;
        mayMatter |= std::erase_if(m_regions, [id](const auto& each) { return each.id == id; }) > 0;
        if (!change.after || change.after->type != BoundaryType::Region) continue;
        m_regions.insert(std::ranges::lower_bound(m_regions, id, {}, &Boundary::id), *change.after);
        // Names mean nothing here.
        std::ranges::find(m_regions, id, &Boundary::id)->name.clear();
        mayMatter = true;
    }
    if (!patch.settings) return mayMatter;
    const Settings& settings = *patch.settings->after;
    RegionLatencies latencies = regionLatencies(settings.regionLatencies).value_or(m_latencies);
    mayMatter |= !m_regions.empty() && (settings.region != m_region || !(latencies == m_latencies));
    m_region = settings.region;
    m_latencies = std::move(latencies);
    return mayMatter;
}

Duration Geography::latencyBetween(NodeId from, NodeId to) const {
    if (m_regions.empty()) return Duration::zero();
    const Place* const start = find(from);
    const Place* const end = find(to);
    if (start == nullptr || end == nullptr) return Duration::zero();
    return m_latencies.between(regionAt(start->position), regionAt(end->position));
}

const Geography::Place* Geography::find(NodeId node) const {
    const auto place = std::ranges::lower_bound(m_places, node, {}, &Place::node);
    return place == m_places.end() || place->node != node ? nullptr : &*place;
}

std::string_view Geography::regionAt(Point position) const {
    const Boundary* const region = innermost(m_regions, BoundaryType::Region, centreOf(position));
    return region == nullptr ? std::string_view(m_region) : region->code;
}

} // namespace sluice
