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

    bool empty() const { return nodes.empty() && links.empty() && notes.empty(); }
    friend bool operator==(const PartIds&, const PartIds&) = default;
};

/// One end of a link.
struct PortRef {
    NodeId node{};
    std::string port;
};

/// Adds a node with all defaults, named after its kind and numbered when the name is taken
/// ("queue-2").
NodeId addNode(Document& document, const NodeKind& kind, Point position);
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
Result<> setSetting(Document& document, std::string_view key, PropertyValue value);
Result<> setNoteText(Document& document, NoteId id, std::string text);
/// Moves nodes and notes by (dx, dy).
void move(Document& document, const PartIds& parts, double dx, double dy);
/// Removes the parts, all links at removed nodes, and chart series of removed nodes.
void remove(Document& document, const PartIds& parts);
/// The parts and the links among the chosen nodes, as a Document of their own.
Document fragment(const Document& document, const PartIds& parts);
/// Adds a fragment moved by (dx, dy), with new ids and free names. Returns the new parts.
PartIds paste(Document& document, const Document& fragment, double dx, double dy);
/// Adds a series to chart `index`, or to a new chart when index == charts.size(). No effect if it
/// is there already.
void addSeries(Document& document,
               std::size_t index,
               const ChartSeries& series,
               std::string_view title);
void removeSeries(Document& document, std::size_t index, const ChartSeries& series);
void removeChart(Document& document, std::size_t index);

} // namespace sluice
