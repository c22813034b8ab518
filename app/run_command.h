// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/sim_time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::app {

/// What `sluice run` was asked for.
struct RunOptions {
    std::string file;
    std::string until = "60s";        ///< For durationOption().
    std::optional<std::int64_t> seed; ///< Instead of the document's.
    std::string csv, json;            ///< Paths, "-" for standard output, empty for neither.
    bool wantsDigest = false;
};

/// Runs a document as fast as it goes and writes its metrics. The exit code: 0, 1 when the run
/// halted before its end, 128 + signal when it was interrupted. An error means that nothing was
/// written.
Result<int> runCommand(const RunOptions& options);

/// A time given on the command line. The error names the option.
Result<Duration> durationOption(const std::string& option, const std::string& text);

} // namespace sluice::app
