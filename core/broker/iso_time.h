// SPDX-License-Identifier: GPL-3.0-or-later
// Dates of the calendar as users write them in policies; toIsoText() writes those of the services.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

/// Seconds since 1970 of "2026-11-21", "2026-11-21T08:30Z", "2026-11-21T08:30:00.250+01:00", or of
/// a whole number of seconds; fractions are cut off. Nothing when it is none of these.
std::optional<std::int64_t> parseIsoTime(std::string_view text);

} // namespace sluice
