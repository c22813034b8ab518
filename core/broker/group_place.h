// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"

#include <bit>
#include <cstdint>

namespace sluice {

/// Position of a group in a table. The lab's groups count from 1, those named through the API from
/// 2^31: the one take the even places, the other the odd ones, so that neither leaves a gap.
constexpr std::uint32_t placeOf(GroupIndex group) {
    return std::rotl(group, 1);
}
constexpr GroupIndex groupAt(std::uint32_t place) {
    return std::rotr(place, 1);
}

} // namespace sluice
