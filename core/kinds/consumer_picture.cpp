// SPDX-License-Identifier: GPL-3.0-or-later
// What a consumer tells of itself: how it looks, its gauges, its part of the digest.
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
    Counters troubles;
    if (counted.duplicates > 0) {
        troubles.items.push_back({"twice",
                                  groupedText(static_cast<std::int64_t>(counted.duplicates)),
                                  Emphasis::Warning});
    }
    if (counted.refused > 0) {
        troubles.items.push_back(
            {"refused", groupedText(static_cast<std::int64_t>(counted.refused)), Emphasis::Danger});
    }
    if (counted.answersLost > 0) {
        troubles.items.push_back({"lost",
                                  groupedText(static_cast<std::int64_t>(counted.answersLost)),
                                  Emphasis::Danger});
    }
    if (troubles.items.size() == 1) { // three fit in a row
        counters.items.push_back(std::move(troubles.items.front()));
        troubles.items.clear();
    }
    result.parts.emplace_back(std::move(counters));
    if (!troubles.items.empty()) result.parts.emplace_back(std::move(troubles));
    result.signs = signs(now, kernel, wiring);
    return result;
}

void Consumer::beforeSample(SimTime /*now*/, Duration /*interval*/) {
    counted.busyWorkers = static_cast<std::uint64_t>(
        std::count_if(m_workers.begin(), m_workers.end(), [](const Worker& worker) {
            return worker.state == State::Processing || worker.state == State::Fetching;
        }));
}

void Consumer::addTo(Digest& digest) const {
    for (const std::uint64_t value : {counted.processed,
                                      counted.duplicates,
                                      counted.failures,
                                      counted.crashes,
                                      counted.polls,
                                      counted.refused,
                                      counted.fetched}) {
        digest.add(value);
    }
    counted.processTime.addTo(digest);
    counted.endToEndLatency.addTo(digest);
    for (const Worker& worker : m_workers) {
        digest.add(worker.state);
        digest.add(worker.finishesAt.time_since_epoch().count());
    }
}

} // namespace sluice
