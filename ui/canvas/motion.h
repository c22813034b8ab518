// SPDX-License-Identifier: GPL-3.0-or-later
// The messages on their way across the screen. Screen time is not simulated time: a hop takes the
// longer of its latency at the present speed and 250 ms, never overtakes another one on its link,
// and begins when the message's hop before it has ended. Numbers on the cards stay true meanwhile.
#pragma once

#include "core/sim/frame.h"

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace sluice::ui {

/// One message between two parts; times in screen seconds of Motion::clock().
struct MovingMessage {
    std::uint64_t message = 0;
    double depart = 0;
    float duration = 0;
    std::uint16_t receiveCount = 0;
    std::uint8_t color = 0;

    double arrive() const { return depart + static_cast<double>(duration); }
};

/// All messages moving along one link for one reason, in the order in which they depart and arrive.
struct Lane {
    LinkId link{};
    HopKind kind = HopKind::Send;
    std::vector<MovingMessage> messages; ///< From `first` on; the ones before have arrived.
    std::size_t first = 0;
    double lastDepart = 0;
    double lastArrive = 0;
    double rate = 0;                    ///< Messages per second of screen time, smoothed.
    double arrived = 0;                 ///< Hops since the rate was last worked out.
    std::uint16_t lastReceiveCount = 0; ///< Of the message that departed last; 0 before any did.

    std::size_t size() const { return messages.size() - first; }
};

/// Something short at a part: a message settled, lost, or timed out.
struct Flash {
    NodeId node{};
    double start = 0; ///< Screen seconds; it lasts kFlashSeconds.
    HopKind kind = HopKind::Delete;
    std::uint8_t color = 0;
};

inline constexpr double kShortestHop = 0.25;
inline constexpr double kFlashSeconds = 0.45;
/// Most messages that move at once; further ones are left out until there is room.
inline constexpr std::size_t kMovingCap = 1'000'000;

/// GUI thread only. Memory is bounded and recycled.
class Motion {
public:
    /// Takes the hops of a frame. A new run clears everything.
    void take(const Frame& frame);
    /// Lets screen time go on by `seconds` of wall time. While paused it stands still, except that
    /// the hops of a single step are shown.
    void advance(double seconds);
    void clear();

    /// Screen seconds since the run was opened.
    double clock() const { return m_clock; }
    /// Whether anything changes by itself as time goes on.
    bool isMoving() const;
    /// Messages on their way.
    std::size_t count() const { return m_count; }
    /// How many messages each dot stands for; 1 unless more began than a frame holds.
    std::uint32_t stride() const { return m_stride; }
    const std::map<std::pair<LinkId, HopKind>, Lane>& lanes() const { return m_lanes; }
    const std::vector<Flash>& flashes() const { return m_flashes; }
    /// Messages per second of screen time on a link, smoothed over about a second.
    double throughput(LinkId link) const;

private:
    struct LastHop {
        std::uint64_t message = 0;
        double arrive = 0;
    };

    void begin(const Hop& hop, double depart, double latency);
    double afterLastHop(std::uint64_t message, double depart) const;
    void flash(const Hop& hop, double start);
    void dropArrived();
    void measureRates(double seconds);

    std::map<std::pair<LinkId, HopKind>, Lane> m_lanes;
    std::vector<Flash> m_flashes;
    /// Where messages were last seen to arrive, by hash; a collision only loses the chaining.
    std::vector<LastHop> m_lastHops;
    std::uint64_t m_run = 0;
    SimTime m_now{};
    RunState m_state = RunState::Paused;
    double m_clock = 0;
    double m_stepLeft = 0; ///< Screen seconds that a single step may still play.
    double m_rateClock = 0;
    double m_lastTake = 0; ///< Wall seconds passed to advance() since the last frame.
    std::size_t m_count = 0;
    std::uint32_t m_stride = 1;
};

} // namespace sluice::ui
