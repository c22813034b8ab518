// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/motion_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr double kReasonSeconds = 1.5;
constexpr int kMostRings = 100;

/// Where something happens at a part, document units.
QPointF anchor(const NodeLayout& node, HopKind kind) {
    if (node.hasSlots) return kind == HopKind::Expire ? node.entry : node.exit;
    return node.ports.empty() ? node.card.center() : node.ports.front();
}

std::uint8_t dotColor(HopKind kind, std::uint8_t color) {
    switch (kind) {
    case HopKind::Expire:
        return kWarningDot;
    case HopKind::DeadLetter:
        return kDeadLetterDot;
    case HopKind::Lost:
        return kMutedDot;
    default:
        return color % kMessageColors;
    }
}

qreal lengthOf(QPointF way) {
    return std::hypot(way.x(), way.y());
}

} // namespace

void MotionPainter::setLook(const Theme& theme, qreal devicePixelRatio) {
    m_theme = theme;
    m_layer.setLook(theme, devicePixelRatio);
}

MotionPainter::Path MotionPainter::pathOf(const Lane& lane,
                                          const LinkLayout& link,
                                          const DiagramLayout& layout,
                                          const ViewTransform& view) {
    CachedCurve& cached = m_curves[link.id];
    if (!(cached.curve == link.curve)) cached = {link.curve, CurveTable(link.curve)};
    const NodeLayout* const from = layout.node(link.from);
    const NodeLayout* const to = layout.node(link.to);
    const bool isBack = lane.kind == HopKind::Expire;
    QPointF start = link.curve.start;
    QPointF end = link.curve.end;
    // Dead letters leave by the port below, not across the numbers.
    const bool startsInside = lane.kind != HopKind::DeadLetter;
    if (startsInside && from != nullptr && from->hasSlots)
        start = isBack ? from->entry : from->exit;
    if (to != nullptr && to->hasSlots) end = to->entry;

    // Three legs: from the slot to the port, along the link, from the port to the slot.
    const qreal first = lengthOf(link.curve.start - start);
    const qreal last = lengthOf(end - link.curve.end);
    const auto middle = static_cast<qreal>(cached.table.length());
    const qreal whole = std::max(1e-6, first + middle + last);
    Path path;
    for (std::size_t i = 0; i < path.x.size(); ++i) {
        const auto share = static_cast<qreal>(i) / CurveTable::kSteps;
        const qreal way = whole * (isBack ? 1 - share : share);
        QPointF point;
        if (way < first)
            point = start + (link.curve.start - start) * (way / first);
        else if (way <= first + middle && middle > 0)
            point = cached.table.at(static_cast<float>((way - first) / middle));
        else
            point = link.curve.end
                    + (end - link.curve.end) * (last > 0 ? (way - first - middle) / last : 0);
        point = view.toScreen(point);
        path.x[i] = static_cast<float>(point.x());
        path.y[i] = static_cast<float>(point.y());
    }
    return path;
}

void MotionPainter::placeLane(const Lane& lane, const Path& path, double clock) {
    const auto shape =
        static_cast<quint8>(lane.kind == HopKind::DeadLetter ? DotShape::Diamond : DotShape::Round);
    constexpr auto kSteps = static_cast<float>(CurveTable::kSteps);
    for (std::size_t i = lane.first; i < lane.messages.size(); ++i) {
        const MovingMessage& message = lane.messages[i];
        const auto since = static_cast<float>(clock - message.depart);
        if (since < 0) break; // they depart in order
        const quint8 color = dotColor(lane.kind, message.color);
        const float progress = std::min(since / message.duration, 1.0F);
        if (m_isReduced) {
            const auto alpha = static_cast<quint8>(255 * (1 - progress));
            m_dots.push_back({path.x.back(), path.y.back(), color, shape, alpha});
            continue;
        }
        const float place = progress * kSteps;
        const auto step = std::min(static_cast<std::size_t>(place), path.x.size() - 2);
        const float part = place - static_cast<float>(step);
        m_dots.push_back({path.x[step] + (path.x[step + 1] - path.x[step]) * part,
                          path.y[step] + (path.y[step + 1] - path.y[step]) * part,
                          color,
                          shape,
                          255});
    }
}

void MotionPainter::placeFlashes(const Motion& motion,
                                 const DiagramLayout& layout,
                                 const ViewTransform& view) {
    for (const Flash& flash : motion.flashes()) {
        const double age = motion.clock() - flash.start;
        const NodeLayout* const node = layout.node(flash.node);
        if (age < 0 || node == nullptr || flash.kind == HopKind::Expire) continue;
        const QPointF at = view.toScreen(anchor(*node, flash.kind));
        const double left = std::clamp(1 - age / kFlashSeconds, 0.0, 1.0);
        m_dots.push_back({static_cast<float>(at.x()),
                          static_cast<float>(at.y()),
                          dotColor(flash.kind, flash.color),
                          static_cast<quint8>(DotShape::Round),
                          static_cast<quint8>(200 * left)});
    }
}

void MotionPainter::place(const Motion& motion,
                          const DiagramLayout& layout,
                          const ViewTransform& view) {
    m_dots.clear();
    m_dots.reserve(motion.count() + motion.flashes().size());
    placeFlashes(motion, layout, view);
    for (const auto& [key, lane] : motion.lanes()) {
        if (lane.size() == 0) continue;
        const LinkLayout* const link = layout.link(lane.link);
        if (link != nullptr) placeLane(lane, pathOf(lane, *link, layout, view), motion.clock());
    }
}

void MotionPainter::paintSigns(QPainter& painter,
                               const Motion& motion,
                               const DiagramLayout& layout,
                               const ViewTransform& view) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    int rings = 0;
    for (const Flash& flash : motion.flashes()) {
        const double age = (motion.clock() - flash.start) / kFlashSeconds;
        const NodeLayout* const node = layout.node(flash.node);
        if (flash.kind != HopKind::Expire || age < 0 || age > 1 || node == nullptr) continue;
        if (++rings > kMostRings) break;
        painter.setPen(QPen(m_theme.color(Token::Warning, 1 - age), 2.5));
        const double radius = m_isReduced ? 9 : 5 + 9 * age;
        painter.drawEllipse(view.toScreen(node->entry), radius, radius);
    }
    painter.setFont(m_theme.font(Type::SmallBold));
    const auto sign = [&](QPointF centre, const QString& text, Token color) {
        const QRectF tight = QFontMetricsF(painter.font()).boundingRect(text);
        QRectF pill(0, 0, tight.width() + 14, 20);
        pill.moveCenter(centre);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Canvas, 0.88));
        painter.drawRoundedRect(pill, 10, 10);
        painter.setPen(m_theme.color(color));
        painter.drawText(pill, Qt::AlignCenter, text);
    };
    for (const auto& [key, lane] : motion.lanes()) {
        const LinkLayout* const link = layout.link(lane.link);
        const bool isFresh =
            lane.lastReceiveCount > 0 && motion.clock() < lane.lastArrive + kReasonSeconds;
        if (lane.kind != HopKind::DeadLetter || link == nullptr || !isFresh) continue;
        const QString reason = QCoreApplication::translate(
            "Canvas", "received %n times → dead-letter queue", nullptr, lane.lastReceiveCount);
        sign(view.toScreen(link->curve.at(0.5)) + QPointF(0, 18), reason, Token::DeadLetter);
    }
    if (motion.stride() > 1)
        sign(QPointF(70, painter.device()->height() - 24),
             QCoreApplication::translate("Canvas", "1 dot = %1 messages").arg(motion.stride()),
             Token::CanvasMuted);
}

} // namespace sluice::ui
