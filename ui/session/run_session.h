// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/engine.h"
#include "core/sim/frame.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>
#include <string_view>
#include <vector>

namespace sluice::ui {

class DocumentSession;

/// The running simulation of the open document. One of the three signal sources of the window: it
/// takes the engine's newest frame at most 60 times a second and hands it to everybody. GUI thread
/// only.
class RunSession : public QObject {
    Q_OBJECT

public:
    /// Follows `documents`: a newly opened document is loaded paused; edits reach the running
    /// simulation live.
    explicit RunSession(DocumentSession& documents, QObject* parent = nullptr);

    /// The frame handed out last; null before the first one. Its hops and samples were new when it
    /// was handed out.
    const FramePointer& frame() const { return m_frame; }
    bool isRunning() const { return m_isRunning; }
    double speed() const { return m_speed; }
    /// The demonstration under way, as far as the newest frame tells; nothing when there is none.
    const std::optional<Showing>& showing() const { return m_showing; }

    /// Has a running node do something; what came of it comes with answered().
    void act(const NodeAction& action) { m_engine.act(action); }
    /// Which stored messages the next frames hold; nothing: none.
    void watch(const std::optional<MessageQuery>& query) { m_engine.watch(query); }

public Q_SLOTS:
    void play();
    void pause();
    void togglePlay();
    void step();
    void restart();
    /// Restarts, searches for the moment and plays it slowly; pause() ends the search.
    void demonstrate(const sluice::Demonstration& what);
    /// 0.01 to 1 000 simulated seconds per second.
    void setSpeed(double speed);

Q_SIGNALS:
    /// A new frame is there. Every frame is handed out exactly once, so its hops and samples may be
    /// appended.
    void frameReady(const sluice::FramePointer& frame);
    /// What came of actions, in the order in which they were asked for.
    void answered(const std::vector<sluice::AnsweredAction>& answers);
    /// isRunning() or speed() changed.
    void stateChanged();

private:
    void open(const Document& document);
    void poll();
    void takeShowing();
    void endShowing() { m_showing.reset(); }

    Engine m_engine;
    QTimer m_timer;
    FramePointer m_frame;
    std::optional<Showing> m_showing;
    bool m_isShowingNew = false; ///< No frame has told of m_showing yet.
    bool m_isRunning = false;
    double m_speed = 1;
};

/// What there is to see of a node, as the frame tells; null when it does not.
const Picture* pictureOf(const FramePointer& frame, NodeId node);
/// Why an action of a node cannot succeed now, as the frame tells; empty when it may, or nothing is
/// known.
QString whyUnavailable(const FramePointer& frame, NodeId node, std::string_view action);

} // namespace sluice::ui
