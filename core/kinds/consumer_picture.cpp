// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/consumer.h"

#include <algorithm>

namespace sluice {

Cells::Cell Consumer::cellOf(const Worker& worker, SimTime now) {
    Cells::Cell cell;
    switch (worker.state) {
    case State::Processing: {
        cell.state = CellState::Busy;
        const double whole = seconds(worker.finishesAt - worker.startedAt);
        cell.progress =
            whole > 0 ? static_cast<float>(seconds(now - worker.startedAt) / whole) : 1.0F;
        break;
    }
    case State::Fetching:
        cell.state = CellState::Busy;
        break;
    case State::Polling:
    case State::Pausing:
        cell.state = worker.justFailed ? CellState::Failed : CellState::Waiting;
        break;
    case State::Down:
        cell.state = CellState::Down;
        break;
    case State::Idle:
    case State::Retired:
        break;
    }
    return cell;
}

Picture Consumer::picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const {
    Cells cells;
    std::size_t present = m_workers.size();
    while (present > 0 && m_workers[present - 1].state == State::Retired) {
        --present;
    }
    cells.count = static_cast<std::int64_t>(present);
    for (std::size_t i = 0; i < std::min(present, kCellCap); ++i) {
        cells.cells.push_back(cellOf(m_workers[i], now));
    }
    Picture result;
    result.colorRole = kColorRole;
    result.summary = "consumer · " + groupedText(config.workers)
                     + (config.workers == 1 ? " worker" : " workers");
    result.parts.emplace_back(std::move(cells));
    Counters counters{
        {{"processed", groupedText(static_cast<std::int64_t>(counted.processed)), Emphasis::Normal},
         {"failed",
          groupedText(static_cast<std::int64_t>(counted.failures)),
          counted.failures > 0 ? Emphasis::Danger : Emphasis::Normal}}};
    if (counted.duplicates > 0) {
        counters.items.push_back({"twice",
                                  groupedText(static_cast<std::int64_t>(counted.duplicates)),
                                  Emphasis::Warning});
    }
    if (counted.refused > 0) {
        counters.items.push_back(
            {"refused", groupedText(static_cast<std::int64_t>(counted.refused)), Emphasis::Danger});
    }
    result.parts.emplace_back(std::move(counters));
    result.signs = signs(now, kernel, wiring);
    return result;
}

} // namespace sluice
