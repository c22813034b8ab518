// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"

#include <string>
#include <vector>

namespace sluice {

enum class Severity : std::uint8_t { Advice, Warning, Error };

/// Something about the user's model that is wrong or likely to be. An Error keeps it from running.
struct Finding {
    Severity severity = Severity::Warning;
    NodeId node{};        ///< 0 when it is not about a node.
    LinkId link{};        ///< 0 when it is not about a link.
    std::string property; ///< Key, or empty.
    std::string text;     ///< What is wrong, where, and what to do; full sentences.

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Everything that can be said without running: unknown kinds, ports and settings, values out of
/// range, links that mean nothing, parts without links. In order of severity, then id.
std::vector<Finding> validate(const Document& document, const Registry& registry);

/// Why a link from this output to this input is refused, as a sentence for the user; empty when it
/// is fine.
std::string refusal(const Document& document, const Registry& registry, const Link& link);

/// Whether any finding is an Error.
bool hasErrors(const std::vector<Finding>& findings);

} // namespace sluice
