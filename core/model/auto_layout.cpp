// SPDX-License-Identifier: GPL-3.0-or-later
// The edit that lays a whole document out, see arrange.h.
#include "core/model/arrange.h"
#include "core/model/boundaries.h"
#include "core/model/layered_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace sluice {

namespace {

constexpr double kGrid = 8;
constexpr double kNoteGap = 24;

double onGrid(double coordinate) {
    return std::round(coordinate / kGrid) * kGrid;
}

/// Frame by frame, from the inside out. A frame is a box among the parts around it.
class Tidying {
public:
    Tidying(Document& document, const ShownSizes& sizes) : m_document(document), m_sizes(sizes) {}

    Result<> run();

private:
    using Parent = std::optional<std::size_t>; ///< Place among the boundaries; none: the canvas.
    /// What is moved as one: a node with its place among the nodes, or a frame with all inside.
    struct Item {
        std::size_t index = 0;
        bool isFrame = false;
        friend bool operator<(const Item& left, const Item& right) {
            return std::tie(left.isFrame, left.index) < std::tie(right.isFrame, right.index);
        }
    };

    Result<> findParents();
    Parent smallestAround(Point point) const;
    Parent parentOf(const Item& item) const {
        return item.isFrame ? m_frameParents[item.index] : m_nodeParents[item.index];
    }
    std::optional<Item> itemIn(Parent parent, NodeId node) const;
    Size arrange(Parent parent);
    void placeNotes(Parent parent, double top, Size& size);
    Point corner() const;
    void moveInto(Parent parent, Point by);

    Document& m_document;
    const ShownSizes& m_sizes;
    std::map<NodeId, std::size_t> m_places; ///< Among the nodes.
    std::vector<Parent> m_nodeParents, m_noteParents, m_frameParents;
};

// Areas order frames that lie in each other; of equal ones the later is inside, as for
// innermost().
Tidying::Parent Tidying::smallestAround(Point point) const {
    Parent found;
    for (std::size_t i = 0; i < m_document.boundaries.size(); ++i) {
        const Boundary& frame = m_document.boundaries[i];
        if (!contains(frame, point)) continue;
        if (!found || areaOf(frame) <= areaOf(m_document.boundaries[*found])) found = i;
    }
    return found;
}

Result<> Tidying::findParents() {
    const auto& frames = m_document.boundaries;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        Parent found;
        for (std::size_t k = 0; k < frames.size(); ++k) {
            const bool isLarger = areaOf(frames[k]) > areaOf(frames[i])
                                  || (areaOf(frames[k]) == areaOf(frames[i]) && k < i);
            if (!isLarger || !contains(frames[k], frames[i])) continue;
            if (!found || areaOf(frames[k]) <= areaOf(frames[*found])) found = k;
        }
        m_frameParents.push_back(found);
    }
    for (const Node& node : m_document.nodes) {
        m_places.emplace(node.id, m_places.size());
        const Point centre = centreOf(node.position);
        const Parent inside = smallestAround(centre);
        m_nodeParents.push_back(inside);
        std::size_t around = 0;
        for (const Boundary& frame : frames) around += contains(frame, centre) ? 1 : 0;
        for (Parent at = inside; at; at = m_frameParents[*at]) --around;
        if (around != 0)
            return failure("\"" + node.name
                           + "\" lies in two frames that only overlap. Put one frame into the "
                             "other, or the part into one of them; then tidy.");
    }
    for (const Note& note : m_document.notes)
        m_noteParents.push_back(smallestAround(note.position));
    return {};
}

/// What the node is part of, among the direct contents of `parent`.
std::optional<Tidying::Item> Tidying::itemIn(Parent parent, NodeId node) const {
    const auto found = m_places.find(node);
    if (found == m_places.end()) return std::nullopt;
    Item item{found->second, false};
    while (parentOf(item) != parent) {
        const Parent outer = parentOf(item);
        if (!outer) return std::nullopt;
        item = {*outer, true};
    }
    return item;
}

