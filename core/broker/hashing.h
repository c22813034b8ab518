// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/body_store.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// Lower-case hex digests, as the service prints them (SQS-56, SQS-91).
std::string md5Hex(std::string_view bytes);
std::string sha256Hex(std::string_view bytes);

/// Short form of a deduplication id: the first eight bytes of its SHA-256 with the top bit set, so
/// that it never is 0 and never one of a lab's small numbers.
std::uint64_t dedupIdOf(std::string_view id);

/// Content-based deduplication id: of the lower-case hex SHA-256 of the body alone, attributes
/// excluded (SQS-91).
std::uint64_t contentDedupId(const BodyStore& bodies, const Message& message);

} // namespace sluice
