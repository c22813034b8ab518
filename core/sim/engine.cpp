// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/engine.h"

#include "core/sim/engine_command.h"
#include "core/sim/moment_search.h"
#include "core/sim/sampler.h"
#include "core/sim/timeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>

namespace sluice {

namespace {

using namespace command;
using WallClock = std::chrono::steady_clock;

// Events between two looks at the clock and the mailbox: a few milliseconds of work.
constexpr std::uint64_t kSlice = 20'000;
constexpr auto kFrameInterval = std::chrono::milliseconds(12);
constexpr auto kLookInterval = std::chrono::milliseconds(200);
constexpr auto kRateInterval = std::chrono::milliseconds(500);
// A run that falls behind its pace by more than this gives up catching up and reports what it
// achieves.
constexpr double kMostLag = 0.1;

} // namespace

/// Everything below the mailboxes belongs to the worker thread alone.
struct Engine::Worker {
    std::mutex mutex; // guards commands and mailbox
    std::condition_variable_any wake;
    std::deque<Command> commands;
    std::shared_ptr<Frame> mailbox;

    void run(const std::stop_token& stop);
    std::deque<Command> takeCommands(const std::stop_token& stop);
    void execute(Command& command);
    void operator()(Load& command);
    void operator()(const Edit& command);
    void operator()(const Act& command);
    void operator()(Watch& command);
    void operator()(const Play& command);
    void operator()(const Pause& command);
    void operator()(const Step& command);
    void operator()(const Restart& command);
    void operator()(const Seek& command);
    void operator()(const Speed& command);
    void operator()(const Demonstrate& command);

private:
    void begin();
    bool advance();
    bool search();
    void measure(WallClock::time_point wall);
    void look(WallClock::time_point wall);
    std::shared_ptr<Frame> picture();
    void publish();
    void anchor();

    Document m_document;
    World m_world;
    std::optional<Timeline> m_timeline; // empty while the document has errors
    std::vector<Finding> m_errors;
    RunObserver m_observer;
    std::optional<SimTime> m_seekTarget;
    std::optional<MomentSearch> m_search;
    std::optional<Showing> m_showing;
    bool m_isPlaying = false;
    bool m_hasChanged = false;             // since the last frame
    std::vector<AnsweredAction> m_answers; // not yet in a frame
    std::optional<MessageQuery> m_watched;
    MessagePagePointer m_messages; // null unless something is watched
    MessageLookup m_lookup;
    bool m_isLookWanted = false; // at once
    WallClock::time_point m_lastLook;
    double m_speed = 1;
    std::uint64_t m_run = 0;
    WallClock::time_point m_anchorWall, m_lastFrame, m_measuredWall;
    SimTime m_anchorSim, m_measuredSim;
    std::uint64_t m_measuredEvents = 0;
    double m_eventsPerSecond = 0, m_achievedSpeed = 0;

public:
    std::jthread
        thread; // last: starts when everything else is there, ends before anything else goes
};

void Engine::Worker::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::deque<Command> taken = takeCommands(stop);
        for (Command& command : taken) {
            execute(command);
        }
        const bool isOnPace = advance();
        const auto wall = WallClock::now();
        const bool isDue = wall - m_lastFrame >= kFrameInterval;
        if ((m_isPlaying && isDue) || (m_hasChanged && (isDue || !taken.empty()))) {
            publish();
        } else if (isOnPace) {
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, kFrameInterval - (wall - m_lastFrame), [&] {
                return !commands.empty();
            });
        }
    }
}

/// Waits for some when there is nothing else to do.
std::deque<Command> Engine::Worker::takeCommands(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    const bool isIdle = !m_isPlaying && !m_seekTarget && !m_search && !m_hasChanged;
    if (isIdle) {
        wake.wait(lock, stop, [&] { return !commands.empty(); });
    }
    return std::exchange(commands, {});
}

void Engine::Worker::execute(Command& command) {
    if (!std::holds_alternative<Speed>(command) && !std::holds_alternative<Watch>(command)) {
        m_search.reset();
        m_showing.reset();
        m_lookup.forget();
    }
    std::visit(*this, command);
    m_hasChanged = m_isLookWanted = true;
}

void Engine::Worker::anchor() {
    m_anchorWall = m_measuredWall = WallClock::now();
    m_anchorSim = m_measuredSim = m_world.now();
    m_measuredEvents = m_world.eventCount;
    m_eventsPerSecond = m_achievedSpeed = 0;
}

