// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/sign_painter.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace sluice::ui {

namespace {

constexpr qreal kSignRadius = 11;
constexpr qreal kSignGap = 5;
constexpr qreal kSignTextHeight = 20;
/// Below the door of a card, where it says what it turns away.
constexpr QSizeF kDoor{66, 24};
/// Below this zoom a sign would hide more than it says.
constexpr qreal kLeastZoom = 0.4;

Token tokenOf(LinkSign::Kind kind) {
    switch (kind) {
    case LinkSign::Kind::Filter:
        return Token::Topic;
    case LinkSign::Kind::Pending:
        return Token::CanvasMuted;
    case LinkSign::Kind::Retry:
        return Token::Warning;
    case LinkSign::Kind::Denied:
    case LinkSign::Kind::Refused:
        return Token::Danger;
    }
    return Token::CanvasMuted;
}

/// The symbol inside a circle of radius kSignRadius around (0, 0).
QPainterPath symbolOf(LinkSign::Kind kind) {
    QPainterPath path;
    switch (kind) {
    case LinkSign::Kind::Filter: // a funnel
        path.moveTo(-5, -4.5);
        path.lineTo(5, -4.5);
        path.lineTo(1.3, 0.4);
        path.lineTo(1.3, 5);
        path.lineTo(-1.3, 3.6);
        path.lineTo(-1.3, 0.4);
        path.closeSubpath();
        break;
    case LinkSign::Kind::Pending: // an envelope
        path.addRect(-5, -3.5, 10, 7);
        path.moveTo(-5, -3.5);
        path.lineTo(0, 0.8);
        path.lineTo(5, -3.5);
        break;
    case LinkSign::Kind::Retry: // an arrow going round
        path.arcMoveTo(-4.5, -4.5, 9, 9, 60);
        path.arcTo(-4.5, -4.5, 9, 9, 60, 270);
        path.moveTo(4.5, -4.6);
        path.lineTo(2.4, -3.9);
        path.lineTo(3.4, -1.6);
        break;
    case LinkSign::Kind::Denied: // a closed lock
        path.addRoundedRect(-4.5, -1, 9, 6.2, 1.2, 1.2);
        path.moveTo(-2.8, -1);
        path.lineTo(-2.8, -2.6);
        path.arcTo(-2.8, -5.4, 5.6, 5.6, 180, -180);
        path.lineTo(2.8, -1);
        break;
    case LinkSign::Kind::Refused: // a cross
        path.moveTo(-4, -4);
        path.lineTo(4, 4);
        path.moveTo(4, -4);
        path.lineTo(-4, 4);
        break;
    }
    return path;
}

void paintSymbol(QPainter& painter, LinkSign::Kind kind, const QColor& color, const Theme& theme) {
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(theme.color(Token::Panel));
    painter.drawEllipse(QPointF(), kSignRadius, kSignRadius);
    const bool isFilled = kind == LinkSign::Kind::Filter;
    painter.setPen(isFilled ? QPen(Qt::NoPen)
                            : QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(isFilled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPath(symbolOf(kind));
}

/// Chooses places for the words beside signs, away from cards, notes, other words and links.
class TextPlaces {
public:
    TextPlaces(const DiagramLayout& layout, qreal zoom) : m_layout(layout) {
        for (const NodeLayout& row : layout.nodes) {
            m_taken.push_back(row.card);
            m_taken.emplace_back(row.door() - QPointF(kDoor.width(), -6), kDoor); // "refused"
        }
        for (const NoteLayout& row : layout.notes) m_taken.push_back(row.shownAt(zoom));
        for (const BoundaryLayout& row : layout.boundaries) m_taken.push_back(row.titleAt(zoom));
    }

    void take(const QRectF& rect) { m_taken.push_back(rect); }

    /// The centre of the text, in pixels from that of the symbol, which lies at `middle` in the
    /// document: the nearest place where it hides nothing, or else the least.
    QPointF choose(QSizeF text, QPointF middle, QPointF direction, qreal pixelsPerUnit) {
        QRectF rect(QPointF(), text / pixelsPerUnit);
        QPointF chosen;
        qreal least = std::numeric_limits<qreal>::infinity();
        for (const QPointF place : around(text, direction)) {
            rect.moveCenter(middle + place / pixelsPerUnit);
            const qreal area = hidden(rect);
            if (area < least) {
                least = area;
                chosen = place;
            }
            if (least == 0) break;
        }
        rect.moveCenter(middle + chosen / pixelsPerUnit);
        take(rect);
        return chosen;
    }

private:
    /// The area of what words there would hide; of links, as if they were as wide as their dots.
    qreal hidden(const QRectF& rect) const {
        constexpr qreal kLinkReach = 3;
        constexpr qreal kDots = 10;
        qreal area = 0;
        for (const QRectF& other : m_taken) {
            const QRectF common = other & rect;
            area += common.width() * common.height();
        }
        const QRectF near = rect.adjusted(-kLinkReach, -kLinkReach, kLinkReach, kLinkReach);
        return area + kDots * m_layout.linkLengthIn(near);
    }

    /// Nearer ones first: beside a steep link, or above and below a level one, then further up and
    /// down, past cards that leave too little room between them.
    static std::vector<QPointF> around(QSizeF text, QPointF direction) {
        constexpr int kFurthest = 6;
        const QPointF aside((text.width() / 2 + kSignRadius + kSignGap), 0);
        const QPointF below(0, text.height() / 2 + kSignRadius + kSignGap - 3);
        const QPointF corner(text.width() / 2, below.y());
        const bool isSteep = std::abs(direction.y()) > std::abs(direction.x());
        std::vector<QPointF> places = isSteep ? std::vector<QPointF>{-aside, aside, below, -below}
                                              : std::vector<QPointF>{below, -below, -aside, aside};
        for (const QPointF at :
             {-corner, QPointF(corner.x(), -corner.y()), QPointF(-corner.x(), corner.y()), corner})
            places.push_back(at);
        for (int step = 2; step <= kFurthest; ++step) {
            for (const QPointF at : {step * below, -step * below}) places.push_back(at);
            for (const QPointF at : {step * below, -step * below})
                for (const qreal x : {-corner.x(), corner.x()}) places.emplace_back(x, at.y());
        }
        return places;
    }

    const DiagramLayout& m_layout;
    std::vector<QRectF> m_taken; // document units
};

void paintText(QPainter& painter,
               const QString& text,
               const QRectF& pill,
               const QColor& color,
               const Theme& theme) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Canvas, 0.88));
    painter.drawRoundedRect(pill, kSignTextHeight / 2, kSignTextHeight / 2);
    painter.setPen(color);
    painter.drawText(pill, Qt::AlignCenter, text);
}

