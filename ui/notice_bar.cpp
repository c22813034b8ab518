// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace sluice::ui {

namespace {

constexpr int kShownMilliseconds = 8'000;

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

QString NoticeBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::showAnswer(const QString& text) {
    show(text, "plain", "success");
    m_timer.start(kShownMilliseconds);
}

void NoticeBar::showRefusal(const QString& text) {
    show(text, "warning", "warning");
    m_timer.start(kShownMilliseconds);
}

void NoticeBar::showGuidance(const QString& text, const QString& buttonText) {
    m_timer.stop();
    if (isHidden() || !m_isGuidance) show(text, "plain", "");
    m_text->setText(text);
    m_text->setAccessibleName(text);
    m_close->setText(buttonText);
    m_isGuidance = true;
}

void NoticeBar::endGuidance() {
    if (m_isGuidance) hide();
}

void NoticeBar::showError(const QString& text) {
    show(text, "danger", "danger");
    m_timer.stop();
}

void NoticeBar::show(const QString& text, const char* card, const char* tone) {
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setLook(*this, "card", card);
    setLook(*m_text, "tone", tone);
    m_close->setText(tr("Close"));
    m_isGuidance = false;
    QFrame::show();
}

} // namespace sluice::ui
