// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/property.h"

#include <string_view>

namespace sluice {

/// Reads instants from the first column of CSV text, one a line, in any order: "12.5" (seconds) or
/// "250 ms". Cells end at a comma, semicolon or tab. Empty lines, lines that begin with # and one
/// heading are passed over. The error names the line; at most 100 000 times are taken.
Result<Times> readTimesCsv(std::string_view text);

} // namespace sluice
