// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

#include <string>

namespace sluice {

/// Reads a document file, SQLite or JSON by its content. The error names the path, what is wrong
/// and what to do.
Result<Document> loadDocument(const std::string& path);

/// Replaces the file at `path` by the document, as JSON when the name ends in ".json", else as
/// SQLite. Either all of it is on the disk afterwards, or an error says why and the old file is as
/// it was.
Result<> saveDocument(const std::string& path, const Document& document);

} // namespace sluice
