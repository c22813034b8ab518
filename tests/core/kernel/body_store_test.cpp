// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/body_store.h"
#include "tests/support/test_main.h"

using namespace sluice;

class BodyStoreTest : public QObject {
    Q_OBJECT
private slots:
    void equalTemplatesAreStoredOnce() {
        BodyStore bodies;
        const auto first = bodies.add({"a", ""});
        const auto other = bodies.add({"a", "color=red"});
        QVERIFY(first != other);
        QCOMPARE(bodies.add({"a", ""}), first);
        QCOMPARE(bodies[other].attributes, std::string("color=red"));
    }

    void numberAndKeyAreFilledIn() {
        BodyStore bodies;
        Message message;
        message.serial = std::uint64_t{3} << 40U | 17U;
        message.key = 5;
        message.body = bodies.add({"{n} of {key}: {n}{n}", ""});
        QCOMPARE(bodyText(bodies, message), std::string("17 of 5: 1717"));
        message.body = bodies.add({"{N} {n", ""});
        QCOMPARE(bodyText(bodies, message), std::string("{N} {n"));
    }
};

SLUICE_TEST(BodyStoreTest)
#include "body_store_test.moc"
