// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/migrations.h"

#include <array>
#include <span>
#include <string>

namespace sluice {

namespace {

/// A value is stored in its own SQLite type; `type` tells apart what SQLite does not (a duration
/// from a whole number, a distribution from a text). So a new kind of node needs no new table.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE document(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next_id INTEGER NOT NULL
) STRICT;
CREATE TABLE setting(
  key TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE node(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL
) STRICT;
CREATE TABLE node_property(
  owner INTEGER NOT NULL REFERENCES node(id),
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  value ANY NOT NULL,
  PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE link(
  id INTEGER PRIMARY KEY,
  from_node INTEGER NOT NULL REFERENCES node(id),
  from_port TEXT NOT NULL,
  to_node INTEGER NOT NULL REFERENCES node(id),
  to_port TEXT NOT NULL
) STRICT;
CREATE TABLE link_property(
  owner INTEGER NOT NULL REFERENCES link(id),
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  value ANY NOT NULL,
  PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE note(
  id INTEGER PRIMARY KEY,
  x REAL NOT NULL,
  y REAL NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE chart(
  position INTEGER PRIMARY KEY,
  title TEXT NOT NULL
) STRICT;
CREATE TABLE chart_series(
  chart INTEGER NOT NULL REFERENCES chart(position),
  position INTEGER NOT NULL,
  node INTEGER NOT NULL,
  series TEXT NOT NULL,
  PRIMARY KEY (chart, position)
) STRICT, WITHOUT ROWID;
)sql";

/// Frames on the canvas. A document of version 1 has none.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE boundary(
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL
) STRICT;
)sql";

constexpr std::array kSteps{kVersion1, kVersion2};
static_assert(kSteps.size() == kSchemaVersion);

} // namespace

Result<> createSchema(Database& database, std::int32_t version) {
    const std::string header = "PRAGMA application_id=" + std::to_string(kApplicationId)
                               + "; PRAGMA user_version=" + std::to_string(version) + ';';
    Result<> made = database.execute(header.c_str());
    for (const char* step : std::span(kSteps).first(static_cast<std::size_t>(version)))
        if (made) made = database.execute(step);
    return made;
}

Result<std::string> schemaText(Database& database) {
    auto rows = database.prepare("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema "
                                 "ORDER BY type, name");
    if (!rows) return tl::unexpected<Error>(rows.error());
    std::string text;
    while (true) {
        const auto step = rows->step();
        if (!step) return tl::unexpected<Error>(step.error());
        if (*step == Step::Done) return text;
        for (int column = 0; column < 4; ++column) text.append(rows->text(column)).append("\n");
    }
}

} // namespace sluice
