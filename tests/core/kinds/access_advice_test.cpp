// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/findings.h"
#include "core/sim/live_edit.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::access_advice_test {

using namespace sluice::test;

class AccessAdviceTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-8
    void aMissingPolicyIsSaidAndMendedWithOneClick() {
        Lab lab;
        const NodeId producer = lab.producer();
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        lab.feed(producer, topic);
        lab.subscribe(topic, queue);
        lab.serve(queue, lab.consumer());
        QVERIFY(validate(lab.document, registry()).empty());
        lab.set(queue, "policy", "");
        const auto found = validate(lab.document, registry());
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].node, queue);
        QVERIFY(found[0].severity == Severity::Advice && found[0].demonstration
                && !found[0].why.empty());
        QVERIFY(isMendable(found[0]));
        QVERIFY(mend(lab.document, registry(), found[0]).has_value());
        QVERIFY(validate(lab.document, registry()).empty());
    }
};

SLUICE_TEST(AccessAdviceTest)

} // namespace sluice::access_advice_test

#include "access_advice_test.moc"
