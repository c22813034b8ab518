// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_codec.h"

#include "core/store/document_check.h"
#include "core/store/document_rows.h"
#include "core/store/migrations.h"

#include <algorithm>
#include <string>

namespace sluice {

namespace {

constexpr std::string_view kSqliteMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kPageBytes = 512; // smallest page of SQLite; all others are multiples
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

std::uint32_t bigEndianAt(std::span<const std::byte> bytes, std::size_t place) {
    std::uint32_t number = 0;
    for (const std::byte each : bytes.subspan(place, 4))
        number = (number << 8U) | std::to_integer<std::uint32_t>(each);
    return number;
}

/// What can be said from the header alone, before SQLite sees the file.
Result<> checkHeader(std::span<const std::byte> bytes) {
    if (bytes.size() > kMaxFileBytes) return failure("The file is larger than 64 MiB.");
    if (!looksLikeSqlite(bytes) || bytes.size() < kHeaderBytes
        || bigEndianAt(bytes, kApplicationIdAt) != static_cast<std::uint32_t>(kApplicationId))
        return failure("It is not a Sluice document. Choose a file that Sluice has saved.");
    const std::uint32_t version = bigEndianAt(bytes, kUserVersionAt);
    if (version > static_cast<std::uint32_t>(kSchemaVersion))
        return failure("The document was saved in format " + std::to_string(version)
                       + "; this Sluice reads formats up to " + std::to_string(kSchemaVersion)
                       + ". Open it with a newer Sluice.");
    if (version == 0)
        return failure("The file does not say which format it has. Open a copy of it.");
    // An empty table at the end would not miss what was cut off.
    if (bytes.size() % kPageBytes != 0)
        return failure("The file is damaged: its end is missing. Open a copy of it.");
    return {};
}

/// Whether the pages are sound and define our tables of that version and nothing else.
Result<> checkTables(Database& database, std::int32_t version) {
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check) return tl::unexpected<Error>(check.error());
    const auto step = check->step();
    if (!step) return tl::unexpected<Error>(step.error());
    if (check->text(0) != "ok") return failure("The file is damaged. Open a copy of it.");
    const auto canonical = Database::inMemory().and_then([version](Database own) {
        return createSchema(own, version).and_then([&] { return schemaText(own); });
    });
    if (!canonical) return tl::unexpected<Error>(canonical.error());
    const auto found = schemaText(database);
    if (!found) return tl::unexpected<Error>(found.error());
    if (*found != *canonical)
        return failure("The file defines tables, views or triggers that Sluice did not write.");
    return {};
}

} // namespace

bool looksLikeSqlite(std::span<const std::byte> bytes) {
    return bytes.size() >= kSqliteMagic.size()
           && std::equal(kSqliteMagic.begin(),
                         kSqliteMagic.end(),
                         bytes.begin(),
                         [](char c, std::byte b) { return static_cast<std::byte>(c) == b; });
}

Result<std::vector<std::byte>> encode(const Document& document) {
    if (const auto checked = checkDocument(document); !checked)
        return tl::unexpected<Error>(checked.error());
    auto database = Database::inMemory();
    if (!database) return tl::unexpected<Error>(database.error());
    // Fixed page size and zeroed free space: the bytes depend on nothing but the document.
    auto written = database->execute("PRAGMA page_size=4096; PRAGMA secure_delete=ON; BEGIN;")
                       .and_then([&] { return createSchema(*database); })
                       .and_then([&] { return writeRows(*database, document); })
                       .and_then([&] { return database->execute("COMMIT;"); });
    if (!written) return tl::unexpected<Error>(written.error());
    return database->serialize();
}

Result<Document> decode(std::span<const std::byte> bytes) {
    if (const auto header = checkHeader(bytes); !header)
        return tl::unexpected<Error>(header.error());
    auto database = Database::untrusted(bytes);
    if (!database) return tl::unexpected<Error>(database.error());
    const auto version = static_cast<std::int32_t>(bigEndianAt(bytes, kUserVersionAt));
    return checkTables(*database, version)
        .and_then([&] { return readRows(*database, version); })
        .and_then([](Document document) -> Result<Document> {
            const auto checked = checkDocument(document);
            if (!checked) return tl::unexpected<Error>(checked.error());
            return document;
        });
}

} // namespace sluice
