// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_session.h"

#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kPollMilliseconds = 16;

/// Null when the frame tells nothing of the node.
const NodePicture* rowOf(const FramePointer& frame, NodeId node) {
    if (frame == nullptr) return nullptr;
    const auto place = std::ranges::lower_bound(frame->pictures, node, {}, &NodePicture::node);
    return place == frame->pictures.end() || place->node != node ? nullptr : &*place;
}

} // namespace

RunSession::RunSession(DocumentSession& documents, QObject* parent) : QObject(parent) {
    connect(&documents, &DocumentSession::opened, this, [this, &documents] {
        pause();
        open(documents.document());
    });
    connect(&documents, &DocumentSession::patched, this, [this](const Patch& patch) {
        endShowing();
        m_engine.edit(patch);
    });
    connect(&m_timer, &QTimer::timeout, this, &RunSession::poll);
    open(documents.document());
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(kPollMilliseconds);
}

void RunSession::open(const Document& document) {
    m_engine.load(document);
    setSpeed(document.settings.speed);
}

void RunSession::play() {
    endShowing();
    m_engine.play();
    if (std::exchange(m_isRunning, true)) return;
    emit stateChanged();
}

void RunSession::pause() {
    endShowing();
    m_engine.pause();
    if (!std::exchange(m_isRunning, false)) return;
    emit stateChanged();
}

void RunSession::togglePlay() {
    if (m_isRunning || (m_showing && m_showing->stage == Showing::Stage::Searching)) {
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
    endShowing();
    m_engine.restart();
}

void RunSession::demonstrate(const Demonstration& what) {
    m_engine.demonstrate(what);
    m_showing = Showing{what, Showing::Stage::Searching, kRunStart};
    m_isShowingNew = true;
    m_isRunning = false;
    emit stateChanged();
}

// The engine plays by itself once it found the moment.
void RunSession::takeShowing() {
    if (!m_showing) return;
    // Frames made before the engine took the request say nothing of it yet.
    const auto& told = m_frame->showing;
    if (m_isShowingNew && (!told || told->what != m_showing->what)) return;
    m_isShowingNew = false;
    const bool wasSearching = m_showing->stage == Showing::Stage::Searching;
    m_showing = m_frame->showing;
    if (!wasSearching || !m_showing || m_showing->stage != Showing::Stage::Found) return;
    m_isRunning = true;
    m_speed = m_frame->speed;
    emit stateChanged();
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
    takeShowing();
    // A run that halted leaves the buttons as after a pause.
    if (m_frame->state == RunState::Failed && m_isRunning) {
        m_isRunning = false;
        emit stateChanged();
    }
    emit frameReady(m_frame);
    if (!m_frame->answers.empty()) emit answered(m_frame->answers);
}

const Picture* pictureOf(const FramePointer& frame, NodeId node) {
    const NodePicture* const row = rowOf(frame, node);
    return row == nullptr ? nullptr : &row->picture;
}

QString whyUnavailable(const FramePointer& frame, NodeId node, std::string_view action) {
    const NodePicture* const row = rowOf(frame, node);
    if (row == nullptr) return {};
    const auto found = std::ranges::find(row->unavailable, action, &UnavailableAction::key);
    return found == row->unavailable.end() ? QString() : translated(found->why);
}

} // namespace sluice::ui
