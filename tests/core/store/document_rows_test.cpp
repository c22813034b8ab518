// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_rows.h"
#include "core/store/migrations.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::document_rows_test {

class DocumentRowsTest : public QObject {
    Q_OBJECT

private slots:
    void rowsReadBackToTheDocument() {
        QVERIFY(rc::check("any document", [] {
            const Document document = *test::anyDocument();
            auto database = Database::inMemory();
            RC_ASSERT(createSchema(*database).has_value());
            RC_ASSERT(writeRows(*database, document).has_value());
            RC_ASSERT(readRows(*database, kSchemaVersion) == document);
        }));
    }

    void valuesAreStoredInTheirOwnType() {
        auto database = Database::inMemory();
        QVERIFY(createSchema(*database).has_value());
        QVERIFY(writeRows(*database, test::smallDocument()).has_value());
        const auto one = [&](const std::string& condition) {
            return database->integer("SELECT count(*) FROM node_property WHERE " + condition);
        };
        QCOMPARE(one("key='wait' AND type='time' AND value=30000000000").value(), std::int64_t{1});
        QCOMPARE(one("key='share' AND type='real' AND typeof(value)='real'").value(),
                 std::int64_t{1});
        QCOMPARE(one("key='work' AND type='distribution' AND value='exponential 8 ms'").value(),
                 std::int64_t{1});
    }

    void writingTwiceFails() {
        auto database = Database::inMemory();
        QVERIFY(createSchema(*database).has_value());
        QVERIFY(writeRows(*database, test::smallDocument()).has_value());
        QVERIFY(!writeRows(*database, test::smallDocument()));
    }
};

SLUICE_TEST(DocumentRowsTest)

} // namespace sluice::document_rows_test

#include "document_rows_test.moc"
