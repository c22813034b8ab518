// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/tidy/rules.h"

namespace sluice::tidy_test {

using namespace sluice::test;

namespace {

using Rule = Violations (*)(const Sources&);

/// One planted file set and how many violations the rule must see in it.
struct Planted {
    const char* name;
    Rule rule;
    Sources sources;
    int expected;
};

const QString kLicence =
    QStringLiteral("// SPDX-License-") + QStringLiteral("Identifier: GPL-3.0-or-later\n");
const QString kQueueKind = QStringLiteral("static constexpr std::string_view kKey = \"queue\";\n");

std::vector<Planted> includeRows() {
    return {
        {"left", includesPointingRight, {{"core/sim/a.h", "#include \"core/base/ids.h\"\n"}}, 0},
        {"right", includesPointingRight, {{"core/base/a.h", "#include \"core/sim/world.h\"\n"}}, 1},
        {"uiSibling",
         includesPointingRight,
         {{"ui/canvas/a.h", "#include \"ui/charts/b.h\"\n"}},
         1},
        {"uiFromCore",
         includesPointingRight,
         {{"core/report/a.cpp", "#include \"ui/theme/b.h\"\n"}},
         1},
        {"unknownFolder",
         includesPointingRight,
         {{"core/odd/a.h", "#include \"core/base/ids.h\"\n"}},
         1},
        {"notFromRoot", includesPointingRight, {{"core/base/a.h", "#include \"ids.h\"\n"}}, 1},
        {"qtInCore", qtInCore, {{"core/base/a.h", "#include <QString>\n"}}, 1},
        {"qtHeaderInCore", qtInCore, {{"core/base/a.h", "#include <qglobal.h>\n"}}, 1},
        {"qtInUi", qtInCore, {{"ui/theme/a.h", "#include <QString>\n"}}, 0},
    };
}

std::vector<Planted> wordRows() {
    return {
        {"unfinishedComment", bannedWords, {{"ui/a.cpp", "// TODO later\n"}}, 1},
        {"deadCode", bannedWords, {{"app/main.cpp", "#if 0\n"}}, 1},
        {"function", bannedWords, {{"core/sim/a.h", "std::function<void()> f;\n"}}, 1},
        {"functionInStore", bannedWords, {{"core/store/a.h", "std::function<void()> f;\n"}}, 0},
        {"functionInComment", bannedWords, {{"core/sim/a.h", "// no std::function here\n"}}, 0},
        {"unordered", bannedWords, {{"core/sim/a.h", "std::unordered_map<int, int> m;\n"}}, 1},
        {"rand", bannedWords, {{"core/base/a.cpp", "return std::rand();\n"}}, 1},
        {"wallClock",
         bannedWords,
         {{"core/sim/world.cpp", "std::chrono::system_clock::now();\n"}},
         1},
        {"wallClockInEngine",
         bannedWords,
         {{"core/sim/engine.cpp", "std::chrono::steady_clock::now();\n"}},
         0},
        {"mutex", bannedWords, {{"core/store/a.cpp", "std::mutex m;\n"}}, 1},
        {"chartsElsewhere", bannedWords, {{"ui/canvas/a.cpp", "#include <qcustomplot.h>\n"}}, 1},
        {"chartsInCharts", bannedWords, {{"ui/charts/a.cpp", "#include <qcustomplot.h>\n"}}, 0},
    };
}

std::vector<Planted> fileRows() {
    const QString long401 = QString("int x;\n").repeated(401);
    return {
        {"noTest", coreFilesWithoutTest, {{"core/base/a.cpp", ""}}, 1},
        {"withTest",
         coreFilesWithoutTest,
         {{"core/base/a.cpp", ""}, {"tests/core/base/a_test.cpp", ""}},
         0},
        {"licence", licenceLineMissing, {{"core/base/a.h", kLicence + "#pragma once\n"}}, 0},
        {"licenceSecond", licenceLineMissing, {{"core/base/a.h", "#pragma once\n" + kLicence}}, 1},
        {"licenceTwice", licenceLineMissing, {{"core/base/a.h", kLicence + kLicence}}, 1},
        {"tooLong", filesTooLong, {{"core/base/a.cpp", long401}}, 1},
        {"justShort", filesTooLong, {{"core/base/a.cpp", long401.chopped(7)}}, 0},
        {"kindKey",
         kindsNamedElsewhere,
         {{"core/kinds/queue.h", kQueueKind}, {"ui/a.cpp", "f(\"queue\");\n"}},
         1},
        {"kindHeader",
         kindsNamedElsewhere,
         {{"core/kinds/queue.h", kQueueKind},
          {"core/sim/a.cpp", "#include \"core/kinds/queue.h\"\n"}},
         1},
        {"kindAtHome",
         kindsNamedElsewhere,
         {{"core/kinds/queue.h", kQueueKind}, {"ui/a.cpp", "f(\"queues\");\n"}},
         0},
        {"colourRole",
         kindsNamedElsewhere,
         {{"core/kinds/queue.h", kQueueKind}, {"ui/theme/theme.cpp", "f(\"queue\");\n"}},
         0},
        {"noKinds", kindsNamedElsewhere, {{"ui/a.cpp", ""}}, 1},
        {"unlisted",
         unlistedFiles,
         {{"core/base/a.cpp", ""}, {"core/CMakeLists.txt", "base/ba.cpp base/a.cpp.in"}},
         1},
        {"listed",
         unlistedFiles,
         {{"core/base/a.cpp", ""}, {"core/CMakeLists.txt", "x(\n base/a.cpp\n)"}},
         0},
        {"unlistedTest", unlistedFiles, {{"tests/ui/a_test.cpp", ""}}, 1},
        {"sharedNamespace",
         testsWithoutNamespace,
         {{"tests/ui/a_test.cpp", "\nnamespace sluice::ui {\n"}},
         1},
        {"ownNamespace",
         testsWithoutNamespace,
         {{"tests/ui/a_test.cpp", "\nnamespace sluice::ui::a_test {\n"},
          {"tests/support/a.cpp", "\nnamespace sluice {\n"}},
         0},
        {"listedBench",
         unlistedFiles,
         {{"tests/bench/b.cpp", ""}, {"tests/CMakeLists.txt", "add(b ui)\n"}},
         0},
    };
}

} // namespace

class TidyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_sources = readSources(sourceDirectory());
        QVERIFY(m_sources.contains("core/base/assert.cpp"));
    }

    void rulesCatchWhatTheyAreFor_data() {
        QTest::addColumn<int>("found");
        QTest::addColumn<int>("expected");
        for (const auto& rows : {includeRows(), wordRows(), fileRows()}) {
            for (const Planted& row : rows)
                QTest::newRow(row.name) << int(row.rule(row.sources).size()) << row.expected;
        }
    }

    void rulesCatchWhatTheyAreFor() {
        QFETCH(int, found);
        QFETCH(int, expected);
        QCOMPARE(found, expected);
    }

    void longFilesAreListedLongestFirst() {
        const QString line = "int x;\n";
        const Sources planted = {
            {"ui/a.cpp", line.repeated(251)}, {"ui/b.cpp", line.repeated(300)}, {"ui/c.cpp", line}};
        QCOMPARE(longFiles(planted), QStringList({"300 ui/b.cpp", "251 ui/a.cpp"}));
        for (const QString& row : longFiles(m_sources)) qInfo("long: %s", qPrintable(row));
    }

    void foldersIncludeOnlyToTheirLeft() { holds(includesPointingRight); }
    void coreHasNoQt() { holds(qtInCore); }
    void noBannedWords() { holds(bannedWords); }
    void everyCoreFileHasItsTest() { holds(coreFilesWithoutTest); }
    void everyFileBeginsWithItsLicence() { holds(licenceLineMissing); }
    void noFileIsTooLong() { holds(filesTooLong); }
    void onlyKindsNameAKind() { holds(kindsNamedElsewhere); }
    void everyTestHasItsNamespace() { holds(testsWithoutNamespace); }
    void everyFileIsBuilt() { holds(unlistedFiles); }

private:
    void holds(Rule rule) const {
        const Violations found = rule(m_sources);
        for (const QString& line : found) qWarning("%s", qPrintable(line));
        QVERIFY(found.isEmpty());
    }

    Sources m_sources;
};

SLUICE_TEST(TidyTest)

} // namespace sluice::tidy_test

#include "tidy_test.moc"
