// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/queue.h"
#include "tests/support/test_main.h"

namespace sluice::queue_party_test {

class QueuePartyTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-1
    void theNameIsAsSetOrMadeFromThePart() {
        Queue::Config config;
        QCOMPARE(queueNameOf("my orders", config), std::string("my-orders"));
        config.type = QueueType::Fifo;
        QCOMPARE(queueNameOf("my orders", config), std::string("my-orders.fifo"));
        QCOMPARE(queueNameOf(std::string(100, 'x'), config).size(), std::size_t{80});
        config.queueName = "other.fifo";
        QCOMPARE(queueNameOf("my orders", config), std::string("other.fifo"));
    }
    void theArnNamesRegionAndAccount() {
        Queue queue;
        queue.config.encryption = Encryption::Kms;
        const Party party = queue.party({"orders", "eu-west-1", "111122223333"});
        QCOMPARE(party.arn, std::string("arn:aws:sqs:eu-west-1:111122223333:orders"));
        QVERIFY(party.hasKey && party.service.empty());
    }
};

SLUICE_TEST(QueuePartyTest)

} // namespace sluice::queue_party_test

#include "queue_party_test.moc"
