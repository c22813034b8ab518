// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/patch.h"
#include "core/model/region_latency.h"

#include <vector>

namespace sluice {

/// What a running simulation knows of the canvas: where its parts lie and which regions there are,
/// so that a part or a frame may move while it runs. A plain value.
class Geography {
public:
    /// Takes over what the patch says of places, frames and settings. Whether any link may now be
    /// shorter or longer.
    bool take(const Patch& patch);
    /// What a link between the two parts adds to its own latency, one way; zero when a part is not
    /// known.
    Duration latencyBetween(NodeId from, NodeId to) const;

    friend bool operator==(const Geography&, const Geography&) = default;

private:
    struct Place {
        NodeId node{};
        Point position;
        friend bool operator==(const Place&, const Place&) = default;
    };

    const Place* find(NodeId node) const;
    std::string_view regionAt(Point position) const;

    std::vector<Place> m_places;     ///< In order of NodeId.
    std::vector<Boundary> m_regions; ///< In order of id; regions only.
    std::string m_region = Settings{}.region;
    RegionLatencies m_latencies;
};

} // namespace sluice
