// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/closing_sample.h"

#include "core/base/assert.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"

#include <utility>

namespace sluice {

std::vector<Sample> closingSample(World world, SimTime end) {
    SLUICE_ASSERT(world.now() < end);
    bool isDue = false;
    EventQueue others;
    for (const Event& event : world.kernel.events.inOrder()) {
        if (event.kind() != EventKind::Sample) {
            others.push(event);
        } else {
            isDue = event.time == end;
        }
    }
    if (!isDue) return {};
    world.kernel.events = std::move(others);
    runUntil(world, end);
    std::vector<Sample> samples;
    sample(world, &samples);
    return samples;
}

} // namespace sluice
