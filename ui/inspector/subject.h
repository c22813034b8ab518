// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/edits.h"

#include <optional>
#include <vector>

namespace sluice::ui {

/// What the inspector speaks about: the document, or nodes, or links, or frames. A value, made anew
/// from each selection; ids only.
struct Subject {
    std::vector<NodeId> nodes;
    std::vector<LinkId> links;               ///< Only when no node is selected.
    std::vector<BoundaryId> boundaries = {}; ///< Only when no node and no link is selected.

    bool isDocument() const { return nodes.empty() && links.empty() && boundaries.empty(); }
    friend bool operator==(const Subject&, const Subject&) = default;
};

Subject subjectOf(const PartIds& selected);

/// The rows that all parts of the subject have, of the first part's kind. Pointers into the
/// registry or the table of document settings.
std::vector<const PropertySpec*>
sharedProperties(const Subject& subject, const Document& document, const Registry& registry);

/// The value all parts have in common; nothing when they differ.
std::optional<PropertyValue>
sharedValue(const Subject& subject, const Document& document, const PropertySpec& spec);

/// Whether the row matters with the settings as they are, for at least one of the parts.
bool isApplicable(const Subject& subject, const Document& document, const PropertySpec& spec);

/// The same for a row of an action, with these values of its other rows.
bool isApplicable(const PropertySpec& spec, const PropertyMap& values);
/// Whether the setting may not be left empty beside these values.
bool isRequired(const PropertySpec& spec, const PropertyMap& values);

/// Gives all parts the value. Fails, and may have changed some of them, if one refuses it; use it
/// inside DocumentSession::edit.
Result<> assign(const Subject& subject,
                Document& document,
                const Registry& registry,
                const PropertySpec& spec,
                const PropertyValue& value);

} // namespace sluice::ui
