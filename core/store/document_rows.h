// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/store/sqlite.h"

namespace sluice {

/// Fills the empty tables of createSchema() in key order.
Result<> writeRows(Database& database, const Document& document);

/// Requires: the tables are those of createSchema() of that version; what it does not have is empty
/// in the document. Fails on values of a wrong type; does not
/// check what checkDocument() checks.
Result<Document> readRows(Database& database, std::int32_t version);

} // namespace sluice
