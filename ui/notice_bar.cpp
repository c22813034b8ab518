// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace sluice::ui {

namespace {

constexpr int kRefusalMilliseconds = 8'000;

void setLook(QWidget& widget, const char* property, const char* value) {
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_text(new QLabel(this)) {
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setText(tr("Close"));
    close->setToolTip(tr("Put this message away"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 6, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(close);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::showRefusal(const QString& text) {
    show(text, "warning", "warning");
    m_timer.start(kRefusalMilliseconds);
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
    QFrame::show();
}

} // namespace sluice::ui
