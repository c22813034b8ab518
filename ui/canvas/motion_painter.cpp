// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/motion_painter.h"

#include "ui/canvas/sign_painter.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

/// How far a message that is not taken moves away, logical pixels.
double bounce(const ViewTransform& view) {
    constexpr double kAtFullSize = 30, kLeast = 0.3, kLargest = 2.5;
    return kAtFullSize * std::clamp(view.zoom, kLeast, kLargest);
}

/// Where something happens at a part, document units.
QPointF anchor(const NodeLayout& node) {
    return node.hasSlots ? node.exit : node.door();
}

std::uint8_t hopColor(HopKind kind, std::uint8_t color) {
    switch (kind) {
    case HopKind::Expire:
        return kWarningDot;
    case HopKind::DeadLetter:
        return kDeadLetterDot;
    case HopKind::Lost:
    case HopKind::EmptyReceive:
        return kMutedDot;
    case HopKind::Refuse:
        return kDangerDot;
    default:
        return color % kMessageColors;
    }
}

DotShape dotShape(HopKind kind) {
    switch (kind) {
    case HopKind::DeadLetter:
    case HopKind::Redrive:
        return DotShape::Diamond;
    case HopKind::Deduplicate:
    case HopKind::EmptyReceive:
        return DotShape::Ring;
    case HopKind::Refuse:
        return DotShape::Cross;
    default:
        return DotShape::Round;
    }
}

/// In steps, so that what is hidden need not be worked out anew while the zoom changes a little.
qreal reachOf(float radius) {
    constexpr float kSteps = 2;
    return static_cast<qreal>(std::exp2(std::ceil(kSteps * std::log2(radius)) / kSteps));
}

quint8 opacity(double share) {
    return static_cast<quint8>(255 * std::clamp(share, 0.0, 1.0));
}

/// What fades does not vanish from sight before it is faint.
quint8 shrunk(double share) {
    constexpr double kLeast = 0.5;
    return opacity(kLeast + (1 - kLeast) * share);
}

} // namespace

void MotionPainter::setLook(const Theme& theme, qreal devicePixelRatio, qreal zoom) {
    m_theme = theme;
    m_layer.setLook(theme, devicePixelRatio, zoom);
}

const CurveTable& MotionPainter::curveOf(const LinkLayout& link) {
    CachedCurve& cached = m_curves[link.id];
    if (!(cached.curve == link.curve)) cached = {link.curve, CurveTable(link.curve)};
    return cached.table;
}

