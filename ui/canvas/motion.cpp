// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/motion.h"

#include "ui/canvas/motion_hops.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr std::size_t kLastHops = std::size_t{1} << 16U;
constexpr std::size_t kFlashCap = 2'000;
/// How long after its true time a hop may begin because the message is still seen elsewhere.
constexpr double kLongestWait = 0.75;
/// From so many messages a second on a lane keeps its pace.
constexpr double kBusyRate = 15;
constexpr double kLongestTick = 0.1;

std::size_t place(std::uint64_t message) {
    return static_cast<std::size_t>((message * 0x9E3779B97F4A7C15U) >> 48U) % kLastHops;
}

std::size_t place(std::uint64_t message, LinkId link) {
    return place(message ^ (raw(link) * 0xC2B2AE3D27D4EB4FU));
}

} // namespace

void Motion::clear() {
    // Lanes keep their memory: the next run on the same document has the same links.
    for (auto& [key, lane] : m_lanes) {
        lane.messages.clear();
        lane.journeys.clear();
        lane.first = 0;
        lane.lastDepart = lane.lastArrive = m_clock;
        lane.rate = lane.arrived = lane.wait = 0;
        lane.lastReceiveCount = 0;
        lane.forgotten = 0;
    }
    m_flashes.clear();
    m_refusals.clear();
    m_lastHops.clear();
    m_lastSends.clear();
    m_count = 0;
    m_stepLeft = 0;
    m_isStepped = false;
}

void Motion::take(const Frame& frame) {
    if (frame.run != m_run) {
        clear();
        m_run = frame.run;
        m_now = kRunStart;
        m_state = RunState::Paused;
    }
    const bool isRunning = frame.state == RunState::Running;
    const bool isStep =
        !isRunning && (m_state == RunState::Running || !frame.hops.empty() || frame.now != m_now);
    // Departures are spread over the time the frame stands for, at most a tick.
    const double span = seconds(frame.now - m_now);
    const double spread = isStep ? 0 : std::min(m_lastTake, kLongestTick);
    const double speed = frame.speed > 0 ? frame.speed : 1;
    if (speed > m_speed && !m_isStepped) hasten(m_speed / speed);
    m_speed = speed;
    if (isRunning && m_isStepped) goOn();
    if (isStep) beginStep(frame);
    for (const Hop& hop : frame.hops) {
        if (hop.kind == HopKind::Accept) continue; // as frequent as sends, and nothing to see
        const double share =
            span > 0 ? std::clamp(seconds(hop.depart - m_now) / span, 0.0, 1.0) : 0;
        const double depart = m_clock + share * spread;
        if (travels(hop))
            begin(hop, depart, isStep ? 0 : seconds(hop.arrive - hop.depart) / speed);
        else if (turnsAway(hop.kind))
            turnAway(hop, depart);
        else if (showsAtPart(hop.kind))
            flash(hop, afterLastHop(hop.message, depart));
    }
    m_now = frame.now;
    if (isStep) endStep();
    m_state = frame.state;
    m_stride = frame.hopStride;
    m_lastTake = 0;
}

void Motion::begin(const Hop& hop, double depart, double latency) {
    if (m_count >= kMovingCap) return;
    const LaneKey key = laneOf(hop);
    Lane& lane = m_lanes[key];
    static_cast<LaneKey&>(lane) = key;
    const double begins = hop.message == 0 ? depart : inPace(lane, depart, startOf(hop, depart));
    const double start = std::max(begins, lane.lastDepart);
    const double whole = std::max(latency + entrySeconds(hop.kind), leastSeconds(hop.kind));
    const double arrive = std::max(start + whole, lane.lastArrive);
    MovingMessage moving{
        hop.message, start, static_cast<float>(arrive - start), hop.receiveCount, hop.color};
    // Rounding must not let it overtake either.
    while (moving.arrive() < lane.lastArrive)
        moving.duration = std::nextafter(moving.duration, 1e9F);
    lane.lastDepart = start;
    lane.lastReceiveCount = hop.receiveCount;
    lane.isUndelivered = hop.refusal == Refusal::DeliveryFailed;
    lane.lastArrive = moving.arrive();
    const std::uint64_t index = lane.departed();
    lane.messages.push_back(moving);
    lane.journeys.push_back({hop.depart, hop.arrive});
    lane.arrived += 1;
    ++m_count;
    if (m_lastHops.empty()) {
        m_lastHops.resize(kLastHops);
        m_lastSends.resize(kLastHops);
    }
    const LastHop last{hop.message, hop.depart, start, lane.lastArrive, index, hop.link, hop.kind};
    // Copies of what a filter holds back go on elsewhere and wait for nothing.
    if (hop.kind != HopKind::Filter) m_lastHops[place(hop.message)] = last;
    if (hop.kind == HopKind::Send) m_lastSends[place(hop.message, hop.link)] = last;
    if (hop.kind == HopKind::Expire) flash(hop, lane.lastArrive);
}

