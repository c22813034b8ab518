// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/ip_network.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>

namespace sluice {

std::optional<IpAddress> parseIpAddress(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> ended{};
    // A NUL inside would end the address early.
    if (text.size() >= ended.size() || text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    std::copy(text.begin(), text.end(), ended.begin());
    IpAddress address;
    const bool isVersion6 = text.find(':') != std::string_view::npos;
    if (inet_pton(isVersion6 ? AF_INET6 : AF_INET, ended.data(), address.bytes.data()) != 1) {
        return std::nullopt;
    }
    address.length = isVersion6 ? 16 : 4;
    return address;
}

bool isInNetwork(const IpAddress& address, const IpAddress& network, unsigned bits) {
    if (address.length != network.length) return false;
    const unsigned whole = bits / 8;
    const auto* start = network.bytes.begin();
    if (!std::equal(start, start + whole, address.bytes.begin())) return false;
    const unsigned rest = bits % 8;
    if (rest == 0) return true;
    const unsigned difference = address.bytes.at(whole) ^ static_cast<unsigned>(start[whole]);
    return difference >> (8 - rest) == 0;
}

} // namespace sluice
