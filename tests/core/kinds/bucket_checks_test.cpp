// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::bucket_checks_test {

using namespace sluice::test;

class BucketChecksTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-14
    void overlappingRulesAreRefused() {
        Lab lab;
        const NodeId bucket = lab.bucket();
        const LinkId first = lab.tell(bucket, lab.queue());
        const LinkId second = lab.tell(bucket, lab.queue());
        QVERIFY(hasErrors(validate(lab.document, registry())));
        lab.setLink(first, "prefix", "images/");
        QVERIFY(hasErrors(validate(lab.document, registry())));
        lab.setLink(second, "prefix", "docs/");
        QVERIFY(!hasErrors(validate(lab.document, registry())));
        lab.setLink(second, "prefix", "images/");
        lab.setLink(second, "event", "removed");
        QVERIFY(!hasErrors(validate(lab.document, registry())));
    }

    // ACL-14, SQS-114
    void fifoQueuesAreNoTargets() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.tell(lab.bucket(), queue);
        QVERIFY(!hasErrors(validate(lab.document, registry())));
        lab.set(queue, "type", "fifo");
        QVERIFY(hasErrors(validate(lab.document, registry())));
    }
};

SLUICE_TEST(BucketChecksTest)

} // namespace sluice::bucket_checks_test

#include "bucket_checks_test.moc"
