// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/arn_references.h"
#include "core/kinds/link_access.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::arn_references_test {

using namespace sluice::test;

class ArnReferencesTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-9
    void aRenamedPartKeepsItsPermissions() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        const LinkId link = lab.subscribe(topic, queue);
        const auto isAllowed = [&] {
            return linkAccess(lab.document, *lab.document.link(link))->isAllowed;
        };
        const auto change = [&](auto&& edit) {
            const Document before = lab.document;
            edit();
            const bool wasBroken = !isAllowed();
            followRenamedParts(before, lab.document);
            return wasBroken && isAllowed();
        };
        QVERIFY(change([&] { QVERIFY(rename(lab.document, topic, "orders").has_value()); }));
        QVERIFY(change([&] { QVERIFY(rename(lab.document, queue, "billing").has_value()); }));
        QVERIFY(change([&] { lab.set(queue, "queue_name", "billing-2026"); }));
        QVERIFY(change([&] { lab.set(topic, "type", "fifo"); }));
    }

    // SNS-49
    void aRenamedQueueStaysTheDeadLetterQueueThatIsMeant() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId letters = lab.queue();
        const LinkId link = lab.subscribe(topic, lab.queue());
        lab.redrive(topic, letters);
        lab.setLink(link, "dead_letter_queue", lab.document.node(letters)->name);
        const Document before = lab.document;
        QVERIFY(rename(lab.document, letters, "failed").has_value());
        followRenamedParts(before, lab.document);
        QVERIFY(lab.document.link(link)->properties.at("dead_letter_queue")
                == PropertyValue(std::string("failed")));
    }

    void aPartWithANameOfTheServiceIsMeantByThatOne() {
        Lab lab;
        const NodeId queue = lab.queue({{"type", "fifo"}});
        const auto reference = [&] { return referenceTo(lab.document, *lab.document.node(queue)); };
        QVERIFY(rename(lab.document, queue, "late orders").has_value());
        QCOMPARE(reference(), std::string("late orders"));
        lab.set(queue, "queue_name", "letters.fifo");
        QCOMPARE(reference(), std::string("letters"));
    }

    void aPartThatMovedIntoAnotherAccountIsAnotherOne() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        lab.subscribe(topic, queue);
        const Document before = lab.document;
        Boundary frame;
        frame.id = BoundaryId{lab.document.nextId++};
        frame.type = BoundaryType::Account;
        frame.code = "222222222222";
        frame.position = {4'900, 4'900};
        frame.size = {600, 600};
        lab.document.boundaries.push_back(frame);
        for (Node& node : lab.document.nodes)
            if (node.id == topic) node.position = {5'000, 5'000};
        QVERIFY(rename(lab.document, topic, "orders").has_value());
        const Document moved = lab.document;
        followRenamedParts(before, lab.document);
        QVERIFY(lab.document == moved);
    }

    void whatOnlyBeginsAlikeIsLeft() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        lab.set(queue, "policy", R"({"a":"arn:aws:sns:us-east-1:000000000000:topic-2"})");
        const Document before = lab.document;
        QVERIFY(rename(lab.document, topic, "orders").has_value());
        const Document renamed = lab.document;
        followRenamedParts(before, lab.document);
        QVERIFY(lab.document == renamed);
    }
};

SLUICE_TEST(ArnReferencesTest)

} // namespace sluice::arn_references_test

#include "arn_references_test.moc"
