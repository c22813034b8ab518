// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sluice::ui {

/// Runs the window until it is closed and returns the exit code. Opens `file` unless it is empty.
/// Call once, from main().
int runWindow(int argc, char** argv, const QString& file);

} // namespace sluice::ui
