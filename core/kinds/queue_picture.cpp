// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/queue.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr PortIndex kIn = 0;

Mark mark(SimTime now, const Kernel& kernel, const StoredView& view, MarkState state) {
    const Message& message = kernel.messages[view.message];
    Mark result;
    result.message = message.serial;
    result.color = message.color();
    result.state = state;
    result.receiveCount = static_cast<std::uint16_t>(std::min(view.receiveCount, 0xFFFFU));
    if (view.total > Duration::zero()) {
        const double left = seconds(view.until - now);
        result.remainingSeconds = static_cast<float>(left);
        result.remaining = static_cast<float>(left / seconds(view.total));
    }
    return result;
}

bool isDeadLetterQueue(const Kernel& kernel, const NodeWiring& wiring) {
    const auto& links = wiring.links[kIn];
    return std::any_of(links.begin(), links.end(), [&](LinkIndex link) {
        return kernel.links[raw(link)].flow == Flow::DeadLetter;
    });
}

} // namespace

Picture Queue::picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const {
    Tube tube;
    tube.isDeadLetter = isDeadLetterQueue(kernel, wiring);
    const MarkState resting = tube.isDeadLetter ? MarkState::DeadLetter : MarkState::Visible;
    store.visitDelayed(kMarkCap, [&](const auto& view) {
        tube.delayed.push_back(mark(now, kernel, view, MarkState::Delayed));
    });
    store.visitVisible(kMarkCap, [&](const auto& view) {
        tube.visible.push_back(mark(now, kernel, view, resting));
    });
    store.visitInFlight(kMarkCap, [&](const auto& view) {
        tube.inFlight.push_back(mark(now, kernel, view, MarkState::InFlight));
    });
    tube.delayedCount = static_cast<std::int64_t>(store.delayedCount());
    tube.visibleCount = static_cast<std::int64_t>(store.visibleCount());
    tube.inFlightCount = static_cast<std::int64_t>(store.inFlightCount());

    Picture result;
    result.colorRole = tube.isDeadLetter ? "dead-letter" : std::string(kColorRole);
    result.summary = tube.isDeadLetter
                         ? "dead-letter queue · "
                               + groupedText(static_cast<std::int64_t>(store.storedCount()))
                               + (store.storedCount() == 1 ? " message" : " messages")
                         : "queue · visibility " + toText(config.visibilityTimeout);
    const Counters counters{{{"visible", groupedText(tube.visibleCount), Emphasis::Normal},
                             {"in flight", groupedText(tube.inFlightCount), Emphasis::Accent},
                             {"delayed", groupedText(tube.delayedCount), Emphasis::Warning}}};
    result.parts.emplace_back(std::move(tube));
    result.parts.emplace_back(counters);
    return result;
}

} // namespace sluice
