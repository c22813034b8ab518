// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/cubic.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace sluice::ui {

namespace {

constexpr int kMaxSegments = 256;

qreal distanceToSegment(QPointF point, QPointF from, QPointF to) {
    const QPointF along = to - from;
    const qreal square = QPointF::dotProduct(along, along);
    const qreal t = square > 0 ? QPointF::dotProduct(point - from, along) / square : 0;
    return lengthOf(point - (from + along * std::clamp(t, 0.0, 1.0)));
}

/// Narrows `from` to `to`, shares of a way, to where `start + share * along` lies within the
/// limits.
void clip(qreal start, qreal along, qreal least, qreal most, qreal& from, qreal& to) {
    if (along == 0) {
        if (start < least || start > most) to = from;
        return;
    }
    const auto [enter, leave] = std::minmax({(least - start) / along, (most - start) / along});
    from = std::max(from, enter);
    to = std::min(to, leave);
}

} // namespace

QPointF Cubic::at(qreal t) const {
    const qreal u = 1 - t;
    return start * (u * u * u) + startControl * (3 * u * u * t) + endControl * (3 * u * t * t)
           + end * (t * t * t);
}

QPointF Cubic::direction(qreal t) const {
    const qreal u = 1 - t;
    return (startControl - start) * (3 * u * u) + (endControl - startControl) * (6 * u * t)
           + (end - endControl) * (3 * t * t);
}

QRectF Cubic::bounds() const {
    const auto [left, right] = std::minmax({start.x(), startControl.x(), endControl.x(), end.x()});
    const auto [top, bottom] = std::minmax({start.y(), startControl.y(), endControl.y(), end.y()});
    return {QPointF(left, top), QPointF(right, bottom)};
}

Cubic Cubic::mapped(QPointF shift, qreal scale) const {
    return {(start + shift) * scale,
            (startControl + shift) * scale,
            (endControl + shift) * scale,
            (end + shift) * scale};
}

Cubic linkCurve(QPointF from, QPointF to) {
    constexpr qreal kShortestReach = 24;
    constexpr qreal kLongestBackReach = 160;
    const qreal across = to.x() - from.x();
    const qreal apart = lengthOf(to - from);
    // Forwards, half the way each; backwards, a loop that grows with the distance up to a limit.
    const qreal reach = across >= 0 ? across / 2 : std::min(apart / 2, kLongestBackReach);
    const QPointF handle(std::max(reach, std::min(kShortestReach, apart / 2)), 0);
    return {from, from + handle, to - handle, to};
}

void flatten(const Cubic& curve, qreal tolerance, std::vector<QPointF>& points) {
    // Wang's bound on the number of equal parameter steps.
    const qreal bend = std::max(lengthOf(curve.start - curve.startControl * 2 + curve.endControl),
                                lengthOf(curve.startControl - curve.endControl * 2 + curve.end));
    const qreal wanted = std::ceil(std::sqrt(0.75 * bend / std::max(tolerance, 1e-3)));
    const int segments = wanted > 1 ? static_cast<int>(std::min<qreal>(wanted, kMaxSegments)) : 1;
    points.clear();
    for (int i = 0; i <= segments; ++i) points.push_back(curve.at(qreal(i) / segments));
}

qreal distanceTo(const Cubic& curve, QPointF point) {
    constexpr int kSegments = 32;
    qreal nearest = std::numeric_limits<qreal>::infinity();
    QPointF from = curve.start;
    for (int i = 1; i <= kSegments; ++i) {
        const QPointF to = curve.at(qreal(i) / kSegments);
        nearest = std::min(nearest, distanceToSegment(point, from, to));
        from = to;
    }
    return nearest;
}

qreal lengthIn(const QRectF& rect, const Cubic& curve) {
    constexpr int kSegments = 32;
    const QRectF bounds = curve.bounds(); // intersects() takes one without height for nothing
    if (bounds.left() > rect.right() || bounds.right() < rect.left() || bounds.top() > rect.bottom()
        || bounds.bottom() < rect.top())
        return 0;
    qreal length = 0;
    QPointF start = curve.start;
    for (int i = 1; i <= kSegments; ++i) {
        const QPointF end = curve.at(qreal(i) / kSegments);
        const QPointF along = end - start;
        qreal from = 0;
        qreal to = 1;
        clip(start.x(), along.x(), rect.left(), rect.right(), from, to);
        clip(start.y(), along.y(), rect.top(), rect.bottom(), from, to);
        length += std::max(0.0, to - from) * lengthOf(along);
        start = end;
    }
    return length;
}

CurveTable::CurveTable(const Cubic& curve) {
    constexpr std::size_t kSamples = std::size_t{kSteps} * 4;
    std::array<QPointF, kSamples + 1> samples;
    std::array<qreal, kSamples + 1> way{};
    for (std::size_t i = 0; i <= kSamples; ++i) {
        samples[i] = curve.at(static_cast<qreal>(i) / kSamples);
        if (i > 0) way[i] = way[i - 1] + lengthOf(samples[i] - samples[i - 1]);
    }
    m_length = static_cast<float>(way[kSamples]);
    std::size_t next = 1;
    for (std::size_t step = 0; step <= kSteps; ++step) {
        const qreal goal = way[kSamples] * static_cast<qreal>(step) / kSteps;
        while (next < kSamples && way[next] < goal) ++next;
        const qreal gap = way[next] - way[next - 1];
        const qreal part = gap > 0 ? std::min((goal - way[next - 1]) / gap, 1.0) : 0.0;
        const QPointF point = samples[next - 1] + (samples[next] - samples[next - 1]) * part;
        m_x[step] = static_cast<float>(point.x());
        m_y[step] = static_cast<float>(point.y());
    }
}

} // namespace sluice::ui
