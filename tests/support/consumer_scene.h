// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/worlds.h"

#include <string>
#include <utility>

namespace sluice::test {

/// A producer that replays times, a queue and a consumer, without latency.
struct ConsumerScene {
    Lab lab;
    NodeId source, queue, workers;
    World world;

    ConsumerScene(test::Settings forSource,
                  test::Settings forQueue,
                  test::Settings forWorkers,
                  std::string limits = {})
        : source(lab.producer(forSource))
        , queue(lab.queue(forQueue))
        , workers(lab.consumer(forWorkers)) {
        lab.document.settings.limitOverrides = std::move(limits);
        lab.set(source, "schedule", "replay");
        lab.feed(source, queue);
        lab.serve(queue, workers);
        world = lab.world();
    }
    bool run(Duration until, RunObserver* observer = nullptr) {
        return runConserved(world, kRunStart + until, observer);
    }
    const Consumer::Metrics& counted() const { return consumerIn(world, workers).counted; }
    const Queue::Metrics& stored() const { return queueIn(world, queue).counted; }
    /// The one stored copy.
    StoredView copy() const {
        StoredView result;
        queueIn(world, queue).store.visitStored([&](const StoredView& view) { result = view; });
        return result;
    }
};

} // namespace sluice::test
