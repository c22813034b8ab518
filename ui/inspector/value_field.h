// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace sluice::ui {

/// `text` with the number at `cursor` (else the first number) changed by `steps` units of its last
/// digit: "1.5 s" becomes "1.6 s". Unchanged if it holds no number. Spaces between thousands go.
QString stepped(const QString& text, int cursor, int steps);

/// A text field with a muted hint at its right end ("s · 0–43 200") that is left out while the text
/// needs the room. Up and Down step the number at the cursor, with Shift by ten.
class ValueField : public QLineEdit {
    Q_OBJECT

public:
    explicit ValueField(QWidget* parent = nullptr);

    void setHint(const QString& hint);
    const QString& hint() const { return m_hint; }
    /// Pixels in which the text shows, and the hint too if it is to.
    int neededWidth(bool withHint = true) const;

Q_SIGNALS:
    /// Up or Down made `text` of the present text.
    void steppedTo(const QString& text);
    /// Escape: back to the value of the document.
    void abandoned();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QFont hintFont() const;

    QString m_hint;
};

} // namespace sluice::ui
