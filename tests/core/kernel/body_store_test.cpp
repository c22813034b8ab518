// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/body_store.h"
#include "tests/support/test_main.h"

namespace sluice::body_store_test {

namespace {

BodyTemplate bodyOf(std::string text) {
    BodyTemplate body;
    body.text = std::move(text);
    return body;
}

} // namespace

class BodyStoreTest : public QObject {
    Q_OBJECT
private slots:
    void equalTemplatesAreStoredOnce() {
        BodyStore bodies;
        BodyTemplate red = bodyOf("a");
        red.attributes.push_back({"color", "String", "red"});
        const auto first = bodies.add(bodyOf("a"));
        const auto other = bodies.add(red);
        QVERIFY(first != other);
        QCOMPARE(bodies.add(bodyOf("a")), first);
        QCOMPARE(bodies.add(red), other);
        QCOMPARE(bodies[other].attributes.front().value, std::string("red"));
    }

    void numberAndKeyAreFilledIn() {
        BodyStore bodies;
        Message message;
        message.serial = std::uint64_t{3} << 40U | 17U;
        message.key = 5;
        message.body = bodies.add(bodyOf("{n} of {key}: {n}{n}"));
        QCOMPARE(bodyText(bodies, message), std::string("17 of 5: 1717"));
        message.body = bodies.add(bodyOf("{N} {n"));
        QCOMPARE(bodyText(bodies, message), std::string("{N} {n"));
    }

    void nothingIsFilledIntoALiteralBody() {
        BodyStore bodies;
        BodyTemplate body = bodyOf("{n}");
        body.isLiteral = true;
        Message message;
        message.body = bodies.add(body);
        message.serial = 7;
        QCOMPARE(bodyText(bodies, message), std::string("{n}"));
        QVERIFY(bodies.add(body) != message.body);
    }

    void groupsOfTheLabHaveTheirNumberAsName() {
        BodyStore bodies;
        QCOMPARE(bodies.groupName(0), std::string());
        QCOMPARE(bodies.groupName(12), std::string("group-12"));
        QCOMPARE(bodies.group("group-12"), GroupIndex{12});
        QCOMPARE(bodies.group(""), GroupIndex{0});
        QCOMPARE(bodies.group("group-1000000"), GroupIndex{1000000});
        QCOMPARE(bodies, BodyStore{});
    }

    void otherGroupsGetNumbersOfTheirOwn() {
        BodyStore bodies;
        for (const char* name : {"orders", "group-0", "group-01", "group-1000001", "group-x"}) {
            const GroupIndex group = bodies.group(name);
            QVERIFY(group >> 26U == 1);
            QCOMPARE(bodies.group(name), group);
            QCOMPARE(bodies.groupName(group), std::string(name));
        }
        QVERIFY(bodies.group("orders") != bodies.group("group-0"));
    }

    void attributesAreReadWithTheirTypes() {
        const auto attributes = parseAttributes(" color = red ;; weight:Number.kg=5; url=a=b:c;");
        QVERIFY(attributes);
        const std::vector<MessageAttribute> expected{
            {"color", "String", "red"}, {"weight", "Number.kg", "5"}, {"url", "String", "a=b:c"}};
        QCOMPARE(*attributes, expected);
        QVERIFY(parseAttributes("")->empty());
    }

    void attributesWithoutANameOrAValueAreRefused() {
        for (const char* text : {"color", "=red", "a=1; b", ":Number=5"}) {
            const auto attributes = parseAttributes(text);
            QVERIFY(!attributes);
            QVERIFY(attributes.error().message.find("name=value") != std::string::npos);
        }
    }
};

SLUICE_TEST(BodyStoreTest)

} // namespace sluice::body_store_test

#include "body_store_test.moc"
