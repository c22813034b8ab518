// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>

namespace sluice::app {

/// What `sluice export` was asked for.
struct ExportRequest {
    std::string file;
    std::string output;       ///< .png, .svg, .pdf, .json or .sluice
    std::optional<int> scale; ///< 1 to 4, PNG only.
    bool isDark = false;      ///< Pictures only.
    std::string at;           ///< For durationOption(); empty: the start. Pictures only.
};

/// Converts a document, or paints it as the window does at the same simulated time. `program` is
/// argv[0]. An error means that nothing was written.
Result<int> exportCommand(const ExportRequest& request, char* program);

} // namespace sluice::app
