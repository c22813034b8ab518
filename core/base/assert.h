// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sluice {

/// Prints the broken condition and its place to stderr, then aborts. Used by SLUICE_ASSERT only.
[[noreturn]] void assertionFailed(const char* condition, const char* file, int line);

} // namespace sluice

/// Stops the program when `condition` is false, in release builds too: a broken invariant is a bug,
/// and going on would show the user numbers that are not true. The document survives through its
/// recovery log.
#define SLUICE_ASSERT(condition)                                                                   \
    ((condition) ? static_cast<void>(0) : ::sluice::assertionFailed(#condition, __FILE__, __LINE__))
