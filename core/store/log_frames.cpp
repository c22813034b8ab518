// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/log_frames.h"

#include <array>

namespace sluice {

namespace {

constexpr std::array<std::uint32_t, 256> makeTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? (value >> 1U) ^ 0xEDB88320U : value >> 1U;
        table[i] = value;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> kTable = makeTable();
constexpr std::size_t kNumberBytes = 4;

} // namespace

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes)
        crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
    return crc ^ 0xFFFFFFFFU;
}

void appendNumber(std::string& bytes, std::uint32_t number) {
    for (std::size_t i = 0; i < kNumberBytes; ++i) {
        bytes += static_cast<char>(number & 0xFFU);
        number >>= 8U;
    }
}

std::optional<std::uint32_t> takeNumber(std::string_view& bytes) {
    if (bytes.size() < kNumberBytes) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = kNumberBytes; i-- > 0;)
        number = (number << 8U) | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(kNumberBytes);
    return number;
}

void appendFrame(std::string& bytes, std::string_view payload) {
    appendNumber(bytes, static_cast<std::uint32_t>(payload.size()));
    appendNumber(bytes, crc32(payload));
    bytes += payload;
}

std::optional<std::string_view> takeFrame(std::string_view& bytes) {
    const auto size = takeNumber(bytes);
    const auto crc = takeNumber(bytes);
    if (!size || !crc || *size > bytes.size()) return std::nullopt;
    const std::string_view payload = bytes.substr(0, *size);
    if (crc32(payload) != *crc) return std::nullopt;
    bytes.remove_prefix(payload.size());
    return payload;
}

} // namespace sluice
