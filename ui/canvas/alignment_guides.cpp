// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/alignment_guides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace sluice::ui {

namespace {

/// One direction of a rectangle: its first side, middle and last side.
using Marks = std::array<qreal, 3>;

Marks across(const QRectF& rect) {
    return {rect.left(), rect.center().x(), rect.right()};
}

Marks down(const QRectF& rect) {
    return {rect.top(), rect.center().y(), rect.bottom()};
}

/// The smallest shift that brings one of the marks to the same mark of another; the middle first
/// where two are equal.
std::optional<qreal> nearest(const QRectF& moving,
                             std::span<const QRectF> others,
                             qreal reach,
                             Marks (*marksOf)(const QRectF&)) {
    constexpr std::array<std::size_t, 3> kOrder{1, 0, 2};
    const Marks own = marksOf(moving);
    std::optional<qreal> best;
    for (const QRectF& other : others) {
        const Marks marks = marksOf(other);
        for (const std::size_t i : kOrder) {
            const qreal shift = marks[i] - own[i];
            if (std::abs(shift) > reach || (best && std::abs(shift) >= std::abs(*best))) continue;
            best = shift;
        }
    }
    return best;
}

/// The line at the first mark that others share, from the first to the last of them.
std::optional<QLineF>
lineThrough(const QRectF& placed, std::span<const QRectF> others, bool isAcross) {
    constexpr qreal kSame = 0.01;
    const Marks own = isAcross ? across(placed) : down(placed);
    for (const std::size_t i : {std::size_t{1}, std::size_t{0}, std::size_t{2}}) {
        QRectF all = placed;
        bool isShared = false;
        for (const QRectF& other : others) {
            const Marks marks = isAcross ? across(other) : down(other);
            if (std::abs(marks[i] - own[i]) > kSame) continue;
            all = all.united(other);
            isShared = true;
        }
        if (!isShared) continue;
        return isAcross ? QLineF(own[i], all.top(), own[i], all.bottom())
                        : QLineF(all.left(), own[i], all.right(), own[i]);
    }
    return std::nullopt;
}

} // namespace

AlignmentGuides alignmentGuides(const QRectF& moving, std::span<const QRectF> others, qreal reach) {
    AlignmentGuides guides;
    const auto x = nearest(moving, others, reach, across);
    const auto y = nearest(moving, others, reach, down);
    guides.shift = {x.value_or(0), y.value_or(0)};
    guides.isAcross = x.has_value();
    guides.isDown = y.has_value();
    const QRectF placed = moving.translated(guides.shift);
    for (const bool isAcross : {true, false}) {
        if (!(isAcross ? guides.isAcross : guides.isDown)) continue;
        if (const auto line = lineThrough(placed, others, isAcross)) guides.lines.push_back(*line);
    }
    return guides;
}

} // namespace sluice::ui
