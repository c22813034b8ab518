// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notice_bar.h"

#include "ui/session/text.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr int kShownMilliseconds = 8'000;
constexpr int kGap = 12;     // to the edges of its place
constexpr int kWidest = 720; // pixels; longer lines are hard to read

void setLook(QWidget& widget, const char* property, const char* value) {
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_close(new QToolButton(this)) {
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setText(tr("Close"));
    m_close->setToolTip(tr("Put this message away"));
    setAccessibleName(tr("Notice"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 6, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    hide();
}

void NoticeBar::setPlace(QWidget& place) {
    if (m_place != nullptr) m_place->removeEventFilter(this);
    m_place = &place;
    place.installEventFilter(this);
    settle();
}

bool NoticeBar::eventFilter(QObject* watched, QEvent* event) {
    const bool isOther = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    if (watched == m_place && isOther) settle();
    return QFrame::eventFilter(watched, event);
}

/// As wide as its text where there is room, in the middle of the top.
void NoticeBar::settle() {
    if (m_place == nullptr || isHidden()) return;
    const int room = std::min(m_place->width() - 2 * kGap, kWidest);
    const int around = sizeHint().width() - m_text->sizeHint().width();
    const QSize whole = m_text->fontMetrics().size(0, m_text->text());
    const int width =
        std::max(minimumSizeHint().width(), std::min(room, whole.width() + around + 2));
    const int height =
        std::max(layout()->totalHeightForWidth(width), layout()->minimumSize().height());
    const QPoint corner =
        m_place->mapTo(parentWidget(), QPoint((m_place->width() - width) / 2, kGap));
    setGeometry({corner, QSize(width, height)});
    raise();
}

void NoticeBar::enterEvent(QEnterEvent* event) {
    m_timer.stop();
    QFrame::enterEvent(event);
}

void NoticeBar::leaveEvent(QEvent* event) {
    if (m_isPassing) m_timer.start(kShownMilliseconds);
    QFrame::leaveEvent(event);
}

// What lies below is not clicked through it.
void NoticeBar::mousePressEvent(QMouseEvent* event) {
    event->accept();
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::showAnswer(const QString& text) {
    show(text, "plain", "success");
    letPass();
}

void NoticeBar::showRefusal(const QString& text) {
    show(text, "warning", "warning");
    letPass();
}

void NoticeBar::showGuidance(const QString& text, const QString& buttonText) {
    m_timer.stop();
    m_isPassing = false;
    if (isHidden() || !m_isGuidance) show(text, "plain", "");
    m_text->setText(text);
    m_text->setAccessibleName(text);
    m_close->setText(buttonText);
    m_isGuidance = true;
    settle();
}

void NoticeBar::putAway() {
    if (m_isPassing) hide();
}

void NoticeBar::endGuidance() {
    if (m_isGuidance) hide();
}

void NoticeBar::showError(const QString& text) {
    show(text, "danger", "danger");
    m_timer.stop();
}

void NoticeBar::letPass() {
    m_isPassing = true;
    if (!underMouse()) m_timer.start(kShownMilliseconds);
}

void NoticeBar::show(const QString& text, const char* card, const char* tone) {
    m_text->setText(typeset(text));
    m_text->setAccessibleName(text);
    setLook(*this, "card", card);
    setLook(*m_text, "tone", tone);
    m_close->setText(tr("Close"));
    m_isGuidance = false;
    m_isPassing = false;
    QFrame::show();
    settle();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace sluice::ui
