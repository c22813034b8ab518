// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

/// An IPv4 or IPv6 address.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};
    std::uint8_t length = 0; ///< 4 or 16.
};

/// Reads "10.0.0.1" or "2001:db8::1" without allocating; nothing when it is no address.
std::optional<IpAddress> parseIpAddress(std::string_view text);

/// Whether the first `bits` bits of both are equal; addresses of the two families never are.
bool isInNetwork(const IpAddress& address, const IpAddress& network, unsigned bits);

} // namespace sluice
