// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status_line.h"

#include "core/schema/unit.h"
#include "ui/session/text.h"
#include "ui/speed_button.h"
#include "ui/theme/tone.h"

#include <QLabel>

#include <cmath>

namespace sluice::ui {

namespace {

/// Below this share of the speed asked for, the machine is said to be too slow.
constexpr double kEnough = 0.95;

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent)
    , m_dot(add(false, {}))
    , m_state(add(false, tr("Run state")))
    , m_sent(add(false, tr("Messages sent")))
    , m_refused(add(false, tr("Messages refused")))
    , m_deleted(add(false, tr("Messages deleted")))
    , m_dead(add(false, tr("Messages in dead-letter queues")))
    , m_expired(add(false, tr("Messages expired")))
    , m_lost(add(false, tr("Messages lost")))
    , m_dropped(add(false, tr("Messages dropped")))
    , m_cost(add(false, tr("Cost at list prices")))
    , m_speed(add(false, tr("Achieved speed")))
    , m_frames(add(true, tr("Frames per second")))
    , m_events(add(true, tr("Events per second")))
    , m_zoom(add(true, tr("Zoom"))) {
    setSizeGripEnabled(false);
    m_dot->setText(QStringLiteral("●"));
    m_dot->setStyleSheet(QStringLiteral("padding: 2px 0 2px 8px;"));
    m_state->setStyleSheet(QStringLiteral("padding-left: 0;"));
    m_sent->setToolTip(tr("Messages sent by producers, event sources, buckets and by hand, each "
                          "counted once: what a topic delivers to many is one message."));
    m_refused->setToolTip(tr("Of the messages sent: refused by everything they were sent to, and "
                             "not tried again. All others are taken or under way."));
    m_deleted->setToolTip(tr("Copies that consumers deleted from queues: of a message that a topic "
                             "delivers to many there are as many."));
    m_lost->setToolTip(
        tr("Deliveries that topics gave up without a dead-letter queue, and messages "
           "that nobody was subscribed to: a topic stores nothing."));
    m_dropped->setToolTip(tr("Messages, for each receiver, that producers could not send in time. "
                             "They are not among those sent."));
    m_cost->setToolTip(
        tr("What the requests so far would cost at the list prices of us-east-1, without the free "
           "tier: all requests to queues, and what topics publish and deliver. Neither compute "
           "nor storage, keys or data transfer are counted."));
    showRunning(false);
    showTotals({});
    showZoom(1);
}

QLabel* StatusLine::add(bool isPermanent, const QString& name) {
    auto* label = new QLabel(this);
    label->setProperty("type", "small");
    label->setAccessibleName(name);
    if (isPermanent) {
        addPermanentWidget(label);
    } else {
        addWidget(label);
    }
    return label;
}

void StatusLine::showState(RunState state) {
    switch (state) {
    case RunState::Paused:
        m_state->setText(tr("paused"));
        setTone(*m_dot, "muted");
        break;
    case RunState::Running:
        m_state->setText(tr("running"));
        setTone(*m_dot, "success");
        break;
    case RunState::Failed:
        m_state->setText(tr("cannot run"));
        setTone(*m_dot, "danger");
        break;
    }
}

void StatusLine::showTotals(const RunTotals& totals) {
    m_sent->setText(tr("%1 sent").arg(grouped(totals.sent)));
    m_refused->setText(tr("%1 refused").arg(grouped(totals.refused)));
    m_refused->setVisible(totals.refused > 0);
    setTone(*m_refused, "danger");
    m_deleted->setText(tr("%1 deleted").arg(grouped(totals.deleted)));
    m_dead->setText(tr("%1 in dead-letter queues").arg(grouped(totals.inDeadLetterQueues)));
    setTone(*m_dead, totals.inDeadLetterQueues > 0 ? "danger" : "muted");
    m_expired->setText(tr("%1 expired").arg(grouped(totals.expired)));
    m_expired->setVisible(totals.expired > 0);
    m_lost->setText(tr("%1 lost").arg(grouped(totals.lost)));
    m_lost->setVisible(totals.lost > 0);
    setTone(*m_lost, "danger");
    m_dropped->setText(tr("%1 dropped").arg(grouped(totals.dropped)));
    m_dropped->setVisible(totals.dropped > 0);
    setTone(*m_dropped, "danger");
    m_cost->setText(tr("≈ %1 at list prices")
                        .arg(QString::fromStdString(scaledText(totals.cost, Unit::Dollars))));
}

void StatusLine::showRunning(bool isRunning) {
    showState(isRunning ? RunState::Running : RunState::Paused);
    m_frames->hide(); // until it is known
}

void StatusLine::show(const Frame& frame, double framesPerSecond) {
    const bool isRunning = frame.state == RunState::Running;
    showState(frame.state);
    showTotals(frame.totals);
    const bool isSlow =
        isRunning && frame.achievedSpeed > 0 && frame.achievedSpeed < kEnough * frame.speed;
    m_speed->setVisible(isSlow);
    m_speed->setText(
        tr("%1 of %2 reached").arg(speedText(frame.achievedSpeed), speedText(frame.speed)));
    setTone(*m_speed, "warning");
    const long frames = std::lround(framesPerSecond);
    m_frames->setVisible(isRunning && frames > 0); // a canvas at rest is not a slow one
    m_frames->setText(tr("%1 fps").arg(frames));
    m_events->setText(tr("%1 events/s")
                          .arg(QString::fromStdString(
                              scaledText(std::round(frame.eventsPerSecond), Unit::None))));
}

void StatusLine::showZoom(double zoom) {
    m_zoom->setText(tr("%1 %").arg(std::lround(zoom * 100)));
}

QString StatusLine::text() const {
    QStringList words;
    for (const QLabel* label : {m_state,
                                m_sent,
                                m_refused,
                                m_deleted,
                                m_dead,
                                m_expired,
                                m_lost,
                                m_dropped,
                                m_cost,
                                m_speed,
                                m_frames,
                                m_events,
                                m_zoom})
        if (!label->isHidden()) words << label->text();
    return words.join(QStringLiteral("  "));
}

} // namespace sluice::ui
