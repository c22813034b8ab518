// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/kernel/context.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// The timers of a node with many things to wait for. One is needed only when none is pending that
/// early: those left pending serve what is due later, so they never pile up.
class EarliestTimer {
public:
    /// When the next one comes; kNever: none is pending.
    SimTime next() const { return m_next; }
    /// Sees to it that onTimer(0) is called at `due` at the latest. Seldom called, thus not
    /// inlined.
    [[gnu::noinline]] void arm(Context& context, SimTime due) {
        if (due < m_next) {
            m_pending.push_back(due);
            m_next = due;
            context.startTimer(due, 0);
        }
    }
    /// To be called by every onTimer().
    void elapsed(SimTime now) {
        SLUICE_ASSERT(m_next == now && !m_pending.empty());
        m_pending.pop_back();
        m_next = m_pending.empty() ? kNever : m_pending.back();
    }

    friend bool operator==(const EarliestTimer&, const EarliestTimer&) = default;

private:
    SimTime m_next = kNever;
    std::vector<SimTime> m_pending; // the next one last; seldom more than three
};

} // namespace sluice
