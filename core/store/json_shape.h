// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace sluice {

/// Whether `text` is JSON (RFC 8259) of at most kMaxJsonDepth levels, kMaxJsonValues values and
/// without two members of one name in an object. The error names the byte, counted from 1.
Result<> checkJsonShape(std::string_view text);

inline constexpr std::size_t kMaxJsonDepth = 16;
inline constexpr std::size_t kMaxJsonValues = 5'000'000;

} // namespace sluice
