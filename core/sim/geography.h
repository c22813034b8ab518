// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/party.h"
#include "core/model/patch.h"
#include "core/model/region_latency.h"

#include <vector>

namespace sluice {

/// What a running simulation knows of the canvas: what its parts are called, where they lie and
/// which regions and accounts there are, so that a part or a frame may move while it runs. A plain
/// value.
class Geography {
public:
    /// What a patch may have changed.
    struct Changes {
        bool ofDistances = false; ///< Any link may be shorter or longer now.
        bool ofNames = false;     ///< Any part may have another ARN or owner now.
    };
    /// Takes over what the patch says of places, names, frames and settings.
    Changes take(const Patch& patch);
    /// Of a part that is not known: an empty name in the document's own region and account.
    PartPlace placeOf(NodeId node) const;
    /// What a link between the two parts adds to its own latency, one way; zero when a part is not
    /// known.
    Duration latencyBetween(NodeId from, NodeId to) const;

    friend bool operator==(const Geography&, const Geography&) = default;

private:
    struct Place {
        NodeId node{};
        Point position;
        std::string name;
        friend bool operator==(const Place&, const Place&) = default;
    };

    const Place* find(NodeId node) const;
    std::string_view regionAt(Point position) const;
    std::string_view accountAt(Point position) const;

    std::vector<Place> m_places;    ///< In order of NodeId.
    std::vector<Boundary> m_frames; ///< In order of id; regions and accounts only.
    std::string m_region = Settings{}.region;
    std::string m_account = Settings{}.account;
    RegionLatencies m_latencies;
};

} // namespace sluice
