// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of a log file: length and CRC-32 of the payload (both 32 bits, little-endian), then the
// payload. A frame that was cut off or damaged ends the log; all before it count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// CRC-32 as in zip and PNG (polynomial 0xEDB88320); "123456789" gives 0xCBF43926.
std::uint32_t crc32(std::string_view bytes);

/// Adds `number` as four bytes, least significant first.
void appendNumber(std::string& bytes, std::uint32_t number);

/// Takes such a number off the front; nothing when there are fewer than four bytes.
std::optional<std::uint32_t> takeNumber(std::string_view& bytes);

/// Requires: payload is shorter than 4 GiB.
void appendFrame(std::string& bytes, std::string_view payload);

/// Takes the first frame's payload off the front; nothing when it is not whole and right.
std::optional<std::string_view> takeFrame(std::string_view& bytes);

} // namespace sluice
