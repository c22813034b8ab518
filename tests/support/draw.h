// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers, places and sizes. Call within a rapidcheck property only.
#pragma once

#include "core/model/document.h"

#include <rapidcheck.h>

#include <cstdint>

namespace sluice::test {

/// A number of `low` to `high`, both included.
inline std::int64_t draw(std::int64_t low, std::int64_t high) {
    return *rc::gen::inRange<std::int64_t>(low, high + 1);
}

inline bool drawBool() {
    return draw(0, 1) == 1;
}

/// Numbers with many digits as well as round ones.
inline double drawReal(double low, double high) {
    const auto part = static_cast<double>(draw(0, 1'000'000'007)) / 1'000'000'007.0;
    return drawBool() ? low + (high - low) * part : low;
}

inline Point drawPoint() {
    return {drawReal(-kMaxCoordinate, kMaxCoordinate), drawReal(-500, 500)};
}

inline BoundaryType drawBoundaryType() {
    return static_cast<BoundaryType>(draw(0, 2));
}

inline Size drawSize() {
    return {drawReal(kMinBoundarySide, 1'000), drawReal(kMinBoundarySide, 1'000)};
}

} // namespace sluice::test