MotionPainter::Path MotionPainter::pathOf(const Lane& lane,
                                          const LinkLayout& link,
                                          const DiagramLayout& layout,
                                          const ViewTransform& view) {
    const CurveTable& table = curveOf(link);
    // A payload that is got comes out of the end of its link; messages are received from the start.
    const bool isGot = link.isPayload && lane.kind == HopKind::Receive;
    const bool isHome = lane.kind == HopKind::Redrive && lane.link != LinkId{};
    const bool isBack = isGot || lane.kind == HopKind::Expire || isHome;
    const NodeLayout* const from = layout.node(isBack ? link.to : link.from);
    const NodeLayout* const to = layout.node(isBack ? link.from : link.to);
    const QPointF leave = isBack ? link.curve.end : link.curve.start;
    const QPointF door = isBack ? link.curve.start : link.curve.end;
    Path path;
    path.start = leave;
    path.end = door;
    path.from = isBack ? link.to : link.from;
    path.to = isBack ? link.from : link.to;
    if (lane.kind == HopKind::Filter) return pathToSign(path, table, link, view);
    // Dead letters leave by the port below and come back to it, not across the numbers. What holds
    // no message comes from none of the slots.
    const bool isFromPort = lane.kind == HopKind::DeadLetter || lane.kind == HopKind::EmptyReceive;
    if (from != nullptr && from->hasSlots && !isFromPort) {
        path.start = isBack ? from->entry : from->exit;
        if (!from->marks.empty()) path.startMarks = from;
    }
    if (to != nullptr && to->hasSlots && lane.kind != HopKind::Redrive) {
        path.end = to->entry;
        if (!to->marks.empty()) path.endMarks = to;
    }

    // Three legs: from the slot to the port, along the link, from the port to the slot.
    const qreal first = lengthOf(leave - path.start);
    const qreal last = lengthOf(path.end - door);
    const auto middle = static_cast<qreal>(table.length());
    const qreal whole = std::max(1e-6, first + middle + last);
    path.leave = static_cast<float>(CurveTable::kSteps * first / whole);
    path.door = static_cast<float>(CurveTable::kSteps * (first + middle) / whole);
    if (lane.kind == HopKind::Send) path.entry = static_cast<float>(kEntrySeconds);
    for (std::size_t i = 0; i < path.x.size(); ++i) {
        const qreal way = whole * static_cast<qreal>(i) / CurveTable::kSteps;
        QPointF point;
        if (way < first) {
            point = path.start + (leave - path.start) * (way / first);
        } else if (way <= first + middle && middle > 0) {
            const auto share = static_cast<float>((way - first) / middle);
            point = table.at(isBack ? 1 - share : share);
        } else {
            point = door + (path.end - door) * (last > 0 ? (way - first - middle) / last : 0);
        }
        point = view.toScreen(point);
        path.x[i] = static_cast<float>(point.x());
        path.y[i] = static_cast<float>(point.y());
    }
    return path;
}

std::optional<LinkLayout> MotionPainter::linkOf(const Lane& lane, const DiagramLayout& layout) {
    if (lane.link != LinkId{}) {
        const LinkLayout* const link = layout.link(lane.link);
        return link == nullptr ? std::nullopt : std::optional(*link);
    }
    const NodeLayout* const from = layout.node(lane.from);
    const NodeLayout* const to = layout.node(lane.to);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const QPointF start(from->card.right(), from->card.center().y());
    return LinkLayout{{}, lane.from, lane.to, linkCurve(start, to->door()), from->role};
}

/// What a filter holds back goes at the pace of what passes, but no further than where it is wholly
/// seen in front of the sign.
MotionPainter::Path MotionPainter::pathToSign(Path path,
                                              const CurveTable& table,
                                              const LinkLayout& link,
                                              const ViewTransform& view) const {
    constexpr float kLeastWay = 0.01F;
    const auto reach = static_cast<float>(signReach(view.zoom)) + m_layer.radius();
    const float before = reach / std::max(1.0F, table.length() * static_cast<float>(view.zoom));
    path.held = std::max(kLeastWay, link.signPlace() - before);
    path.door = static_cast<float>(CurveTable::kSteps);
    path.entry = static_cast<float>(kFilterSeconds);
    for (std::size_t i = 0; i < path.x.size(); ++i) {
        const float share = static_cast<float>(i) / CurveTable::kSteps;
        const QPointF point = view.toScreen(table.at(share * path.held));
        path.x[i] = static_cast<float>(point.x());
        path.y[i] = static_cast<float>(point.y());
    }
    return path;
}

/// Links run below the cards of others, and so does what moves along them.
void MotionPainter::shade(Path& path,
                          const Lane& lane,
                          const LinkLayout& link,
                          const ViewTransform& view) {
    Shade& shade = m_shades[lane];
    const bool isKnown = shade.revision == m_covers.revision() && shade.curve == link.curve
                         && shade.start == path.start && shade.end == path.end;
    if (!isKnown) {
        constexpr int kFiner = kShadeSteps / CurveTable::kSteps;
        std::array<QPointF, kShadeSteps + 1> points;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto step = std::min(i / kFiner, path.x.size() - 2);
            const float part = static_cast<float>(i) / kFiner - static_cast<float>(step);
            const QPointF pixel(
                static_cast<qreal>(path.x[step] + (path.x[step + 1] - path.x[step]) * part),
                static_cast<qreal>(path.y[step] + (path.y[step + 1] - path.y[step]) * part));
            points[i] = view.toDocument(pixel);
        }
        shade.isAny = m_covers.hide(
            {points, path.from, path.to, kFiner * path.leave, kFiner * path.door}, shade.shown);
        shade.revision = m_covers.revision();
        shade.curve = link.curve;
        shade.start = path.start;
        shade.end = path.end;
    }
    if (shade.isAny) path.shown = &shade.shown;
}

