// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"

#include <QStatusBar>

class QLabel;

namespace sluice::ui {

/// The status bar: what a frame says of the run, and how the canvas does.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    /// `framesPerSecond` is the canvas's own count; it is told only while the run paints some.
    void show(const Frame& frame, double framesPerSecond);
    /// Says running or paused at once, without waiting for the next frame.
    void showRunning(bool isRunning);
    void showZoom(double zoom);
    /// All figures as one line of text, from left to right.
    QString text() const;

private:
    QLabel* add(bool isPermanent, const QString& name);
    void showState(RunState state);
    void showTotals(const RunTotals& totals);

    QLabel* m_dot;
    QLabel* m_state;
    QLabel* m_sent;
    QLabel* m_refused;
    QLabel* m_deleted;
    QLabel* m_dead;
    QLabel* m_expired;
    QLabel* m_lost;
    QLabel* m_dropped;
    QLabel* m_cost;
    QLabel* m_speed;
    QLabel* m_frames;
    QLabel* m_events;
    QLabel* m_zoom;
};

} // namespace sluice::ui
