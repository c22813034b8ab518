// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/geography.h"

#include "core/model/boundaries.h"

#include <algorithm>

namespace sluice {

Geography::Changes Geography::take(const Patch& patch) {
    Changes changes;
    const auto moved = [&] { changes.ofDistances = changes.ofNames = true; };
    for (const auto& change : patch.nodes) {
        const NodeId id = change.after ? change.after->id : change.before->id;
        const auto place = std::ranges::lower_bound(m_places, id, {}, &Place::node);
        const bool isKnown = place != m_places.end() && place->node == id;
        if (!change.after) {
            if (isKnown) m_places.erase(place);
            continue;
        }
        const Place now{id, change.after->position, change.after->name};
        if (!isKnown) {
            m_places.insert(place, now);
            changes.ofNames = true;
            continue;
        }
        if (place->position != now.position && !m_frames.empty()) moved();
        changes.ofNames = changes.ofNames || place->name != now.name;
        *place = now;
    }
    for (const auto& change : patch.boundaries) {
        const BoundaryId id = change.after ? change.after->id : change.before->id;
        if (std::erase_if(m_frames, [id](const auto& each) { return each.id == id; }) > 0) moved();
        if (!change.after || change.after->type == BoundaryType::Network) continue;
        Boundary frame = *change.after;
        frame.name.clear(); // means nothing here
        m_frames.insert(std::ranges::lower_bound(m_frames, id, {}, &Boundary::id), frame);
        moved();
    }
    if (!patch.settings) return changes;
    const Settings& settings = *patch.settings->after;
    RegionLatencies latencies = regionLatencies(settings.regionLatencies).value_or(m_latencies);
    changes.ofDistances =
        changes.ofDistances || settings.region != m_region || !(latencies == m_latencies);
    changes.ofNames =
        changes.ofNames || settings.region != m_region || settings.account != m_account;
    m_region = settings.region;
    m_account = settings.account;
    m_latencies = std::move(latencies);
    return changes;
}

PartPlace Geography::placeOf(NodeId node) const {
    const Place* const place = find(node);
    if (place == nullptr) return {{}, m_region, m_account};
    return {place->name,
            std::string(regionAt(place->position)),
            std::string(accountAt(place->position))};
}

Duration Geography::latencyBetween(NodeId from, NodeId to) const {
    if (m_frames.empty()) return Duration::zero();
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
    const Boundary* const region = innermost(m_frames, BoundaryType::Region, centreOf(position));
    return region == nullptr ? std::string_view(m_region) : region->code;
}

std::string_view Geography::accountAt(Point position) const {
    const Boundary* const account = innermost(m_frames, BoundaryType::Account, centreOf(position));
    return account == nullptr ? std::string_view(m_account) : account->code;
}

} // namespace sluice
