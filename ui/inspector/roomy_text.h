// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

class QLabel;

namespace sluice::ui {

/// Room for a text that comes and goes: it is as large without a text as with one, so that nothing
/// around it moves, and a text that needs more scrolls.
class RoomyText : public QScrollArea {
    Q_OBJECT

public:
    /// `tone` as in the style sheet. Asks for room for `lines`, but makes do with one, or with none
    /// while there is no text.
    RoomyText(const char* tone, int lines, QWidget* parent = nullptr);

    void setText(const QString& text);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    int heightOf(int lines) const;

    QLabel* m_label;
    QString m_text;
    int m_lines;
};

} // namespace sluice::ui
