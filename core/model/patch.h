// SPDX-License-Identifier: GPL-3.0-or-later
// The difference of two Documents, as a value. Undo applies the inverse; a running simulation takes
// the same patch as its live edit. Invariant: apply(diff(a, b), a) == b and apply(inverted(diff(a,
// b)), b) == a.
#pragma once

#include "core/model/document.h"

#include <optional>
#include <vector>

namespace sluice {

/// One part before and after; no value means it is not there.
template <class T>
struct Change {
    std::optional<T> before;
    std::optional<T> after;

    friend bool operator==(const Change&, const Change&) = default;
};
template <class T>
auto idOf(const Change<T>& change) {
    return change.before ? change.before->id : change.after->id;
}

struct Patch {
    std::vector<Change<Node>> nodes; ///< In ascending order of id, like the other lists.
    std::vector<Change<Link>> links;
    std::vector<Change<Note>> notes;
    std::vector<Change<Boundary>> boundaries;
    std::optional<Change<std::vector<Chart>>> charts; ///< Both sides are set.
    std::optional<Change<Settings>> settings;         ///< Both sides are set.
    std::uint32_t nextIdBefore = 1, nextIdAfter = 1;

    bool empty() const;
    // Defaulted where they are compiled once: every file that holds a Patch would repeat them.
    Patch();
    Patch(const Patch& other);
    Patch(Patch&& other) noexcept;
    Patch& operator=(const Patch& other);
    Patch& operator=(Patch&& other) noexcept;
    ~Patch();
    friend bool operator==(const Patch& left, const Patch& right);
};

Patch diff(const Document& before, const Document& after);
/// Requires: `document` equals the side the patch was made from, at least in the parts it names.
void apply(const Patch& patch, Document& document);
Patch inverted(const Patch& patch);
/// The patch that does `first` and then `second`, without parts that end up as they began.
Patch merged(const Patch& first, const Patch& second);

} // namespace sluice
