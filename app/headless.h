// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that neither run a document nor draw it. Exit codes are 0 and 2; an error means that
// nothing was written.
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace sluice::app {

/// Exit code of what went wrong.
inline constexpr int kBad = 2;

/// Prints the findings of each file, one per line. 2 when any file is unreadable or has errors.
int validateCommand(const std::vector<std::string>& files);

/// Prints the limits in force (PROF-3) of a profile, by its key, or of a document.
Result<int> limitsCommand(const std::string& profileOrFile);

/// Writes the reference as Markdown files into the folder `output`, which is made when missing, or
/// all of it to standard output ("-").
Result<int> referenceCommand(const std::string& output);

} // namespace sluice::app
