// SPDX-License-Identifier: GPL-3.0-or-later
// Labs nobody would draw, to find what nobody thought of. Everything follows from one seed.
#pragma once

#include "core/kernel/node_action.h"
#include "core/model/patch.h"
#include "tests/support/worlds.h"

#include <optional>
#include <vector>

namespace sluice::test {

/// What a user does to the lab while it runs: an edit or an action on a queue.
struct LabEdit {
    Duration at{}; ///< Since the start.
    Patch patch;
    std::optional<NodeAction> action;
};

struct RandomLab {
    std::uint64_t seed = 0;
    Document document;
    Duration length{};
    std::vector<LabEdit> edits; ///< In order of time.
    bool dropsCalls = false;    ///< An edit removes a link or node: calls under way on it vanish.

    /// Every part with the settings that are not defaults, for a failure's report.
    std::string text() const;
};

/// Producers with bursts, poison, oversized messages, batches and lost answers; queues of both
/// types with short timeouts, delays and retentions, several hosts, small in-flight limits, and
/// chains of dead-letter queues; consumers that crash, fail, release and extend; edits, purges and
/// redrives of the running lab.
RandomLab randomLab(std::uint64_t seed);

} // namespace sluice::test
