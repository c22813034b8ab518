// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/action.h"
#include "core/schema/metric.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct Document;
struct Finding;
struct Link;
struct Node;
struct Registry;

/// A number that links of a kind have, beside the metrics of the kind itself.
struct LinkFigureSpec {
    std::string_view label;
    std::string_view help;
};

/// Everything the program says and does about a kind of node without running it. Palette,
/// inspector, canvas, validation, document file, charts, CSV and reference read it; none of them
/// names a kind.
struct NodeKind {
    std::string_view key;
    std::string_view label;
    std::string_view category; ///< Heading in the palette: "Sources", "Messaging", "Compute".
    std::string_view
        colorRole; ///< Theme colour: source, topic, queue, stream, compute, store, dead-letter.
    std::string_view help; ///< A few sentences for students.
    std::vector<PortSpec> ports;
    std::vector<PropertySpec> properties;
    /// Key of the output whose links have settings of their own, and all settings of such a link,
    /// those of every link first. Both empty: there is none.
    std::string_view linkPort;
    std::vector<PropertySpec> linkProperties;
    std::vector<LinkFigureSpec> linkFigures; ///< Of such links, in the order of Picture::figures.
    std::vector<MetricSpec> metrics;
    std::vector<SeriesSpec> series;
    std::vector<ActionSpec> actions; ///< What a user can do to a running node of the kind.
    bool holdsMessages = false;      ///< Whether its stored messages can be looked at.
    /// Adds what there is to advise about a node of the kind; null: nothing ever. Requires: the
    /// document has no errors.
    void (*advise)(const Document&, const Registry&, const Node&, std::vector<Finding>&) = nullptr;
    /// Why the services refuse what a link from a node of the kind stands for, in sentences for the
    /// user; empty when they do not. Null: they never do. Requires: both ends are there and their
    /// ports fit; the link need not be in the document.
    std::string (*linkProblem)(const Document&, const Link&) = nullptr;

    const PropertySpec* property(std::string_view propertyKey) const;
    std::optional<std::size_t> port(std::string_view portKey) const;
    std::optional<std::size_t> seriesIndex(std::string_view seriesKey) const;
};

/// Description of settings that do not belong to a node kind (links, the document itself).
using PropertySpecs = std::vector<PropertySpec>;

/// What edits, validation and the document file need to know of the program's parts; filled by
/// core/kinds.
struct Registry {
    std::vector<NodeKind> kinds;
    PropertySpecs linkProperties; ///< Of every link.

    /// All settings of a link that starts at this port of this kind.
    const PropertySpecs& linkPropertiesOf(std::string_view kindKey, std::string_view port) const;
    const NodeKind* find(std::string_view kindKey) const;
};

/// The series of a list of metrics, in their order.
std::vector<SeriesSpec> seriesOf(std::span<const MetricSpec> metrics);

} // namespace sluice
