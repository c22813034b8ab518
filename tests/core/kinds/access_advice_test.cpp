// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
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

    // ACL-3
    void aMisspeltActionIsWarnedOf() {
        for (const char* kind : {"queue", "topic", "producer"}) {
            Lab lab;
            const NodeId node = addNode(lab.document, *registry().find(kind), {});
            const bool isRole = kind == std::string_view("producer");
            const char* property = isRole ? "identity_policy" : "policy";
            lab.set(node,
                    property,
                    std::string(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)")
                        + (isRole ? "" : R"("Principal":"*",)")
                        + R"("Action":"sqs:SendMesage","Resource":"*"}})");
            const auto found = validate(lab.document, registry());
            const auto warning = std::ranges::find(found, property, &Finding::property);
            QVERIFY2(warning != found.end(), kind);
            QVERIFY(warning->severity == Severity::Warning && warning->node == node);
            QVERIFY(warning->text.find("Did you mean sqs:SendMessage?") != std::string::npos);
        }
    }
};

SLUICE_TEST(AccessAdviceTest)

} // namespace sluice::access_advice_test

#include "access_advice_test.moc"
