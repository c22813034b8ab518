// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace sluice {

/// What passes through a link, as bits, so that a port can accept several.
enum class Flow : std::uint8_t {
    Send = 1, ///< SendMessage requests carry messages from the link's start to its end.
    Receive =
        2, ///< The end polls the start with ReceiveMessage; messages come back along the link.
    DeadLetter = 4, ///< Messages whose receive count is used up move along the link.
    Store = 8,      ///< The start puts payloads into the end, a bucket, or gets them from there.
    Notify = 16,    ///< A subscription: what is published at the start is delivered to the end.
    Event = 32,     ///< The end is told of what happens to the objects of the start, a bucket.
};

enum class PortSide : std::uint8_t { Left, Right, Bottom };

/// A place on a part where links start (`isOutput`) or end.
struct PortSpec {
    std::string_view key;
    std::string_view label;
    bool isOutput = false;
    /// Bits of Flow: what an output emits (one bit) or an input takes (any of them).
    std::uint8_t flows = 0;
    /// Whether several links may use the port at once.
    bool takesMany = true;
    PortSide side = PortSide::Left;
    /// For the user whose link was refused here: what this port takes and what to do instead. A
    /// full sentence.
    std::string_view advice;
    /// Key of the setting above which the one target of the output is chosen; empty: below all.
    std::string_view settingBelow = {};
};

constexpr std::uint8_t operator|(Flow left, Flow right) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}
constexpr bool accepts(const PortSpec& input, const PortSpec& output) {
    return (input.flows & output.flows) != 0;
}

} // namespace sluice
