// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"

#include <cstdint>

namespace sluice {

/// Position of a group in a table. The lab's groups count from 1, those named through the API from
/// 2^26, all are below 2^27: the one take the even places, the other the odd ones, so that neither
/// leaves a gap.
constexpr std::uint32_t placeOf(GroupIndex group) {
    constexpr std::uint32_t kAll = (1U << 27U) - 1;
    return (group << 1U & kAll) | group >> 26U;
}
constexpr GroupIndex groupAt(std::uint32_t place) {
    return place >> 1U | (place & 1U) << 26U;
}

} // namespace sluice
