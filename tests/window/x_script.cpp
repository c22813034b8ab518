// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/x_script.h"

#include <QApplication>
#include <QDialog>
#include <QDrag>
#include <QPixmap>
#include <QScreen>

#include <utility>

namespace sluice::test {

namespace {

constexpr int kTickMilliseconds = 10;
constexpr int kPointsOfWay = 10;

} // namespace

XScript::XScript() {
    m_ticks.setInterval(kTickMilliseconds);
    m_limit.setSingleShot(true);
    connect(&m_ticks, &QTimer::timeout, this, &XScript::tick);
    connect(&m_limit, &QTimer::timeout, this, [this] { fail(QStringLiteral("took too long")); });
}

QString
XScript::play(std::vector<Step> steps, std::chrono::seconds limit, const QString& screenshot) {
    m_steps = std::move(steps);
    m_next = 0;
    m_hasBegun = false;
    m_screenshot = screenshot;
    m_failure.clear();
    m_ticks.start();
    m_limit.start(limit);
    m_loop.exec();
    m_input.kill();
    m_input.waitForFinished();
    return m_failure;
}

void XScript::tick() {
    if (!m_failure.isEmpty()) {
        // A cancelled dialog may uncover another one.
        QDrag::cancel();
        if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget()))
            dialog->reject();
        return;
    }
    if (m_next == m_steps.size()) {
        m_ticks.stop();
        m_limit.stop();
        return m_loop.quit();
    }
    if (!m_hasBegun) return begin();
    if (m_input.error() == QProcess::FailedToStart) return fail(m_input.errorString());
    if (m_input.state() != QProcess::NotRunning) return;
    if (m_input.exitStatus() != QProcess::NormalExit || m_input.exitCode() != 0)
        return fail(QString::fromLocal8Bit(m_input.readAllStandardError()));
    if (!m_steps[m_next].isDone()) return;
    ++m_next;
    m_hasBegun = false;
}

void XScript::begin() {
    m_hasBegun = true;
    const QStringList arguments = m_steps[m_next].input();
    if (!arguments.isEmpty()) m_input.start(QStringLiteral("xdotool"), arguments);
}

void XScript::fail(const QString& why) {
    m_limit.stop();
    m_failure = QStringLiteral("“%1”: %2").arg(m_steps[m_next].name, why.trimmed());
    if (QApplication::primaryScreen()->grabWindow(0).save(m_screenshot))
        m_failure += QStringLiteral("; the screen then: %1").arg(m_screenshot);
    m_loop.quit();
}

QStringList pointerWay(QPoint from, QPoint to) {
    QStringList arguments;
    for (int i = 1; i <= kPointsOfWay; ++i)
        arguments += pointerTo(from + (to - from) * i / kPointsOfWay);
    return arguments;
}

QStringList pointerTo(QPoint place) {
    return {QStringLiteral("mousemove"), QString::number(place.x()), QString::number(place.y())};
}

} // namespace sluice::test
