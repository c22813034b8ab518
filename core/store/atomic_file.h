// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in and out. Invariant: a path holds either its old bytes or all of the new ones,
// after a crash, a full disk or a pulled plug too.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice {

/// Who may read a file that is new. A file that is replaced keeps its permissions.
enum class NewFileAccess : std::uint8_t {
    AsUsual, ///< What the user's umask allows.
    OwnerOnly
};

/// Writes beside the file, syncs, reads back and compares, then renames over `path` and syncs the
/// folder. On failure `path` is untouched and nothing is left beside it; the error names the path
/// and a remedy.
Result<> writeAtomically(const std::string& path,
                         std::span<const std::byte> bytes,
                         NewFileAccess access = NewFileAccess::AsUsual);

/// All bytes of a regular file of at most `maximum` bytes. Links, pipes, devices and folders are
/// refused.
Result<std::vector<std::byte>> readRegularFile(const std::string& path, std::size_t maximum);

/// Writes everything, at the descriptor's place; false with errno set when that failed.
bool writeAll(int descriptor, std::span<const std::byte> bytes);

/// What the error number `code` of the system means for the file at `path`, with a remedy.
std::string fileProblem(std::string_view verb, const std::string& path, int code);

} // namespace sluice
