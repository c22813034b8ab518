// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/migrations.h"
#include "tests/support/test_main.h"

namespace sluice::migrations_test {

class MigrationsTest : public QObject {
    Q_OBJECT

private slots:
    void theHeaderSaysWhatTheFileIs() {
        auto database = Database::inMemory();
        QVERIFY(createSchema(*database).has_value());
        QCOMPARE(database->integer("PRAGMA application_id").value(), std::int64_t{kApplicationId});
        QCOMPARE(database->integer("PRAGMA user_version").value(), std::int64_t{kSchemaVersion});
    }

    void allTablesAreStrict() {
        auto database = Database::inMemory();
        QVERIFY(createSchema(*database).has_value());
        const char* loose = "SELECT count(*) FROM pragma_table_list "
                            "WHERE name NOT LIKE 'sqlite_%' AND NOT strict";
        QCOMPARE(database->integer(loose).value(), std::int64_t{0});
    }

    void schemaTextShowsEveryDifference() {
        auto one = Database::inMemory();
        auto two = Database::inMemory();
        QVERIFY(createSchema(*one).has_value() && createSchema(*two).has_value());
        QVERIFY(schemaText(*one) == schemaText(*two));
        QVERIFY(two->execute("CREATE VIEW v AS SELECT 1").has_value());
        QVERIFY(schemaText(*one) != schemaText(*two));
    }
};

SLUICE_TEST(MigrationsTest)

} // namespace sluice::migrations_test

#include "migrations_test.moc"
