// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

namespace sluice::app {

/// While it lives, Ctrl+C and a polite request to end (SIGINT, SIGTERM) are kept for pending()
/// instead of ending the program, so that it can clean up. Writing to a pipe that nobody reads is
/// an error then instead of the end. Signals that were ignored before stay ignored. One at a time.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;
    Interrupts(Interrupts&&) = delete;
    Interrupts& operator=(Interrupts&&) = delete;

    /// The signal that arrived since the last call, or 0.
    int pending() const;

private:
    sigset_t m_awaited{};
    sigset_t m_before{};
};

} // namespace sluice::app