/// From the symbol at (0, 0) to words that could not stand beside it.
void paintLeader(QPainter& painter, const QRectF& pill, const QColor& color) {
    constexpr qreal kNear = 2 * (kSignRadius + kSignGap + kSignTextHeight / 2);
    if (std::abs(pill.center().y()) < kNear) return;
    const bool isBelow = pill.top() > 0;
    const QPointF end(std::clamp(0.0, pill.left() + 8, pill.right() - 8),
                      isBelow ? pill.top() : pill.bottom());
    painter.setPen(QPen(color, 1, Qt::DotLine));
    painter.drawLine(QPointF(0, isBelow ? kSignRadius : -kSignRadius), end);
}

/// What is said of a link, and where, in document units.
struct Sign {
    const LinkSign* said = nullptr;
    QPointF middle;
    QPointF direction;
};

/// Several of one link stand in a row along it, `step` apart.
std::vector<Sign> signsOf(const DiagramLayout& layout, Pictures pictures, qreal step) {
    std::vector<Sign> result;
    for (const NodePicture& node : pictures) {
        const auto& signs = node.picture.signs;
        for (auto said = signs.begin(); said != signs.end(); ++said) {
            const LinkLayout* const link = layout.link(said->link);
            if (link == nullptr) continue;
            const CurveTable way(link->curve);
            const float place = link->signPlace();
            constexpr float kNear = 1.0F / CurveTable::kSteps;
            const QLineF along(way.at(place - kNear), way.at(place + kNear));
            const auto isOfLink = [&](const LinkSign& other) { return other.link == said->link; };
            const auto before = std::count_if(signs.begin(), said, isOfLink);
            const auto after = std::count_if(said + 1, signs.end(), isOfLink);
            const QLineF unit = along.unitVector();
            const qreal shift = step * static_cast<qreal>(before - after) / 2;
            const QPointF direction(along.dx(), along.dy());
            result.push_back(
                {&*said, way.at(place) + shift * QPointF(unit.dx(), unit.dy()), direction});
        }
    }
    return result;
}

} // namespace

qreal signReach(qreal zoom) {
    return (kSignRadius + 1) * std::min(1.0, zoom);
}

std::vector<QRectF> paintLinkSigns(QPainter& painter,
                                   const DiagramLayout& layout,
                                   Pictures pictures,
                                   const Theme& theme,
                                   const ViewTransform& view) {
    std::vector<QRectF> covered;
    if (view.zoom < kLeastZoom) return covered;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal scale = std::min(1.0, view.zoom);
    const QFont font = Theme::font(Type::SmallBold);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    TextPlaces places(layout, view.zoom);
    constexpr qreal kStep = 2 * kSignRadius + kSignGap;
    const std::vector<Sign> signs = signsOf(layout, pictures, kStep * scale / view.zoom);
    const QPointF half = QPointF(kSignRadius, kSignRadius) * scale / view.zoom;
    for (const Sign& sign : signs) places.take({sign.middle - half, sign.middle + half});
    for (const Sign& sign : signs) {
        const QString text = QString::fromStdString(sign.said->text);
        const QColor color = theme.color(tokenOf(sign.said->kind));
        QRectF pill(0, 0, metrics.horizontalAdvance(text) + 10, kSignTextHeight);
        pill.moveCenter(places.choose(pill.size(), sign.middle, sign.direction, view.zoom / scale));
        painter.save();
        painter.translate(view.toScreen(sign.middle));
        painter.scale(scale, scale);
        paintSymbol(painter, sign.said->kind, color, theme);
        covered.push_back(painter.transform().mapRect(
            QRectF(-kSignRadius, -kSignRadius, 2 * kSignRadius, 2 * kSignRadius)));
        if (!text.isEmpty()) {
            paintLeader(painter, pill, color);
            paintText(painter, text, pill, color, theme);
            covered.push_back(painter.transform().mapRect(pill));
        }
        painter.restore();
    }
    painter.restore();
    return covered;
}

} // namespace sluice::ui
