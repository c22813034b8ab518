// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rules/rule_coverage.h"
#include "tests/support/test_main.h"
#include "tests/tidy/rules.h"

#include <QFile>

namespace sluice::rule_coverage_test {

using namespace sluice::test;

namespace {

QString readText(const QString& path) {
    QFile file(sourceDirectory() + '/' + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Comments are put together here, so that this file names no rule by accident.
QString comment(const QString& text) {
    return "    // " + text + '\n';
}

} // namespace

class RuleCoverageTest : public QObject {
    Q_OBJECT

private slots:
    void rulesAreReadLineByLine() {
        QStringList faults;
        const RuleTexts rules =
            readRuleTexts("# heading\n\nAB-1  first\nAB-12 second one\n", faults);
        QCOMPARE(rules, (RuleTexts{{"AB-1", "first"}, {"AB-12", "second one"}}));
        QVERIFY(faults.isEmpty());
        readRuleTexts("AB-1  first\nAB-1  again\nwords\n", faults);
        QCOMPARE(faults, (QStringList{"twice: AB-1", "no rule: words"}));
    }

    void commentsCountForTheFunctionBelow() {
        const QString text = comment("AB-1, AB-2") + "    void one() {\n" + comment("AB-2: why")
                             + comment("more words") + "    void two_data() { rows(); }\n"
                             + comment("AB-3") + "    int x = 0;\n    void three() {\n"
                             + "        f(); // AB-4\n    }\n" + comment("as AB-5 says")
                             + "    void four() {\n";
        const auto tests = testsByRule({{"tests/core/a_test.cpp", text}, {"core/a.cpp", text}});
        QCOMPARE(tests.keys(), (QStringList{"AB-1", "AB-2"}));
        QCOMPARE(tests["AB-1"], QStringList{"a_test.cpp one"});
        QCOMPARE(tests["AB-2"], (QStringList{"a_test.cpp one", "a_test.cpp two"}));
    }

    void gapsAreFound() {
        const RuleTexts rules{{"AB-1", "a"}, {"AB-2", "b"}, {"AB-10", "c"}, {"AB-3", "d"}};
        const QString reason = "a statement about something else";
        const RuleGaps gaps = ruleGaps(rules,
                                       {{"AB-1", {"t"}}, {"AB-9", {"t"}}},
                                       {{"AB-1", reason}, {"AB-3", "no"}, {"AB-8", reason}});
        QCOMPARE(gaps.untested, (QStringList{"AB-2", "AB-10"}));
        QCOMPARE(gaps.unknown, (QStringList{"AB-8", "AB-9"}));
        QCOMPARE(gaps.needless, QStringList{"AB-1"});
        QCOMPARE(gaps.unexplained, QStringList{"AB-3"});
        QVERIFY(ruleGaps(
                    rules, {{"AB-1", {"t"}}, {"AB-2", {"t"}}, {"AB-10", {"t"}}}, {{"AB-3", reason}})
                    .isEmpty());
    }

    void everyRuleHasATestOrAReason() {
        QStringList faults;
        const RuleTexts rules = readRuleTexts(readText("tests/rules/rules.txt"), faults);
        const RuleTexts reasons = readRuleTexts(readText("tests/rules/untested.txt"), faults);
        const auto tests = testsByRule(readSources(sourceDirectory()));
        for (const QString& line : coverageLines(rules, tests, reasons))
            qInfo("%s", qPrintable(line));
        QCOMPARE(faults, QStringList());
        QVERIFY(rules.size() > 100);
        QVERIFY(ruleGaps(rules, tests, reasons).isEmpty());
    }
};

SLUICE_TEST(RuleCoverageTest)

} // namespace sluice::rule_coverage_test

#include "rule_coverage_test.moc"
