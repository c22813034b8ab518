// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QLabel;
class QToolButton;

namespace sluice::ui {

/// A card over the top of the canvas that says what came of something, or what went wrong, without
/// stopping or moving anything. Answers and refusals go by themselves, but not while the mouse is
/// on them; errors stay until they are closed.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    QString text() const;
    /// Keeps to the top of this widget from now on; it must lie in the bar's parent.
    void setPlace(QWidget& place);

    bool eventFilter(QObject* watched, QEvent* event) override;

public Q_SLOTS:
    /// Something the user asked for was done.
    void showAnswer(const QString& text);
    /// Something the user tried is not possible.
    void showRefusal(const QString& text);
    /// What to watch, or how far something is; stays until the button with this text is clicked.
    void showGuidance(const QString& text, const QString& buttonText);
    /// Puts guidance away, and nothing else.
    void endGuidance();
    /// Takes away what would pass by itself.
    void putAway();
    /// Something failed.
    void showError(const QString& text);

Q_SIGNALS:
    /// The user put the notice away.
    void closed();

protected:
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void show(const QString& text, const char* card, const char* tone);
    void settle();
    void letPass();

    QLabel* m_text;
    QToolButton* m_close;
    QPointer<QWidget> m_place;
    bool m_isGuidance = false;
    bool m_isPassing = false; ///< Goes by itself.
    QTimer m_timer;
};

} // namespace sluice::ui
