// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/closing_sample.h"

#include "core/base/assert.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"

#include <utility>

namespace sluice {

std::vector<Sample> closingSample(World world, SimTime end) {
    SLUICE_ASSERT(world.now() < end);
    SimTime due = kNever;
    EventQueue others;
    for (const Event& event : world.kernel.events.inOrder()) {
        if (event.kind() != EventKind::Sample) {
            others.push(event);
        } else {
            due = event.time;
        }
    }
    SLUICE_ASSERT(due >= end && due != kNever);
    world.kernel.events = std::move(others);
    runUntil(world, end);
    world.sampleInterval -= due - end; // what counts per second is divided by it
    std::vector<Sample> samples;
    sample(world, &samples);
    return samples;
}

World upToDate(World world) {
    sample(world, nullptr);
    return world;
}

} // namespace sluice
