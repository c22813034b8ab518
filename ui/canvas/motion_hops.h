// SPDX-License-Identifier: GPL-3.0-or-later
// How hops are shown: which of them travel, along which lane, and what becomes of the others.
#pragma once

#include "ui/canvas/motion.h"

namespace sluice::ui {

inline bool travels(const Hop& hop) {
    if (raw(hop.link) == 0) return raw(hop.to) != 0;
    switch (hop.kind) {
    case HopKind::Delete:
    case HopKind::Lost:
    case HopKind::Accept:
    case HopKind::Deduplicate:
    case HopKind::Refuse:
        return false;
    default:
        return true;
    }
}

inline LaneKey laneOf(const Hop& hop) {
    if (raw(hop.link) != 0) return {hop.link, hop.kind};
    return {LinkId{}, hop.kind, hop.node, hop.to};
}

/// Whether something shows at the part itself. What would travel but has no link does not.
inline bool showsAtPart(HopKind kind) {
    return kind == HopKind::Delete || kind == HopKind::Lost || kind == HopKind::Expire;
}

inline bool turnsAway(HopKind kind) {
    return kind == HopKind::Deduplicate || kind == HopKind::Refuse;
}

/// Whether the message leaves a part, or would have left it but for a filter.
inline bool leaves(HopKind kind) {
    return kind == HopKind::Send || kind == HopKind::Filter;
}

/// Whether a message reaches the other end of the link.
inline bool getsAcross(HopKind kind) {
    return kind != HopKind::Filter && kind != HopKind::EmptyReceive;
}

/// What a message spends at the end of its way beyond the hop itself.
inline double entrySeconds(HopKind kind) {
    if (kind == HopKind::Filter) return kFilterSeconds;
    return kind == HopKind::Send ? kEntrySeconds : 0;
}

/// The least time to the door, the same for what a filter holds back as for its siblings that pass.
inline double leastSecondsToDoor(HopKind kind) {
    return leaves(kind) ? kShortestHop - kEntrySeconds : kShortestHop;
}

inline double leastSeconds(HopKind kind) {
    return leastSecondsToDoor(kind) + entrySeconds(kind);
}

} // namespace sluice::ui
