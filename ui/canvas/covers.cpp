// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/covers.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

// Fades out as its rim passes below the edge.
qreal Covers::Cover::share(QPointF point, qreal reach) const {
    const qreal outside = std::max({rect.left() - point.x(),
                                    point.x() - rect.right(),
                                    rect.top() - point.y(),
                                    point.y() - rect.bottom()});
    return std::clamp(outside / reach, 0.0, 1.0);
}

void Covers::take(const DiagramLayout& layout, qreal reach) {
    m_renewed.clear();
    for (const NoteLayout& note : layout.notes) m_renewed.push_back({note.rect, NodeId{}});
    for (const NodeLayout& node : layout.nodes) m_renewed.push_back({node.card, node.id});
    if (m_renewed == m_covers && reach == m_reach) return;
    m_covers.swap(m_renewed);
    m_reach = reach;
    ++m_revision;
}

bool Covers::hide(const Way& way, std::span<quint8> shown) {
    QPointF least = way.points.front();
    QPointF most = least;
    for (const QPointF& point : way.points) {
        least = {std::min(least.x(), point.x()), std::min(least.y(), point.y())};
        most = {std::max(most.x(), point.x()), std::max(most.y(), point.y())};
    }
    m_crossings.clear();
    bool isOverFrom = false;
    bool isOverTo = false;
    for (std::size_t i = 0; i < m_covers.size(); ++i) {
        const auto& [rect, node] = m_covers[i];
        const bool isFrom = node != NodeId{} && node == way.from;
        const bool isTo = node != NodeId{} && node == way.to;
        isOverFrom = isOverFrom || isFrom;
        isOverTo = isOverTo || isTo;
        const bool isNear = rect.left() - m_reach < most.x() && rect.right() + m_reach > least.x()
                            && rect.top() - m_reach < most.y()
                            && rect.bottom() + m_reach > least.y();
        if (isNear && !isFrom && !isTo) m_crossings.push_back({i, isOverFrom, isOverTo});
    }
    if (m_crossings.empty()) return false;
    bool isAny = false;
    for (std::size_t step = 0; step < way.points.size(); ++step) {
        const auto place = static_cast<float>(step);
        qreal share = 1;
        for (const Crossing& crossing : m_crossings) {
            const bool isBelow = (place < way.leave && !crossing.isOverFrom)
                                 || (place > way.door && !crossing.isOverTo);
            if (!isBelow)
                share = std::min(share, m_covers[crossing.cover].share(way.points[step], m_reach));
        }
        shown[step] = static_cast<quint8>(255 * share);
        isAny = isAny || share < 1;
    }
    return isAny;
}

// Outside of the part's own card others hide it wherever they are painted, as they hide links.
qreal Covers::shownAt(QPointF point, NodeId part) const {
    const auto own = std::ranges::find(m_covers, part, &Cover::node);
    const bool isInside = own != m_covers.end() && own->rect.contains(point);
    qreal least = 1;
    for (auto cover = isInside ? own : m_covers.begin(); cover != m_covers.end(); ++cover)
        if (cover != own) least = std::min(least, cover->share(point, m_reach));
    return least;
}

} // namespace sluice::ui