void Engine::Worker::begin() {
    ++m_run;
    m_observer = RunObserver{};
    m_seekTarget.reset();
    m_errors = validate(m_document, registry());
    m_timeline.reset();
    m_world = World{};
    if (auto built = build(m_document)) {
        m_world = std::move(*built);
        m_timeline.emplace(m_world);
    }
    anchor();
}

void Engine::Worker::operator()(Load& command) {
    m_document = std::move(command.document);
    m_isPlaying = false;
    begin();
}

void Engine::Worker::operator()(const Edit& command) {
    apply(command.patch, m_document);
    // Before anything has happened an edit is part of the start, so that the run equals one of the
    // saved document. A document that had errors could not start; perhaps it can now.
    const bool isAtStart = m_world.eventCount == 0 && m_timeline && m_timeline->inputs().empty();
    if (!m_timeline || isAtStart) {
        begin();
    } else {
        for (EditNews& news : m_timeline->edit(m_world, command.patch, &m_observer)) {
            NodeAction nothing;
            nothing.node = news.node;
            m_answers.push_back({std::move(nothing), {false, std::move(news.text)}});
        }
    }
}

void Engine::Worker::operator()(const Act& command) {
    ActionAnswer answer{true, "The document has errors, so that it cannot run."};
    if (m_timeline) {
        answer = m_timeline->act(m_world, command.action, &m_observer);
    }
    m_answers.push_back({command.action, std::move(answer)});
}

void Engine::Worker::operator()(Watch& command) {
    m_watched = std::move(command.query);
}

void Engine::Worker::operator()(const Play& /*command*/) {
    m_isPlaying = m_timeline.has_value() && !m_world.isHalted();
    anchor();
}

void Engine::Worker::operator()(const Pause& /*command*/) {
    m_isPlaying = false;
}

void Engine::Worker::operator()(const Step& /*command*/) {
    m_isPlaying = false;
    if (m_timeline) {
        sluice::step(m_world, &m_observer);
        m_timeline->observe(m_world);
    }
}

void Engine::Worker::operator()(const Restart& /*command*/) {
    begin();
}

void Engine::Worker::operator()(const Seek& command) {
    if (!m_timeline) {
        return;
    }
    if (command.time >= m_world.now()) {
        m_seekTarget = command.time;
        return;
    }
    ++m_run;
    m_observer = RunObserver{};
    m_seekTarget.reset();
    m_world = m_timeline->at(std::max(command.time, kRunStart));
    m_timeline->truncate(m_world.now());
    anchor();
}