/// Puts the contents of `parent` at the origin; returns how large they are together.
Size Tidying::arrange(Parent parent) {
    std::vector<Item> items;
    std::vector<LayoutBox> boxes;
    std::map<Item, std::size_t> places;
    const auto add = [&](const Item& item, Size size, double order) {
        places.emplace(item, items.size());
        items.push_back(item);
        boxes.push_back({size, order});
    };
    for (std::size_t i = 0; i < m_document.boundaries.size(); ++i) {
        if (m_frameParents[i] != parent) continue;
        Boundary& frame = m_document.boundaries[i];
        const double middle = frame.position.y + frame.size.height / 2;
        if (const Size inside = arrange(i); inside.width > 0)
            frame.size = {inside.width + 2 * kFrameRoom,
                          inside.height + kFrameTitleRoom + kFrameRoom};
        add({i, true}, frame.size, middle);
    }
    for (std::size_t i = 0; i < m_document.nodes.size(); ++i) {
        const Node& node = m_document.nodes[i];
        const auto size = m_sizes.nodes.find(node.id);
        if (m_nodeParents[i] != parent || size == m_sizes.nodes.end()) continue;
        add({i, false}, size->second, node.position.y + size->second.height / 2);
    }
    std::vector<LayoutEdge> edges;
    for (const Link& link : m_document.links) {
        const auto from = itemIn(parent, link.from);
        const auto to = itemIn(parent, link.to);
        if (from && to && places.contains(*from) && places.contains(*to))
            edges.push_back({places.at(*from), places.at(*to)});
    }
    const BoxLayout layout = layered(boxes, edges);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Point at{onGrid(layout.corners[i].x), onGrid(layout.corners[i].y)};
        if (!items[i].isFrame) {
            m_document.nodes[items[i].index].position = at;
            continue;
        }
        m_document.boundaries[items[i].index].position = at;
        moveInto(items[i].index, {at.x + kFrameRoom, at.y + kFrameTitleRoom});
    }
    Size size = layout.size;
    placeNotes(parent, items.empty() ? 0 : onGrid(size.height + kRowGap), size);
    return size;
}

/// In a row below the rest, in their order from left to right.
void Tidying::placeNotes(Parent parent, double top, Size& size) {
    std::vector<std::size_t> notes;
    for (std::size_t i = 0; i < m_document.notes.size(); ++i)
        if (m_noteParents[i] == parent && m_sizes.notes.contains(m_document.notes[i].id))
            notes.push_back(i);
    std::ranges::stable_sort(
        notes, {}, [&](std::size_t i) { return m_document.notes[i].position.x; });
    double left = 0;
    for (const std::size_t i : notes) {
        Note& note = m_document.notes[i];
        const Size own = m_sizes.notes.at(note.id);
        note.position = {left, top};
        size.width = std::max(size.width, left + own.width);
        size.height = std::max(size.height, top + own.height);
        left = onGrid(left + own.width + kNoteGap);
    }
}

/// Moves everything in a frame, at any depth, which lies at the origin.
void Tidying::moveInto(Parent parent, Point by) {
    const auto shift = [&](Point& point) {
        point.x += by.x;
        point.y += by.y;
    };
    for (std::size_t i = 0; i < m_document.nodes.size(); ++i)
        if (m_nodeParents[i] == parent) shift(m_document.nodes[i].position);
    for (std::size_t i = 0; i < m_document.notes.size(); ++i)
        if (m_noteParents[i] == parent) shift(m_document.notes[i].position);
    for (std::size_t i = 0; i < m_document.boundaries.size(); ++i) {
        if (m_frameParents[i] != parent) continue;
        shift(m_document.boundaries[i].position);
        moveInto(i, by);
    }
}

Point Tidying::corner() const {
    std::optional<Point> first;
    const auto include = [&](Point point) {
        first = first ? Point{std::min(first->x, point.x), std::min(first->y, point.y)} : point;
    };
    for (const Node& node : m_document.nodes) include(node.position);
    for (const Note& note : m_document.notes) include(note.position);
    for (const Boundary& frame : m_document.boundaries) include(frame.position);
    return first.value_or(Point{});
}

Result<> Tidying::run() {
    if (auto found = findParents(); !found) return found;
    const Point before = corner();
    const Size size = arrange(std::nullopt);
    const Point now = corner();
    const Point start{onGrid(before.x), onGrid(before.y)};
    if (start.x + size.width > kMaxCoordinate || start.y + size.height > kMaxCoordinate)
        return failure("Tidied, the diagram would be larger than the canvas. Move it to the upper "
                       "left, or take parts of it into another document.");
    moveInto(std::nullopt, {start.x - now.x, start.y - now.y});
    return {};
}

} // namespace

Result<> tidy(Document& document, const ShownSizes& sizes) {
    Document tidied = document;
    if (auto done = Tidying(tidied, sizes).run(); !done) return done;
    document = std::move(tidied);
    return {};
}

} // namespace sluice
