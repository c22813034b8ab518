// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace sluice {

/// A running 64-bit fingerprint of values: equal inputs in equal order give equal results on every
/// platform and compiler. Not for security.
class Digest {
public:
    /// Takes in one number; floating-point numbers count by their bits.
    template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void add(T value) {
        if constexpr (std::is_floating_point_v<T>) {
            mix(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
        } else {
            mix(static_cast<std::uint64_t>(value));
        }
    }
    /// Takes in length and bytes.
    void add(std::string_view text) {
        mix(text.size());
        for (const char c : text) {
            mix(static_cast<unsigned char>(c));
        }
    }

    std::uint64_t value() const { return m_value; }

private:
    // One multiply-xorshift round (the finaliser of SplitMix64) per word: full avalanche,
    // order-sensitive.
    void mix(std::uint64_t word) {
        m_value = (m_value ^ word) * 0xBF58476D1CE4E5B9U;
        m_value ^= m_value >> 27U;
        m_value = m_value * 0x94D049BB133111EBU + 0x9E3779B97F4A7C15U;
        m_value ^= m_value >> 31U;
    }

    std::uint64_t m_value = 0x243F6A8885A308D3U;
};

} // namespace sluice
