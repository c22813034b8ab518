// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/link_route.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace sluice::ui {

namespace {

/// How near a link may come to a card; to its own only when it bends, and not at the port.
constexpr qreal kClearance = 8;
/// How far it may run inside its own: ports sit on the edge.
constexpr qreal kOwnDepth = 3;
constexpr int kPoints = 32;
constexpr int kPortPoints = 7;
constexpr qreal kLeastReach = 40;

/// How one end of a curve differs from that of the plain one.
struct End {
    qreal reach; ///< Factor for the length of the handle.
    qreal aside; ///< What the handle's end is moved by, across its direction.
};

struct Bend {
    End start, end;
    qreal strain; ///< How unlike the plain curve it is.
};

qreal strainOf(const End& end) {
    return std::abs(std::log2(end.reach)) + std::abs(end.aside) / 80;
}

/// All bends, the gentlest first.
const std::vector<Bend>& bends() {
    static const std::vector<Bend> kBends = [] {
        constexpr std::array<qreal, 4> kReaches{1, 0.6, 1.6, 2.4};
        constexpr std::array<qreal, 9> kAsides{0, 45, -45, 90, -90, 150, -150, 230, -230};
        std::vector<End> ends;
        for (const qreal reach : kReaches)
            for (const qreal aside : kAsides) ends.push_back({reach, aside});
        std::vector<Bend> all;
        for (const End& start : ends)
            for (const End& end : ends)
                all.push_back({start, end, strainOf(start) + strainOf(end)});
        std::ranges::stable_sort(all, {}, &Bend::strain);
        return all;
    }();
    return kBends;
}

QPointF bent(QPointF port, QPointF control, const End& end) {
    const QPointF handle = control - port;
    const qreal length = std::hypot(handle.x(), handle.y());
    if (length <= 0) return control;
    const QPointF along = handle / length;
    const QPointF across(-along.y(), along.x());
    return port + along * (std::max(length, kLeastReach) * end.reach) + across * end.aside;
}

} // namespace

bool LinkRouter::isClear(const Cubic& curve, std::size_t from, std::size_t to, bool isBent) {
    const QRectF bounds = curve.bounds();
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const bool isOwn = i == from || i == to;
        const qreal margin = isOwn && !isBent ? -kOwnDepth : kClearance;
        const QRectF card = m_cards[i].adjusted(-margin, -margin, margin, margin);
        --m_pointsLeft;
        // QRectF::intersects() takes a level curve, whose bounds have no height, for nothing.
        if (bounds.left() > card.right() || bounds.right() < card.left()
            || bounds.top() > card.bottom() || bounds.bottom() < card.top())
            continue;
        m_pointsLeft -= kPoints;
        const QRectF inner = m_cards[i].adjusted(kOwnDepth, kOwnDepth, -kOwnDepth, -kOwnDepth);
        for (int step = 1; step < kPoints; ++step) {
            const bool isAtPort = step < kPortPoints || step > kPoints - kPortPoints;
            const QRectF& forbidden = isOwn && isAtPort ? inner : card;
            if (forbidden.contains(curve.at(qreal(step) / kPoints))) return false;
        }
    }
    return true;
}

Cubic LinkRouter::routed(const Cubic& curve, std::size_t from, std::size_t to) {
    if (isClear(curve, from, to, false)) return curve;
    for (const Bend& bend : bends()) {
        if (m_pointsLeft <= 0) break;
        const Cubic tried{curve.start,
                          bent(curve.start, curve.startControl, bend.start),
                          bent(curve.end, curve.endControl, bend.end),
                          curve.end};
        if (isClear(tried, from, to, true)) return tried;
    }
    return curve;
}

} // namespace sluice::ui
