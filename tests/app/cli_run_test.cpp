// SPDX-License-Identifier: GPL-3.0-or-later
// `sluice run`: what it prints and writes, and that a failure leaves nothing behind.
#include "core/sim/simulator.h"
#include "tests/app/program.h"
#include "tests/examples/example_documents.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <optional>

namespace sluice::cli_run_test {

using namespace sluice::test;

namespace {

QByteArray digestLine(const QByteArray& text) {
    for (const QByteArray& line : text.split('\n')) {
        if (line.startsWith("digest")) return line.simplified().split(' ').value(1);
    }
    return {};
}

} // namespace

class CliRunTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (programFile().isEmpty()) QSKIP("the program is not part of this build");
    }

    void init() { QVERIFY(m_folder.emplace().isValid()); }

    void digestIsThatOfTheSimulator() {
        for (const Example& example : exampleDocuments()) {
            auto world = build(example.document);
            runUntil(*world, kRunStart + 60s);
            const QString file = examplePath(QString::fromStdString(example.fileName));
            const Outcome outcome = run({file, "--until", "60s", "--digest"});
            QCOMPARE(outcome.exitCode, 0);
            QCOMPARE(digestLine(outcome.out).toULongLong(nullptr, 16), digest(*world));
            QCOMPARE(run({file, "--digest", "--until", "1min"}).out, outcome.out);
        }
    }

    void seedChangesTheRun() {
        const auto digestOf = [&](const char* seed) {
            return digestLine(run({poison(), "--digest", "--seed", seed}).out);
        };
        QCOMPARE(digestOf("42"), digestLine(run({poison(), "--digest"}).out));
        QVERIFY(digestOf("7") != digestOf("42"));
    }

    void totalsArePrinted() {
        const Outcome outcome = run({poison(), "--until", "30s"});
        QVERIFY(outcome.out.startsWith("Poison messages and the dead-letter queue\n"));
        for (const char* word :
             {"simulated time", "30 s", "seed", "sent", "deleted", "events", "$0."})
            QVERIFY2(outcome.out.contains(word), word);
        QVERIFY(!outcome.out.contains("digest"));
        QVERIFY(outcome.err.isEmpty()); // no bar, for this is no terminal
    }

    void csvHasARowPerSampleAndSeries() {
        const Outcome outcome = run({poison(), "--until", "20s", "--csv", "-"});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.err.contains("simulated time")); // the totals step aside
        const auto lines = outcome.out.trimmed().split('\n');
        QCOMPARE(lines.front(), QByteArray("time_s,node,name,series,unit,value"));
        QCOMPARE((lines.size() - 1) % 20, 0);
        int deadLetters = 0;
        for (const QByteArray& line : lines) {
            QCOMPARE(line.count(','), 5);
            const auto fields = line.split(',');
            if (fields[3] == "MessagesMovedToDeadLetterQueue") deadLetters += fields[5].toInt();
        }
        QVERIFY(deadLetters > 0);
        QVERIFY(run({poison(), "--until", "20s", "--csv", "m.csv"}).out.contains("simulated"));
        QCOMPARE(fileBytes(path("m.csv")), outcome.out);
    }

    void theLastSampleAgreesWithTheTotals_data() {
        QTest::addColumn<QString>("until");
        QTest::addColumn<double>("end");
        QTest::addColumn<int>("samples");
        QTest::newRow("at a sample") << "20s" << 20.0 << 20;
        QTest::newRow("between two") << "20.3s" << 20.3 << 21;
        QTest::newRow("before the first") << "300ms" << 0.3 << 1;
    }
    void theLastSampleAgreesWithTheTotals() {
        QFETCH(const QString, until);
        QFETCH(const double, end);
        const QString file = examplePath("batch-or-single-calls.sluice"); // sends at whole seconds
        const Outcome outcome = run({file, "--until", until, "--csv", "-", "--json", "m.json"});
        int sent = 0;
        double cost = 0;
        for (const QByteArray& line : outcome.out.split('\n')) {
            const auto fields = line.split(',');
            if (fields.value(3) == "MessagesSent") sent += fields.value(5).toInt();
            if (fields.value(3) == "EstimatedCharges" && fields[0].toDouble() == end)
                cost += fields.value(5).toDouble();
        }
        const QJsonObject json = QJsonDocument::fromJson(fileBytes(path("m.json"))).object();
        QVERIFY(sent > 0);
        QCOMPARE(sent, json["totals"].toObject()["sent"].toInt());
        QVERIFY(cost > 0);
        QCOMPARE(cost, json["totals"].toObject()["cost_usd"].toDouble());
        const QJsonArray samples = json["samples"].toArray();
        QTEST(static_cast<int>(samples.size()), "samples");
        QCOMPARE(samples.last().toArray().first().toDouble(), end);
    }

    void jsonHoldsTheSameRun() {
        QCOMPARE(run({poison(), "--until", "20s", "--json", "m.json", "--csv", "m.csv"}).exitCode,
                 0);
        const QJsonObject json = QJsonDocument::fromJson(fileBytes(path("m.json"))).object();
        QCOMPARE(json["time_s"].toDouble(), 20.0);
        QCOMPARE(json["samples"].toArray().size(), 20);
        QCOMPARE(json["samples"].toArray().size() * json["columns"].toArray().size(),
                 fileBytes(path("m.csv")).count('\n') - 1);
        QCOMPARE(json["digest"].toString().toUtf8(),
                 digestLine(run({poison(), "--until", "20s", "--digest"}).out));
        QVERIFY(json["totals"].toObject()["dead_lettered"].toInt() > 0);
        QVERIFY(json["totals"].toObject()["cost_usd"].toDouble() > 0);
    }

    void mistakesSayWhereAndLeaveNothing_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        const QString good = poison();
        QTest::newRow("missing") << QStringList{"none.sluice"} << "none.sluice";
        QTest::newRow("folder") << QStringList{"."} << "\".\"";
        QTest::newRow("duration") << QStringList{good, "--until", "soon"} << "--until";
        QTest::newRow("unit") << QStringList{good, "--until", "5 parsec"} << "--until";
        QTest::newRow("negative") << QStringList{good, "--until=-5s"} << "--until";
        QTest::newRow("too long") << QStringList{good, "--until", "9999d"} << "--until";
        QTest::newRow("longer than can be counted")
            << QStringList{good, "--until", "9999999d"} << "between 0 s and 3650 d";
        QTest::newRow("seed") << QStringList{good, "--seed=-1"} << "--seed";
        QTest::newRow("csv") << QStringList{good, "--csv", "no/m.csv"} << "no/m.csv";
        QTest::newRow("json") << QStringList{good, "--csv", "m.csv", "--json", "no/m.json"}
                              << "no/m.json";
        QTest::newRow("csv is a folder") << QStringList{good, "--csv", "."} << "\".\"";
        QTest::newRow("same file") << QStringList{good, "--csv", "m", "--json", "m"} << "\"m\"";
        QTest::newRow("full disk") << QStringList{good, "--csv", "/dev/full"} << "/dev/full";
        QTest::newRow("document itself") << QStringList{good, "--csv", good} << "itself";
    }

    void mistakesSayWhereAndLeaveNothing() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const QByteArray before = fileBytes(poison());
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(said.toUtf8()), outcome.err.constData());
        QVERIFY(outcome.err.startsWith("sluice: "));
        QVERIFY(QDir(m_folder->path()).isEmpty());
        QCOMPARE(fileBytes(poison()), before);
    }

    void anOldFileIsReplacedOnSuccessOnly() {
        QFile old(path("m.csv"));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        run({poison(), "--csv", "m.csv", "--json", "no/m.json"});
        QCOMPARE(fileBytes(path("m.csv")), QByteArray("old"));
        run({poison(), "--csv", "m.csv"});
        QVERIFY(fileBytes(path("m.csv")).startsWith("time_s,"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"m.csv"});
    }

    void documentsWithErrorsDoNotRun() {
        QFile bad(path("bad.json"));
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(R"({"sluice": 1, "nodes": [{"id": 1, "kind": "warp-drive",
            "name": "odd", "x": 0, "y": 0, "properties": {}}], "links": [], "nextId": 2})");
        bad.close();
        const Outcome outcome = run({"bad.json", "--csv", "m.csv"});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("warp-drive"), outcome.err.constData());
        QVERIFY(!QFile::exists(path("m.csv")));
    }

    void interruptionsLeaveNothing_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("terminate") << SIGTERM;
    }

    void interruptionsLeaveNothing() {
        QFETCH(int, signal);
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        // A test run in the background may have been told to ignore Ctrl+C.
        process.setChildProcessModifier([signal] { std::signal(signal, SIG_DFL); });
        process.start(programFile(), {"run", poison(), "--until", "3650d", "--csv", "m.csv"});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(m_folder->path()).isEmpty(), 120'000);
        ::kill(pid_t(process.processId()), signal);
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + signal);
        QVERIFY(process.readAllStandardError().contains("interrupted at"));
        QVERIFY(QDir(m_folder->path()).isEmpty());
    }

private:
    Outcome run(const QStringList& arguments) const {
        return runProgram(QStringList{"run"} + arguments, m_folder->path());
    }
    QString path(const QString& name) const { return m_folder->filePath(name); }
    static QString poison() { return examplePath("poison-messages.sluice"); }

    std::optional<QTemporaryDir> m_folder;
};

SLUICE_TEST(CliRunTest)

} // namespace sluice::cli_run_test

#include "cli_run_test.moc"
