// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules of the services are tested. A test names the rules it checks in a comment line
// directly before its function:
//     // SQS-12, SQS-13
//     void purgingTwiceWithinAMinuteFails() {
// Pure functions of texts, so that their own test can plant gaps.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace sluice::test {

/// Text by rule number: title of a rule, or why it has no test.
using RuleTexts = QMap<QString, QString>;

/// Reads lines `SQS-12  text`; empty lines and those beginning with # say nothing. Lines of any
/// other form and numbers said twice are added to `faults`.
RuleTexts readRuleTexts(const QString& text, QStringList& faults);

/// Names of the test functions ("purge_test.cpp purgingTwiceWithinAMinuteFails") by the rules they
/// name. `sources` holds texts by path.
QMap<QString, QStringList> testsByRule(const QMap<QString, QString>& sources);

/// What is wrong between rules, tests and reasons.
struct RuleGaps {
    QStringList untested;    ///< Rules without a test and without a reason.
    QStringList unknown;     ///< Named by a test or a reason, but no rule.
    QStringList needless;    ///< Reasons for rules that do have a test.
    QStringList unexplained; ///< Reasons too short to be one.

    bool isEmpty() const {
        return untested.isEmpty() && unknown.isEmpty() && needless.isEmpty()
               && unexplained.isEmpty();
    }
};
RuleGaps
ruleGaps(const RuleTexts& rules, const QMap<QString, QStringList>& tests, const RuleTexts& reasons);

/// The whole picture: each rule with its number of tests, the reasons, then what is wrong.
QStringList coverageLines(const RuleTexts& rules,
                          const QMap<QString, QStringList>& tests,
                          const RuleTexts& reasons);

} // namespace sluice::test
