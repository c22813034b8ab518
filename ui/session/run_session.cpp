// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_session.h"

#include "ui/session/document_session.h"

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kPollMilliseconds = 16;

} // namespace

RunSession::RunSession(DocumentSession& documents, QObject* parent) : QObject(parent) {
    connect(&documents, &DocumentSession::opened, this, [this, &documents] {
        pause();
        m_engine.load(documents.document());
    });
    connect(&documents, &DocumentSession::patched, this, [this](const Patch& patch) {
        m_engine.edit(patch);
    });
    connect(&m_timer, &QTimer::timeout, this, &RunSession::poll);
    m_engine.load(documents.document());
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(kPollMilliseconds);
}

void RunSession::play() {
    m_engine.play();
    if (std::exchange(m_isRunning, true)) return;
    emit stateChanged();
}

void RunSession::pause() {
    m_engine.pause();
    if (!std::exchange(m_isRunning, false)) return;
    emit stateChanged();
}

void RunSession::togglePlay() {
    if (m_isRunning) {
        pause();
    } else {
        play();
    }
}

void RunSession::step() {
    pause();
    m_engine.step();
}

void RunSession::restart() {
    m_engine.restart();
}

void RunSession::setSpeed(double speed) {
    speed = std::clamp(speed, 0.01, 1'000.0);
    m_engine.setSpeed(speed);
    if (std::exchange(m_speed, speed) == speed) return;
    emit stateChanged();
}

void RunSession::poll() {
    FramePointer next = m_engine.takeFrame();
    if (!next) return;
    m_frame = std::move(next);
    // A run that halted leaves the buttons as after a pause.
    if (m_frame->state == RunState::Failed && m_isRunning) {
        m_isRunning = false;
        emit stateChanged();
    }
    emit frameReady(m_frame);
}

} // namespace sluice::ui
