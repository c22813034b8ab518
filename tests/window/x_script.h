// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QObject>
#include <QPoint>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <functional>
#include <vector>

namespace sluice::test {

/// One thing a user does, and what he sees when it has worked.
struct Step {
    QString name;
    /// Arguments of xdotool, made when the step begins; none when there is only something to see.
    std::function<QStringList()> input;
    std::function<bool()> isDone;
};

/// Plays steps with the real pointer and keyboard of an X server. Driven by a timer, so that it
/// goes on inside the event loops of dialogs and drags. GUI thread only.
class XScript : public QObject {
    Q_OBJECT

public:
    XScript();

    /// Returns when all steps are done, with an empty text, or at the first that fails, with what
    /// went wrong. All steps together get `limit`. On failure a picture of the screen is saved to
    /// `screenshot`, and dialogs and drags are cancelled.
    QString play(std::vector<Step> steps, std::chrono::seconds limit, const QString& screenshot);

private:
    void tick();
    void begin();
    void fail(const QString& why);

    std::vector<Step> m_steps;
    std::size_t m_next = 0;
    bool m_hasBegun = false;
    QProcess m_input;
    QTimer m_ticks;
    QTimer m_limit;
    QEventLoop m_loop;
    QString m_screenshot;
    QString m_failure;
};

/// Arguments that move the pointer from one point of the screen to another as a hand would.
QStringList pointerWay(QPoint from, QPoint to);
QStringList pointerTo(QPoint place);

} // namespace sluice::test
