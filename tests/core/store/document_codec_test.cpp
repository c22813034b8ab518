// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_codec.h"
#include "core/store/migrations.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <sqlite3.h>

#include <cmath>
#include <cstring>

namespace sluice::document_codec_test {

using test::smallDocument;

namespace {

using Bytes = std::vector<std::byte>;

QString refusalOf(const Bytes& bytes) {
    const auto document = decode(bytes);
    return document ? QString() : QString::fromStdString(document.error().message);
}

/// The bytes after `sql` ran on them without any protection, as an attacker would.
Bytes tampered(const Bytes& bytes, const char* sql) {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    std::memcpy(copy, bytes.data(), bytes.size());
    sqlite3_deserialize(database,
                        "main",
                        copy,
                        size,
                        size,
                        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    char* error = nullptr;
    if (sqlite3_exec(database, sql, nullptr, nullptr, &error) != SQLITE_OK)
        qFatal("%s: %s", sql, error);
    sqlite3_int64 newSize = 0;
    unsigned char* data = sqlite3_serialize(database, "main", &newSize, 0);
    Bytes result(static_cast<std::size_t>(newSize));
    std::memcpy(result.data(), data, result.size());
    sqlite3_free(data);
    sqlite3_close(database);
    return result;
}

Bytes good() {
    return encode(smallDocument()).value();
}

} // namespace

class DocumentCodecTest : public QObject {
    Q_OBJECT

private slots:
    void everyFieldSurvivesAndTheBytesAreStable() {
        QVERIFY(rc::check("decode(encode(d)) == d, save-load-save is identical", [] {
            const Document document = *test::anyDocument();
            const auto bytes = encode(document);
            RC_ASSERT(bytes.has_value());
            RC_ASSERT(*bytes == encode(document).value());
            const auto read = decode(*bytes);
            RC_ASSERT(read.has_value());
            RC_ASSERT(*read == document);
            RC_ASSERT(encode(*read).value() == *bytes);
        }));
    }

    void historyLeavesNoTraceInTheBytes() {
        Document document = smallDocument();
        const NodeId added = addNode(document, test::testKind(test::kTank), {});
        remove(document, {{added}, {}, {}});
        document.nextId = smallDocument().nextId;
        QVERIFY(encode(document).value() == good());
    }

    void negativeZeroIsZero() {
        Document document = smallDocument();
        document.nodes[0].position.x = -0.0;
        document.nodes[1].properties["share"] = -0.0;
        Document plain = document;
        plain.nodes[0].position.x = 0.0;
        plain.nodes[1].properties["share"] = 0.0;
        QVERIFY(encode(document).value() == encode(plain).value());
    }

    void theHeaderTellsWhatItIs() {
        const Bytes bytes = good();
        QVERIFY(looksLikeSqlite(bytes));
        QVERIFY(std::memcmp(bytes.data() + 68, "SLCE", 4) == 0);
    }

    void documentsAgainstTheRulesAreNotWritten() {
        Document document = smallDocument();
        document.nodes[0].position.x = std::nan("");
        QVERIFY(!encode(document));
    }

    void cutOffFilesAreRefused() {
        const Bytes bytes = good();
        for (std::size_t size = 0; size < bytes.size(); size += size < 200 ? 1 : 211) {
            const auto read = decode(std::span(bytes).first(size));
            QVERIFY2(!read, qPrintable(QString::number(size)));
            QVERIFY(!read.error().message.empty());
        }
    }

    void flippedBitsGiveAnErrorOrADocument() {
        const Bytes bytes = good();
        QVERIFY(rc::check("one to eight flipped bits", [&bytes] {
            Bytes damaged = bytes;
            for (int flips = *rc::gen::inRange(1, 9); flips > 0; --flips) {
                const auto place = *rc::gen::inRange<std::size_t>(0, damaged.size());
                damaged[place] ^= std::byte{1} << *rc::gen::inRange(0, 8);
            }
            const auto read = decode(damaged);
            if (read) RC_ASSERT(encode(*read).has_value());
        }));
    }

    void bytesOfHeaderAndFirstPageMayBeWrong() {
        Bytes bytes = good();
        for (std::size_t place = 0; place < 4096; place += place < 150 ? 1 : 7) {
            const std::byte right = bytes[place];
            bytes[place] ^= std::byte{0xFF};
            const auto read = decode(bytes);
            if (read) QVERIFY(encode(*read).has_value());
            bytes[place] = right;
        }
    }

