// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sluice {

/// Standard Base64 with padding (RFC 4648 §4).
std::string base64(std::string_view bytes);

} // namespace sluice
