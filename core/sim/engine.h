// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a simulation on a worker thread. Threads exchange values only: the user interface posts
// commands, the worker publishes frames; one mutex guards each mailbox. engine.cpp is the only file
// with threads and the only one in core that reads a wall clock, to pace the run; the clock decides
// how far to run, never what happens.
#pragma once

#include "core/sim/engine_command.h"
#include "core/sim/frame.h"

#include <memory>
#include <optional>

namespace sluice {

/// Thread-safe front of the worker. Every call returns at once; its effect shows in a later frame.
class Engine {
public:
    Engine();
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    Engine(Engine&&) = delete;
    Engine& operator=(Engine&&) = delete;

    /// Replaces the run by a new one of `document` at time 0, paused. A document with errors gives
    /// a Failed run whose frame carries the findings.
    void load(const Document& document) { post(command::Load{document}); }
    /// Edits the running simulation at its present time. Never resets it.
    void edit(const Patch& patch) { post(command::Edit{patch}); }
    /// Carries out an action on a running node at its present time. What came of it is among the
    /// answers of a later frame, in the order of the calls.
    void act(const NodeAction& action) { post(command::Act{action}); }
    /// From now on frames hold the messages this asks for, nothing: none. They are looked up at
    /// once and after every change while paused, but at most five times a second while the run goes
    /// on.
    void watch(const std::optional<MessageQuery>& query) { post(command::Watch{query}); }
    void play() { post(command::Play{}); }
    void pause() { post(command::Pause{}); }
    /// Processes the events of the next instant at which anything happens, then pauses.
    void step() { post(command::Step{}); }
    /// Back to time 0 with the document as it is now; keeps playing or paused.
    void restart() { post(command::Restart{}); }
    /// Goes to `time` by snapshot and replay of the logged commands; forward by running on. Keeps
    /// playing or paused.
    void seek(SimTime time) { post(command::Seek{time}); }
    /// Restarts and runs on at full speed until the moment of the demonstration comes, goes back to
    /// shortly before it and plays from there at a speed that lets one watch. Pauses where it gave
    /// up. Frames tell how far it is; any other command but setSpeed and watch
    /// ends it.
    void demonstrate(const Demonstration& what) { post(command::Demonstrate{what}); }
    /// Simulated seconds per second of wall time, clamped to 0.01 … 1 000.
    void setSpeed(double speed) { post(command::Speed{speed}); }

    /// The newest frame, or null when nothing changed since the last call. Hops, samples and
    /// answers of skipped frames are in it.
    FramePointer takeFrame();

private:
    struct Worker;
    void post(command::Command command);

    std::unique_ptr<Worker> m_worker;
};

} // namespace sluice
