// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

namespace sluice {

/// Whether a Document keeps its own rules, whatever kinds there are: ids ascending and below
/// nextId, ends of links present, counts, lengths, UTF-8, finite numbers, coordinates on the
/// canvas. The error names the part and what is wrong. Everything read from or written to a file
/// passes here.
Result<> checkDocument(const Document& document);

} // namespace sluice
