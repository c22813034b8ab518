// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite.h"
#include "tests/support/test_main.h"

namespace sluice::sqlite_test {

namespace {

std::vector<std::byte> oneTable() {
    auto database = Database::inMemory();
    if (!database->execute("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)")) return {};
    return database->serialize().value();
}

} // namespace

class SqliteTest : public QObject {
    Q_OBJECT

private slots:
    void valuesComeBackWithTheirType() {
        auto database = Database::inMemory();
        QVERIFY(database->execute("CREATE TABLE t(a ANY, b ANY, c ANY) STRICT").has_value());
        auto insert = database->prepare("INSERT INTO t VALUES (?1, ?2, ?3)");
        insert->bind(1, std::int64_t{-7}).bind(2, 1.0).bind(3, std::string_view{});
        QVERIFY(insert->run().has_value());
        auto rows = database->prepare("SELECT a, b, c, NULL FROM t");
        QVERIFY(rows->step() == Step::Row);
        QVERIFY(rows->type(0) == ColumnType::Integer && rows->integer(0) == -7);
        QVERIFY(rows->type(1) == ColumnType::Real && rows->real(1) == 1.0);
        QVERIFY(rows->type(2) == ColumnType::Text && rows->text(2).empty());
        QVERIFY(rows->type(3) == ColumnType::Null);
        QVERIFY(rows->step() == Step::Done);
    }

    void errorsCarryWhatSqliteSays() {
        auto database = Database::inMemory();
        const auto failed = database->execute("SELEC");
        QVERIFY(!failed);
        QVERIFY(failed.error().message.find("syntax error") != std::string::npos);
        QVERIFY(!database->prepare("SELECT * FROM nothing"));
    }

    void untrustedBytesAreReadOnly() {
        const auto bytes = oneTable();
        auto database = Database::untrusted(bytes);
        QCOMPARE(database->integer("SELECT sum(a) FROM t").value(), std::int64_t{6});
        QVERIFY(!database->execute("INSERT INTO t VALUES (4)"));
        QVERIFY(!database->execute("ATTACH ':memory:' AS other"));
        QVERIFY(!database->execute("SELECT load_extension('/nowhere')"));
    }

    void endlessWorkIsStopped() {
        const auto bytes = oneTable();
        auto database = Database::untrusted(bytes);
        const auto endless = database->integer("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT "
                                               "n + 1 FROM r) SELECT count(*) FROM r");
        QVERIFY(!endless);
        QVERIFY(endless.error().message.find("interrupted") != std::string::npos);
    }
};

SLUICE_TEST(SqliteTest)

} // namespace sluice::sqlite_test

#include "sqlite_test.moc"
