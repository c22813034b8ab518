// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a whole, validate and reference: the real binary, its texts and exit codes.
#include "core/kinds/registry.h"
#include "core/model/document.h"
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <optional>

namespace sluice::cli_test {

using namespace sluice::test;

namespace {

/// A document with one value out of range and a link that means nothing.
constexpr const char* kBadDocument = R"({
  "sluice": 1,
  "nodes": [
    {"id": 1, "kind": "producer", "name": "api", "x": 0, "y": 0, "properties": {"poison_share": 7.0}},
    {"id": 2, "kind": "producer", "name": "other", "x": 0, "y": 200, "properties": {}}
  ],
  "links": [],
  "nextId": 3
})";

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class CliTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (programFile().isEmpty()) QSKIP("the program is not part of this build");
    }

    void init() { QVERIFY(m_folder.emplace().isValid()); }

    void helpShowsExamplesAndExitCodes_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("all")
            << QStringList{"--help"}
            << QStringList{"run", "validate", "export", "reference", "Examples:", "Exit codes:"};
        QTest::newRow("run")
            << QStringList{"run", "--help"}
            << QStringList{
                   "--until", "--seed", "--csv", "--json", "--digest", "60s", "Example:", "130"};
        QTest::newRow("validate") << QStringList{"validate", "--help"}
                                  << QStringList{"FILE", "Exit codes: 0 no errors"};
        QTest::newRow("export") << QStringList{"export", "--help"}
                                << QStringList{"--scale", "--dark", "--at", ".png", "Examples:"};
        QTest::newRow("reference")
            << QStringList{"reference", "--help"} << QStringList{"--output", "Example:"};
    }

    void helpShowsExamplesAndExitCodes() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        const Outcome outcome = runProgram(arguments);
        QCOMPARE(outcome.exitCode, 0);
        for (const QString& word : words)
            QVERIFY2(outcome.out.contains(word.toUtf8()), qPrintable(word));
    }

    void versionIsOneLine() {
        const Outcome outcome = runProgram({"--version"});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.startsWith("sluice 0."));
        QCOMPARE(outcome.out.count('\n'), 1);
    }

    void mistakesOnTheCommandLineEndWithTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        QTest::newRow("option") << QStringList{"run", "x.sluice", "--fast"} << "--fast";
        QTest::newRow("no file") << QStringList{"run"} << "FILE";
        QTest::newRow("command") << QStringList{"rnu"} << "no command of that name";
        QTest::newRow("seed") << QStringList{"run", "x.sluice", "--seed", "many"} << "--seed 42";
        QTest::newRow("scale") << QStringList{"export", "x.sluice", "x.png", "--scale", "5"}
                               << "--scale";
        QTest::newRow("twice") << QStringList{"run", "x.sluice", "--until=1s", "--until=2s"}
                               << "--until is given more than once";
    }

    void mistakesOnTheCommandLineEndWithTwo() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Outcome outcome = runProgram(arguments, m_folder->path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(said.toUtf8()), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(QDir(m_folder->path()).isEmpty());
    }

    void anEmptyValueIsMissedWithAnExample_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("example");
        const QStringList run{"run", "x.sluice"}, picture{"export", "x.sluice", "x.png"};
        QTest::newRow("until") << run + QStringList{"--until="} << "--until"
                               << "--until 60s";
        QTest::newRow("seed") << run + QStringList{"--seed="} << "--seed"
                              << "--seed 42";
        QTest::newRow("empty seed") << run + QStringList{"--seed", ""} << "--seed"
                                    << "--seed 42";
        QTest::newRow("csv") << run + QStringList{"--csv", ""} << "--csv"
                             << "--csv metrics.csv";
        QTest::newRow("json") << run + QStringList{"--json="} << "--json"
                              << "metrics.json";
        QTest::newRow("at") << picture + QStringList{"--at", ""} << "--at"
                            << "--at 30s";
        QTest::newRow("scale") << picture + QStringList{"--scale="} << "--scale"
                               << "--scale 2";
        QTest::newRow("document") << QStringList{"run", ""} << "FILE"
                                  << "poison-messages.sluice";
        QTest::newRow("picture") << QStringList{"export", "x.sluice", ""} << "OUT"
                                 << "picture.png";
        QTest::newRow("one of many") << QStringList{"validate", "x.sluice", ""} << "FILE"
                                     << "poison-messages.sluice";
        QTest::newRow("limits") << QStringList{"limits", ""} << "PROFILE|FILE"
                                << "aws-2026";
        QTest::newRow("reference") << QStringList{"reference", "--output="} << "--output"
                                   << "--output manual";
        QTest::newRow("window") << QStringList{""} << "FILE"
                                << "poison-messages.sluice";
    }

    void anEmptyValueIsMissedWithAnExample() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, option);
        QFETCH(QString, example);
        const Outcome outcome = runProgram(arguments, m_folder->path());
        QCOMPARE(outcome.exitCode, 2);
        const QString wanted = "sluice: " + option + ": the value is missing. Write it like this: ";
        QVERIFY2(outcome.err.startsWith(wanted.toUtf8()), outcome.err.constData());
        QVERIFY2(outcome.err.contains(example.toUtf8()), outcome.err.constData());
        QVERIFY(QDir(m_folder->path()).isEmpty());
    }

    void withoutADisplayTheWindowIsRefused() {
        const Outcome outcome = runProgram({});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.contains("display") && outcome.err.contains("sluice --help"));
    }

    void validateFindsNothingInSoundExamples() {
        const Outcome outcome = runProgram({"validate",
                                            examplePath("one-queue-two-workers.sluice"),
                                            examplePath("poison-messages.sluice")});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, QByteArray());
    }

    void validateAdvisesWithReasonAndFix() {
        const Outcome outcome = runProgram({"validate", examplePath("slow-consumer.sluice")});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.contains(": advice: videos: visibility_timeout: "));
        QVERIFY(outcome.out.contains(" Why: ") && outcome.out.contains(" Fix: set visibility"));
        QCOMPARE(outcome.out.count('\n'), 1);
    }

    void validateSaysOneFindingPerLine() {
        write(m_folder->filePath("bad.json"), kBadDocument);
        const Outcome outcome = runProgram({"validate", "bad.json"}, m_folder->path());
        QVERIFY2(outcome.out.contains("bad.json: error: api: poison_share: "),
                 (outcome.out + outcome.err).constData());
        QVERIFY(outcome.out.contains("bad.json: warning: other: -: "));
        for (const QByteArray& line : outcome.out.trimmed().split('\n'))
            QVERIFY(line.startsWith("bad.json: "));
        QCOMPARE(outcome.exitCode, 2);
    }

    void validateGoesOnAfterAnUnreadableFile() {
        write(m_folder->filePath("broken.sluice"), "SQLite format 3");
        write(m_folder->filePath("bad.json"), kBadDocument);
        const Outcome outcome =
            runProgram({"validate", "broken.sluice", "none.sluice", "bad.json"}, m_folder->path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.contains("broken.sluice") && outcome.err.contains("none.sluice"));
        QVERIFY(outcome.out.contains("poison_share"));
    }

    // PROF-3
    void limitsOfAProfileOrDocument() {
        const Outcome notes = runProgram({"limits", "study-notes"});
        QCOMPARE(notes.exitCode, 0);
        QVERIFY(notes.out.contains("sqs.max_message_bytes = 262144 ["));
        const Outcome document = runProgram({"limits", examplePath("slow-consumer.sluice")});
        QVERIFY(document.out.contains("sqs.max_message_bytes = 1048576 ["));
        const Outcome none = runProgram({"limits", "aws-1999"});
        QCOMPARE(none.exitCode, 2);
        QVERIFY(none.err.contains("aws-1999") && none.out.isEmpty());
        QVERIFY(none.err.contains("The profiles are aws-2026, aws-2023, study-notes."));
    }

    void everyErrorBeginsWithTheProgramsName() {
        for (const char* word : {"--seed=x", "--nonsense"}) {
            const Outcome outcome = runProgram({"run", word, examplePath("slow-consumer.sluice")});
            QCOMPARE(outcome.exitCode, 2);
            QVERIFY(outcome.err.startsWith("sluice: "));
        }
    }

    void referenceNamesEverySettingAndMetric() {
        const Outcome outcome = runProgram({"reference"});
        QCOMPARE(outcome.exitCode, 0);
        const auto names = [&](std::string_view key) {
            const std::string row = "| `" + std::string(key) + "` |";
            return outcome.out.contains(row.c_str());
        };
        for (const NodeKind& kind : registry().kinds) {
            for (const PropertySpec& spec : kind.properties)
                QVERIFY2(names(spec.key), spec.key.data());
            for (const MetricSpec& metric : kind.metrics)
                QVERIFY2(names(metric.key), metric.key.data());
        }
        for (const PropertySpec& spec : registry().linkProperties) QVERIFY(names(spec.key));
        for (const auto& row : settingProperties()) QVERIFY(names(row.spec.key));
    }

    void referenceWritesOneFilePerKind() {
        const Outcome outcome = runProgram({"reference", "--output", "a/manual"}, m_folder->path());
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.isEmpty());
        QStringList expected{"choosing.md", "document.md", "index.md", "links.md"};
        for (const NodeKind& kind : registry().kinds)
            expected << QString::fromUtf8(kind.key.data(), qsizetype(kind.key.size())) + ".md";
        expected.sort();
        QCOMPARE(QDir(m_folder->filePath("a/manual")).entryList(QDir::Files, QDir::Name), expected);
    }

    void referenceIntoAFileIsRefused() {
        write(m_folder->filePath("manual"), "text");
        const Outcome outcome = runProgram({"reference", "--output", "manual"}, m_folder->path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.contains("manual"));
        QCOMPARE(fileBytes(m_folder->filePath("manual")), QByteArray("text"));
    }

private:
    std::optional<QTemporaryDir> m_folder;
};

SLUICE_TEST(CliTest)

} // namespace sluice::cli_test

#include "cli_test.moc"
