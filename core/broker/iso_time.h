// SPDX-License-Identifier: GPL-3.0-or-later
// Dates of the calendar as the services write them. The caller says which second it is; nothing
// here reads a clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// "2026-11-21T08:30:00.250Z" of milliseconds since 1970 (UTC). Requires: year 1970 to 9999.
std::string isoTime(std::int64_t milliseconds);

/// Seconds since 1970 of "2026-11-21", "2026-11-21T08:30Z", "2026-11-21T08:30:00.250+01:00", or of
/// a whole number of seconds; fractions are cut off. Nothing when it is none of these.
std::optional<std::int64_t> parseIsoTime(std::string_view text);

} // namespace sluice
