// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/value_field.h"

#include "ui/theme/current_theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr int kMostDecimals = 9;
constexpr int kTextLeft = 12; // frame and padding
constexpr int kHintGap = 18;  // between text and hint, and after it

} // namespace

QString stepped(const QString& grouped, int cursor, int steps) {
    static const QRegularExpression gap(
        QStringLiteral("(?<=\\d)[\\x{2009}\\x{00A0}\\x{202F}](?=\\d)"));
    cursor -= static_cast<int>(grouped.left(cursor).count(gap));
    QString text = QString(grouped).remove(gap);
    static const QRegularExpression number(QStringLiteral("-?\\d+(?:\\.(\\d+))?"));
    QRegularExpressionMatch chosen;
    auto matches = number.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (!chosen.hasMatch() || match.capturedStart() <= cursor) chosen = match;
    }
    if (!chosen.hasMatch()) return text;
    const int decimals =
        static_cast<int>(std::min<qsizetype>(chosen.capturedLength(1), kMostDecimals));
    const double value = chosen.captured().toDouble() + steps * std::pow(10.0, -decimals);
    text.replace(
        chosen.capturedStart(), chosen.capturedLength(), QString::number(value, 'f', decimals));
    return text;
}

ValueField::ValueField(QWidget* parent) : QLineEdit(parent) {}

void ValueField::setHint(const QString& hint) {
    m_hint = hint;
    update();
}

int ValueField::neededWidth(bool withHint) const {
    const int words =
        fontMetrics().horizontalAdvance(text().isEmpty() ? placeholderText() : text());
    const int hint =
        m_hint.isEmpty() || !withHint ? 0 : QFontMetrics(hintFont()).horizontalAdvance(m_hint);
    return kTextLeft + words + kHintGap + hint;
}

QFont ValueField::hintFont() const {
    QFont small = font();
    small.setPixelSize(Theme::font(Type::Caption).pixelSize());
    return small;
}

void ValueField::keyPressEvent(QKeyEvent* event) {
    const bool isStep = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (isStep) {
        const int size = (event->modifiers() & Qt::ShiftModifier) != 0 ? 10 : 1;
        const int steps = event->key() == Qt::Key_Up ? size : -size;
        emit steppedTo(stepped(text(), cursorPosition(), steps));
    } else if (event->key() == Qt::Key_Escape) {
        emit abandoned();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

void ValueField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (m_hint.isEmpty()) return;
    if (neededWidth() > width()) return;
    QPainter painter(this);
    painter.setFont(hintFont());
    painter.setPen(currentTheme().color(Token::Muted));
    painter.drawText(rect().adjusted(0, 0, -9, 0), Qt::AlignRight | Qt::AlignVCenter, m_hint);
}

} // namespace sluice::ui
