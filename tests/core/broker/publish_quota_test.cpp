// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/publish_quota.h"
#include "tests/support/test_main.h"

namespace sluice::publish_quota_test {

class PublishQuotaTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-60
    void theRegionDecidesHowMuchAnAccountMayPublish() {
        const TopicRules standard;
        QCOMPARE(accountPublishesPerSecond(standard, "us-east-1"), std::int64_t{30'000});
        QCOMPARE(accountPublishesPerSecond(standard, "eu-west-1"), std::int64_t{9'000});
        QCOMPARE(accountPublishesPerSecond(standard, "eu-central-1"), std::int64_t{1'500});
        QCOMPARE(accountPublishesPerSecond(standard, "eu-north-1"), std::int64_t{300});
    }

    // SNS-56
    void fifoTopicsShareAnAccountsQuotaByGroupsOnly() {
        TopicRules fifo;
        fifo.type = TopicType::Fifo;
        QCOMPARE(accountPublishesPerSecond(fifo, "us-east-1"), std::int64_t{0});
        fifo.throughputScope = FifoThroughputScope::MessageGroup;
        QCOMPARE(accountPublishesPerSecond(fifo, "us-east-1"), std::int64_t{30'000});
        QCOMPARE(accountPublishesPerSecond(fifo, "us-west-2"), std::int64_t{9'000});
        QCOMPARE(accountPublishesPerSecond(fifo, "eu-north-1"), std::int64_t{3'000});
        fifo.hasQuotas = false;
        QCOMPARE(accountPublishesPerSecond(fifo, "us-east-1"), std::int64_t{0});
    }
};

SLUICE_TEST(PublishQuotaTest)

} // namespace sluice::publish_quota_test

#include "publish_quota_test.moc"
