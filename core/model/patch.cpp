// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/patch.h"

namespace sluice {

Patch::Patch() = default;
Patch::Patch(const Patch& other) = default;
Patch::Patch(Patch&& other) noexcept = default;
Patch& Patch::operator=(const Patch& other) = default;
Patch& Patch::operator=(Patch&& other) noexcept = default;
Patch::~Patch() = default;
bool operator==(const Patch& left, const Patch& right) = default;

namespace {

/// Walks two lists in ascending order of id side by side: visit(left, right) gets the two entries
/// of one id, null on the side that has none.
template <class Entry, class IdOf, class Visit>
void zip(const std::vector<Entry>& left, const std::vector<Entry>& right, IdOf id, Visit visit) {
    auto l = left.begin();
    auto r = right.begin();
    while (l != left.end() || r != right.end()) {
        const bool hasLeft = l != left.end() && (r == right.end() || id(*l) <= id(*r));
        const bool hasRight = r != right.end() && (l == left.end() || id(*r) <= id(*l));
        const Entry* leftEntry = hasLeft ? &*l++ : nullptr;
        const Entry* rightEntry = hasRight ? &*r++ : nullptr;
        visit(leftEntry, rightEntry);
    }
}

template <class Part>
std::vector<Change<Part>> diffParts(const std::vector<Part>& before,
                                    const std::vector<Part>& after) {
    std::vector<Change<Part>> changes;
    const auto id = [](const Part& part) { return part.id; };
    zip(before, after, id, [&](const Part* left, const Part* right) {
        if (left != nullptr && right != nullptr && *left == *right) return;
        Change<Part>& change = changes.emplace_back();
        if (left != nullptr) change.before = *left;
        if (right != nullptr) change.after = *right;
    });
    return changes;
}

template <class Part>
void applyParts(const std::vector<Change<Part>>& changes, std::vector<Part>& parts) {
    if (changes.empty()) return;
    std::vector<Part> result;
    result.reserve(parts.size() + changes.size());
    auto part = parts.begin();
    for (const Change<Part>& change : changes) {
        const auto id = idOf(change);
        for (; part != parts.end() && part->id < id; ++part) result.push_back(std::move(*part));
        if (part != parts.end() && part->id == id) ++part;
        if (change.after) result.push_back(*change.after);
    }
    for (; part != parts.end(); ++part) result.push_back(std::move(*part));
    parts = std::move(result);
}

template <class Part>
std::vector<Change<Part>> mergedParts(const std::vector<Change<Part>>& first,
                                      const std::vector<Change<Part>>& second) {
    std::vector<Change<Part>> changes;
    const auto id = [](const Change<Part>& change) { return idOf(change); };
    zip(first, second, id, [&](const Change<Part>* left, const Change<Part>* right) {
        Change<Part> change{left != nullptr ? left->before : right->before,
                            right != nullptr ? right->after : left->after};
        if (change.before != change.after) changes.push_back(std::move(change));
    });
    return changes;
}

template <class Value>
std::optional<Change<Value>> diffValue(const Value& before, const Value& after) {
    if (before == after) return std::nullopt;
    return Change<Value>{before, after};
}

template <class Value>
std::optional<Change<Value>> mergedValue(const std::optional<Change<Value>>& first,
                                         const std::optional<Change<Value>>& second) {
    if (!first || !second) return first ? first : second;
    return diffValue(*first->before, *second->after);
}

template <class Changes>
void invert(Changes& changes) {
    for (auto& change : changes) std::swap(change.before, change.after);
}

template <class Value>
void invert(std::optional<Change<Value>>& change) {
    if (change) std::swap(change->before, change->after);
}

} // namespace

bool Patch::empty() const {
    return nodes.empty() && links.empty() && notes.empty() && boundaries.empty() && !charts
           && !settings && nextIdBefore == nextIdAfter;
}

Patch diff(const Document& before, const Document& after) {
    Patch patch;
    patch.nodes = diffParts(before.nodes, after.nodes);
    patch.links = diffParts(before.links, after.links);
    patch.notes = diffParts(before.notes, after.notes);
    patch.boundaries = diffParts(before.boundaries, after.boundaries);
    patch.charts = diffValue(before.charts, after.charts);
    patch.settings = diffValue(before.settings, after.settings);
    patch.nextIdBefore = before.nextId;
    patch.nextIdAfter = after.nextId;
    return patch;
}

void apply(const Patch& patch, Document& document) {
    applyParts(patch.nodes, document.nodes);
    applyParts(patch.links, document.links);
    applyParts(patch.notes, document.notes);
    applyParts(patch.boundaries, document.boundaries);
    if (patch.charts) document.charts = *patch.charts->after;
    if (patch.settings) document.settings = *patch.settings->after;
    document.nextId = patch.nextIdAfter;
}

Patch inverted(const Patch& patch) {
    Patch inverse = patch;
    invert(inverse.nodes);
    invert(inverse.links);
    invert(inverse.notes);
    invert(inverse.boundaries);
    invert(inverse.charts);
    invert(inverse.settings);
    std::swap(inverse.nextIdBefore, inverse.nextIdAfter);
    return inverse;
}

Patch merged(const Patch& first, const Patch& second) {
    Patch patch;
    patch.nodes = mergedParts(first.nodes, second.nodes);
    patch.links = mergedParts(first.links, second.links);
    patch.notes = mergedParts(first.notes, second.notes);
    patch.boundaries = mergedParts(first.boundaries, second.boundaries);
    patch.charts = mergedValue(first.charts, second.charts);
    patch.settings = mergedValue(first.settings, second.settings);
    patch.nextIdBefore = first.nextIdBefore;
    patch.nextIdAfter = second.nextIdAfter;
    return patch;
}

} // namespace sluice
