// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::event_source_test {

using namespace sluice::test;

class EventSourceTest : public QObject {
    Q_OBJECT
private slots:
    void eventsComeAtTheirTimes() {
        Lab lab;
        const NodeId source = lab.eventSource({{"times", "2 s, 5 s, 9 s"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s - 1ns));
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{1});
        QVERIFY(runConserved(world, kRunStart + 20s));
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{3});
        QCOMPARE(eventSourceIn(world, source).counted.sent, std::uint64_t{3});
    }

    void withoutTimesTheRateDecides() {
        Lab lab;
        const NodeId source = lab.eventSource({{"rate", "2"}, {"spacing", "even"}});
        lab.feed(source, lab.queue());
        World world = lab.world();
        runUntil(world, kRunStart + 10s);
        QCOMPARE(eventSourceIn(world, source).counted.sent, std::uint64_t{20});
    }

    void messagesHaveTheFormOfTheService_data() {
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("member");
        QTest::newRow("alarm") << "alarm"
                               << "\"NewStateValue\":\"ALARM\"";
        QTest::newRow("scaling") << "scaling"
                                 << "\"Event\":\"autoscaling:EC2_INSTANCE_LAUNCH\"";
        QTest::newRow("database") << "database"
                                  << "\"Event ID\":\"RDS-EVENT-0049\"";
        QTest::newRow("budget") << "budget"
                                << "AWS Budget Notification 1970-01-01T00:00:02.000Z";
    }
    void messagesHaveTheFormOfTheService() {
        QFETCH(QString, origin);
        QFETCH(QString, member);
        Lab lab;
        const NodeId source = lab.eventSource({{"times", "2 s"}});
        lab.set(source, "origin", origin.toStdString());
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        runUntil(world, kRunStart + 3s);
        std::string body;
        queueIn(world, queue).store.visitStored([&](const StoredView& view) {
            body = bodyText(world.kernel.bodies, world.kernel.messages[view.message]);
        });
        QVERIFY2(body.find(member.toStdString()) != std::string::npos, body.c_str());
        QVERIFY(body.find('{') == std::string::npos || body.find("{time}") == std::string::npos);
    }

    void anotherServiceSpeaksFromNowOn() {
        Lab lab;
        const NodeId source = lab.eventSource({{"rate", "1"}, {"spacing", "even"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        runUntil(world, kRunStart + 2500ms);
        lab.edit(world, [&] { lab.set(source, "origin", "budget"); });
        runUntil(world, kRunStart + 4500ms);
        QCOMPARE(eventSourceIn(world, source).counted.sent, std::uint64_t{4});
        std::size_t longOnes = 0;
        queueIn(world, queue).store.visitStored([&](const StoredView& view) {
            longOnes +=
                world.kernel.messages[view.message].size == eventBody(EventOrigin::Alarm).size()
                    ? 1
                    : 0;
        });
        QCOMPARE(longOnes, std::size_t{2});
    }

    void aNewOneHasANameThatReadsWell() {
        Lab lab;
        const NodeId first = addNode(lab.document, *registry().find("event_source"), {});
        const NodeId second = addNode(lab.document, *registry().find("event_source"), {});
        QCOMPARE(lab.document.node(first)->name, std::string("event source"));
        QCOMPARE(lab.document.node(second)->name, std::string("event source-2"));
    }
};

SLUICE_TEST(EventSourceTest)

} // namespace sluice::event_source_test

#include "event_source_test.moc"