/// What is on its way takes only `factor` of the time from now on, as the run goes faster, but no
/// less than the shortest hop; it stays where it is now, and nothing overtakes.
void Motion::hasten(double factor) {
    for (auto& [key, lane] : m_lanes) {
        double depart = 0;
        double arrive = 0;
        for (std::size_t i = lane.first; i < lane.messages.size(); ++i) {
            MovingMessage& message = lane.messages[i];
            const double entry = entrySeconds(key.kind);
            const double toDoor = static_cast<double>(message.duration) - entry;
            const double passed = m_clock - message.depart; // before it departs below 0
            const double least = std::min(toDoor, leastSecondsToDoor(key.kind));
            const double wanted = passed < toDoor ? std::max(toDoor * factor, least) : toDoor;
            const double left = passed < 0 ? -passed * factor : -passed * wanted / toDoor;
            depart = std::max(depart, m_clock + left);
            arrive = std::max(arrive, m_clock + left + wanted + entry);
            message.depart = depart;
            message.duration = static_cast<float>(arrive - depart);
            arrive = std::max(arrive, message.arrive());
            noteTimes(lane, message);
        }
        lane.lastDepart = std::max(depart, std::min(lane.lastDepart, m_clock));
        lane.lastArrive = std::max(arrive, std::min(lane.lastArrive, m_clock));
        lane.wait = std::max(lane.wait * factor, std::min(lane.wait, kShortestHop));
    }
    const auto sooner = [&](double& at) { at = std::min(at, m_clock + (at - m_clock) * factor); };
    for (Flash& flash : m_flashes)
        if (flash.start > m_clock) sooner(flash.start);
    for (auto& [part, latest] : m_refusals)
        if (latest.at > m_clock) sooner(latest.at);
}

/// What is remembered of the message's last hop follows new times of it.
void Motion::noteTimes(const LaneKey& lane, const MovingMessage& message) {
    if (m_lastHops.empty()) return;
    for (LastHop* const last :
         {&m_lastHops[place(message.message)], &m_lastSends[place(message.message, lane.link)]}) {
        if (last->message != message.message || last->link != lane.link || last->kind != lane.kind)
            continue;
        last->depart = message.depart;
        last->arrive = message.arrive();
    }
}

/// One message that is still seen elsewhere must not hold up a whole stream of others, which may
/// not overtake it: on a busy lane it begins not much later than they do.
double Motion::inPace(Lane& lane, double depart, double begins) {
    constexpr double kSlack = 0.15;
    constexpr double kSmoothing = 0.05;
    const double wait = begins - depart;
    const bool isLate = lane.rate > kBusyRate && wait > lane.wait + kSlack;
    const double accepted = isLate ? lane.wait : wait;
    // Single late ones hardly matter, but where all are later the lane follows.
    const double smoothing = lane.departed() == 0 ? 1 : isLate ? kSmoothing / 4 : kSmoothing;
    lane.wait += (wait - lane.wait) * smoothing;
    return depart + accepted;
}

/// Copies of a message that leave a part at once, by different links, depart at once.
double Motion::startOf(const Hop& hop, double depart) const {
    const LastHop last = m_lastHops.empty() ? LastHop{} : m_lastHops[place(hop.message)];
    const bool isCopy = last.message == hop.message && last.departed == hop.depart
                        && last.link != hop.link && leaves(last.kind) && leaves(hop.kind);
    return isCopy ? std::max(depart, last.depart) : afterLastHop(hop.message, depart);
}

