// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a running queue when it is edited.
#include "core/kinds/action_values.h"
#include "core/kinds/queue_surroundings.h"

#include <algorithm>

namespace sluice {

void Queue::wiringChanged(Context& context) {
    std::erase_if(m_redriveSources, [&](LinkIndex link) { return !context.link(link).isLive; });
    m_isForDeadLetters = std::ranges::any_of(context.links(kIn), [&](LinkIndex link) {
        return context.link(link).flow == Flow::DeadLetter;
    });
    store.dropWaiters([&](const Caller& caller) { return !context.link(caller.link).isLive; });
    if (m_lastReceiver != kNoLink && !context.link(m_lastReceiver).isLive) {
        m_lastReceiver = kNoLink;
    }
    // Whether there is a dead-letter queue is a matter of links: it takes no time to get around.
    const QueueRules wanted = rules(context);
    QueueRules present = store.rules();
    if (wanted.maxReceiveCount == 0 || present.maxReceiveCount == 0) {
        present.maxReceiveCount = wanted.maxReceiveCount;
    }
    present.attributePropagation = Duration::zero();
    store.setRules(context.now(), present);
    store.setRules(context.now(), wanted); // settings that were on their way set out again
    settle(context);
}

void Queue::redriveSourceAt(LinkIndex link) {
    if (std::ranges::find(m_redriveSources, link) == m_redriveSources.end()) {
        m_redriveSources.push_back(link);
    }
}

std::string Queue::stop(Context& context) {
    const std::uint64_t lost = store.storedCount();
    Surroundings surroundings(*this, context);
    store.removeAll(context.now(), surroundings);
    if (lost == 0) return {};
    return messages(lost) + (lost == 1 ? " goes" : " go")
           + " with it. Undoing brings it back empty.";
}

std::string Queue::configChanged(Context& context) {
    Surroundings surroundings(*this, context);
    std::string news;
    if (config.type != store.rules().type) {
        if (const std::uint64_t lost = store.storedCount(); lost > 0) {
            news = "A queue cannot change its type, so this is a new one, without the "
                   + messages(lost) + " of the old one.";
        }
        replaceStore(context, surroundings);
    } else {
        store.setRules(context.now(), rules(context));
    }
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
    return news;
}

// The type of a queue cannot be changed (SQS-5): it is another queue from now on, and whoever waits
// for a message of the old one gets none.
void Queue::replaceStore(Context& context, Surroundings& surroundings) {
    std::vector<Caller> waiting;
    store.dropWaiters([&](const Caller& caller) {
        waiting.push_back(caller);
        return true;
    });
    for (const Caller& caller : waiting) {
        surroundings.answer(caller, {}, Refusal::None);
    }
    store.removeAll(context.now(), surroundings);
    makeStore(context);
    ++m_replacements;
}

} // namespace sluice
