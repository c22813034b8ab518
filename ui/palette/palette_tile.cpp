// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_tile.h"

#include "ui/theme/current_theme.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace sluice::ui {

namespace {

constexpr int kIconGround = 26;
constexpr int kTileIcon = 16;

} // namespace

PaletteTile::PaletteTile(PaletteItem item, QWidget* parent)
    : QAbstractButton(parent)
    , m_item(std::move(item)) {
    setText(m_item.label);
    setToolTip(m_item.help);
    setAccessibleName(text());
    setAccessibleDescription(tr("Press Enter to add it to the canvas"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

QSize PaletteTile::sizeHint() const {
    return {88, 58};
}

void PaletteTile::paintEvent(QPaintEvent*) {
    const Theme theme = currentTheme();
    const QColor color = theme.color(m_item.color);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(theme.color(hasFocus() ? Token::Accent : Token::Line));
    painter.setBrush(theme.color(underMouse() ? Token::Hover : Token::Panel));
    painter.drawRoundedRect(frame, 7, 7);

    const QRectF ground((width() - kIconGround) / 2.0, 7, kIconGround, kIconGround);
    QColor soft = color;
    soft.setAlphaF(theme.isDark ? 0.24F : 0.14F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(soft);
    painter.drawRoundedRect(ground, 6, 6);
    const QPixmap pixmap = iconPixmap(m_item.icon, color, kTileIcon, devicePixelRatioF());
    const double inset = (kIconGround - kTileIcon) / 2.0;
    painter.drawPixmap(ground.topLeft() + QPointF(inset, inset), pixmap);

    painter.setPen(theme.color(Token::Ink));
    painter.setFont(theme.font(Type::Caption));
    const QRect label(4, 36, width() - 8, height() - 39);
    const QString shown = painter.fontMetrics().elidedText(text(), Qt::ElideRight, label.width());
    painter.drawText(label, Qt::AlignHCenter | Qt::AlignTop, shown);
}

void PaletteTile::mousePressEvent(QMouseEvent* event) {
    m_pressedAt = event->position().toPoint();
    QAbstractButton::mousePressEvent(event);
}

void PaletteTile::mouseMoveEvent(QMouseEvent* event) {
    const int distance = (event->position().toPoint() - m_pressedAt).manhattanLength();
    const bool isDrag =
        (event->buttons() & Qt::LeftButton) != 0 && distance >= QApplication::startDragDistance();
    if (!isDrag) return;
    auto* payload = new QMimeData;
    putInto(*payload, m_item.part);
    auto* drag = new QDrag(this);
    drag->setMimeData(payload);
    drag->setPixmap(grab());
    drag->setHotSpot(m_pressedAt);
    setDown(false);
    drag->exec(Qt::CopyAction);
}

void PaletteTile::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) emit chosen(m_item.part);
}

void PaletteTile::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit chosen(m_item.part);
    } else {
        event->ignore(); // arrows: the palette moves the focus
    }
}

} // namespace sluice::ui
