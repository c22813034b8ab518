// SPDX-License-Identifier: GPL-3.0-or-later
// What MotionPainter says in words and rings beside the moving messages.
#include "core/broker/api_error.h"
#include "ui/canvas/motion_painter.h"
#include "ui/session/text.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace sluice::ui {

namespace {

constexpr double kReasonSeconds = 1.5;
constexpr double kReasonFade = 0.3;
constexpr int kMostRings = 100;

QRectF pillAround(const QPainter& painter, const QString& text) {
    return {0, 0, QFontMetricsF(painter.font()).boundingRect(text).width() + 14, 20};
}

/// Words are no larger than the cards they are about, but can be read.
QFont signFont(const ViewTransform& view) {
    constexpr qreal kLeast = 0.75;
    QFont font = Theme::font(Type::SmallBold);
    font.setPixelSize(qRound(font.pixelSize() * std::clamp(view.zoom, kLeast, 1.0)));
    return font;
}

/// What the service's API calls the error that a message was turned away with; without an API, in
/// words.
QString reasonOf(const TurnedAway& last) {
    if (last.error != 0 && last.error <= static_cast<std::uint16_t>(kLastErrorCode))
        return fromView(shapeName(static_cast<ApiErrorCode>(last.error)));
    switch (last.refusal) {
    case Refusal::DeliveryFailed:
        return QCoreApplication::translate("Canvas", "delivery failed");
    case Refusal::DeliveryRejected:
        return QCoreApplication::translate("Canvas", "delivery rejected");
    case Refusal::EndpointDisabled:
        return QCoreApplication::translate("Canvas", "endpoint disabled");
    case Refusal::Throttled:
        return QCoreApplication::translate("Canvas", "throttled");
    default:
        return QCoreApplication::translate("Canvas", "refused");
    }
}

} // namespace

/// Where signs about links may stand, and where they do. Screen pixels.
class MotionPainter::SignPlaces {
public:
    SignPlaces(const DiagramLayout& layout, const ViewTransform& view, std::vector<QRectF> taken)
        : m_layout(layout)
        , m_view(view)
        , m_taken(std::move(taken)) {}

    /// Below the middle of the link, or beside it where that is on a part, a link or another sign.
    /// A move back has its sign above, so that both can show.
    QRectF take(QRectF pill, const LinkLayout& link, HopKind kind) {
        constexpr qreal kAway = 18;
        const qreal below = kind == HopKind::Redrive ? -kAway : kAway;
        const qreal aside = pill.width() / 2 + 10;
        Choice choice(*this);
        for (const qreal place : {0.5, 0.3, 0.7}) {
            const QPointF middle = m_view.toScreen(link.curve.at(place));
            for (const QPointF shift : {QPointF(0, below),
                                        QPointF(-aside, below / 2),
                                        QPointF(aside, below / 2),
                                        QPointF(0, 2 * below)}) {
                pill.moveCenter(middle + shift);
                if (choice.offer(pill)) return m_taken.emplace_back(pill);
            }
        }
        return m_taken.emplace_back(choice.best());
    }

    /// In front of the door of a card: below the link or, for `isAbove`, above it; over or under
    /// the card where signs are in the way.
    QRectF takeDoor(QRectF pill, const NodeLayout& node, bool isAbove) {
        constexpr qreal kAway = 8;
        const QPointF door = m_view.toScreen(node.door());
        const QRectF card(m_view.toScreen(node.card.topLeft()),
                          m_view.toScreen(node.card.bottomRight()));
        const qreal left = door.x() - 6 - pill.width();
        const QPointF below(left, door.y() + kAway);
        const QPointF above(left, door.y() - kAway - pill.height());
        const QPointF over(card.left(), card.top() - 4 - pill.height());
        const QPointF under(card.left(), card.bottom() + 4);
        Choice choice(*this);
        for (const QPointF corner :
             {isAbove ? above : below, isAbove ? below : above, over, under}) {
            pill.moveTopLeft(corner);
            if (choice.offer(pill)) return m_taken.emplace_back(pill);
        }
        return m_taken.emplace_back(choice.best());
    }

private:
    /// What a sign would hide, the least harm first: a sign on another one cannot be read.
    enum class Hides { Nothing, Link, Part, Sign };

    /// Remembers the best of the places offered, of equal ones the first.
    class Choice {
    public:
        explicit Choice(const SignPlaces& places) : m_places(places) {}

        /// Whether the place hides nothing.
        bool offer(const QRectF& pill) {
            const Hides harm = m_places.hides(pill);
            if (!m_best || harm < m_harm) {
                m_best = pill;
                m_harm = harm;
            }
            return harm == Hides::Nothing;
        }
        QRectF best() const { return m_best.value_or(QRectF()); }

    private:
        const SignPlaces& m_places;
        std::optional<QRectF> m_best;
        Hides m_harm = Hides::Sign;
    };

    Hides hides(const QRectF& pill) const {
        constexpr qreal kLinkReach = 2;
        if (isOnSign(pill)) return Hides::Sign;
        if (isOnPart(pill)) return Hides::Part;
        const QRectF near = pill.adjusted(-kLinkReach, -kLinkReach, kLinkReach, kLinkReach);
        const bool isOnLink = m_layout.linkLengthIn(m_view.toDocument(near)) > 0;
        return isOnLink ? Hides::Link : Hides::Nothing;
    }
    bool isOnSign(const QRectF& pill) const {
        return std::ranges::any_of(m_taken,
                                   [&](const QRectF& other) { return other.intersects(pill); });
    }
    bool isOnPart(const QRectF& pill) const {
        const QRectF covered = m_view.toDocument(pill);
        const bool isOnCard = std::ranges::any_of(
            m_layout.nodes, [&](const NodeLayout& row) { return row.card.intersects(covered); });
        return isOnCard || std::ranges::any_of(m_layout.notes, [&](const NoteLayout& row) {
                   return row.shownAt(m_view.zoom).intersects(covered);
               });
    }

