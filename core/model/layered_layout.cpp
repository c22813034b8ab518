// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/layered_layout.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace sluice {

namespace {

using Indexes = std::vector<std::size_t>;

constexpr int kSweeps = 12;
constexpr double kLaneGap = 20; // beside a link that passes through a column
/// Links over more columns than this get no room in those between: there would be no end of bends.
constexpr std::size_t kLongestLane = 12;

/// A box, or a bend of a link that passes through a column.
struct Vertex {
    double width = 0, height = 0;
    double order = 0;
    std::size_t column = 0;
    bool isBend = false;
    Indexes before, after; ///< Neighbours in the columns to the left and right.
    double centre = 0;
};

class Layering {
public:
    Layering(std::span<const LayoutBox> boxes, std::span<const LayoutEdge> edges) {
        for (const LayoutBox& box : boxes) {
            Vertex& vertex = m_vertices.emplace_back();
            vertex.width = box.size.width;
            vertex.height = box.size.height;
            vertex.order = box.order;
        }
        m_edges = withoutCycles(edges);
        chooseColumns();
        linkColumns();
    }

    BoxLayout result(std::size_t boxCount) {
        orderColumns();
        chooseCentres();
        return places(boxCount);
    }

private:
    std::vector<LayoutEdge> withoutCycles(std::span<const LayoutEdge> edges) const;
    void chooseColumns();
    void linkColumns();
    void orderColumns();
    void number(const Indexes& column);
    void sortColumn(Indexes& column, bool byLeft);
    std::uint64_t crossings() const;
    void chooseCentres();
    void settleColumn(const Indexes& column, bool byLeft);
    double apart(std::size_t upper, std::size_t lower) const;
    BoxLayout places(std::size_t boxCount) const;

    std::vector<Vertex> m_vertices;
    std::vector<LayoutEdge> m_edges;
    std::vector<Indexes> m_columns; ///< Vertices from top to bottom.
};

// What leads back to a box that is being walked from is turned round.
std::vector<LayoutEdge> Layering::withoutCycles(std::span<const LayoutEdge> edges) const {
    enum class State : std::uint8_t { New, Open, Done };
    std::vector<Indexes> targets(m_vertices.size());
    Indexes incoming(m_vertices.size());
    for (const LayoutEdge& edge : edges) {
        if (edge.from == edge.to) continue;
        targets[edge.from].push_back(edge.to);
        ++incoming[edge.to];
    }
    Indexes roots(m_vertices.size());
    std::iota(roots.begin(), roots.end(), std::size_t{0});
    std::stable_sort(roots.begin(), roots.end(), [&](std::size_t left, std::size_t right) {
        return incoming[left] == 0 && incoming[right] != 0;
    });
    std::vector<State> states(m_vertices.size(), State::New);
    std::vector<LayoutEdge> result;
    for (const std::size_t root : roots) {
        if (states[root] != State::New) continue;
        std::vector<std::pair<std::size_t, std::size_t>> path{{root, 0}}; // and its next target
        states[root] = State::Open;
        while (!path.empty()) {
            auto& [at, next] = path.back();
            if (next == targets[at].size()) {
                states[at] = State::Done;
                path.pop_back();
                continue;
            }
            const std::size_t from = at;
            const std::size_t to = targets[from][next++];
            const bool isBack = states[to] == State::Open;
            result.push_back(isBack ? LayoutEdge{to, from} : LayoutEdge{from, to});
            if (states[to] == State::New) {
                states[to] = State::Open;
                path.emplace_back(to, 0);
            }
        }
    }
    return result;
}

// Each box right of all that lead to it; what only sends is just left of its first receiver.
void Layering::chooseColumns() {
    Indexes missing(m_vertices.size());
    for (const LayoutEdge& edge : m_edges) ++missing[edge.to];
    Indexes ready;
    for (std::size_t i = 0; i < m_vertices.size(); ++i)
        if (missing[i] == 0) ready.push_back(i);
    const Indexes sources = ready;
    std::vector<Indexes> targets(m_vertices.size());
    for (const LayoutEdge& edge : m_edges) targets[edge.from].push_back(edge.to);
    for (std::size_t i = 0; i < ready.size(); ++i) {
        for (const std::size_t to : targets[ready[i]]) {
            Vertex& target = m_vertices[to];
            target.column = std::max(target.column, m_vertices[ready[i]].column + 1);
            if (--missing[to] == 0) ready.push_back(to);
        }
    }
    for (const std::size_t source : sources) {
        std::size_t nearest = 0;
        for (const std::size_t to : targets[source])
            nearest =
                nearest == 0 ? m_vertices[to].column : std::min(nearest, m_vertices[to].column);
        if (nearest > 0) m_vertices[source].column = nearest - 1;
    }
}

void Layering::linkColumns() {
    for (const LayoutEdge& edge : m_edges) {
        std::size_t from = edge.from;
        const Vertex start = m_vertices[edge.from];
        const Vertex end = m_vertices[edge.to];
        const bool isLong = end.column - start.column > kLongestLane;
        for (std::size_t column = isLong ? end.column : start.column + 1; column <= end.column;
             ++column) {
            std::size_t to = edge.to;
            if (column < end.column) {
                to = m_vertices.size();
                Vertex bend;
                bend.order = (start.order + end.order) / 2;
                bend.column = column;
                bend.isBend = true;
                m_vertices.push_back(bend);
            }
            m_vertices[from].after.push_back(to);
            m_vertices[to].before.push_back(from);
            from = to;
        }
    }
    for (std::size_t i = 0; i < m_vertices.size(); ++i) {
        const std::size_t column = m_vertices[i].column;
        if (column >= m_columns.size()) m_columns.resize(column + 1);
        m_columns[column].push_back(i);
    }
    for (Indexes& column : m_columns)
        std::stable_sort(column.begin(), column.end(), [&](std::size_t left, std::size_t right) {
            return m_vertices[left].order < m_vertices[right].order;
        });
}

// Sweeps over the columns, each in the order of its neighbours' mean places; the best is kept.
void Layering::orderColumns() {
    std::vector<Indexes> best = m_columns;
    std::uint64_t fewest = crossings();
    for (const Indexes& column : m_columns) number(column);
    for (int sweep = 0; sweep < kSweeps && fewest > 0; ++sweep) {
        const bool isRightwards = sweep % 2 == 0;
        for (std::size_t i = 1; i < m_columns.size(); ++i)
            sortColumn(m_columns[isRightwards ? i : m_columns.size() - 1 - i], isRightwards);
        const std::uint64_t now = crossings();
        if (now >= fewest) continue;
        fewest = now;
        best = m_columns;
    }
    m_columns = std::move(best);
}

/// Notes the places in a column as centres, for the columns beside it.
void Layering::number(const Indexes& column) {
    for (std::size_t i = 0; i < column.size(); ++i)
        m_vertices[column[i]].centre = static_cast<double>(i);
}

void Layering::sortColumn(Indexes& column, bool byLeft) {
    std::vector<std::pair<double, std::size_t>> keys;
    for (const std::size_t at : column) {
        const Indexes& others = byLeft ? m_vertices[at].before : m_vertices[at].after;
        double sum = 0;
        for (const std::size_t other : others) sum += m_vertices[other].centre;
        keys.emplace_back(
            others.empty() ? m_vertices[at].centre : sum / static_cast<double>(others.size()), at);
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto& left, const auto& right) {
        return left.first < right.first;
    });
    std::transform(
        keys.begin(), keys.end(), column.begin(), [](const auto& key) { return key.second; });
    number(column);
}

