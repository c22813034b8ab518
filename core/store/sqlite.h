// SPDX-License-Identifier: GPL-3.0-or-later
// A thin owner of SQLite's C API, for databases in memory only: a document file is read and written
// as a whole, so no journal and no lock file ever lies beside it.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace sluice {

enum class Step : std::uint8_t { Row, Done };
enum class ColumnType : std::uint8_t { Integer, Real, Text, Blob, Null };

/// A prepared statement. Must not outlive its Database. Parameters count from 1, columns from 0.
class Statement {
public:
    explicit Statement(sqlite3_stmt* statement) : m_statement(statement) {}

    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value);
    /// `value` must live until the next step() is done.
    Statement& bind(int parameter, std::string_view value);
    Result<Step> step();
    /// For statements without rows: runs once and makes ready for the next round.
    Result<> run();

    ColumnType type(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Valid until the next step().
    std::string_view text(int column) const;

private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
};

class Database {
public:
    /// An empty database in memory.
    static Result<Database> inMemory();
    /// A read-only view of a database file's bytes, which must live as long as it. Views, triggers,
    /// extensions and unsafe functions are off, sizes are limited, and work is bound by a number of
    /// steps in proportion to the size (an Error, no hang).
    static Result<Database> untrusted(std::span<const std::byte> bytes);

    Result<> execute(const char* sql);
    Result<Statement> prepare(std::string_view sql);
    /// The first column of the only row.
    Result<std::int64_t> integer(std::string_view sql);
    Result<std::vector<std::byte>> serialize();

private:
    struct Closer {
        void operator()(sqlite3* database) const;
    };
    explicit Database(sqlite3* database) : m_database(database) {}
    Result<> restrict(std::size_t size);

    // Before the database: its callback reads it until the end.
    std::unique_ptr<std::int64_t> m_stepsLeft;
    std::unique_ptr<sqlite3, Closer> m_database;
};

} // namespace sluice
