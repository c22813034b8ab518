// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace sluice::bucket_checks_test {

using namespace sluice::test;

namespace {

std::size_t warnings(const Lab& lab) {
    const auto findings = validate(lab.document, registry());
    return static_cast<std::size_t>(std::ranges::count_if(findings, [](const Finding& finding) {
        return finding.severity == Severity::Warning && raw(finding.link) != 0;
    }));
}

} // namespace

class BucketChecksTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-14
    void overlappingRulesAreNotTaken() {
        Lab lab;
        const NodeId bucket = lab.bucket();
        const LinkId first = lab.tell(bucket, lab.queue());
        const LinkId second = lab.tell(bucket, lab.queue());
        QCOMPARE(warnings(lab), std::size_t{1});
        lab.setLink(first, "prefix", "images/");
        QCOMPARE(warnings(lab), std::size_t{1});
        lab.setLink(second, "prefix", "docs/");
        QCOMPARE(warnings(lab), std::size_t{0});
        lab.setLink(second, "prefix", "images/");
        lab.setLink(second, "event", "removed");
        QCOMPARE(warnings(lab), std::size_t{0});
        QVERIFY(!hasErrors(validate(lab.document, registry())));
    }

    // ACL-14, SQS-114
    void fifoQueuesAreNoTargets() {
        Lab lab;
        const NodeId bucket = lab.bucket();
        const NodeId queue = lab.queue();
        lab.tell(bucket, queue);
        QVERIFY(!hasErrors(validate(lab.document, registry())));
        lab.set(queue, "type", "fifo");
        QVERIFY(hasErrors(validate(lab.document, registry())));
        const Link another{LinkId{}, lab.bucket(), "events", queue, "in", {}};
        QVERIFY(refusal(lab.document, registry(), another).find("no FIFO ones")
                != std::string::npos);
    }
};

SLUICE_TEST(BucketChecksTest)

} // namespace sluice::bucket_checks_test

#include "bucket_checks_test.moc"
