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
