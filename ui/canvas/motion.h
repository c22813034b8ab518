// SPDX-License-Identifier: GPL-3.0-or-later
// The messages on their way across the screen. Screen time is not simulated time: a hop takes the
// longer of its latency at the present speed and 250 ms, never overtakes another one on its link,
// and begins when the message's hop before it has ended. Numbers on the cards stay true meanwhile.
// Steps and pauses are another matter: once they have been played every message is where it is in
// the run.
#pragma once

#include "core/sim/frame.h"

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace sluice::ui {

/// How a message's way ends.
enum class Landing : std::uint8_t {
    Inside,     ///< Among what the part stores, if it stores anything.
    TurnedAway, ///< At the door: a Flash shows what becomes of it.
};

/// One message between two parts; times in screen seconds of Motion::clock().
struct MovingMessage {
    std::uint64_t message = 0;
    double depart = 0;
    float duration = 0;
    std::uint16_t receiveCount = 0;
    std::uint8_t color = 0;
    Landing landing = Landing::Inside;

    double arrive() const { return depart + static_cast<double>(duration); }
};

/// When a message is on its way in the run.
struct Journey {
    SimTime depart{}, arrive{};
};

/// A way and a reason to take it: along a link, or without one from part to part.
struct LaneKey {
    LinkId link{};
    HopKind kind = HopKind::Send;
    NodeId from{}, to{}; ///< Only without a link.

    // NOLINTNEXTLINE(modernize-use-nullptr): it takes the 0 behind a defaulted <=> for a pointer.
    friend auto operator<=>(const LaneKey&, const LaneKey&) = default;
};

/// All messages moving one way for one reason, in the order in which they depart and arrive.
struct Lane : LaneKey {
    std::vector<MovingMessage> messages; ///< From `first` on; the ones before have arrived.
    std::vector<Journey> journeys;       ///< Of the messages; apart, as painting needs none.
    std::size_t first = 0;
    double lastDepart = 0;
    double lastArrive = 0;
    double rate = 0;             ///< Messages per second of screen time, smoothed.
    std::uint64_t forgotten = 0; ///< Messages taken out at the front since the run began.
    double arrived = 0;          ///< Hops since the rate was last worked out.
    double wait = 0;             ///< How long after its true time a message departs, smoothed.
    std::uint16_t lastReceiveCount = 0; ///< Of the message that departed last; 0 before any did.
    bool isUndelivered = false;         ///< Of it: the count is of failed deliveries.

    std::size_t size() const { return messages.size() - first; }
    /// Messages that departed since the run began.
    std::uint64_t departed() const { return forgotten + messages.size(); }
};

/// Something short at a part: a message settled, lost, timed out or turned away at the door.
struct Flash {
    NodeId node{};
    LinkId link{};    ///< On which a message came that is turned away; 0 when not known.
    double start = 0; ///< Screen seconds; it lasts kFlashSeconds.
    std::uint64_t message = 0;
    HopKind kind = HopKind::Delete;
    std::uint8_t color = 0;
};

/// The last message that a part turned away.
struct TurnedAway {
    double at = 0;           ///< Screen seconds.
    std::uint16_t error = 0; ///< Number of the API's error; 0: no API refused it.
    Refusal refusal = Refusal::None;
};

inline constexpr double kShortestHop = 0.25;
/// A sent message is at the door of its part so long before it is inside; what the part does with
/// it is known by then.
inline constexpr double kEntrySeconds = 0.1;
inline constexpr double kFlashSeconds = 0.45;
/// A message that a filter holds back fades in front of it for so long, at whatever speed.
inline constexpr double kFilterSeconds = 0.5;
/// Most messages that move at once; further ones are left out until there is room.
inline constexpr std::size_t kMovingCap = 1'000'000;

/// GUI thread only. Memory is bounded and recycled.
class Motion {
public:
    /// Takes the hops of a frame. A new run clears everything.
    void take(const Frame& frame);
    /// Lets screen time go on by `seconds` of wall time. While paused it stands still, once the
    /// pause or the single step has been played.
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
    const std::map<LaneKey, Lane>& lanes() const { return m_lanes; }
    const std::vector<Flash>& flashes() const { return m_flashes; }
    /// When a part last turned a message away (Deduplicate or Refuse), and why.
    const std::map<std::pair<NodeId, HopKind>, TurnedAway>& refusals() const { return m_refusals; }
    /// Messages per second of screen time on a link, smoothed over about a second.
    double throughput(LinkId link) const;

private:
    struct LastHop {
        std::uint64_t message = 0;
        SimTime departed{};
        double depart = 0; ///< Screen seconds, as `arrive`.
        double arrive = 0;
        std::uint64_t index = 0; ///< In its lane since the run began.
        LinkId link{};
        HopKind kind = HopKind::Send;
    };

    void begin(const Hop& hop, double depart, double latency);
    void hasten(double factor);
    void beginStep(const Frame& frame);
    void endStep();
    void goOn();
    void stand(Lane& lane, std::size_t index, double rest, double done);
    void noteTimes(const LaneKey& lane, const MovingMessage& message);
    static double inPace(Lane& lane, double depart, double begins);
    double startOf(const Hop& hop, double depart) const;
    double afterLastHop(std::uint64_t message, double depart) const;
    const LastHop* arrival(const Hop& hop) const;
    void flash(const Hop& hop, double start);
    void turnAway(const Hop& hop, double start);
    MovingMessage* moving(const LastHop& last);
    void dropArrived();
    void measureRates(double seconds);

    std::map<LaneKey, Lane> m_lanes;
    std::vector<Flash> m_flashes;
    std::map<std::pair<NodeId, HopKind>, TurnedAway> m_refusals;
    /// Where messages were last seen to arrive, by hash; a collision only loses the chaining.
    std::vector<LastHop> m_lastHops;
    /// The same of sends, by message and link: copies of one message take several links.
    std::vector<LastHop> m_lastSends;
    std::uint64_t m_run = 0;
    SimTime m_now{};
    RunState m_state = RunState::Paused;
    double m_clock = 0;
    double m_speed = 1;       ///< Of the frame taken last.
    double m_stepLeft = 0;    ///< Screen seconds that a step or pause may still play.
    bool m_isStepped = false; ///< Messages keep to the times of steps, not to their own.
    double m_rateClock = 0;
    double m_lastTake = 0; ///< Wall seconds passed to advance() since the last frame.
    std::size_t m_count = 0;
    std::uint32_t m_stride = 1;
};

} // namespace sluice::ui
