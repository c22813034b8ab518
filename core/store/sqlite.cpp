// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite.h"

#include <sqlite3.h>

#include <array>
#include <cstring>

namespace sluice {

namespace {

constexpr int kStepsPerCall = 1'000;

/// Far above what an honest document of this many bytes needs.
std::int64_t stepsFor(std::size_t bytes) {
    return 5'000'000 + 8 * static_cast<std::int64_t>(bytes);
}

int spendSteps(void* stepsLeft) {
    auto& left = *static_cast<std::int64_t*>(stepsLeft);
    left -= kStepsPerCall;
    return left < 0 ? 1 : 0;
}

tl::unexpected<Error> sqliteError(sqlite3* database) {
    return failure(std::string("SQLite says: ") + sqlite3_errmsg(database) + '.');
}

} // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    sqlite3_bind_int64(m_statement.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, double value) {
    sqlite3_bind_double(m_statement.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
    // A null pointer would bind NULL, not the empty text.
    const char* bytes = value.empty() ? "" : value.data();
    sqlite3_bind_text64(
        m_statement.get(), parameter, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Result<Step> Statement::step() {
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) return Step::Row;
    if (code == SQLITE_DONE) return Step::Done;
    return sqliteError(sqlite3_db_handle(m_statement.get()));
}

Result<> Statement::run() {
    const auto stepped = step();
    sqlite3_reset(m_statement.get());
    if (!stepped) return tl::unexpected<Error>(stepped.error());
    return {};
}

ColumnType Statement::type(int column) const {
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_INTEGER:
        return ColumnType::Integer;
    case SQLITE_FLOAT:
        return ColumnType::Real;
    case SQLITE_TEXT:
        return ColumnType::Text;
    case SQLITE_BLOB:
        return ColumnType::Blob;
    default:
        return ColumnType::Null;
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement.get(), column);
}

std::string_view Statement::text(int column) const {
    const void* bytes = sqlite3_column_text(m_statement.get(), column);
    if (bytes == nullptr) return {};
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void Database::Closer::operator()(sqlite3* database) const {
    sqlite3_close(database);
}

Result<Database> Database::inMemory() {
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Database database(handle);
    if (code != SQLITE_OK) return failure("SQLite cannot start: the memory is used up.");
    return database;
}

Result<Database> Database::untrusted(std::span<const std::byte> bytes) {
    auto database = inMemory();
    if (!database) return database;
    // SQLite asks for writable bytes even where it is told not to write.
    auto* data = const_cast<std::byte*>(bytes.data()); // NOLINT(*-const-cast)
    const int code = sqlite3_deserialize(database->m_database.get(),
                                         "main",
                                         reinterpret_cast<unsigned char*>(data),
                                         static_cast<sqlite3_int64>(bytes.size()),
                                         static_cast<sqlite3_int64>(bytes.size()),
                                         SQLITE_DESERIALIZE_READONLY);
    if (code != SQLITE_OK) return sqliteError(database->m_database.get());
    if (auto restricted = database->restrict(bytes.size()); !restricted)
        return tl::unexpected<Error>(restricted.error());
    return database;
}

Result<> Database::restrict(std::size_t size) {
    struct Setting {
        int option;
        int value;
    };
    static constexpr std::array kSwitches{Setting{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                          Setting{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                          Setting{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                          Setting{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                          Setting{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                          Setting{SQLITE_DBCONFIG_DQS_DML, 0},
                                          Setting{SQLITE_DBCONFIG_DQS_DDL, 0}};
    static constexpr std::array kLimits{Setting{SQLITE_LIMIT_LENGTH, 16 << 20},
                                        Setting{SQLITE_LIMIT_SQL_LENGTH, 100'000},
                                        Setting{SQLITE_LIMIT_COLUMN, 64},
                                        Setting{SQLITE_LIMIT_EXPR_DEPTH, 50},
                                        Setting{SQLITE_LIMIT_ATTACHED, 0},
                                        Setting{SQLITE_LIMIT_VDBE_OP, 100'000}};
    sqlite3* database = m_database.get();
    for (const Setting& each : kSwitches) {
        int now = -1;
        const int code = sqlite3_db_config(database, each.option, each.value, &now);
        if (code != SQLITE_OK || now != each.value)
            return failure("This build of SQLite cannot be made safe for files from others.");
    }
    for (const Setting& each : kLimits) sqlite3_limit(database, each.option, each.value);
    m_stepsLeft = std::make_unique<std::int64_t>(stepsFor(size));
    sqlite3_progress_handler(database, kStepsPerCall, spendSteps, m_stepsLeft.get());
    return execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;");
}

Result<> Database::execute(const char* sql) {
    if (sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return sqliteError(m_database.get());
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(
        m_database.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return sqliteError(m_database.get());
    return Statement(statement);
}

Result<std::int64_t> Database::integer(std::string_view sql) {
    return prepare(sql).and_then([](Statement statement) {
        return statement.step().map([&](Step) { return statement.integer(0); });
    });
}

Result<std::vector<std::byte>> Database::serialize() {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
        sqlite3_serialize(m_database.get(), "main", &size, 0), &sqlite3_free);
    if (bytes == nullptr) return failure("There is not enough memory to save the document.");
    std::vector<std::byte> copy(static_cast<std::size_t>(size));
    std::memcpy(copy.data(), bytes.get(), copy.size());
    return copy;
}

} // namespace sluice
