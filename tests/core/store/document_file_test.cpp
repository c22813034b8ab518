// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_codec.h"
#include "core/store/document_file.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>

namespace sluice::document_file_test {

using test::smallDocument;

class DocumentFileTest : public QObject {
    Q_OBJECT

private slots:
    void theNameChoosesTheFormOfSavingAndTheContentThatOfLoading() {
        const std::string text = path("a.json");
        const std::string binary = path("a.sluice");
        QVERIFY(saveDocument(text, smallDocument()).has_value());
        QVERIFY(saveDocument(binary, smallDocument()).has_value());
        QCOMPARE(read(text).first(1), "{");
        QCOMPARE(read(binary).first(6), "SQLite");
        QVERIFY(QFile::rename(QString::fromStdString(text), m_folder.filePath("b.sluice")));
        QVERIFY(loadDocument(path("b.sluice")) == smallDocument());
        QVERIFY(loadDocument(binary) == smallDocument());
    }

    void nothingLiesBesideADocument() {
        QTemporaryDir folder;
        QVERIFY(
            saveDocument(folder.filePath("a.sluice").toStdString(), smallDocument()).has_value());
        QVERIFY(loadDocument(folder.filePath("a.sluice").toStdString()).has_value());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{"a.sluice"});
    }

    void savingAgainGivesTheSameBytes() {
        for (const char* name : {"same.sluice", "same.json"}) {
            QVERIFY(saveDocument(path(name), smallDocument()).has_value());
            const QByteArray first = read(path(name));
            QVERIFY(saveDocument(path(name), loadDocument(path(name)).value()).has_value());
            QCOMPARE(read(path(name)), first);
        }
    }

    void badFilesAreNamedWithWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray() << "It is empty";
        QTest::newRow("other") << QByteArray("PK\x03\x04") << "not a Sluice document";
        QTest::newRow("json") << QByteArray("\n {\"sluice\": 1, \"nodes\": 1}") << "At /nodes";
        QTest::newRow("sqlite") << QByteArray("SQLite format 3\0 and no more", 29)
                                << "not a Sluice";
    }

    void badFilesAreNamedWithWhatIsWrong() {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        QFile file(m_folder.filePath("bad"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const auto loaded = loadDocument(path("bad"));
        QVERIFY(!loaded);
        const QString message = QString::fromStdString(loaded.error().message);
        QVERIFY2(message.contains(words), qPrintable(message));
        QVERIFY(message.contains(m_folder.filePath("bad")));
    }

    void missingFilesAreNamed() {
        const auto loaded = loadDocument(path("missing"));
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.find("does not exist") != std::string::npos);
    }

    void documentsAgainstTheRulesLeaveTheOldFile() {
        Document broken = smallDocument();
        broken.nodes[0].position.x = std::nan("");
        for (const char* name : {"kept.sluice", "kept.json"}) {
            QVERIFY(saveDocument(path(name), smallDocument()).has_value());
            QVERIFY(!saveDocument(path(name), broken));
            QVERIFY(loadDocument(path(name)) == smallDocument());
        }
    }

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    static QByteArray read(const std::string& path) {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

SLUICE_TEST(DocumentFileTest)

} // namespace sluice::document_file_test

#include "document_file_test.moc"
