// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_settings.h"

#include <array>

namespace sluice {

std::span<const Property<LinkSettings>> linkProperties() {
    static const std::array<Property<LinkSettings>, 1> kRows{{
        property<&LinkSettings::latency>(
            {"latency",
             "Latency",
             "Time a request or an answer takes over this link. Moves to a dead-letter queue "
             "happen inside the broker and take none."},
            Unit::None,
            {0, 3'600}),
    }};
    return kRows;
}

} // namespace sluice
