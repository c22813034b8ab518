// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"

#include <chrono>

namespace sluice::app {

/// One line on standard error that shows how far a run is; silent when that is no terminal.
class ProgressBar {
public:
    explicit ProgressBar(SimTime end);
    ~ProgressBar(); ///< Takes the line away again.
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ProgressBar(ProgressBar&&) = delete;
    ProgressBar& operator=(ProgressBar&&) = delete;

    /// Draws at most ten times a second.
    void show(SimTime now);

private:
    SimTime m_end;
    bool m_isTerminal;
    bool m_isShown = false;
    std::chrono::steady_clock::time_point m_next;
};

} // namespace sluice::app
