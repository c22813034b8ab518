// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/sim_time.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sluice {

/// What a link between two regions adds to its own latency, one way.
struct RegionLatencies {
    /// Own values by the two region codes, the lower one first.
    std::map<std::pair<std::string, std::string>, Duration> pairs;
    Duration others = 80ms; ///< For pairs without an own or a typical value.

    /// Zero within one region; else the own value, the typical one, or `others`.
    Duration between(std::string_view from, std::string_view to) const;

    friend bool operator==(const RegionLatencies&, const RegionLatencies&) = default;
};

/// Reads the document's own values, "us-east-1/eu-west-1=40 ms; others=80 ms"; empty text has none.
/// A value lies between 0 and an hour. The error names the entry that is wrong and shows a right
/// one.
Result<RegionLatencies> regionLatencies(std::string_view text);

/// A region of the services that is offered by name.
struct RegionName {
    std::string_view code;
    std::string_view place;
};

/// Those that are offered, by code; any other code of the right form is fine too.
std::span<const RegionName> commonRegions();

} // namespace sluice