std::uint64_t Layering::crossings() const {
    Indexes place(m_vertices.size());
    for (const Indexes& column : m_columns)
        for (std::size_t i = 0; i < column.size(); ++i) place[column[i]] = i;
    std::uint64_t sum = 0;
    for (const Indexes& column : m_columns) {
        Indexes ends; // of the column's links, from top to bottom
        for (const std::size_t at : column) {
            Indexes own;
            for (const std::size_t to : m_vertices[at].after) own.push_back(place[to]);
            std::sort(own.begin(), own.end());
            // Each end above which others from further up arrive later crosses those.
            for (const std::size_t end : own)
                sum += static_cast<std::uint64_t>(
                    ends.end() - std::upper_bound(ends.begin(), ends.end(), end));
            ends.insert(ends.end(), own.begin(), own.end());
            std::inplace_merge(
                ends.begin(), ends.end() - static_cast<std::ptrdiff_t>(own.size()), ends.end());
        }
    }
    return sum;
}

double Layering::apart(std::size_t upper, std::size_t lower) const {
    const Vertex& above = m_vertices[upper];
    const Vertex& below = m_vertices[lower];
    return (above.height + below.height) / 2 + (above.isBend || below.isBend ? kLaneGap : kRowGap);
}

void Layering::chooseCentres() {
    for (const Indexes& column : m_columns) {
        double at = 0;
        for (std::size_t i = 0; i < column.size(); ++i) {
            if (i > 0) at += apart(column[i - 1], column[i]);
            m_vertices[column[i]].centre = at;
        }
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        const bool isRightwards = sweep % 2 == 0;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            settleColumn(m_columns[isRightwards ? i : m_columns.size() - 1 - i], isRightwards);
    }
}

// Every vertex as near to the mean of its neighbours as the order and the gaps allow, by least
// squares: without the gaps this is an isotonic regression, solved by pooling adjacent violators.
void Layering::settleColumn(const Indexes& column, bool byLeft) {
    struct Pool {
        double sum = 0;
        std::size_t count = 0;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    std::vector<double> gaps;
    double gap = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (i > 0) gap += apart(column[i - 1], column[i]);
        gaps.push_back(gap);
        const Vertex& vertex = m_vertices[column[i]];
        const Indexes& others = byLeft ? vertex.before : vertex.after;
        double wanted = vertex.centre;
        if (!others.empty()) {
            wanted = 0;
            for (const std::size_t other : others) wanted += m_vertices[other].centre;
            wanted /= static_cast<double>(others.size());
        }
        pools.push_back({wanted - gap, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    std::size_t i = 0;
    for (const Pool& pool : pools)
        for (std::size_t k = 0; k < pool.count; ++k, ++i)
            m_vertices[column[i]].centre = pool.mean() + gaps[i];
}

BoxLayout Layering::places(std::size_t boxCount) const {
    BoxLayout result;
    result.corners.resize(boxCount);
    double left = 0;
    double top = 0;
    double bottom = 0;
    bool isFirst = true;
    for (const Indexes& column : m_columns) {
        double width = 0;
        for (const std::size_t at : column) {
            const Vertex& vertex = m_vertices[at];
            if (vertex.isBend) continue;
            const double upper = vertex.centre - vertex.height / 2;
            result.corners[at] = {left, upper};
            width = std::max(width, vertex.width);
            top = isFirst ? upper : std::min(top, upper);
            bottom = isFirst ? upper + vertex.height : std::max(bottom, upper + vertex.height);
            isFirst = false;
        }
        left += width + kColumnGap;
    }
    for (Point& corner : result.corners) corner.y -= top;
    result.size = {std::max(0.0, left - kColumnGap), bottom - top};
    return result;
}

} // namespace

BoxLayout layered(std::span<const LayoutBox> boxes, std::span<const LayoutEdge> edges) {
    return Layering(boxes, edges).result(boxes.size());
}

} // namespace sluice
