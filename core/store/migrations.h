// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite.h"

namespace sluice {

/// "SLCE", in the file's header at byte 68: `file` and the desktop know a document by it.
inline constexpr std::int32_t kApplicationId = 0x534C4345;
/// Version of the tables, in the file's header at byte 60.
inline constexpr std::int32_t kSchemaVersion = 2;

/// Makes all tables of that version, 1 to kSchemaVersion, in an empty database.
Result<> createSchema(Database& database, std::int32_t version = kSchemaVersion);

/// Everything the database defines (tables, indices, views, triggers), as one text for comparing.
Result<std::string> schemaText(Database& database);

} // namespace sluice
