// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/move_tasks.h"
#include "core/kinds/queue.h"

#include <algorithm>

namespace sluice {

namespace {

Mark mark(SimTime now, const Kernel& kernel, const StoredView& view, MarkState resting) {
    const Message& message = kernel.messages[view.message];
    Mark result;
    result.message = message.serial;
    result.color = message.color();
    result.state = resting;
    result.receiveCount = static_cast<std::uint16_t>(std::min(view.receiveCount, 0xFFFFU));
    if (view.state == CopyState::Visible) {
        return result;
    }
    result.state = view.state == CopyState::Delayed ? MarkState::Delayed : MarkState::InFlight;
    const double left = std::max(0.0, seconds(view.until - now));
    result.remainingSeconds = static_cast<float>(left);
    result.remaining = view.total > Duration::zero()
                           ? static_cast<float>(std::min(1.0, left / seconds(view.total)))
                           : 0.0F;
    return result;
}

Tube tubeOf(SimTime now, const Kernel& kernel, const QueueStore& store, MarkState resting) {
    Tube tube;
    const auto into = [&](std::vector<Mark>& marks) {
        return [&](const StoredView& view) { marks.push_back(mark(now, kernel, view, resting)); };
    };
    store.visitDelayed(kMarkCap, into(tube.delayed));
    store.visitVisible(kMarkCap, into(tube.visible));
    store.visitInFlight(kMarkCap, into(tube.inFlight));
    return tube;
}

Lanes lanesOf(SimTime now, const Kernel& kernel, const FifoStore& store, MarkState resting) {
    Lanes lanes;
    lanes.groupCount = static_cast<std::int64_t>(store.groupCount());
    for (const FifoStore::Lane& found : store.lanes(kLaneCap)) {
        Lanes::Lane lane;
        lane.group = kernel.bodies.groupName(found.group);
        lane.stored = static_cast<std::int64_t>(found.stored);
        lane.isLocked = found.isLocked;
        store.visitLane(found.group, kLaneMarkCap, [&](const StoredView& view) {
            lane.marks.push_back(mark(now, kernel, view, resting));
        });
        lanes.lanes.push_back(std::move(lane));
    }
    return lanes;
}

std::optional<Activity> redriveOf(const SqsQueue& store) {
    if (store.moveTasks().empty() || !isUnderWay(store.moveTasks().front())) {
        return std::nullopt;
    }
    const MoveTask& task = store.moveTasks().front();
    const std::uint64_t all = std::max<std::uint64_t>(task.toMove, 1);
    return Activity{summaryOf(task),
                    std::min(1.0, static_cast<double>(task.moved) / static_cast<double>(all))};
}

// What is said of the newest move task in place of the summary: that it is under way, or for a
// while how it ended (SQS-86).
void addMoveTasks(SimTime now, const SqsQueue& store, Picture& picture) {
    constexpr Duration kShownFor = 1min;
    picture.activity = redriveOf(store);
    for (const MoveTask& task : store.moveTasks()) {
        picture.history.push_back(describe(task));
    }
    if (store.moveTasks().empty()) {
        return;
    }
    const MoveTask& newest = store.moveTasks().front();
    if (isUnderWay(newest) || now < endOf(newest) + kShownFor) {
        picture.summary = summaryOf(newest);
    }
}

} // namespace

Picture Queue::picture(SimTime now, const Kernel& kernel, const NodeWiring& /*wiring*/) const {
    const bool isDeadLetter = m_isForDeadLetters;
    const MarkState resting = isDeadLetter ? MarkState::DeadLetter : MarkState::Visible;
    const auto count = [&](auto& body) {
        body.isDeadLetter = isDeadLetter;
        body.delayedCount = static_cast<std::int64_t>(store.delayedCount());
        body.visibleCount = static_cast<std::int64_t>(store.visibleCount());
        body.inFlightCount = static_cast<std::int64_t>(store.inFlightCount());
    };
    Picture result;
    result.colorRole = isDeadLetter ? "dead-letter" : std::string(kColorRole);
    const bool isFifo = store.rules().type == QueueType::Fifo;
    const std::string sort = isFifo ? "FIFO queue · " : "queue · ";
    result.summary = isDeadLetter
                         ? "dead-letter queue · "
                               + groupedText(static_cast<std::int64_t>(store.storedCount()))
                               + (store.storedCount() == 1 ? " message" : " messages")
                         : sort + "visibility " + toText(config.visibilityTimeout);
    if (store.isAtQuota()) {
        result.summary = sort + "in-flight quota reached"; // why nobody gets more (SQS-40)
    }
    addMoveTasks(now, store, result);
    store.withStore([&](const auto& messages) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(messages)>, FifoStore>) {
            Lanes lanes = lanesOf(now, kernel, messages, resting);
            count(lanes);
            result.parts.emplace_back(std::move(lanes));
        } else {
            Tube tube = tubeOf(now, kernel, messages, resting);
            count(tube);
            result.parts.emplace_back(std::move(tube));
        }
    });
    const auto text = [](std::uint64_t value) {
        return groupedText(static_cast<std::int64_t>(value));
    };
    Counters counters{{{"visible", text(store.visibleCount()), Emphasis::Normal},
                       {"in flight", text(store.inFlightCount()), Emphasis::Accent},
                       {"delayed", text(store.delayedCount()), Emphasis::Warning}}};
    if (counted.deduplicated > 0) {
        counters.items.push_back({"duplicates", text(counted.deduplicated), Emphasis::Warning});
    }
    result.parts.emplace_back(std::move(counters));
    return result;
}

} // namespace sluice
