// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/edits.h"
#include "core/schema/node_kind.h"
#include "ui/inspector/name_list.h"

namespace sluice::ui {

/// One node that the single link of an output port may lead to, and the port it ends at.
struct Target {
    NodeId node{};
    std::string port;
    std::string refusal = {}; ///< Why a link there is refused; empty: it is fine.
};

/// The nodes with a port for what this output gives, in document order; the present one is among
/// them.
std::vector<Target>
possibleTargets(const Document& document, const Registry& registry, const PortRef& from);

/// The link at an output port that takes one link only, or null.
const Link* linkAt(const Document& document, const PortRef& from);

/// Leads the port's one link to `target`; no node there means no link.
Result<>
setTarget(Document& document, const Registry& registry, const PortRef& from, const Target& target);

/// The list "Dead-letter queue: none / orders-dlq" for such a port.
class TargetEditor : public NameList {
    Q_OBJECT

public:
    explicit TargetEditor(PortRef from, QWidget* parent = nullptr);

    const PortRef& port() const { return m_from; }
    void show(const Document& document, const Registry& registry);
    /// Pixels there are beside the label; a long name asks for a line of its own.
    void setRoomBeside(int pixels);

Q_SIGNALS:
    void chosen(const sluice::ui::Target& target);

private:
    void takeRoom();

    PortRef m_from;
    std::vector<Target> m_targets; ///< The entries after "none".
    int m_roomBeside = 0;
};

} // namespace sluice::ui
