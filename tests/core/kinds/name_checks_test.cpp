// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/name_checks.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::name_checks_test {

using namespace sluice::test;

class NameChecksTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-1
    void aNameHasLettersDigitsAndTwoMarks() {
        for (const char* name : {"a", "Orders-2_x", "orders.fifo"}) {
            QCOMPARE(queueNameProblem(name), std::string());
            QCOMPARE(topicNameProblem(name), std::string());
        }
        for (const char* name : {"bad name!", ".fifo", "a.b", "orders.FIFO"}) {
            QVERIFY(!queueNameProblem(name).empty());
            QVERIFY(!topicNameProblem(name).empty());
        }
        QVERIFY(queueNameProblem(std::string(80, 'a')).empty());
        QVERIFY(!queueNameProblem(std::string(81, 'a')).empty());
        QVERIFY(topicNameProblem(std::string(256, 'a')).empty());
        QVERIFY(!topicNameProblem(std::string(257, 'a')).empty());
    }

    // SQS-1
    void aWrongNameIsRefusedWhereItIsTyped() {
        Lab lab;
        const NodeId queue = lab.queue();
        const PropertySpec* spec = registry().find("queue")->property("queue_name");
        const auto typed = parseValue(*spec, "bad name!");
        QVERIFY(!typed);
        QCOMPARE(typed.error().message,
                 std::string("Queue name: use 1 to 80 letters, digits, - and _, with .fifo at the "
                             "end for a FIFO queue; \"bad name!\" is no such name."));
        const PropertyValue bad = std::string("bad name!");
        QVERIFY(check(*spec, bad)); // a document may hold it
        QVERIFY(!sluice::setProperty(lab.document, registry(), queue, "queue_name", bad));
        QVERIFY(parseValue(*spec, "")); // made from the part's name
    }
};

SLUICE_TEST(NameChecksTest)

} // namespace sluice::name_checks_test

#include "name_checks_test.moc"
