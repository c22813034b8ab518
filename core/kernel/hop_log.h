// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/hop.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sluice {

/// Collects hops for drawing, beside the World. At its capacity it drops every second hop and takes
/// in only every stride-th from then on, so memory stays bounded and the scale is known.
class HopLog {
public:
    /// Requires: capacity >= 2.
    explicit HopLog(std::size_t capacity) : m_capacity(capacity) {}

    void add(const Hop& hop);
    /// Each hop stands for this many.
    std::uint32_t stride() const { return m_stride; }
    /// Hands out all hops, in order of departure, and starts anew with stride 1.
    std::vector<Hop> take();

private:
    std::size_t m_capacity;
    std::vector<Hop> m_hops;
    std::uint32_t m_stride = 1;
    std::uint32_t m_skipped = 0;
};

} // namespace sluice
