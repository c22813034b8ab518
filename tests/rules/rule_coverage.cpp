// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rules/rule_coverage.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice::test {
namespace {

constexpr qsizetype kShortestReason = 20; // characters

const QString kRule = QStringLiteral("[A-Z]{2,6}-[0-9]+");

/// The rules a line names, none when it is no comment that begins with one.
QStringList rulesNamedBy(const QString& line) {
    static const QRegularExpression comment(
        QString(R"re(^\s*//[/!]?\s*(%1(?:\s*,\s*%1)*)\s*,?\s*(?:$|[:.(]))re").arg(kRule));
    const auto hit = comment.match(line);
    QStringList rules;
    if (hit.hasMatch()) {
        for (const QString& rule : hit.captured(1).split(',')) rules << rule.trimmed();
    }
    return rules;
}

/// Name of the function that begins in this line, without the suffix of its table of data.
QString functionIn(const QString& line) {
    static const QRegularExpression function(
        QStringLiteral(R"re(^\s*void\s+(?:\w+::)?(\w+)\s*\()re"));
    const QString name = function.match(line).captured(1);
    return name.endsWith("_data") ? name.chopped(5) : name;
}

void addTests(const QString& path, const QString& text, QMap<QString, QStringList>& tests) {
    QStringList pending;
    for (const QString& line : text.split('\n')) {
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith("//")) {
            pending += rulesNamedBy(line);
            continue;
        }
        const QString function = functionIn(line);
        if (!function.isEmpty()) {
            const QString test = path.section('/', -1) + ' ' + function;
            for (const QString& rule : std::as_const(pending)) {
                if (!tests[rule].contains(test)) tests[rule] << test;
            }
        }
        if (!trimmed.isEmpty()) pending.clear();
    }
}

/// Rules in the order people count: SQS-2 before SQS-10.
QStringList counted(QStringList rules) {
    std::ranges::sort(rules, [](const QString& left, const QString& right) {
        const QString family = left.section('-', 0, 0);
        const QString other = right.section('-', 0, 0);
        return family != other ? family < other
                               : left.section('-', 1).toInt() < right.section('-', 1).toInt();
    });
    return rules;
}

} // namespace

RuleTexts readRuleTexts(const QString& text, QStringList& faults) {
    static const QRegularExpression row(QString(R"re(^(%1)\s+(\S.*)$)re").arg(kRule));
    RuleTexts rules;
    for (const QString& line : text.split('\n')) {
        if (line.trimmed().isEmpty() || line.startsWith('#')) continue;
        const auto hit = row.match(line);
        if (!hit.hasMatch()) {
            faults << "no rule: " + line;
        } else if (rules.contains(hit.captured(1))) {
            faults << "twice: " + hit.captured(1);
        } else {
            rules.insert(hit.captured(1), hit.captured(2).trimmed());
        }
    }
    return rules;
}

QMap<QString, QStringList> testsByRule(const QMap<QString, QString>& sources) {
    QMap<QString, QStringList> tests;
    for (auto source = sources.begin(); source != sources.end(); ++source) {
        if (source.key().startsWith("tests/") && source.key().endsWith(".cpp"))
            addTests(source.key(), source.value(), tests);
    }
    return tests;
}

RuleGaps ruleGaps(const RuleTexts& rules,
                  const QMap<QString, QStringList>& tests,
                  const RuleTexts& reasons) {
    RuleGaps gaps;
    for (const QString& rule : rules.keys()) {
        if (!tests.contains(rule) && !reasons.contains(rule)) gaps.untested << rule;
    }
    for (const QString& rule : tests.keys() + reasons.keys()) {
        if (!rules.contains(rule) && !gaps.unknown.contains(rule)) gaps.unknown << rule;
    }
    for (const QString& rule : reasons.keys()) {
        if (tests.contains(rule)) gaps.needless << rule;
        if (reasons.value(rule).size() < kShortestReason) gaps.unexplained << rule;
    }
    gaps.untested = counted(gaps.untested);
    gaps.unknown = counted(gaps.unknown);
    return gaps;
}

QStringList coverageLines(const RuleTexts& rules,
                          const QMap<QString, QStringList>& tests,
                          const RuleTexts& reasons) {
    QStringList lines;
    qsizetype tested = 0;
    for (const QString& rule : counted(rules.keys())) {
        const QStringList named = tests.value(rule);
        tested += named.isEmpty() ? 0 : 1;
        const QString said = named.isEmpty() ? reasons.contains(rule) ? "why " : "none" : "    ";
        lines << QString("%1 %2 %3  %4")
                     .arg(rule, -9)
                     .arg(named.size(), 3)
                     .arg(said,
                          named.isEmpty() ? reasons.value(rule, rules.value(rule))
                                          : rules.value(rule));
    }
    const RuleGaps gaps = ruleGaps(rules, tests, reasons);
    lines << QString("%1 rules, %2 tested, %3 explained, %4 without test: %5")
                 .arg(rules.size())
                 .arg(tested)
                 .arg(reasons.size())
                 .arg(gaps.untested.size())
                 .arg(gaps.untested.join(' '));
    if (!gaps.unknown.isEmpty()) lines << "no such rule: " + gaps.unknown.join(' ');
    if (!gaps.needless.isEmpty()) lines << "explained, but tested: " + gaps.needless.join(' ');
    if (!gaps.unexplained.isEmpty()) lines << "reason missing: " + gaps.unexplained.join(' ');
    return lines;
}

} // namespace sluice::test