    const DiagramLayout& m_layout;
    const ViewTransform& m_view;
    std::vector<QRectF> m_taken;
};

void MotionPainter::paintSigns(QPainter& painter,
                               const Motion& motion,
                               const DiagramLayout& layout,
                               const ViewTransform& view,
                               const std::vector<QRectF>& taken) const {
    painter.setRenderHint(QPainter::Antialiasing);
    paintTimeouts(painter, motion, layout, view);
    painter.setFont(signFont(view));
    SignPlaces places(layout, view, taken);
    paintReasons(painter, motion, layout, places);
    paintRefusals(painter, motion, layout, places);
    if (motion.stride() <= 1) return;
    const QString scale =
        QCoreApplication::translate("Canvas", "1 dot = %1 messages").arg(motion.stride());
    QRectF pill = pillAround(painter, scale);
    // In the lower left corner of the device, whatever is drawn how large.
    const QPointF corner =
        painter.combinedTransform().inverted().map(QPointF(0, painter.device()->height()));
    pill.moveCenter(corner + QPointF(70, -24));
    paintSign(painter, pill, scale, Token::CanvasMuted);
}

void MotionPainter::paintTimeouts(QPainter& painter,
                                  const Motion& motion,
                                  const DiagramLayout& layout,
                                  const ViewTransform& view) const {
    constexpr qreal kLeast = 0.4, kLargest = 2.5; // as the dots
    constexpr double kFrom = 5, kGrowth = 3.5;    // no further than the numbers beside the marks
    const double scale = std::clamp(view.zoom, kLeast, kLargest);
    painter.setBrush(Qt::NoBrush);
    int rings = 0;
    for (const Flash& flash : motion.flashes()) {
        const double age = (motion.clock() - flash.start) / kFlashSeconds;
        const NodeLayout* const node = layout.node(flash.node);
        if (flash.kind != HopKind::Expire || age < 0 || age > 1 || node == nullptr) continue;
        if (++rings > kMostRings) break;
        const QPointF* const mark = node->markAt(flash.message);
        const QPointF at = mark != nullptr ? *mark : node->entry;
        const qreal seen = m_covers.shownAt(at, flash.node);
        painter.setPen(QPen(m_theme.color(Token::Warning, (1 - age) * seen), 2.5 * scale));
        const double radius = scale * (kFrom + kGrowth * (m_isReduced ? 1 : age));
        painter.drawEllipse(view.toScreen(at), radius, radius);
    }
}

QString MotionPainter::deadLetterReason(const Lane& lane) {
    const auto text = [](const char* english) {
        return QCoreApplication::translate("Canvas", english);
    };
    const int count = lane.lastReceiveCount;
    if (lane.isUndelivered)
        return (count == 1 ? text("1 attempt failed → dead-letter queue")
                           : text("%1 attempts failed → dead-letter queue"))
            .arg(count);
    return (count == 1 ? text("received once → dead-letter queue")
                       : text("received %1 times → dead-letter queue"))
        .arg(count);
}

/// Why messages move along dead-letter links.
void MotionPainter::paintReasons(QPainter& painter,
                                 const Motion& motion,
                                 const DiagramLayout& layout,
                                 SignPlaces& places) const {
    for (const auto& [key, lane] : motion.lanes()) {
        if (motion.clock() >= lane.lastArrive + kReasonSeconds) continue;
        const auto link = linkOf(lane, layout);
        if (!link) continue;
        QString reason;
        if (lane.kind == HopKind::Redrive && lane.departed() > 0)
            reason = lane.link != LinkId{}
                         ? QCoreApplication::translate("Canvas", "redrive → source queue")
                         : QCoreApplication::translate("Canvas", "redrive → chosen queue");
        else if (lane.kind == HopKind::DeadLetter && lane.lastReceiveCount > 0)
            reason = deadLetterReason(lane);
        else
            continue;
        const QRectF pill = places.take(pillAround(painter, reason), *link, lane.kind);
        paintSign(painter, pill, reason, Token::DeadLetter);
    }
}

/// At the doors of parts that turn messages away.
void MotionPainter::paintRefusals(QPainter& painter,
                                  const Motion& motion,
                                  const DiagramLayout& layout,
                                  SignPlaces& places) const {
    // None rests half faded.
    const double most = motion.isMoving() ? kReasonSeconds : kReasonSeconds - kReasonFade;
    for (const auto& [key, last] : motion.refusals()) {
        const double age = motion.clock() - last.at;
        const NodeLayout* const node = layout.node(key.first);
        // A little early, so that it stays while one message after the other is on its way.
        if (node == nullptr || age < -kShortestHop || age >= most) continue;
        const bool isDuplicate = key.second == HopKind::Deduplicate;
        const QString reason =
            isDuplicate ? QCoreApplication::translate("Canvas", "duplicate") : reasonOf(last);
        const QRectF pill = places.takeDoor(pillAround(painter, reason), *node, isDuplicate);
        painter.setOpacity(std::min(1.0, (kReasonSeconds - age) / kReasonFade));
        paintSign(painter, pill, reason, isDuplicate ? Token::CanvasMuted : Token::Danger);
        painter.setOpacity(1);
    }
}

void MotionPainter::paintSign(QPainter& painter,
                              const QRectF& pill,
                              const QString& text,
                              Token color) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Token::Canvas, 0.88));
    painter.drawRoundedRect(pill, 10, 10);
    painter.setPen(m_theme.color(color));
    painter.drawText(pill, Qt::AlignCenter, text);
}

} // namespace sluice::ui
