// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/roomy_text.h"

#include <QLabel>
#include <QScrollBar>

namespace sluice::ui {

namespace {

constexpr int kTextBorder = 1; ///< Pixels; shown while it has the focus.
constexpr int kLongWord = 20;  ///< Letters; a longer word may be broken, or it would be cut off.

QString breakable(const QString& text) {
    QString result;
    int letters = 0;
    for (const QChar letter : text) {
        letters = letter.isSpace() ? 0 : letters + 1;
        if (letters > kLongWord && !letter.isLowSurrogate()) {
            result += QChar(0x200B); // a space without width
            letters = 1;
        }
        result += letter;
    }
    return result;
}

} // namespace

RoomyText::RoomyText(const char* tone, int lines, QWidget* parent)
    : QScrollArea(parent)
    , m_label(new QLabel)
    , m_lines(lines) {
    m_label->setProperty("type", "small");
    m_label->setProperty("tone", tone);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setWidget(m_label);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setProperty("roomy", true);
    setFocusPolicy(Qt::NoFocus);
    // The keyboard gets there when there is something to scroll.
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int most) {
        setFocusPolicy(most > 0 ? Qt::TabFocus : Qt::NoFocus);
    });
}

void RoomyText::setText(const QString& text) {
    m_text = text;
    m_label->setText(breakable(text));
    m_label->setAccessibleName(text);
    setAccessibleName(text);
    verticalScrollBar()->setValue(0);
}

int RoomyText::heightOf(int lines) const {
    m_label->ensurePolished(); // its font is the style sheet's
    return lines * m_label->fontMetrics().lineSpacing() + 2 * kTextBorder;
}

QSize RoomyText::sizeHint() const {
    return {QScrollArea::minimumSizeHint().width(), heightOf(m_lines)};
}

QSize RoomyText::minimumSizeHint() const {
    return {QScrollArea::minimumSizeHint().width(), m_text.isEmpty() ? 0 : heightOf(1)};
}

} // namespace sluice::ui