QPointF MotionPainter::Path::aside(std::uint64_t message, float place) const {
    constexpr auto kSteps = static_cast<float>(CurveTable::kSteps);
    if (startMarks != nullptr && place < leave) {
        const QPointF* const mark = startMarks->markAt(message);
        return mark != nullptr ? (*mark - start) * static_cast<qreal>(1 - place / leave)
                               : QPointF();
    }
    if (endMarks == nullptr || place <= door) return {};
    const QPointF* const mark = endMarks->markAt(message);
    const float share = (place - door) / (kSteps - door);
    return mark != nullptr ? (*mark - end) * static_cast<qreal>(share) : QPointF();
}

void MotionPainter::placeLane(const Lane& lane,
                              const Path& path,
                              double clock,
                              const ViewTransform& view) {
    const auto shape = static_cast<quint8>(dotShape(lane.kind));
    const bool hasMarks = path.startMarks != nullptr || path.endMarks != nullptr;
    constexpr auto kSteps = static_cast<float>(CurveTable::kSteps);
    for (std::size_t i = lane.first; i < lane.messages.size(); ++i) {
        const MovingMessage& message = lane.messages[i];
        const auto since = static_cast<float>(clock - message.depart);
        if (since < 0) break; // they depart in order
        const bool isTurnedAway = message.landing == Landing::TurnedAway;
        const float toDoor = path.held * (message.duration - path.entry);
        if (isTurnedAway && since >= toDoor) continue; // the flash takes over
        float place =
            path.entry > 0 ? path.door * since / toDoor : kSteps * since / message.duration;
        if (path.entry > 0 && since > toDoor)
            place = path.door + (kSteps - path.door) * (since - toDoor) / path.entry;
        place = std::min(place, kSteps);
        const bool isHeld = path.held < 1 && since > toDoor;
        const double left = isHeld ? 1 - static_cast<double>((since - toDoor) / path.entry) : 1.0;
        if (left <= 0) continue; // faded, while its siblings are still on their way
        quint8 alpha = opacity(left);
        if (m_isReduced) {
            alpha = opacity(1 - static_cast<double>(since / message.duration));
            place = isTurnedAway ? path.door : kSteps;
        }
        const auto step = std::min(static_cast<std::size_t>(place), path.x.size() - 2);
        const float part = place - static_cast<float>(step);
        Dot dot{path.x[step] + (path.x[step + 1] - path.x[step]) * part,
                path.y[step] + (path.y[step + 1] - path.y[step]) * part,
                hopColor(lane.kind, message.color),
                shape,
                alpha,
                shrunk(left)};
        if (hasMarks) {
            const QPointF aside = path.aside(message.message, place) * view.zoom;
            dot.x += static_cast<float>(aside.x());
            dot.y += static_cast<float>(aside.y());
        }
        const bool isInside = path.endMarks != nullptr && place > path.door;
        if (isInside && path.endMarks->isBelowName(view.toDocument(QPointF(dot.x, dot.y))))
            continue;
        if (path.shown != nullptr) {
            constexpr float kFiner = kShadeSteps / CurveTable::kSteps;
            const int seen = (*path.shown)[static_cast<std::size_t>(kFiner * place)];
            if (seen == 0) continue;
            dot.alpha = static_cast<quint8>(dot.alpha * seen / 255);
        }
        m_dots.push_back(dot);
    }
}