    void plantedObjectsAreRefused_data() {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("view") << QByteArray("CREATE VIEW v AS SELECT load_extension('/tmp/x')");
        QTest::newRow("view in place of a table") << QByteArray(
            "DROP TABLE note; CREATE VIEW note AS SELECT 9 id, 0.0 x, 0.0 y, 'n' text");
        QTest::newRow("trigger") << QByteArray(
            "CREATE TRIGGER t AFTER INSERT ON node BEGIN SELECT 1; END");
        QTest::newRow("table") << QByteArray("CREATE TABLE extra(a)");
        QTest::newRow("index") << QByteArray("CREATE INDEX i ON node(name)");
        QTest::newRow("virtual table") << QByteArray("CREATE VIRTUAL TABLE f USING fts5(a)");
        QTest::newRow("column") << QByteArray("ALTER TABLE node ADD COLUMN more TEXT");
        QTest::newRow("missing table") << QByteArray("DROP TABLE chart_series");
    }

    void plantedObjectsAreRefused() {
        QFETCH(QByteArray, sql);
        const QString refusal = refusalOf(tampered(good(), sql.constData()));
        QVERIFY2(refusal.contains("did not write"), qPrintable(refusal));
    }

    void wrongValuesAreRefused_data() {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* sql, const char* words) {
            QTest::newRow(sql) << QByteArray(sql) << QString(words);
        };
        row("UPDATE document SET next_id=3", "not below the next id");
        row("UPDATE document SET next_id=0", "out of range");
        row("UPDATE document SET next_id=4294967296", "out of range");
        row("INSERT INTO node VALUES (-1, 'k', 'n', 0, 0)", "out of range");
        row("UPDATE node SET x=9e999", "off the canvas");
        row("UPDATE node SET name=''", "1 to 80 characters");
        row("UPDATE node SET name=CAST(x'ff41' AS TEXT)", "1 to 80 characters");
        row("UPDATE node SET kind='a b'", "its kind");
        row("UPDATE link SET to_node=77", "missing");
        row("UPDATE node_property SET value='x' WHERE key='share'", "another type");
        row("UPDATE node_property SET value=9e999 WHERE key='share'", "finite");
        row("UPDATE node_property SET value=2 WHERE key='is_open'", "another type");
        row("UPDATE node_property SET type='blob' WHERE key='is_open'", "another type");
        row("UPDATE node_property SET value='poisson' WHERE key='work'", "not a distribution");
        row("UPDATE node_property SET owner=77 WHERE owner=2", "belongs to nothing");
        row("UPDATE setting SET value=-1 WHERE key='seed'", "Seed must be");
        row("UPDATE setting SET key='sead' WHERE key='seed'", "unknown setting");
        row("UPDATE chart SET position=2", "numbered from 1");
        row("UPDATE chart_series SET chart=5", "belongs to no chart");
        row("UPDATE note SET text=CAST(zeroblob(3) AS TEXT)", "UTF-8");
        row("PRAGMA user_version=3", "newer Sluice");
        row("INSERT INTO boundary VALUES (3, 'planet', '', '', 0, 0, 99, 99)", "unknown type");
        row("INSERT INTO boundary VALUES (3, 'region', '', '', 0, 0, 9, 99)", "its sides are not");
        row("PRAGMA application_id=1", "not a Sluice document");
    }

    void wrongValuesAreRefused() {
        QFETCH(QByteArray, sql);
        QFETCH(QString, words);
        const QString refusal = refusalOf(tampered(good(), sql.constData()));
        QVERIFY2(refusal.contains(words), qPrintable(refusal));
    }

    void hugeFilesAreRefusedUnread() {
        QVERIFY(refusalOf(Bytes(kMaxFileBytes + 1)).contains("larger than 64 MiB"));
    }

    void documentsOfVersionOneOpen() {
        auto old = Database::inMemory();
        QVERIFY(createSchema(*old, 1).has_value());
        QVERIFY(old->execute("INSERT INTO document VALUES (1, 2);"
                             "INSERT INTO node VALUES (1, 'queue', 'orders', 8, 16);")
                    .has_value());
        const auto document = decode(old->serialize().value());
        QVERIFY(document.has_value());
        QVERIFY(document->nodes.front().name == "orders");
        QVERIFY(document->boundaries.empty() && document->settings == Settings{});
        QVERIFY(decode(encode(*document).value()) == *document);
    }

    void aVersionHasItsOwnTablesOnly() {
        auto odd = Database::inMemory();
        QVERIFY(createSchema(*odd).has_value());
        QVERIFY(odd->execute("PRAGMA user_version=1").has_value());
        QVERIFY(refusalOf(odd->serialize().value()).contains("did not write"));
    }

    void manyPartsAreQuick() {
        Document document;
        for (int i = 0; i < 2'000; ++i) addNode(document, test::testKind(test::kTank), {});
        const auto bytes = encode(document);
        QVERIFY(bytes.has_value());
        QVERIFY(decode(*bytes) == document);
    }
};

SLUICE_TEST(DocumentCodecTest)

} // namespace sluice::document_codec_test

#include "document_codec_test.moc"
