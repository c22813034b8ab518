// SPDX-License-Identifier: GPL-3.0-or-later
// Frames and hops for tests of the messages that move on the canvas.
#pragma once

#include "ui/canvas/motion.h"

#include <vector>

namespace sluice::test {

inline constexpr LinkId kLink{7};

inline Hop hop(std::uint64_t message,
               Duration depart,
               Duration latency,
               HopKind kind = HopKind::Send,
               LinkId link = kLink) {
    Hop one;
    one.message = message;
    one.depart = kRunStart + depart;
    one.arrive = one.depart + latency;
    one.link = link;
    one.node = NodeId{1};
    one.kind = kind;
    one.receiveCount = 3;
    return one;
}

inline Frame frame(Duration now, std::vector<Hop> hops, RunState state = RunState::Running) {
    Frame one;
    one.now = kRunStart + now;
    one.state = state;
    one.run = 1;
    one.hops = std::move(hops);
    return one;
}

inline ui::Motion running() {
    ui::Motion motion;
    motion.take(frame(0s, {}));
    return motion;
}

inline const ui::Lane& lane(const ui::Motion& motion, HopKind kind = HopKind::Send) {
    return motion.lanes().at({kLink, kind});
}

} // namespace sluice::test
