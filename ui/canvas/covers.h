// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/diagram_layout.h"

#include <QPointF>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::ui {

/// The cards and notes beneath which messages pass: links run below all of them. Document units.
/// GUI thread only.
class Covers {
public:
    /// Points at equal steps from one part to another; those before `leave` are inside the first,
    /// those after `door` inside the second.
    struct Way {
        std::span<const QPointF> points;
        NodeId from{}, to{};
        float leave = 0, door = 0;
    };

    /// Takes the places of all of them. `reach`: radius of what moves.
    void take(const DiagramLayout& layout, qreal reach);
    /// Grows when places or reach change: what hide() said before is void.
    std::uint64_t revision() const { return m_revision; }
    /// How much is seen at each point of the way, 255 to 0. False when all is.
    bool hide(const Way& way, std::span<quint8> shown);
    /// The same of something at one part, where others may lie over it, 1 to 0.
    qreal shownAt(QPointF point, NodeId part) const;

private:
    struct Cover {
        QRectF rect;
        NodeId node{}; ///< 0: a note.

        qreal share(QPointF point, qreal reach) const;
        friend bool operator==(const Cover&, const Cover&) = default;
    };
    struct Crossing {
        std::size_t cover;
        bool isOverFrom, isOverTo;
    };

    std::vector<Cover> m_covers, m_renewed; ///< In the order in which they are painted.
    std::vector<Crossing> m_crossings;
    qreal m_reach = 1;
    std::uint64_t m_revision = 0;
};

} // namespace sluice::ui
