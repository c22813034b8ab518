// SPDX-License-Identifier: GPL-3.0-or-later
// What the service would refuse about a queue, each with a case it accepts.
#include "core/model/edits.h"
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_checks_test {

using namespace sluice::test;

namespace {

/// The error about this setting of the node; empty when there is none.
QString errorAt(const Lab& lab, NodeId node, std::string_view property) {
    QString result;
    for (const Finding& finding : validate(lab.document, registry())) {
        if (finding.severity != Severity::Error || finding.node != node) continue;
        if (finding.property == property) result += QString::fromStdString(finding.text);
    }
    return result;
}

/// As a document from elsewhere may have it.
void setUnchecked(Lab& lab, NodeId id, const std::string& key, const std::string& value) {
    for (Node& node : lab.document.nodes) {
        if (node.id == id) node.properties.insert_or_assign(key, value);
    }
}

std::size_t errorCount(const Lab& lab) {
    const auto findings = validate(lab.document, registry());
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
            return finding.severity == Severity::Error;
        }));
}

bool canRedrive(const Lab& lab, NodeId queue, NodeId deadLetters) {
    const Link link{LinkId{}, queue, "dead_letter", deadLetters, "in", {}};
    return refusal(lab.document, registry(), link).empty();
}

} // namespace

class QueueChecksTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-1, SQS-2
    void namesAreChecked_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isFine");
        const QString full(80, 'a');
        const QString fifo = QString(75, 'a') + ".fifo";
        QTest::addRow("letters, digits, marks") << "standard"
                                                << "Orders-2_x" << true;
        QTest::addRow("none") << "standard"
                              << "" << true;
        QTest::addRow("80 characters") << "standard" << full << true;
        QTest::addRow("blank") << "standard"
                               << "my orders" << false;
        QTest::addRow("dot") << "standard"
                             << "my.orders" << false;
        QTest::addRow("no letter of ours") << "standard"
                                           << "Aufträge" << false;
        QTest::addRow("suffix without the type") << "standard"
                                                 << "orders.fifo" << false;
        QTest::addRow("fifo") << "fifo"
                              << "orders.fifo" << true;
        QTest::addRow("fifo without a name") << "fifo"
                                             << "" << true;
        QTest::addRow("fifo, 80 with the suffix") << "fifo" << fifo << true;
        QTest::addRow("type without the suffix") << "fifo"
                                                 << "orders" << false;
        QTest::addRow("suffix alone") << "fifo"
                                      << ".fifo" << false;
        QTest::addRow("suffix in capitals") << "fifo"
                                            << "orders.FIFO" << false;
    }
    void namesAreChecked() {
        QFETCH(QString, type);
        QFETCH(QString, name);
        QFETCH(bool, isFine);
        Lab lab;
        const NodeId queue = lab.queue();
        lab.set(queue, "type", type.toStdString());
        setUnchecked(lab, queue, "queue_name", name.toStdString());
        const QString error = errorAt(lab, queue, "queue_name");
        QCOMPARE(error.isEmpty(), isFine);
        QVERIFY(isFine || error.contains(".fifo"));
        QCOMPARE(errorCount(lab), isFine ? std::size_t{0} : std::size_t{1});
        QCOMPARE(build(lab.document).has_value(), isFine);
    }

    // SQS-3
    void twoQueuesOfOneNameAreAnError() {
        Lab lab;
        const NodeId first = lab.queue({{"queue_name", "orders"}});
        const NodeId second = lab.queue({{"queue_name", "orders"}});
        QVERIFY(errorAt(lab, first, "queue_name").isEmpty());
        QVERIFY(errorAt(lab, second, "queue_name").contains("are both called orders"));
        lab.set(second, "queue_name", "Orders"); // case counts (SQS-1)
        QCOMPARE(errorCount(lab), std::size_t{0});
    }

    // SQS-3
    void aNameMadeFromThePartsNameCountsToo_data() {
        QTest::addColumn<int>("named");
        QTest::addRow("the first has a queue name") << 0;
        QTest::addRow("the second has one") << 1;
    }
    void aNameMadeFromThePartsNameCountsToo() {
        QFETCH(int, named);
        Lab lab;
        const std::array queues{lab.queue(), lab.queue()};
        const auto index = static_cast<std::size_t>(named);
        QVERIFY(rename(lab.document, queues.at(1 - index), "my orders").has_value());
        lab.set(queues.at(index), "queue_name", "my-orders");
        QVERIFY(errorAt(lab, queues[1], "queue_name").contains("my-orders"));
        lab.set(queues.at(index), "queue_name", "my_orders");
        QCOMPARE(errorCount(lab), std::size_t{0});
    }

    // SQS-69
    void aDeadLetterQueueIsOfTheSameType() {
        for (const std::string_view type : {"standard", "fifo"}) {
            Lab lab;
            const NodeId queue = lab.queue({{"type", type}});
            const NodeId deadLetters = lab.queue({{"type", type}});
            lab.redrive(queue, deadLetters);
            lab.set(deadLetters, "type", type == "fifo" ? "standard" : "fifo");
            QVERIFY(errorAt(lab, queue, "type").contains("Both must be of the same type"));
            const NodeId another = lab.queue({{"type", type}});
            QVERIFY(!canRedrive(lab, another, deadLetters)); // nor can it be drawn
            lab.set(deadLetters, "type", type);
            QCOMPARE(errorCount(lab), std::size_t{0});
        }
    }

    // SQS-79
    void aDeadLetterQueueMayRefuseItsSources() {
        Lab lab;
        const NodeId queue = lab.queue({{"queue_name", "orders"}});
        const NodeId deadLetters = lab.queue({{"redrive_allow", "deny_all"}});
        QCOMPARE(errorCount(lab), std::size_t{0}); // nobody asks
        QVERIFY(!canRedrive(lab, queue, deadLetters));
        lab.set(deadLetters, "redrive_allow", "allow_all");
        lab.redrive(queue, deadLetters);
        lab.set(deadLetters, "redrive_allow", "deny_all");
        QVERIFY(errorAt(lab, deadLetters, "redrive_allow").contains("orders"));
        lab.set(deadLetters, "redrive_allow", "by_queue");
        QVERIFY(!errorAt(lab, deadLetters, "redrive_allow").isEmpty());
        lab.set(deadLetters, "redrive_sources", "bills, orders-2");
        QVERIFY(!errorAt(lab, deadLetters, "redrive_allow").isEmpty());
        lab.set(deadLetters, "redrive_sources", "bills,  orders , orders-2");
        QCOMPARE(errorCount(lab), std::size_t{0});
        lab.set(queue, "queue_name", "");
        QVERIFY(!errorAt(lab, deadLetters, "redrive_allow").isEmpty());
        lab.set(deadLetters, "redrive_allow", "allow_all");
        QCOMPARE(errorCount(lab), std::size_t{0});
    }

    // SQS-79
    void atMostTenSourcesAreNamed() {
        Lab lab;
        const NodeId queue = lab.queue(
            {{"redrive_allow", "by_queue"}, {"redrive_sources", "a, b, c, d, e, f, g, h, i, j"}});
        QCOMPARE(errorCount(lab), std::size_t{0});
        lab.set(queue, "redrive_sources", "a, b, c, d, e, f, g, h, i, j, k");
        QVERIFY(errorAt(lab, queue, "redrive_sources").contains("more than ten"));
        lab.set(queue, "redrive_allow", "allow_all"); // then nobody reads the list
        QCOMPARE(errorCount(lab), std::size_t{0});
    }

    // SQS-119
    void theQuotaPerGroupNeedsTheScopeOfEachGroup() {
        Lab lab;
        const NodeId queue =
            lab.queue({{"type", "fifo"}, {"throughput_limit", "per_message_group"}});
        QVERIFY(errorAt(lab, queue, "throughput_limit").contains("deduplication scope"));
        lab.set(queue, "dedup_scope", "message_group");
        QCOMPARE(errorCount(lab), std::size_t{0});
        lab.set(queue, "throughput_limit", "per_queue");
        QCOMPARE(errorCount(lab), std::size_t{0});
        lab.set(queue, "dedup_scope", "queue");
        QCOMPARE(errorCount(lab), std::size_t{0});
        lab.set(queue, "throughput_limit", "per_message_group");
        lab.set(queue, "type", "standard"); // it has no such quota
        QCOMPARE(errorCount(lab), std::size_t{0});
    }

    void aPolicyHasTheFormOfOne_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<bool>("isFine");
        const QString statement = R"({"Effect": "Allow", "Principal": "*", )"
                                  R"("Action": "sqs:SendMessage", "Resource": "*"})";
        QTest::addRow("none") << "" << true;
        QTest::addRow("one statement")
            << R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}" << true;
        QTest::addRow("no JSON") << "allow everybody" << false;
        QTest::addRow("no object") << "[]" << false;
        QTest::addRow("no statement") << R"({"Version": "2012-10-17"})" << false;
        QTest::addRow("cut off") << R"({"Version": "2012-10-17", "Statement": [)" + statement
                                 << false;
    }
    void aPolicyHasTheFormOfOne() {
        QFETCH(QString, policy);
        QFETCH(bool, isFine);
        Lab lab;
        const NodeId queue = lab.queue();
        lab.set(queue, "policy", policy.toStdString());
        QCOMPARE(errorAt(lab, queue, "policy").isEmpty(), isFine);
        QCOMPARE(errorCount(lab), isFine ? std::size_t{0} : std::size_t{1});
    }
};

SLUICE_TEST(QueueChecksTest)

} // namespace sluice::queue_checks_test

#include "queue_checks_test.moc"
