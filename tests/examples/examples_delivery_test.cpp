// SPDX-License-Identifier: GPL-3.0-or-later
// Every example under the eyes of the delivery checker: what was acknowledged is delivered, gone
// for a known reason or still there; FIFO groups keep their order.
#include "tests/examples/example_documents.h"
#include "tests/support/delivery_run.h"
#include "tests/support/test_main.h"

namespace sluice::examples_delivery_test {

using namespace sluice::test;

class ExamplesDeliveryTest : public QObject {
    Q_OBJECT

private slots:
    void noMessageIsLostOrOvertaken_data() {
        QTest::addColumn<int>("index");
        const auto examples = exampleDocuments();
        for (std::size_t i = 0; i < examples.size(); ++i)
            QTest::newRow(examples[i].fileName.c_str()) << int(i);
    }
    void noMessageIsLostOrOvertaken() {
        QFETCH(int, index);
        auto built = build(exampleDocuments()[std::size_t(index)].document);
        CheckedRun run(std::move(*built));
        run.until(kRunStart + 420s); // past the latest retry of any of them, after six minutes
        const Deliveries found = run.deliveries();
        qInfo("%s", found.text().c_str());
        QVERIFY(found.acknowledged > 0);
        QCOMPARE(found.lost, 0U);
        QCOMPARE(found.invented, 0U);
        QCOMPARE(found.overtaken, 0U);
        QCOMPARE(found.heldTwice, 0U);
        QCOMPARE(found.unanswered, 0U);
        for (const std::string& line : run.disagreements()) QFAIL(line.c_str());
    }
};

SLUICE_TEST(ExamplesDeliveryTest)

} // namespace sluice::examples_delivery_test

#include "examples_delivery_test.moc"
