// SPDX-License-Identifier: GPL-3.0-or-later
// Places for boxes that are linked: in columns, each link to a column further right where that can
// be, with few crossings and short ways (after Sugiyama, Tagawa and Toda 1981).
#pragma once

#include "core/model/document.h"

#include <cstddef>
#include <span>
#include <vector>

namespace sluice {

struct LayoutBox {
    Size size;
    double order = 0; ///< Boxes that could be above each other either way keep this order.
};

/// From one box to another, by their places in the list.
struct LayoutEdge {
    std::size_t from = 0;
    std::size_t to = 0;
};

struct BoxLayout {
    std::vector<Point>
        corners; ///< Upper left, of each box; the first at x = 0, the highest at y = 0.
    Size size;   ///< Of all together.
};

inline constexpr double kColumnGap = 104;
inline constexpr double kRowGap = 40;

/// Deterministic: equal input gives equal places. Takes some milliseconds for hundreds of boxes.
/// Requires: edges name boxes of the list.
BoxLayout layered(std::span<const LayoutBox> boxes, std::span<const LayoutEdge> edges);

} // namespace sluice
