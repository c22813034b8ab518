// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/example_card.h"

#include "ui/canvas/diagram_painter.h"
#include "ui/session/text.h"
#include "ui/theme/current_theme.h"

#include <QPainterPath>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kExampleWidth = 344;
constexpr int kThumbnailHeight = 192;
constexpr int kExampleTextHeight = 104; // a title and three lines
constexpr int kExamplePadding = 16;
constexpr qreal kSmallestThumbnail = 0.05;

} // namespace

QString firstSentence(const QString& text) {
    static const QRegularExpression end(QStringLiteral("[.!?。](?=\\s|$)"));
    const QString line = text.simplified();
    const auto match = end.match(line);
    return match.hasMatch() ? line.left(match.capturedEnd()) : line;
}

ExampleCard::ExampleCard(Document document, const Registry& registry, QWidget* parent)
    : QAbstractButton(parent)
    , m_registry(registry)
    , m_run(std::move(document), registry)
    , m_description(firstSentence(translated(m_run.document().settings.notes))) {
    setText(translated(m_run.document().settings.name));
    setAccessibleName(tr("Example: %1").arg(text()));
    setAccessibleDescription(m_description);
    setToolTip(m_description);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ExampleCard::advance(double seconds) {
    m_run.advance(seconds);
    update();
}

QSize ExampleCard::sizeHint() const {
    return {kExampleWidth, kThumbnailHeight + kExampleTextHeight};
}

void ExampleCard::paintEvent(QPaintEvent*) {
    const Theme theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(1, 1, -1, -1);
    const bool isMarked = underMouse() || hasFocus();
    painter.setPen(QPen(theme.color(isMarked ? Token::Accent : Token::Line), hasFocus() ? 2 : 1));
    painter.setBrush(theme.color(isDown()       ? Token::Pressed
                                 : underMouse() ? Token::Hover
                                                : Token::Panel));
    painter.drawRoundedRect(card, kCardRadius, kCardRadius);
    const QRectF frame(card.left() + 1, card.top() + 1, card.width() - 2, kThumbnailHeight - 2);
    paintThumbnail(painter, frame, theme);
    paintTexts(painter, theme);
}

void ExampleCard::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void ExampleCard::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

void ExampleCard::paintThumbnail(QPainter& painter, const QRectF& frame, const Theme& theme) {
    QPainterPath shape; // rounded above only
    shape.setFillRule(Qt::WindingFill);
    shape.addRoundedRect(frame, kCardRadius - 1, kCardRadius - 1);
    shape.addRect(frame.adjusted(0, kCardRadius, 0, 0));
    painter.fillPath(shape, theme.color(Token::Canvas));

    ViewTransform view;
    const QRectF bounds = withCardMargin(m_run.layout().bounds());
    if (bounds.isEmpty()) return;
    view.fit(bounds, frame.size(), kExamplePadding, kSmallestThumbnail);
    view.origin -= frame.topLeft() / view.zoom;
    painter.save();
    painter.scale(view.zoom, view.zoom);
    painter.translate(-view.origin);
    paintDiagram(painter,
                 {m_run.document(), m_registry, m_run.pictures(), view.zoom},
                 m_run.layout(),
                 theme);
    painter.restore();
    m_dots.setLook(theme, devicePixelRatioF(), view.zoom);
    m_dots.place(m_run.motion(), m_run.layout(), view);
    m_dots.paintDots(painter);
}

void ExampleCard::paintTexts(QPainter& painter, const Theme& theme) const {
    const QRect room =
        rect().adjusted(kExamplePadding, kThumbnailHeight + 12, -kExamplePadding, -8);
    painter.setFont(theme.font(Type::BodyBold));
    painter.setPen(theme.color(Token::Ink));
    const QFontMetrics heading = painter.fontMetrics();
    painter.drawText(room,
                     Qt::AlignLeft | Qt::AlignTop,
                     heading.elidedText(text(), Qt::ElideRight, room.width()));
    painter.setFont(theme.font(Type::Small));
    painter.setPen(theme.color(Token::Muted));
    painter.drawText(room.adjusted(0, heading.lineSpacing() + 4, 0, 0),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     m_description);
}

} // namespace sluice::ui
