// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress_bar.h"

#include <unistd.h>

#include <cstdio>
#include <string>

namespace sluice::app {

namespace {

constexpr int kWidth = 32;
constexpr auto kInterval = std::chrono::milliseconds(100);

} // namespace

ProgressBar::ProgressBar(SimTime end)
    : m_end(end)
    , m_isTerminal(::isatty(STDERR_FILENO) == 1)
    , m_next(std::chrono::steady_clock::now() + kInterval) {}

void ProgressBar::show(SimTime now) {
    const auto wall = std::chrono::steady_clock::now();
    if (!m_isTerminal || wall < m_next) return;
    m_next = wall + kInterval;
    m_isShown = true;
    const double share = seconds(now - kRunStart) / seconds(m_end - kRunStart);
    const auto filled = static_cast<std::size_t>(share * kWidth);
    const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
    std::fprintf(stderr,
                 "\r[%s] %3d %%  %s of %s",
                 bar.c_str(),
                 static_cast<int>(share * 100),
                 toClockText(now).c_str(),
                 toClockText(m_end).c_str());
}

ProgressBar::~ProgressBar() {
    if (m_isShown) std::fputs("\r\033[K", stderr);
}

} // namespace sluice::app