double Motion::afterLastHop(std::uint64_t message, double depart) const {
    if (m_lastHops.empty()) return depart;
    const LastHop& last = m_lastHops[place(message)];
    const bool waits = last.message == message && last.arrive <= depart + kLongestWait;
    return waits ? std::max(depart, last.arrive) : depart;
}

void Motion::flash(const Hop& hop, double start) {
    if (m_flashes.size() >= kFlashCap) return;
    m_flashes.push_back({hop.node, LinkId{}, start, hop.message, hop.kind, hop.color});
}

void Motion::turnAway(const Hop& hop, double start) {
    LinkId link = hop.link;
    if (const LastHop* const last = arrival(hop)) {
        link = last->link;
        start = std::max(start, last->arrive - kEntrySeconds);
        if (MovingMessage* const message = moving(*last)) message->landing = Landing::TurnedAway;
    }
    TurnedAway& latest = m_refusals[{hop.node, hop.kind}];
    latest = {std::max(latest.at, start), hop.error, hop.refusal};
    if (m_flashes.size() < kFlashCap)
        m_flashes.push_back({hop.node, link, start, hop.message, hop.kind, hop.color});
}

/// The send that brought the message to the part that turns it away, or null.
const Motion::LastHop* Motion::arrival(const Hop& hop) const {
    if (m_lastHops.empty()) return nullptr;
    const bool isLinkKnown = hop.link != LinkId{};
    const LastHop& last =
        isLinkKnown ? m_lastSends[place(hop.message, hop.link)] : m_lastHops[place(hop.message)];
    const bool isIt = last.message == hop.message && last.kind == HopKind::Send
                      && (!isLinkKnown || last.link == hop.link);
    return isIt ? &last : nullptr;
}

/// The message on its way by its last hop, or null when it has arrived.
MovingMessage* Motion::moving(const LastHop& last) {
    const auto lane = m_lanes.find({last.link, last.kind});
    if (lane == m_lanes.end() || last.index < lane->second.forgotten + lane->second.first)
        return nullptr;
    const std::uint64_t place = last.index - lane->second.forgotten;
    auto& messages = lane->second.messages;
    return place < messages.size() ? &messages[static_cast<std::size_t>(place)] : nullptr;
}

void Motion::advance(double seconds) {
    m_lastTake += seconds;
    double step = std::min(seconds, kLongestTick);
    if (m_state != RunState::Running) {
        step = std::min(step, m_stepLeft);
        m_stepLeft -= step;
    }
    m_clock += step;
    dropArrived();
    measureRates(step);
}

void Motion::dropArrived() {
    m_count = 0;
    for (auto& [key, lane] : m_lanes) {
        while (lane.first < lane.messages.size() && lane.messages[lane.first].arrive() <= m_clock)
            ++lane.first;
        if (lane.first * 2 > lane.messages.size()) {
            const auto gone = static_cast<std::ptrdiff_t>(lane.first);
            lane.messages.erase(lane.messages.begin(), lane.messages.begin() + gone);
            lane.journeys.erase(lane.journeys.begin(), lane.journeys.begin() + gone);
            lane.forgotten += lane.first;
            lane.first = 0;
        }
        m_count += lane.size();
    }
    std::erase_if(m_flashes,
                  [this](const Flash& row) { return row.start + kFlashSeconds <= m_clock; });
}

void Motion::measureRates(double seconds) {
    constexpr double kPeriod = 0.25;
    m_rateClock += seconds;
    if (m_rateClock < kPeriod) return;
    for (auto& [key, lane] : m_lanes) {
        const double rate = lane.arrived * m_stride / m_rateClock;
        lane.rate += (rate - lane.rate) * std::min(1.0, m_rateClock / 1.0);
        lane.arrived = 0;
    }
    m_rateClock = 0;
}

bool Motion::isMoving() const {
    if (m_state != RunState::Running && m_stepLeft <= 0) return false;
    return m_state == RunState::Running || m_count > 0 || !m_flashes.empty();
}

double Motion::throughput(LinkId link) const {
    double rate = 0;
    const auto from = m_lanes.lower_bound({link, HopKind::Send});
    for (auto lane = from; lane != m_lanes.end() && lane->first.link == link; ++lane)
        if (getsAcross(lane->first.kind)) rate += lane->second.rate;
    return rate;
}

} // namespace sluice::ui
