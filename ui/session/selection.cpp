// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include "ui/session/document_session.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sluice::ui {

namespace {

template <class Id>
void makeSet(std::vector<Id>& ids) {
    std::ranges::sort(ids);
    const auto rest = std::unique(ids.begin(), ids.end());
    ids.erase(rest, ids.end());
}

template <class Id>
std::vector<Id> symmetricDifference(const std::vector<Id>& left, std::vector<Id> right) {
    makeSet(right);
    std::vector<Id> result;
    std::ranges::set_symmetric_difference(left, right, std::back_inserter(result));
    return result;
}

PartIds present(const PartIds& parts, const Document& document) {
    PartIds left = parts;
    std::erase_if(left.nodes, [&](NodeId id) { return document.node(id) == nullptr; });
    std::erase_if(left.links, [&](LinkId id) { return document.link(id) == nullptr; });
    std::erase_if(left.notes, [&](NoteId id) { return document.note(id) == nullptr; });
    std::erase_if(left.boundaries, [&](BoundaryId id) { return document.boundary(id) == nullptr; });
    return left;
}

} // namespace

Selection::Selection(DocumentSession& documents, QObject* parent) : QObject(parent) {
    connect(&documents, &DocumentSession::opened, this, [this] { clear(); });
    connect(&documents, &DocumentSession::patched, this, [this, &documents] {
        set(present(m_parts, documents.document()));
    });
}

bool Selection::contains(NodeId id) const {
    return std::ranges::binary_search(m_parts.nodes, id);
}

bool Selection::contains(LinkId id) const {
    return std::ranges::binary_search(m_parts.links, id);
}

bool Selection::contains(NoteId id) const {
    return std::ranges::binary_search(m_parts.notes, id);
}

bool Selection::contains(BoundaryId id) const {
    return std::ranges::binary_search(m_parts.boundaries, id);
}

void Selection::set(PartIds parts) {
    makeSet(parts.nodes);
    makeSet(parts.links);
    makeSet(parts.notes);
    makeSet(parts.boundaries);
    if (parts == m_parts) return;
    m_parts = std::move(parts);
    emit changed();
}

void Selection::toggle(const PartIds& parts) {
    set({symmetricDifference(m_parts.nodes, parts.nodes),
         symmetricDifference(m_parts.links, parts.links),
         symmetricDifference(m_parts.notes, parts.notes),
         symmetricDifference(m_parts.boundaries, parts.boundaries)});
}

} // namespace sluice::ui
