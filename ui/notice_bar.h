// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QToolButton;

namespace sluice::ui {

/// A line above the canvas that says what came of something, or what went wrong, without stopping
/// anything. Answers and refusals fade by themselves, errors stay until they are closed.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    QString text() const;

public Q_SLOTS:
    /// Something the user asked for was done.
    void showAnswer(const QString& text);
    /// Something the user tried is not possible.
    void showRefusal(const QString& text);
    /// What to watch, or how far something is; stays until the button with this text is clicked.
    void showGuidance(const QString& text, const QString& buttonText);
    /// Puts guidance away, and nothing else.
    void endGuidance();
    /// Something failed.
    void showError(const QString& text);

Q_SIGNALS:
    /// The user put the notice away.
    void closed();

private:
    void show(const QString& text, const char* card, const char* tone);

    QLabel* m_text;
    QToolButton* m_close;
    bool m_isGuidance = false;
    QTimer m_timer;
};

} // namespace sluice::ui
