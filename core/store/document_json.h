// SPDX-License-Identifier: GPL-3.0-or-later
// The text twin of a document file, for version control, review and scripts. Invariants:
// parseJson(toJson(d)) == d, and toJson(parseJson(t)) == t for every t that toJson wrote.
#pragma once

#include "core/model/document.h"

#include <string>
#include <string_view>

namespace sluice {

/// Members in a fixed order, two blanks of indentation, a line end at the end. Numbers keep all
/// their digits; times, distributions and lists of times are objects of one member: {"time": "30
/// s"}. Requires: checkDocument() accepts the document.
std::string toJson(const Document& document);

/// Reads text of unknown origin of at most kMaxFileBytes. The error names the place as a JSON
/// pointer ("/nodes/3/name") or a byte, and what belongs there. `nextId`, `settings` and lists may
/// be left out.
Result<Document> parseJson(std::string_view text);

/// parseJson without checkDocument(): for parts of a document, whose links may have their ends
/// elsewhere.
Result<Document> parseJsonParts(std::string_view text);

} // namespace sluice
