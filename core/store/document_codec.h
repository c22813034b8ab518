// SPDX-License-Identifier: GPL-3.0-or-later
// A Document as the bytes of a SQLite database and back. Invariant: decode(encode(d)) == d, and
// equal documents have equal bytes.
#pragma once

#include "core/model/document.h"

#include <cstddef>
#include <span>
#include <vector>

namespace sluice {

/// Fails when the document breaks its own rules (checkDocument).
Result<std::vector<std::byte>> encode(const Document& document);

/// Reads bytes of unknown origin. They run no code of theirs, define nothing but our own tables,
/// and every value is checked; work and memory are bound by the number of bytes. The error says
/// what is wrong with the file.
Result<Document> decode(std::span<const std::byte> bytes);

/// Largest file that is read: 64 MiB.
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20U;

/// Whether the bytes begin like a SQLite database.
bool looksLikeSqlite(std::span<const std::byte> bytes);

} // namespace sluice
