// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/delivery_run.h"

#include "core/base/assert.h"
#include "core/sim/live_edit.h"
#include "tests/support/worlds.h"

#include <sstream>

namespace sluice::test {

namespace {

/// Hops of so many events never fill a HopLog.
constexpr std::uint64_t kEventsAtOnce = 20'000;

template <class Use>
void forEachQueue(const World& world, Use&& use) {
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        if (const auto* queue = std::get_if<Queue>(&world.nodes[i])) {
            use(world.kernel.wiring[i].id, *queue);
        }
    }
}

QueueTally tallyOf(const Queue& queue) {
    const QueueCounts& counts = queue.store.counts();
    QueueTally tally;
    tally.accepted = counts.sent;
    tally.movedIn = counts.movedIn;
    tally.received = counts.received;
    tally.deleted = counts.deleted;
    tally.removed = counts.expired + counts.purged;
    tally.redriven = counts.redriven;
    tally.movedOut = counts.movedOut;
    tally.stored = queue.store.storedCount();
    return tally;
}

std::string textOf(const QueueTally& tally) {
    std::ostringstream out;
    out << "accepted " << tally.accepted << ", moved in " << tally.movedIn << ", received "
        << tally.received << ", deleted " << tally.deleted << ", removed " << tally.removed
        << ", moved out " << tally.movedOut << ", redriven " << tally.redriven << ", stored "
        << tally.stored;
    return out.str();
}

} // namespace

DeliveryNetwork networkOf(const World& world) {
    DeliveryNetwork network;
    forEachQueue(world, [&](NodeId id, const Queue& queue) {
        const QueueRules& rules = queue.store.rules();
        network.queues[id] = {rules.type == QueueType::Fifo, rules.duplicateShare > 0};
    });
    for (const LinkState& link : world.kernel.links) {
        DeliveryNetwork::Link& entry = network.links[link.id];
        entry.to = world.kernel.wiring[raw(link.to)].id;
        const auto* consumer = std::get_if<Consumer>(&world.nodes[raw(link.to)]);
        if (consumer != nullptr) {
            entry.batchSize = static_cast<std::uint32_t>(consumer->config.batchSize);
        }
    }
    return network;
}

std::vector<QueuedMessage> storedIn(const World& world) {
    std::vector<QueuedMessage> stored;
    forEachQueue(world, [&](NodeId id, const Queue& queue) {
        queue.store.withStore([&](const auto& store) {
            store.visitStored(queue.store.rules(), [&](const StoredView& view) {
                stored.push_back({id, world.kernel.messages[view.message].serial});
            });
        });
    });
    return stored;
}

void CheckedRun::until(SimTime limit) {
    checker.setNetwork(networkOf(world));
    for (bool isOver = false; !isOver;) {
        isOver = runSome(world, limit, kEventsAtOnce, &observer);
        SLUICE_ASSERT(observer.hops.stride() == 1);
        checker.take(observer.hops.take());
        observer.samples.clear();
    }
}

void CheckedRun::edit(const Patch& patch) {
    struct Former {
        QueueType type;
        std::uint64_t replicated;
    };
    std::map<NodeId, Former> formers;
    forEachQueue(world, [&](NodeId id, const Queue& queue) {
        formers[id] = {queue.store.rules().type, queue.store.counts().replicated};
    });
    applyEdit(world, patch, &observer.hops);
    checker.take(observer.hops.take());
    forEachQueue(world, [&](NodeId id, const Queue& queue) {
        const auto former = formers.find(id);
        if (former == formers.end() || former->second.type == queue.store.rules().type) return;
        ++m_typeChanges;
        m_before[id] = queue.counted;
        m_replicatedBefore += former->second.replicated;
    });
}

bool CheckedRun::areBooksRight() const {
    bool areRight = true;
    forEachQueue(world, [&](NodeId id, const Queue& queue) {
        const auto before = m_before.find(id);
        const Queue::Metrics none;
        areRight =
            areRight
            && isConserved(queue, world.now(), before == m_before.end() ? none : before->second);
    });
    return areRight;
}

std::uint64_t CheckedRun::replicated() const {
    std::uint64_t sum = m_replicatedBefore;
    forEachQueue(
        world, [&](NodeId /*id*/, const Queue& queue) { sum += queue.store.counts().replicated; });
    return sum;
}

Deliveries CheckedRun::deliveries() const {
    return checker.finish(world.now(), storedIn(world));
}

std::vector<std::string> CheckedRun::disagreements() const {
    std::vector<std::string> found;
    forEachQueue(world, [&](NodeId id, const Queue& queue) {
        const auto at = checker.tallies().find(id);
        QueueTally byHops = at == checker.tallies().end() ? QueueTally{} : at->second;
        const QueueTally byBooks = tallyOf(queue);
        if (queue.store.rules().duplicateShare > 0) {
            byHops.stored = byBooks.stored; // hops do not tell of copies made by replication
        }
        if (byHops != byBooks) {
            found.push_back("queue " + std::to_string(raw(id)) + " by hops: " + textOf(byHops)
                            + "; by its books: " + textOf(byBooks));
        }
    });
    return found;
}

} // namespace sluice::test
