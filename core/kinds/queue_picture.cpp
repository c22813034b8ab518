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

// Another group takes the place of an empty one, so that lanes do not jump about; a locked one also
// that of the last lane without a lock, as locks are what there is to be seen.
void Queue::showGroup(const FifoStore& groups, const FifoStore::Lane& found) {
    if (std::ranges::find(m_shownGroups, found.group) != m_shownGroups.end()) return;
    if (m_shownGroups.size() < kLaneCap) return m_shownGroups.push_back(found.group);
    const auto empty = std::ranges::find_if(
        m_shownGroups, [&](GroupIndex shown) { return groups.lane(shown).stored == 0; });
    if (empty != m_shownGroups.end()) {
        *empty = found.group;
        return;
    }
    const auto open = std::find_if(m_shownGroups.rbegin(),
                                   m_shownGroups.rend(),
                                   [&](GroupIndex shown) { return !groups.lane(shown).isLocked; });
    if (found.isLocked && open != m_shownGroups.rend()) *open = found.group;
}

void Queue::chooseGroups() {
    if (store.rules().type != QueueType::Fifo) return m_shownGroups.clear();
    store.withStore([&](const auto& messages) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(messages)>, FifoStore>) {
            std::vector<FifoStore::Lane> found = messages.lanes(kLaneCap);
            if (!m_shownGroups.empty()) // places may be scarce
                std::stable_partition(found.begin(), found.end(), [](const FifoStore::Lane& each) {
                    return each.isLocked;
                });
            for (const FifoStore::Lane& each : found) showGroup(messages, each);
        }
    });
}

Lanes Queue::lanes(SimTime now,
                   const Kernel& kernel,
                   const FifoStore& groups,
                   MarkState resting) const {
    Lanes lanes;
    lanes.groupCount = static_cast<std::int64_t>(groups.groupCount());
    std::vector<GroupIndex> shown = m_shownGroups;
    if (shown.size() < kLaneCap) {
        for (const FifoStore::Lane& found : groups.lanes(kLaneCap)) {
            const bool isShown = std::ranges::find(shown, found.group) != shown.end();
            if (!isShown && shown.size() < kLaneCap) shown.push_back(found.group);
        }
    }
    for (const GroupIndex group : shown) {
        const FifoStore::Lane found = groups.lane(group);
        Lanes::Lane lane;
        lane.group = kernel.bodies.groupName(group);
        lane.stored = static_cast<std::int64_t>(found.stored);
        lane.isLocked = found.isLocked;
        if (found.stored == 0) {
            ++lanes.emptyLanes; // for the moment
        } else {
            groups.visitLane(group, kLaneMarkCap, [&](const StoredView& view) {
                lane.marks.push_back(mark(now, kernel, view, resting));
            });
        }
        lanes.lanes.push_back(std::move(lane));
    }
    return lanes;
}

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
    const bool isDown = isWithinOutage(config.outages, now);
    if (isDown) result.summary = sort + "down";
    result.reach = isDown ? Reach::Down : Reach::Up;
    addMoveTasks(now, store, result);
    store.withStore([&](const auto& messages) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(messages)>, FifoStore>) {
            Lanes body = lanes(now, kernel, messages, resting);
            body.duplicates = static_cast<std::int64_t>(counted.deduplicated);
            count(body);
            result.parts.emplace_back(std::move(body));
        } else {
            Tube tube = tubeOf(now, kernel, messages, resting);
            count(tube);
            result.parts.emplace_back(std::move(tube));
        }
    });
    const auto text = [](std::uint64_t value) {
        return groupedText(static_cast<std::int64_t>(value));
    };
    result.parts.emplace_back(
        Counters{{{"visible", text(store.visibleCount()), Emphasis::Normal},
                  {"in flight", text(store.inFlightCount()), Emphasis::Accent},
                  {"delayed", text(store.delayedCount()), Emphasis::Warning}}});
    return result;
}

} // namespace sluice
