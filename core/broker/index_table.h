// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

/// Finds positions in a container of the caller's by hash: open addressing with linear probing,
/// no allocation per entry. Its layout depends on the calls alone, so copies of a World agree.
class IndexTable {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
    /// For positions that are running numbers: they come round before kNone.
    static constexpr std::uint32_t kNumberMask = 0x7FFFFFFFU;

    /// A hash of one or two numbers (the finaliser of SplitMix64).
    static constexpr std::uint32_t hashOf(std::uint64_t key, std::uint32_t more = 0) {
        std::uint64_t word = key + (std::uint64_t{more} + 1) * 0x9E3779B97F4A7C15U;
        word = (word ^ (word >> 30U)) * 0xBF58476D1CE4E5B9U;
        word = (word ^ (word >> 27U)) * 0x94D049BB133111EBU;
        return static_cast<std::uint32_t>((word ^ (word >> 31U)) >> 32U);
    }

    /// The position entered under this hash for which `isIt(position)` is true, else kNone.
    template <class IsIt>
    std::uint32_t find(std::uint32_t hash, IsIt&& isIt) const {
        if (m_cells.empty()) {
            return kNone;
        }
        for (std::size_t at = hash & mask(); m_cells[at].position != kNone; at = after(at)) {
            if (m_cells[at].hash == hash && isIt(m_cells[at].position)) {
                return m_cells[at].position;
            }
        }
        return kNone;
    }
    /// Requires: the position is not kNone and not entered.
    void insert(std::uint32_t hash, std::uint32_t position) {
        if (4 * (m_size + 1) > 3 * m_cells.size()) {
            grow();
        }
        place({hash, position});
        ++m_size;
    }
    /// Requires: the position was entered under this hash.
    void erase(std::uint32_t hash, std::uint32_t position) {
        std::size_t gap = hash & mask();
        while (m_cells[gap].position != position) {
            gap = after(gap);
        }
        // Later cells of the run move up unless that takes them before their home.
        for (std::size_t at = after(gap); m_cells[at].position != kNone; at = after(at)) {
            const std::size_t home = m_cells[at].hash & mask();
            if (((at - home) & mask()) >= ((at - gap) & mask())) {
                m_cells[gap] = m_cells[at];
                gap = at;
            }
        }
        m_cells[gap] = Cell{};
        --m_size;
    }
    void clear() {
        m_cells.assign(m_cells.size(), Cell{});
        m_size = 0;
    }
    std::size_t size() const { return m_size; }

    friend bool operator==(const IndexTable&, const IndexTable&) = default;

private:
    struct Cell {
        std::uint32_t hash = 0;
        std::uint32_t position = kNone;

        friend bool operator==(const Cell&, const Cell&) = default;
    };
    std::size_t mask() const { return m_cells.size() - 1; }
    std::size_t after(std::size_t at) const { return (at + 1) & mask(); }
    void place(const Cell& cell) {
        std::size_t at = cell.hash & mask();
        while (m_cells[at].position != kNone) {
            at = after(at);
        }
        m_cells[at] = cell;
    }
    void grow() {
        const std::vector<Cell> old = m_cells;
        m_cells.assign(old.empty() ? 8 : 2 * old.size(), Cell{});
        for (const Cell& cell : old) {
            if (cell.position != kNone) {
                place(cell);
            }
        }
    }

    std::vector<Cell> m_cells; // size is 0 or a power of two
    std::size_t m_size = 0;
};

} // namespace sluice