void Engine::Worker::operator()(const Speed& command) {
    m_speed = std::clamp(command.factor, 0.01, 1'000.0);
    anchor();
}

// Runs on as far as the clock allows, at most one slice. True when the run is where it should be.
bool Engine::Worker::advance() {
    if (m_search) {
        return search();
    }
    if (!m_timeline || (!m_isPlaying && !m_seekTarget)) {
        return true;
    }
    const auto wall = WallClock::now();
    SimTime target =
        m_anchorSim
        + fromSeconds(std::chrono::duration<double>(wall - m_anchorWall).count() * m_speed);
    if (m_seekTarget) {
        target = *m_seekTarget;
    }
    const bool isReached = runSome(m_world, std::max(target, m_world.now()), kSlice, &m_observer);
    m_lookup.forget();
    m_timeline->observe(m_world);
    m_hasChanged = true;
    if (m_world.isHalted()) {
        m_isPlaying = false;
        m_isLookWanted = true;
        m_seekTarget.reset();
    } else if (m_seekTarget && isReached) {
        m_seekTarget.reset();
        m_isLookWanted = true;
        anchor();
    } else if (seconds(target - m_world.now()) > kMostLag * m_speed) {
        m_anchorWall = wall;
        m_anchorSim = m_world.now();
    }
    measure(wall);
    return isReached;
}

void Engine::Worker::operator()(const Demonstrate& command) {
    m_isPlaying = false;
    begin();
    m_showing = Showing{command.what, Showing::Stage::Missed, kRunStart};
    if (!m_timeline) {
        return;
    }
    MomentSearch search(command.what, m_world);
    if (search.isPossible()) {
        m_showing->stage = Showing::Stage::Searching;
        m_search.emplace(std::move(search));
    }
}

// Runs one slice towards the moment of a demonstration; plays when it was found. True when there is
// nothing more to search.
bool Engine::Worker::search() {
    RunObserver watcher;
    const bool isOver = runSome(m_world, m_search->limit(), kSlice, &watcher);
    m_lookup.forget();
    m_timeline->observe(m_world);
    m_hasChanged = true;
    if (m_search->look(watcher.samples)) {
        const Moment moment = m_search->moment(*m_timeline);
        ++m_run;
        m_world = m_timeline->at(moment.watchFrom);
        m_timeline->truncate(m_world.now());
        m_observer = RunObserver{};
        m_observer.samples = m_search->samplesUntil(m_world.now());
        m_speed = moment.speed;
        m_isPlaying = true;
        m_showing = Showing{m_search->what(), Showing::Stage::Found, moment.at};
    } else if (isOver) {
        m_showing->stage = Showing::Stage::Missed;
    } else {
        measure(WallClock::now());
        return false;
    }
    m_isLookWanted = true;
    m_search.reset();
    anchor();
    return true;
}

void Engine::Worker::measure(WallClock::time_point wall) {
    const std::chrono::duration<double> elapsed = wall - m_measuredWall;
    if (elapsed < kRateInterval) {
        return;
    }
    m_eventsPerSecond =
        static_cast<double>(m_world.eventCount - m_measuredEvents) / elapsed.count();
    m_achievedSpeed = seconds(m_world.now() - m_measuredSim) / elapsed.count();
    m_measuredWall = wall;
    m_measuredSim = m_world.now();
    m_measuredEvents = m_world.eventCount;
}

// While the run goes on look-ups are spaced: with millions of messages stored they take their time.
void Engine::Worker::look(WallClock::time_point wall) {
    if (!m_watched) {
        m_messages = nullptr;
        m_lookup = {};
        return;
    }
    const bool isMoving = m_isPlaying || m_seekTarget || m_search;
    const bool isDue = isMoving && wall - m_lastLook >= kLookInterval;
    if (!m_isLookWanted && !isDue) return;
    m_isLookWanted = false;
    m_messages = std::make_shared<const MessagePage>(m_lookup.page(m_world, *m_watched));
    m_lastLook = WallClock::now();
}

std::shared_ptr<Frame> Engine::Worker::picture() {
    auto frame = std::make_shared<Frame>();
    frame->now = m_world.now();
    frame->state = m_isPlaying ? RunState::Running : RunState::Paused;
    if (!m_timeline || m_world.isHalted()) frame->state = RunState::Failed;
    frame->speed = m_speed;
    frame->achievedSpeed = m_achievedSpeed;
    frame->eventsPerSecond = m_isPlaying ? m_eventsPerSecond : 0;
    frame->run = m_run;
    frame->totals = totals(m_world);
    frame->showing = m_showing;
    frame->pictures = pictures(m_world);
    frame->findings = m_timeline ? findings(m_world) : m_errors;
    frame->messages = m_messages;
    frame->answers = std::exchange(m_answers, {});
    frame->samples = std::exchange(m_observer.samples, {});
    return frame;
}

// The newest picture wins. Hops, samples and answers that were not read yet stay with it; further
// hops wait in the observer, which bounds them.
void Engine::Worker::publish() {
    look(WallClock::now());
    const std::shared_ptr<Frame> frame = picture();
    m_hasChanged = false;
    m_lastFrame = WallClock::now();

    const std::scoped_lock lock(mutex);
    if (mailbox != nullptr) {
        keepUnread(*frame, std::move(*mailbox));
    }
    if (frame->hops.empty()) {
        frame->hopStride = m_observer.hops.stride();
        frame->hops = m_observer.hops.take();
    }
    mailbox = frame;
}

Engine::Engine() : m_worker(std::make_unique<Worker>()) {
    m_worker->thread =
        std::jthread([worker = m_worker.get()](const std::stop_token& stop) { worker->run(stop); });
}

Engine::~Engine() = default;

void Engine::post(Command command) {
    {
        const std::scoped_lock lock(m_worker->mutex);
        m_worker->commands.push_back(std::move(command));
    }
    m_worker->wake.notify_one();
}

FramePointer Engine::takeFrame() {
    const std::scoped_lock lock(m_worker->mutex);
    return std::exchange(m_worker->mailbox, nullptr);
}

} // namespace sluice
