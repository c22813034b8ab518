// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/property.h"

#include <span>

namespace sluice {

/// Settings of a link.
struct LinkSettings {
    Distribution latency = constant(10ms);
};

std::span<const Property<LinkSettings>> linkProperties();

} // namespace sluice
