// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/interrupts.h"

#include <ctime>
#include <initializer_list>

namespace sluice::app {

Interrupts::Interrupts() {
    sigemptyset(&m_awaited);
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction present {};
        sigaction(signal, nullptr, &present);
        if (present.sa_handler != SIG_IGN) sigaddset(&m_awaited, signal);
    }
    sigset_t blocked = m_awaited;
    sigaddset(&blocked, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &blocked, &m_before);
}

Interrupts::~Interrupts() {
    sigset_t broken{};
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    const timespec now{};
    sigtimedwait(&broken, nullptr, &now); // or it would strike as soon as it is let through
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

int Interrupts::pending() const {
    const timespec now{};
    const int signal = sigtimedwait(&m_awaited, nullptr, &now);
    return signal > 0 ? signal : 0;
}

} // namespace sluice::app
