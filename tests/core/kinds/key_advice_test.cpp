// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/advice.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::key_advice_test {

using namespace sluice::test;

namespace {

/// Producer → queue → consumer.
struct Line {
    Lab lab;
    NodeId producer = lab.producer({{"rate", "1"}});
    NodeId queue = lab.queue({{"encryption", "sse_kms"}});
    NodeId consumer = lab.consumer();

    Line() {
        lab.feed(producer, queue, "10 ms");
        lab.serve(queue, consumer, "10 ms");
    }
    bool isMendable(NodeId about, std::string_view words) const {
        const auto found = adviceWith(lab.document, about, words);
        return found && isMendedByFix(lab.document, *found)
               && shownAt(lab.document, *found).has_value();
    }
};

} // namespace

class KeyAdviceTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-125
    void callersNeedPermissionForTheKey() {
        Line line;
        QVERIFY(!adviceWith(line.lab.document, line.consumer, "no permission"));
        line.lab.set(line.consumer, "may_use_key", "false");
        QVERIFY(line.isMendable(line.consumer, "refused with KmsAccessDenied"));
        line.lab.set(line.consumer, "may_use_key", "true");
        line.lab.set(line.producer, "may_use_key", "false");
        QVERIFY(line.isMendable(line.producer, "refused with KmsAccessDenied"));
        line.lab.set(line.queue, "encryption", "sse_sqs");
        QVERIFY(!adviceWith(line.lab.document, line.producer, "no permission"));
    }

    // SQS-125
    void aKeyMustBeThereAndEnabled() {
        Line line;
        line.lab.set(line.queue, "key_state", "disabled");
        QVERIFY(line.isMendable(line.queue, "refused with KmsDisabled"));
        line.lab.set(line.queue, "key_state", "missing");
        QVERIFY(line.isMendable(line.queue, "refused with KmsNotFound"));
    }

    // SNS-58
    void publishersNeedPermissionToo() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"may_use_key", "false"}});
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        lab.feed(source, topic, "10 ms");
        lab.subscribe(topic, queue);
        QVERIFY(!adviceWith(lab.document, source, "no permission"));
        lab.set(topic, "encrypted", "true");
        const auto found = adviceWith(lab.document, source, "with KMSAccessDeniedException");
        QVERIFY(found && isMendedByFix(lab.document, *found) && shownAt(lab.document, *found));
    }
};

SLUICE_TEST(KeyAdviceTest)

} // namespace sluice::key_advice_test

#include "key_advice_test.moc"
