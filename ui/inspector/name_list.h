// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QHelpEvent>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolTip>

namespace sluice::ui {

/// A list of names, which may be longer than there is room for: the chosen one is cut in its middle
/// then, and stands in the tooltip.
class NameList : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        option.currentText = cut(currentIndex() < 0 ? placeholderText() : currentText());
        painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    }
    bool event(QEvent* event) override {
        if (event->type() != QEvent::ToolTip || cut(currentText()) == currentText())
            return QComboBox::event(event);
        const QString about = toolTip().isEmpty() ? QString() : QLatin1Char('\n') + toolTip();
        QToolTip::showText(
            static_cast<QHelpEvent*>(event)->globalPos(), currentText() + about, this);
        return true;
    }

private:
    QString cut(const QString& text) const {
        constexpr int kFrame = 4; ///< Between the field's border and its text.
        QStyleOptionComboBox option;
        initStyleOption(&option);
        const QRect field = style()->subControlRect(
            QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
        return fontMetrics().elidedText(text, Qt::ElideMiddle, field.width() - kFrame);
    }
};

} // namespace sluice::ui
