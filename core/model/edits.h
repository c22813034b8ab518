// SPDX-License-Identifier: GPL-3.0-or-later
// Pure edits: each changes the given Document and nothing else, or fails and changes nothing.
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"

#include <span>
#include <string>

namespace sluice {

/// Parts named together: a selection.
struct PartIds {
    std::vector<NodeId> nodes;
    std::vector<LinkId> links;
    std::vector<NoteId> notes;
    std::vector<BoundaryId> boundaries = {};

    bool empty() const {
        return nodes.empty() && links.empty() && notes.empty() && boundaries.empty();
    }
    /// Whether there is anything with a place of its own; links only follow.
    bool hasPlaces() const { return !nodes.empty() || !notes.empty() || !boundaries.empty(); }
    friend bool operator==(const PartIds&, const PartIds&) = default;
};

/// One end of a link.
struct PortRef {
    NodeId node{};
    std::string port;
};

/// Adds a node with all defaults, named after its kind and numbered when the name is taken
/// ("queue-2"). Positions beyond kMaxCoordinate are moved to the edge. 0, and no change, when the
/// document is full.
NodeId addNode(Document& document, const NodeKind& kind, Point position);
/// 0, and no change, when the document is full or the text is no note (too long, not UTF-8).
NoteId addNote(Document& document, Point position, std::string text);
/// Fails with the sentence of refusal().
Result<LinkId>
connect(Document& document, const Registry& registry, const PortRef& from, const PortRef& to);
Result<> rename(Document& document, NodeId id, std::string name);
Result<> setProperty(Document& document,
                     const Registry& registry,
                     NodeId id,
                     std::string_view key,
                     PropertyValue value);
Result<> setLinkProperty(Document& document,
                         const Registry& registry,
                         LinkId id,
                         std::string_view key,
                         PropertyValue value);
Result<> setSetting(Document& document, std::string_view key, const PropertyValue& value);
Result<> setNoteText(Document& document, NoteId id, std::string text);
/// Moves nodes, notes and boundaries by (dx, dy), at most to kMaxCoordinate.
void move(Document& document, const PartIds& parts, double dx, double dy);
/// Removes the parts, all links at removed nodes, and chart series of removed nodes.
void remove(Document& document, const PartIds& parts);
/// The parts and the links among the chosen nodes, as a Document of their own.
Document fragment(const Document& document, const PartIds& parts);
/// Adds a fragment moved by (dx, dy), with new ids and free names. Links whose ends are not in the
/// fragment are left out. Returns the new parts; none, and no change, when the document would be
/// too full.
PartIds paste(Document& document, const Document& fragment, double dx, double dy);
/// Adds a series to chart `index`, or to a new chart with `title` when index == charts.size(). No
/// effect if it is there already or the chart or document is full. Requires: index <=
/// charts.size().
void addSeries(Document& document,
               std::size_t index,
               const ChartSeries& series,
               std::string_view title);
/// Requires, like removeChart: index < charts.size(). The chart stays, even without series.
void removeSeries(Document& document, std::size_t index, const ChartSeries& series);
void removeChart(Document& document, std::size_t index);

} // namespace sluice
