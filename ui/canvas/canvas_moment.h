// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"
#include "ui/canvas/motion.h"

#include <vector>

namespace sluice::ui {

/// What the canvas shows of the run, copied, so that the run may go on.
struct CanvasMoment {
    std::vector<NodePicture> pictures; ///< In order of NodeId; empty when nothing ran.
    /// The same without the messages that are seen in transit.
    std::vector<NodePicture> besideTransit;
    Motion motion;
};

} // namespace sluice::ui
