// SPDX-License-Identifier: GPL-3.0-or-later
// `sluice export`: the same bytes every time and as from the window; failures leave nothing.
#include "core/sim/simulator.h"
#include "core/store/document_file.h"
#include "core/store/document_json.h"
#include "tests/app/program.h"
#include "tests/examples/example_documents.h"
#include "tests/support/test_main.h"
#include "ui/export/diagram_export.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include <optional>

namespace sluice::cli_export_test {

using namespace sluice::test;

class CliExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (programFile().isEmpty()) QSKIP("the program is not part of this build");
    }

    void init() { QVERIFY(m_folder.emplace().isValid()); }

    void picturesAreThoseOfTheWindow_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("scale");
        QTest::addColumn<bool>("isDark");
        QTest::newRow("png") << "p.png" << QStringList{"--scale", "2"} << 2 << false;
        QTest::newRow("svg") << "p.svg" << QStringList{} << 1 << false;
        QTest::newRow("pdf dark") << "p.pdf" << QStringList{"--dark"} << 1 << true;
    }

    void picturesAreThoseOfTheWindow() {
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        QFETCH(int, scale);
        QFETCH(bool, isDark);
        const Outcome outcome = exported(QStringList{poison(), name, "--at", "30s"} + options);
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const QByteArray bytes = fileBytes(path(name));

        auto world = build(poisonMessages());
        runUntil(*world, kRunStart + 30s);
        const auto shown = ui::renderDiagram(
            *ui::exportFormat(name), poisonMessages(), pictures(*world), {scale, isDark});
        QVERIFY(*shown == bytes);

        exported(QStringList{poison(), "again-" + name, "--at", "30s"} + options);
        QVERIFY(fileBytes(path("again-" + name)) == bytes);
        exported(QStringList{poison(), "start-" + name} + options);
        QVERIFY(fileBytes(path("start-" + name)) != bytes);
    }

    void documentsConvertToJsonAndBack() {
        QCOMPARE(exported({poison(), "a.json"}).exitCode, 0);
        QCOMPARE(fileBytes(path("a.json")), QByteArray::fromStdString(toJson(poisonMessages())));
        QCOMPARE(exported({"a.json", "b.sluice"}).exitCode, 0);
        QVERIFY(*loadDocument(path("b.sluice").toStdString()) == poisonMessages());
    }

    void mistakesSayWhereAndLeaveNothing_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        const QString good = poison();
        QTest::newRow("format") << QStringList{good, "p.gif"} << "p.gif";
        QTest::newRow("no suffix") << QStringList{good, "p"} << "end in";
        QTest::newRow("missing") << QStringList{"none.sluice", "p.png"} << "none.sluice";
        QTest::newRow("folder") << QStringList{good, "no/p.png"} << "no/p.png";
        QTest::newRow("json folder") << QStringList{good, "no/p.json"} << "no/p.json";
        QTest::newRow("svg scale") << QStringList{good, "p.svg", "--scale", "2"} << "--scale";
        QTest::newRow("json dark") << QStringList{good, "p.json", "--dark"} << "--dark";
        QTest::newRow("time") << QStringList{good, "p.png", "--at", "later"} << "--at";
        QTest::newRow("itself") << QStringList{good, good} << "itself";
    }

    void mistakesSayWhereAndLeaveNothing() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const QByteArray before = fileBytes(poison());
        const Outcome outcome = exported(arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(said.toUtf8()), outcome.err.constData());
        QVERIFY(QDir(m_folder->path()).isEmpty());
        QCOMPARE(fileBytes(poison()), before);
    }

    void documentsWithErrorsAreRefused() {
        QFile draft(path("draft.json"));
        QVERIFY(draft.open(QIODevice::WriteOnly));
        draft.write(R"({"sluice": 1, "nodes": [{"id": 1, "kind": "warp-drive",
            "name": "odd", "x": 0, "y": 0, "properties": {}}], "links": [], "nextId": 2})");
        draft.close();
        for (const char* const output : {"p.png", "p.svg", "p.pdf", "p.json", "p.sluice"}) {
            const Outcome outcome = exported({"draft.json", output});
            QCOMPARE(outcome.exitCode, 2);
            QVERIFY2(outcome.err.contains("warp-drive"), outcome.err.constData());
            QVERIFY(!QFile::exists(path(output)));
        }
    }

private:
    Outcome exported(const QStringList& arguments) const {
        return runProgram(QStringList{"export"} + arguments, m_folder->path());
    }
    QString path(const QString& name) const { return m_folder->filePath(name); }
    static QString poison() { return examplePath("poison-messages.sluice"); }

    std::optional<QTemporaryDir> m_folder;
};

SLUICE_TEST(CliExportTest)

} // namespace sluice::cli_export_test

#include "cli_export_test.moc"
