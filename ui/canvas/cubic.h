// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>

#include <array>
#include <cmath>
#include <vector>

namespace sluice::ui {

inline qreal lengthOf(QPointF vector) {
    return std::hypot(vector.x(), vector.y());
}

/// A cubic Bézier curve: the shape of a link. The unit is the caller's.
struct Cubic {
    QPointF start, startControl, endControl, end;

    /// The point at the curve parameter `t`, 0..1 (not proportional to the way; see CurveTable).
    QPointF at(qreal t) const;
    /// The direction at `t`, not normalised.
    QPointF direction(qreal t) const;
    /// A rectangle that holds the curve: the bounds of the four points.
    QRectF bounds() const;
    /// The same curve shifted, then scaled: for going from the document to device pixels.
    Cubic mapped(QPointF shift, qreal scale) const;

    friend bool operator==(const Cubic&, const Cubic&) = default;
};

/// The curve of a link that leaves a port to the right and enters a port from the left, in
/// document units.
Cubic linkCurve(QPointF from, QPointF to);

/// Replaces `points` by a polyline that strays from the curve by at most about `tolerance`.
/// Reuses the vector's memory.
void flatten(const Cubic& curve, qreal tolerance, std::vector<QPointF>& points);

/// Distance from `point` to the curve, exact to about 1 % of the curve's size per 32 steps.
qreal distanceTo(const Cubic& curve, QPointF point);

/// How much of the curve lies in `rect`, exact to about one part in 32 of the curve.
qreal lengthIn(const QRectF& rect, const Cubic& curve);

/// Points at equal steps of the way along a curve, so that a message moves at an even pace and a
/// position costs one interpolation.
class CurveTable {
public:
    static constexpr int kSteps = 64;

    CurveTable() = default;
    explicit CurveTable(const Cubic& curve);

    /// The point after `fraction` of the way; clamped to 0..1.
    QPointF at(float fraction) const {
        const float place = (fraction > 0 ? (fraction < 1 ? fraction : 1.0F) : 0.0F) * kSteps;
        const int step = place < kSteps ? static_cast<int>(place) : kSteps - 1;
        const float part = place - static_cast<float>(step);
        const auto i = static_cast<std::size_t>(step);
        return {static_cast<qreal>(m_x[i] + (m_x[i + 1] - m_x[i]) * part),
                static_cast<qreal>(m_y[i] + (m_y[i + 1] - m_y[i]) * part)};
    }

    /// Length of the curve in its own unit.
    float length() const { return m_length; }

private:
    std::array<float, kSteps + 1> m_x{};
    std::array<float, kSteps + 1> m_y{};
    float m_length = 0;
};

} // namespace sluice::ui
