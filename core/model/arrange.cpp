// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/arrange.h"

#include <algorithm>
#include <vector>

namespace sluice {

namespace {

/// A node or note that is moved: its place and size along one direction.
struct Bar {
    double* start = nullptr; // borrowed from the document
    double length = 0;

    double end() const { return *start + length; }
    double middle() const { return *start + length / 2; }
};

double& startOf(Point& point, Direction direction) {
    return direction == Direction::Across ? point.x : point.y;
}

template <class Part, class Id>
void addBars(std::vector<Part>& all,
             const std::vector<Id>& chosen,
             const std::map<Id, Size>& sizes,
             Direction direction,
             std::vector<Bar>& bars) {
    for (Part& part : all) {
        const auto size = sizes.find(part.id);
        const bool isChosen = std::ranges::find(chosen, part.id) != chosen.end();
        if (!isChosen || size == sizes.end()) continue;
        bars.push_back({&startOf(part.position, direction),
                        direction == Direction::Across ? size->second.width : size->second.height});
    }
}

std::vector<Bar>
barsOf(Document& document, const PartIds& parts, const ShownSizes& sizes, Direction direction) {
    std::vector<Bar> bars;
    addBars(document.nodes, parts.nodes, sizes.nodes, direction, bars);
    addBars(document.notes, parts.notes, sizes.notes, direction, bars);
    return bars;
}

double firstStart(const std::vector<Bar>& bars) {
    return *std::ranges::min_element(bars, {}, [](const Bar& bar) { return *bar.start; })->start;
}

double lastEnd(const std::vector<Bar>& bars) {
    return std::ranges::max_element(bars, {}, &Bar::end)->end();
}

} // namespace

void align(Document& document, const PartIds& parts, const ShownSizes& sizes, Alignment alignment) {
    const Direction direction = alignment <= Alignment::Right ? Direction::Across : Direction::Down;
    const std::vector<Bar> bars = barsOf(document, parts, sizes, direction);
    if (bars.size() < 2) return;
    const double first = firstStart(bars);
    const double last = lastEnd(bars);
    for (const Bar& bar : bars) {
        switch (alignment) {
        case Alignment::Left:
        case Alignment::Top:
            *bar.start = first;
            break;
        case Alignment::Centre:
        case Alignment::Middle:
            *bar.start = (first + last - bar.length) / 2;
            break;
        case Alignment::Right:
        case Alignment::Bottom:
            *bar.start = last - bar.length;
            break;
        }
    }
}

void distribute(Document& document,
                const PartIds& parts,
                const ShownSizes& sizes,
                Direction direction) {
    std::vector<Bar> bars = barsOf(document, parts, sizes, direction);
    if (bars.size() < 3) return;
    std::ranges::stable_sort(bars, {}, &Bar::middle);
    double room = bars.back().end() - *bars.front().start;
    for (const Bar& bar : bars) room -= bar.length;
    const double gap = room / static_cast<double>(bars.size() - 1);
    double at = *bars.front().start;
    for (const Bar& bar : bars) {
        *bar.start = at;
        at += bar.length + gap;
    }
}

} // namespace sluice
