// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up kinds and random documents, so that tests of model and store stand apart from the real
// kinds.
#pragma once

#include "core/model/edits.h"

#include <rapidcheck.h>

#include <cstddef>
#include <string>

namespace sluice::test {

inline constexpr const char* kSource = "test-source"; ///< "out" sends.
inline constexpr const char* kTank = "test-tank";     ///< "in", "out" (receive), "dead" (one link).
inline constexpr const char* kSink = "test-sink";     ///< "in" receives, one link.

/// Kinds with every type of value and port, and two settings of links.
const Registry& testRegistry();

const NodeKind& testKind(std::string_view key);

/// source → tank ← sink, all linked, with a note and a chart of the tank's depth.
Document smallDocument();

/// A UTF-8 text of 0 to `maximum` characters without NUL, of one to four bytes each.
rc::Gen<std::string> anyText(std::size_t maximum);

/// Any Document that checkDocument() accepts, of known and unknown kinds, in all its fields.
rc::Gen<Document> anyDocument();

/// A value that `spec` allows.
PropertyValue drawValue(const PropertySpec& spec);

/// Does one random edit of any sort; some change nothing. Call within a rapidcheck property only.
void editAtRandom(Document& document);

} // namespace sluice::test
