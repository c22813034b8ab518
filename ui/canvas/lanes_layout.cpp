// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/lanes_layout.h"

#include "ui/canvas/mark_row.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr qreal kLanePad = 8;
constexpr qreal kNameShare = 0.25;
constexpr qreal kGateShare = 0.68;
/// Room of a lock on either side of the gate.
constexpr qreal kLockReach = 8;
/// Room of "12 s".
constexpr qreal kLeastTime = 22;

bool isDelayed(const Mark& mark) {
    return mark.state == MarkState::Delayed;
}

LanesLayout::Row layoutRow(const Lanes::Lane& lane, const QRectF& rect, qreal gateX) {
    LanesLayout::Row row;
    row.rect = rect;
    row.name = QRectF(rect.left() + kLanePad, rect.top(), rect.width() * kNameShare, rect.height());
    row.gateX = gateX;
    const auto textAt = [&](qreal left, std::int64_t count) {
        return QRectF(left, rect.top(), moreWidth(count), rect.height());
    };
    const auto flying = std::count_if(lane.marks.begin(), lane.marks.end(), [](const Mark& mark) {
        return mark.state == MarkState::InFlight;
    });
    const auto listed = static_cast<std::size_t>(flying);
    row.inFlightListed = static_cast<int>(flying);
    row.inFlightShown = fitting(flying, listed, rect.right() - gateX - kLockReach - 4, kRingPitch);
    row.inFlightMore = flying - row.inFlightShown;
    row.inFlightMoreText = textAt(row.inFlight(-1).x() - kRingRadius + 1, row.inFlightMore);
    const qreal behind = row.inFlight(0).x() + kRingRadius + 3;
    if (row.inFlightShown > 0 && row.inFlightMore == 0 && rect.right() - behind >= kLeastTime)
        row.time = QRectF(behind, rect.top(), rect.right() - behind, rect.height());

    const std::int64_t waiting = std::max<std::int64_t>(lane.stored - flying, 0);
    qreal room = gateX - kLockReach - row.name.right() - 4;
    if (std::any_of(lane.marks.begin(), lane.marks.end(), isDelayed)) room -= kClockWidth;
    row.waitingShown = fitting(waiting, lane.marks.size() - listed, room, kMarkPitch);
    row.waitingMore = waiting - row.waitingShown;
    qreal end = row.waiting(row.waitingShown - 1).x() - kMarkRadius;
    row.hasClock =
        row.waitingShown > 0
        && isDelayed(lane.marks[listed + static_cast<std::size_t>(row.waitingShown) - 1]);
    if (row.hasClock) {
        row.clock = {end - kClockWidth / 2, rect.center().y()};
        end -= kClockWidth;
    }
    row.waitingMoreText = textAt(end - 3 - moreWidth(row.waitingMore), row.waitingMore);
    return row;
}

} // namespace

QPointF LanesLayout::Row::inFlight(int index) const {
    const int fromGate = inFlightShown - 1 - index;
    return {gateX + kLockReach + 1 + kRingRadius + kRingPitch * fromGate, rect.center().y()};
}

QPointF LanesLayout::Row::waiting(int index) const {
    return {gateX - kLockReach - 1 - kMarkRadius - kMarkPitch * index, rect.center().y()};
}

QPointF LanesLayout::Row::place(int index) const {
    if (index < inFlightShown) return inFlight(index);
    const qreal y = rect.center().y();
    if (index < inFlightListed)
        return {std::min(inFlightMoreText.right(), rect.right()) - kMarkRadius, y};
    const int behind = index - inFlightListed;
    if (behind < waitingShown) return waiting(behind);
    return {waitingMoreText.left() - kMarkRadius, y}; // not on the number
}

LanesLayout::LanesLayout(const Lanes& lanes, const QRectF& rect)
    : frame(rect)
    , gateX(std::floor(rect.left() + rect.width() * kGateShare) + 0.5)
    , foot(rect.left() + kLanePad,
           rect.bottom() - kLanesFoot,
           rect.width() - 2 * kLanePad,
           kLanesFoot - 2) {
    const std::size_t count = std::min(lanes.lanes.size(), kLaneCap);
    for (std::size_t i = 0; i < count; ++i) {
        const qreal top = frame.top() + 2 + kLanePitch * static_cast<qreal>(i);
        const QRectF place(frame.left(), top, frame.width(), kLanePitch);
        rows.push_back(layoutRow(lanes.lanes[i], place, gateX));
    }
    groupsMore = std::max<std::int64_t>(
        0, lanes.groupCount + lanes.emptyLanes - static_cast<std::int64_t>(count));
}

QPointF LanesLayout::entry() const {
    return {frame.left() + kMarkRadius, frame.center().y()};
}

QPointF LanesLayout::exit() const {
    return {frame.right() - kMarkRadius, frame.center().y()};
}

std::vector<MarkPlace> LanesLayout::marks(const Lanes& lanes) const {
    std::vector<MarkPlace> all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& listed = lanes.lanes[i].marks;
        for (std::size_t k = 0; k < listed.size(); ++k)
            all.push_back({listed[k].message, rows[i].place(static_cast<int>(k))});
    }
    std::sort(all.begin(), all.end(), [](const MarkPlace& left, const MarkPlace& right) {
        return left.message < right.message;
    });
    return all;
}

} // namespace sluice::ui