Dot MotionPainter::turnedAway(const Flash& flash,
                              double age,
                              const DiagramLayout& layout,
                              const ViewTransform& view) {
    const LinkLayout* const link = layout.link(flash.link);
    const NodeLayout* const node = layout.node(flash.node);
    QPointF at = link != nullptr ? link->curve.end : node->door();
    const double share = std::clamp(age / kFlashSeconds, 0.0, 1.0);
    const bool isBouncing = flash.kind == HopKind::Refuse && !m_isReduced;
    // Back off the way it came, ever slower.
    const double back = isBouncing ? bounce(view) / view.zoom * (1 - (1 - share) * (1 - share)) : 0;
    if (link != nullptr && back > 0) {
        const CurveTable& table = curveOf(*link);
        at = table.at(1 - static_cast<float>(back) / std::max(1.0F, table.length()));
    } else {
        at -= QPointF(back, 0);
    }
    at = view.toScreen(at);
    const double fade = flash.kind == HopKind::Refuse ? 2 * (1 - share) : 1 - share;
    return {static_cast<float>(at.x()),
            static_cast<float>(at.y()),
            hopColor(flash.kind, flash.color),
            static_cast<quint8>(dotShape(flash.kind)),
            opacity(fade)};
}

/// What a part without a store loses falls out of it at the bottom.
Dot MotionPainter::fallen(double left, const NodeLayout& node, const ViewTransform& view) const {
    const double fall = m_isReduced ? 0 : bounce(view) * (1 - left);
    const QPointF at =
        view.toScreen(QPointF(node.card.center().x(), node.card.bottom())) + QPointF(0, fall);
    return {static_cast<float>(at.x()),
            static_cast<float>(at.y()),
            kDangerDot,
            static_cast<quint8>(DotShape::Cross),
            opacity(2 * left)};
}

void MotionPainter::placeFlashes(const Motion& motion,
                                 const DiagramLayout& layout,
                                 const ViewTransform& view) {
    for (const Flash& flash : motion.flashes()) {
        const double age = motion.clock() - flash.start;
        const NodeLayout* const node = layout.node(flash.node);
        if (age < 0 || node == nullptr || flash.kind == HopKind::Expire) continue;
        if (flash.kind == HopKind::Deduplicate || flash.kind == HopKind::Refuse) {
            Dot dot = turnedAway(flash, age, layout, view);
            const qreal seen = m_covers.shownAt(view.toDocument(QPointF(dot.x, dot.y)), flash.node);
            dot.alpha = static_cast<quint8>(dot.alpha * seen);
            m_dots.push_back(dot);
            continue;
        }
        const double left = std::clamp(1 - age / kFlashSeconds, 0.0, 1.0);
        if (flash.kind == HopKind::Lost && !node->hasSlots) {
            m_dots.push_back(fallen(left, *node, view));
            continue;
        }
        const QPointF at = view.toScreen(anchor(*node));
        const qreal seen = m_covers.shownAt(anchor(*node), flash.node);
        m_dots.push_back({static_cast<float>(at.x()),
                          static_cast<float>(at.y()),
                          hopColor(flash.kind, flash.color),
                          static_cast<quint8>(DotShape::Round),
                          static_cast<quint8>(200 * left * seen)});
    }
}

void MotionPainter::place(const Motion& motion,
                          const DiagramLayout& layout,
                          const ViewTransform& view) {
    m_dots.clear();
    m_dots.reserve(motion.count() + motion.flashes().size());
    m_covers.take(layout, reachOf(m_layer.radius() / static_cast<float>(view.zoom)));
    placeFlashes(motion, layout, view);
    for (const auto& [key, lane] : motion.lanes()) {
        if (lane.size() == 0) continue;
        const auto link = linkOf(lane, layout);
        if (!link) continue;
        Path path = pathOf(lane, *link, layout, view);
        shade(path, lane, *link, view);
        placeLane(lane, path, motion.clock(), view);
    }
}

} // namespace sluice::ui
