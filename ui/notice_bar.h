// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;

namespace sluice::ui {

/// A line above the canvas that says what went wrong, without stopping anything. Refusals fade by
/// themselves, errors stay until they are closed.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    QString text() const;

public Q_SLOTS:
    /// Something the user tried is not possible.
    void showRefusal(const QString& text);
    /// Something failed.
    void showError(const QString& text);

private:
    void show(const QString& text, const char* card, const char* tone);

    QLabel* m_text;
    QTimer m_timer;
};

} // namespace sluice::ui
