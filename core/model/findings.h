// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice {

enum class Severity : std::uint8_t { Advice, Warning, Error };

/// A setting of a node and the value it should have.
struct Setting {
    NodeId node{};
    std::string property;
    PropertyValue value;

    friend bool operator==(const Setting&, const Setting&) = default;
};

/// A node to add and to link to an output port.
struct Addition {
    NodeId from{};
    std::string port; ///< Of `from`.
    std::string kind;
    std::string name;
    PropertyMap properties; ///< Those that differ from the kind's defaults.

    friend bool operator==(const Addition&, const Addition&) = default;
};

/// The moment at which a run shows a problem: when a series of a node first reaches a value.
struct Demonstration {
    NodeId node{};
    std::string metric; ///< MetricSpec::key of a counter or gauge.
    double threshold = 1;
    Duration within{}; ///< Simulated time after which one gives up.

    friend bool operator==(const Demonstration&, const Demonstration&) = default;
};

/// Something about the user's model that is wrong or likely to be. An Error keeps it from running.
struct Finding {
    Severity severity = Severity::Warning;
    NodeId node{};                 ///< 0 when it is not about a node.
    LinkId link{};                 ///< 0 when it is not about a link.
    std::string property;          ///< Key, or empty.
    std::string text;              ///< What is wrong, where, and what to do; full sentences.
    std::string why = {};          ///< Advice: what happens otherwise, and the rule behind it.
    std::vector<Setting> fix = {}; ///< Advice: settings that mend it with one click.
    std::optional<Addition> addition = {}; ///< Advice: a part that is missing, added by the fix.
    std::optional<Demonstration> demonstration = {}; ///< Advice: how a run shows the problem.
    BoundaryId boundary = {};                        ///< 0 when it is not about a frame.

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Everything that can be said without running: unknown kinds, ports and settings, values out of
/// range, links that mean nothing, parts without links, frames that
/// contradict each other; and, when nothing keeps it from running,
/// the advice of the kinds. In order of severity, then id.
std::vector<Finding> validate(const Document& document, const Registry& registry);

/// Why a link from this output to this input is refused, as a sentence for the user; empty when it
/// is fine.
std::string refusal(const Document& document, const Registry& registry, const Link& link);

/// Whether the finding can be mended by mend().
bool isMendable(const Finding& finding);

/// Makes the changes that the finding proposes. Fails, and may have changed something, when the
/// document refuses one of them.
Result<> mend(Document& document, const Registry& registry, const Finding& finding);

/// Whether any finding is an Error.
bool hasErrors(const std::vector<Finding>& findings);

} // namespace sluice
