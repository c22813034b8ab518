// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/limits_profile.h"
#include "tests/support/test_main.h"

#include <set>

namespace sluice::limits_profile_test {

class LimitsProfileTest : public QObject {
    Q_OBJECT
private slots:
    // PROF-1
    void presetsDifferInTheLargestMessage() {
        QCOMPARE(limitsProfile("study-notes")->maxMessageBytes, std::int64_t{262'144});
        QCOMPARE(limitsProfile("aws-2023")->maxMessageBytes, std::int64_t{262'144});
        QCOMPARE(limitsProfile("aws-2026")->maxMessageBytes, std::int64_t{1'048'576});
        QCOMPARE(limitsProfile("aws-2023")->inFlightFifo, std::int64_t{20'000});
        QVERIFY(!limitsProfile("aws-2023")->groupsOnStandardQueues);
    }

    // SNS-10, SNS-52, SNS-56
    void presetsDifferInWhatTopicsAllow() {
        for (const std::string_view preset : limitPresets()) {
            QCOMPARE(limitsProfile(preset)->topicMaxMessageBytes, std::int64_t{262'144});
            QCOMPARE(limitsProfile(preset)->standardQueuesOnFifoTopics, preset != "study-notes");
        }
        QCOMPARE(limitsProfile("aws-2026")->fifoPublishesPerSecond, std::int64_t{3'000});
        QCOMPARE(limitsProfile("aws-2023")->fifoPublishesPerSecond, std::int64_t{300});
        QCOMPARE(limitsProfile("aws-2023")->publishesPerSecond, std::int64_t{30'000});
        for (const auto* key : {"sns.publish_per_s",
                                "sns.publish_per_s_a2",
                                "sns.publish_per_s_b",
                                "sns.publish_per_s_c",
                                "sns.fifo_publish_per_s_per_account",
                                "sns.fifo_publish_per_s_per_account_a2",
                                "sns.fifo_publish_per_s_per_account_b"}) {
            QVERIFY(*limitValue(*limitsProfile("study-notes"), key) > 1'000'000);
        }
        QCOMPARE(limitsProfile("study-notes")->fifoPublishesPerSecond, std::int64_t{3'000});
        QCOMPARE(limitsProfile("study-notes")->fifoPublishCallsPerSecond, std::int64_t{300});
    }

    void aFieldIsReadByItsKey() {
        QCOMPARE(limitValue(*limitsProfile("aws-2023"), "sqs.max_message_bytes"),
                 std::optional<std::int64_t>(262'144));
        QVERIFY(!limitValue(LimitsProfile{}, "")); // of a setting that no limit bounds
    }

    void theFirstPresetIsTheDefault() {
        QCOMPARE(limitPresets().front(), std::string_view("aws-2026"));
        QCOMPARE(*limitsProfile(limitPresets().front()), LimitsProfile{});
    }

    // PROF-3
    void everyFieldCanBeReplacedAlone() {
        for (const LimitRow& row : limitRows()) {
            const LimitsProfile before;
            const std::int64_t value = row.read(before) == row.minimum ? row.maximum : row.minimum;
            const auto limits =
                limitsProfile("aws-2026", std::string(row.key) + "=" + std::to_string(value));
            QVERIFY2(limits, row.key.data());
            QCOMPARE(row.read(*limits), value);
            LimitsProfile restored = *limits;
            row.assign(restored, row.read(before));
            QCOMPARE(restored, before);
        }
    }

    // PROF-3
    void severalFieldsAreSeparatedBySemicolons() {
        const auto limits =
            limitsProfile("aws-2023", " sqs.inflight_fifo = 7 ;; sqs.dedup_window_s=60; ");
        QVERIFY(limits);
        QCOMPARE(limits->inFlightFifo, std::int64_t{7});
        QCOMPARE(limits->dedupWindowSeconds, std::int64_t{60});
        QCOMPARE(limits->maxMessageBytes, std::int64_t{262'144});
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("overrides");
        QTest::addColumn<QString>("named");
        QTest::newRow("preset") << "aws-1999"
                                << ""
                                << "aws-1999";
        QTest::newRow("field") << "aws-2026"
                               << "sqs.nonsense=1"
                               << "sqs.nonsense";
        QTest::newRow("no sign") << "aws-2026"
                                 << "sqs.wait_s_max"
                                 << "field=value";
        QTest::newRow("no number") << "aws-2026"
                                   << "sqs.wait_s_max=two"
                                   << "two";
        QTest::newRow("below") << "aws-2026"
                               << "sqs.batch_entries=0"
                               << "1 to 10";
        QTest::newRow("beyond") << "aws-2026"
                                << "sqs.batch_entries=11"
                                << "1 to 10";
        QTest::newRow("huge") << "aws-2026"
                              << "sqs.batch_entries=99999999999999999999"
                              << "999";
    }
    void mistakesAreNamed() {
        QFETCH(const QString, preset);
        QFETCH(const QString, overrides);
        QFETCH(const QString, named);
        const auto limits = limitsProfile(preset.toStdString(), overrides.toStdString());
        QVERIFY(!limits);
        QVERIFY(QString::fromStdString(limits.error().message).contains(named));
    }

    // PROF-3
    void descriptionListsEveryFieldWithValueAndEvidence() {
        const auto limits = limitsProfile("aws-2026", "sqs.dedup_window_s=61");
        const QString text = QString::fromStdString(describeLimits(*limits));
        QCOMPARE(text.count('\n'), static_cast<qsizetype>(limitRows().size()));
        QVERIFY(text.contains("sqs.dedup_window_s = 61 [API model]"));
        QVERIFY(text.contains("sqs.max_message_bytes = 1048576 [API model]"));
    }

    void presetsLieInsideTheRanges() {
        std::set<std::string_view> keys;
        for (const std::string_view preset : limitPresets()) {
            for (const LimitRow& row : limitRows()) {
                const std::int64_t value = row.read(*limitsProfile(preset));
                QVERIFY2(value >= row.minimum && value <= row.maximum, row.key.data());
                keys.insert(row.key);
            }
        }
        QCOMPARE(keys.size(), limitRows().size());
    }
};

SLUICE_TEST(LimitsProfileTest)

} // namespace sluice::limits_profile_test

#include "limits_profile_test.moc"
