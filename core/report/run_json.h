// SPDX-License-Identifier: GPL-3.0-or-later
// A run's metrics as one JSON object, written piece by piece so that a long run need not fit into
// memory:
//   {"format": "sluice-run", "version": 1, "name", "seed", "columns": [{"node", "name", "series",
//    "unit"}, …], "samples": [[time_s, value of each column, …], …], "totals": {…}, "summary":
//    [value of each column over the whole run, …], "time_s", "digest"}
// Samples are sample_interval_s apart, but the last one comes sooner where the run ends before.
#pragma once

#include "core/model/document.h"
#include "core/sim/frame.h"
#include "core/sim/world.h"

#include <span>
#include <string>

namespace sluice {

class RunJson {
public:
    /// Borrows the document, which must outlive it.
    explicit RunJson(const Document& document) : m_document(document) {}

    /// Everything before the first sample. `world` is at time 0.
    std::string opening(const World& world) const;
    /// Samples in the order in which the simulator hands them out; a row may be spread over
    /// several calls only between two sample times.
    std::string rows(std::span<const Sample> samples);
    /// Totals and the rest; the text is whole afterwards.
    static std::string closing(const World& world);

private:
    const Document& m_document;
    bool m_hasRows = false;
};

/// A World's fingerprint as people compare it: 16 hexadecimal digits.
std::string digestText(const World& world);

} // namespace sluice
