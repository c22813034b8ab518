// SPDX-License-Identifier: GPL-3.0-or-later
// Single steps, and pauses, which are like a step without events. A step plays a moment of screen
// time; then the run rests, and cards and ways tell of the same instant: what has arrived is no
// longer on its way, what flashed has gone, and the rest is as far as it has come.
#include "ui/canvas/motion.h"
#include "ui/canvas/motion_hops.h"

#include <algorithm>
#include <set>

namespace sluice::ui {

namespace {

constexpr double kStepSeconds = 0.3;
/// So that rounding leaves nothing on its way that has arrived.
constexpr double kRestAfter = 1e-3;
/// What stands takes so many seconds for its whole way, which is not seen to move.
constexpr double kStanding = 1e4;
/// Most of its way that what has not arrived may have behind it.
constexpr double kBeforeDoor = 0.999;

/// Share of its way to the door that a message has behind it, from 1 on at the door or inside.
double shareDone(const Lane& lane, const MovingMessage& message, double clock) {
    const double toDoor = static_cast<double>(message.duration) - entrySeconds(lane.kind);
    return std::max(0.0, (clock - message.depart) / toDoor);
}

/// From where it is the message needs `left` seconds to the door.
void needs(const Lane& lane, MovingMessage& message, double clock, double done, double left) {
    const double toDoor = left / (1 - done);
    message.depart = clock - done * toDoor;
    message.duration = static_cast<float>(toDoor + entrySeconds(lane.kind));
}

/// Behind the last message that has arrived; none of those before it may be overtaken.
std::size_t arrivedEnd(const Lane& lane, SimTime now) {
    std::size_t end = lane.messages.size();
    while (end > lane.first && lane.journeys[end - 1].arrive > now) --end;
    return end;
}

} // namespace

/// What has arrived by the end of the step comes in within it, from where it is seen now.
void Motion::beginStep(const Frame& frame) {
    for (Flash& flash : m_flashes) flash.start = std::min(flash.start, m_clock + kShortestHop);
    std::set<LaneKey> led; // by a message that arrives within the step
    for (const Hop& hop : frame.hops)
        if (travels(hop) && hop.arrive <= frame.now) led.insert(laneOf(hop));
    for (auto& [key, lane] : m_lanes) {
        const std::size_t end =
            led.contains(key) ? lane.messages.size() : arrivedEnd(lane, frame.now);
        lane.lastDepart = std::min(lane.lastDepart, m_clock);
        lane.lastArrive = std::min(lane.lastArrive, m_clock);
        for (std::size_t i = lane.first; i < end; ++i) {
            MovingMessage& message = lane.messages[i];
            const double done = shareDone(lane, message, m_clock);
            if (done < 1 && message.arrive() > m_clock + leastSeconds(lane.kind))
                needs(lane, message, m_clock, done, leastSecondsToDoor(lane.kind));
            noteTimes(lane, message);
            lane.lastDepart = std::max(lane.lastDepart, message.depart);
            lane.lastArrive = std::max(lane.lastArrive, message.arrive());
        }
    }
}

/// The step is played until all that has arrived is in and nothing flashes; the others stop where
/// they are in the run.
void Motion::endStep() {
    double rest = m_clock + kStepSeconds;
    for (const Flash& flash : m_flashes) rest = std::max(rest, flash.start + kFlashSeconds);
    for (const auto& [key, lane] : m_lanes) {
        const std::size_t end = arrivedEnd(lane, m_now);
        for (std::size_t i = lane.first; i < lane.messages.size(); ++i)
            rest = std::max(rest, i < end ? lane.messages[i].arrive() : lane.messages[i].depart);
    }
    rest += kRestAfter;
    m_stepLeft = rest - m_clock;
    m_isStepped = true;
    for (auto& [key, lane] : m_lanes) {
        const std::size_t end = arrivedEnd(lane, m_now);
        double done = 0; // of the one behind
        for (std::size_t i = lane.messages.size(); i > end; --i) {
            const Journey& journey = lane.journeys[i - 1];
            const double share =
                seconds(m_now - journey.depart) / seconds(journey.arrive - journey.depart);
            done = std::max(done, share);
            stand(lane, i - 1, rest, done);
        }
        lane.lastDepart = std::min(lane.lastDepart, rest);
        lane.lastArrive = std::min(lane.lastArrive, rest);
    }
}

/// At `rest` the message has `done` behind it, or what it is seen to have now when that is more.
void Motion::stand(Lane& lane, std::size_t index, double rest, double done) {
    MovingMessage& message = lane.messages[index];
    const double from = std::max(m_clock, message.depart);
    const double before = std::min(kBeforeDoor, shareDone(lane, message, from));
    const double span = rest - from;
    const double toDoor = span / std::max(done - before, span / kStanding);
    message.depart = from - before * toDoor;
    message.duration = static_cast<float>(toDoor + entrySeconds(lane.kind));
    noteTimes(lane, message);
}

/// The run goes on: everything takes its own time again, from where it is.
void Motion::goOn() {
    m_isStepped = false;
    for (auto& [key, lane] : m_lanes) {
        const double entry = entrySeconds(lane.kind);
        lane.lastDepart = lane.lastArrive = m_clock;
        for (std::size_t i = lane.first; i < lane.messages.size(); ++i) {
            MovingMessage& message = lane.messages[i];
            const double done = shareDone(lane, message, m_clock);
            const double latency = seconds(lane.journeys[i].arrive - m_now) / m_speed;
            const double left = std::max({latency,
                                          (1 - done) * leastSecondsToDoor(lane.kind),
                                          lane.lastArrive - m_clock - entry});
            if (done < 1) needs(lane, message, m_clock, done, left);
            noteTimes(lane, message);
            lane.lastDepart = std::max(lane.lastDepart, message.depart);
            lane.lastArrive = std::max(lane.lastArrive, message.arrive());
        }
    }
}

} // namespace sluice::ui
