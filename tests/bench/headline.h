// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/sim/world.h"

namespace sluice::bench {

/// 24 producers send 100 000 messages a second in all (Poisson) into 24 queues; each queue has a
/// consumer of 125 workers that take up to ten messages at a time and need exponential `handling`
/// for each. Every way takes exponential 0.5 ms.
Document headlineDocument(Duration handling);

/// Its start.
World headlineWorld(Duration handling);

} // namespace sluice::bench
