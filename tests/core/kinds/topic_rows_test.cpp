// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/topic.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::topic_rows_test {

class TopicRowsTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-57
    void metricsHaveTheNamesOfTheService() {
        for (const char* key : {"NumberOfMessagesPublished",
                                "NumberOfNotificationsDelivered",
                                "NumberOfNotificationsFailed",
                                "NumberOfNotificationsFilteredOut",
                                "NumberOfNotificationsRedrivenToDlq",
                                "NumberOfNotificationsFailedToRedriveToDlq",
                                "PublishSize"}) {
            const auto rows = Topic::metrics();
            QVERIFY2(std::any_of(rows.begin(),
                                 rows.end(),
                                 [&](const auto& row) { return row.spec.key == key; }),
                     key);
        }
    }
    // SNS-2
    void anArchiveKeepsForWholeDaysOrNotAtAll() {
        const auto rows = Topic::properties();
        const auto row = std::ranges::find(
            rows, "archive_retention", [](const auto& each) { return each.spec.key; });
        for (const char* days : {"0", "1 d", "365 d", "48 h"})
            QVERIFY2(parseValue(row->spec, days), days);
        for (const char* other : {"1 h", "30 h", "366 d"})
            QVERIFY2(!parseValue(row->spec, other), other);
        QCOMPARE(parseValue(row->spec, "1 h").error().message,
                 std::string("Archive must be in whole days, as the service takes it; 1 h is not."));
    }
    void subscriptionsStartAtOnePortOnly() {
        const auto ports = Topic::ports();
        const auto found = std::find_if(ports.begin(), ports.end(), [](const auto& port) {
            return port.key == Topic::kLinkPort;
        });
        QVERIFY(found != ports.end() && found->isOutput && found->takesMany);
    }
};

SLUICE_TEST(TopicRowsTest)

} // namespace sluice::topic_rows_test

#include "topic_rows_test.moc"
