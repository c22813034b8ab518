// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/link_access.h"
#include "core/kinds/registry.h"
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

/// Builds a document through the edits of the window; a refused edit is a mistake in this file.
class Draft {
public:
    Draft(std::string name, std::string notes) {
        demand(setSetting(m_document, "name", std::move(name)));
        demand(setSetting(m_document, "notes", std::move(notes)));
    }

    NodeId add(std::string_view kind, std::string name, Point position) {
        const NodeId id = addNode(m_document, *registry().find(kind), position);
        demand(rename(m_document, id, std::move(name)));
        return id;
    }

    void set(NodeId node, std::string_view key, std::string_view text) {
        const NodeKind* kind = registry().find(m_document.node(node)->kind);
        const auto value = parseValue(*kind->property(key), text);
        demand(value);
        demand(setProperty(m_document, registry(), node, key, *value));
    }

    /// With the permission it needs, as the window gives it.
    LinkId link(const PortRef& from, const PortRef& to, Duration latency) {
        const auto id = connect(m_document, registry(), from, to);
        demand(id);
        demand(setLinkProperty(m_document, registry(), *id, "latency", constant(latency)));
        permit(m_document, *id);
        return *id;
    }

    void setLink(LinkId link, std::string_view key, std::string_view text) {
        const auto& specs = linkSpecs(m_document, registry(), *m_document.link(link));
        const auto spec = std::find_if(
            specs.begin(), specs.end(), [&](const auto& row) { return row.key == key; });
        const auto value = parseValue(*spec, text);
        demand(value);
        demand(setLinkProperty(m_document, registry(), link, key, *value));
    }

    /// So many times as fast as real time one sees best what it is about.
    void speed(double factor) { demand(setSetting(m_document, "speed", factor)); }

    void region(std::string code, Point position, Size size) {
        const BoundaryId id = addBoundary(m_document, BoundaryType::Region, position, size);
        demand(setBoundaryCode(m_document, id, std::move(code)));
    }

    void note(Point position, std::string text) { addNote(m_document, position, std::move(text)); }

    /// A chart with the same series of each node.
    void chart(std::string_view title, std::string_view series, const std::vector<NodeId>& nodes) {
        const std::size_t index = m_document.charts.size();
        for (const NodeId node : nodes) {
            addSeries(m_document, index, {node, std::string(series)}, title);
        }
    }

    const Document& document() const { return m_document; }

private:
    template <class T>
    static void demand(const Result<T>& result) {
        if (!result) throw std::logic_error(result.error().message);
    }

    Document m_document;
};

inline constexpr std::string_view kDepth = "ApproximateNumberOfMessagesVisible";
inline constexpr std::string_view kAge = "ApproximateAgeOfOldestMessage";
inline constexpr std::string_view kNotVisible = "ApproximateNumberOfMessagesNotVisible";

} // namespace sluice::test
