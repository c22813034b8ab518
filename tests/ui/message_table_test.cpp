// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/inspector/message_table.h"
#include "ui/inspector/message_table_model.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>

#include <algorithm>

namespace sluice::ui::message_table_test {

namespace {

constexpr std::uint64_t kProducer = 3ULL << 40U;

/// The page of `matching` numbered messages that holds `count` of them from `first` on; `shift`
/// says how many left the list before.
MessagePagePointer
page(std::uint64_t matching, std::uint64_t first, std::uint32_t count, std::uint64_t shift = 0) {
    auto made = std::make_shared<MessagePage>();
    made->query.first = first;
    made->query.count = count;
    made->stored = made->matching = matching;
    for (std::uint64_t i = first; i < std::min<std::uint64_t>(first + count, matching); ++i) {
        MessageRow row;
        row.serial = kProducer + i + shift;
        made->rows.push_back(row);
        made->groups.emplace_back();
    }
    return made;
}

} // namespace

class MessageTableTest : public QObject {
    Q_OBJECT

private slots:
    void theModelKeepsTheRulesOfModels() {
        MessageTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const std::uint64_t matching : {0U, 5U, 300U, 2U, 0U}) {
            model.show(page(matching, 0, 100));
            QCOMPARE(model.rowCount(), static_cast<int>(matching));
        }
        model.show(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void rowsBeyondThePageSayThatTheyAreOnTheirWay() {
        MessageTableModel model;
        model.show(page(1'000'000, 500'000, 100));
        QCOMPARE(model.rowCount(), 1'000'000);
        QCOMPARE(model.index(500'000, 0).data().toString(), QStringLiteral("3-500000"));
        for (const int row : {0, 499'999, 500'100, 999'999}) {
            QCOMPARE(model.index(row, 0).data().toString(), QStringLiteral("…"));
            QVERIFY(model.index(row, 0).data(Qt::ForegroundRole).isValid());
            QVERIFY(!model.index(row, 1).data().isValid());
        }
    }

    void moreMessagesThanAViewHoldsAreCutOff() {
        MessageTableModel model;
        model.show(page(50'000'000, 0, 10));
        QCOMPARE(model.rowCount(), MessageTableModel::kMostRows);
    }

    void timesAreShort_data() {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("milliseconds") << qint64{350} << "350 ms";
        QTest::newRow("tenths") << qint64{3'260} << "3.3 s";
        QTest::newRow("seconds") << qint64{12'900} << "12 s";
        QTest::newRow("minutes") << qint64{125'000} << "2 min 5 s";
        QTest::newRow("whole") << qint64{7'200'000} << "2 h";
        QTest::newRow("days") << qint64{273'600'000} << "3 d 4 h";
        QTest::newRow("over") << qint64{-5} << "0 ms";
    }
    void timesAreShort() {
        QFETCH(const qint64, milliseconds);
        QTEST(shortTime(std::chrono::milliseconds(milliseconds)), "text");
    }

    void agesHaveThreeDigits_data() {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("milliseconds") << qint64{350} << "350 ms";
        QTest::newRow("tenths") << qint64{9'430} << "9.4 s";
        QTest::newRow("beyond a minute") << qint64{74'900} << "74 s";
        QTest::newRow("minutes") << qint64{123'000} << "2.05 min";
        QTest::newRow("many minutes") << qint64{738'000} << "12.3 min";
        QTest::newRow("hours") << qint64{44'280'000} << "12.3 h";
        QTest::newRow("days") << qint64{1'209'600'000} << "14.0 d";
    }
    void agesHaveThreeDigits() {
        QFETCH(const qint64, milliseconds);
        QTEST(narrowTime(std::chrono::milliseconds(milliseconds)), "text");
    }

    void numbersOfSixDigitsAreWhole() {
        for (const int width : {320, 346, 700}) {
            MessageTable table;
            table.resize(width, 400);
            table.show();
            table.showPage(page(400'000, 219'000, 100));
            const QString number = QStringLiteral("3-219099");
            const int needed = table.fontMetrics().horizontalAdvance(number);
            QVERIFY(table.columnWidth(static_cast<int>(MessageColumn::Serial)) >= needed + 6);
        }
    }

    void headingsAreWholeWhereThereIsRoom() {
        MessageTable table;
        const auto heading = [&](MessageColumn column) {
            return table.model()->headerData(static_cast<int>(column), Qt::Horizontal).toString();
        };
        table.resize(320, 400);
        table.show();
        table.showPage(page(100, 0, 100));
        QCOMPARE(heading(MessageColumn::Receives), QStringLiteral("Recv"));
        table.resize(700, 400);
        QTRY_COMPARE(heading(MessageColumn::Receives), QStringLiteral("Receives"));
        QCOMPARE(heading(MessageColumn::TimeLeft), QStringLiteral("Time left"));
    }

    void theGroupIsThereOnlyWhereMessagesHaveOne() {
        MessageTable table;
        constexpr int kGroup = static_cast<int>(MessageColumn::Group);
        table.showPage(page(5, 0, 5));
        QVERIFY(table.isColumnHidden(kGroup));
        auto grouped = std::make_shared<MessagePage>(*page(5, 0, 5));
        grouped->rows[3].group = 2;
        table.showPage(grouped);
        QVERIFY(!table.isColumnHidden(kGroup));
        table.rewind();
        QVERIFY(!table.isColumnHidden(kGroup));
        table.beginAnew();
        QVERIFY(table.isColumnHidden(kGroup));
    }

    void anotherOrderLeavesTheChoice() {
        MessageTable table;
        table.resize(400, 400);
        table.show();
        table.showPage(page(5, 0, 5));
        table.selectRow(1);
        const auto before = table.chosen();
        QVERIFY(before.has_value());
        table.rewind();
        auto turned = std::make_shared<MessagePage>(*page(5, 0, 5));
        std::reverse(turned->rows.begin(), turned->rows.end());
        table.showPage(turned);
        QVERIFY(table.chosen() == before);
        QCOMPARE(table.currentIndex().row(), 3);
        table.beginAnew();
        QVERIFY(!table.chosen().has_value());
    }

    void sizesAreShort_data() {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("bytes") << qint64{1'023} << "1023 B";
        QTest::newRow("tenths") << qint64{1'950} << "1.9 KiB";
        QTest::newRow("whole") << qint64{262'144} << "256 KiB";
        QTest::newRow("next unit") << qint64{1'048'575} << "1.0 MiB";
    }
    void sizesAreShort() {
        QFETCH(const qint64, bytes);
        QTEST(narrowSize(bytes), "text");
    }

    // The ID of the chosen message is among its details.
    void idsMakeWayInANarrowPanel() {
        constexpr int kId = static_cast<int>(MessageColumn::MessageId);
        MessageTable table;
        table.resize(296, 400);
        table.show();
        auto made = std::make_shared<MessagePage>(*page(2, 0, 2));
        made->rows[0].group = made->rows[1].group = 1;
        made->groups = {"group-1", "group-1"};
        table.showPage(made);
        QVERIFY(table.isColumnHidden(kId));
        QCOMPARE(table.horizontalScrollBar()->maximum(), 0);
        table.resize(700, 400);
        QTRY_VERIFY(!table.isColumnHidden(kId));
    }

    void allColumnsFitTheirPanel() {
        for (const int width : {330, 400, 480, 700}) {
            MessageTable table;
            table.resize(width, 400);
            table.show();
            table.showPage(page(100'000, 0, 100));
            QTRY_VERIFY(table.verticalScrollBar()->maximum() > 0);
            QCOMPARE(table.horizontalHeader()->length(), table.viewport()->width());
            QCOMPARE(table.horizontalScrollBar()->maximum(), 0);
            for (int column = 0; column < table.model()->columnCount(); ++column)
                QVERIFY(table.isColumnHidden(column) || table.columnWidth(column) >= 24);
        }
    }

    void namesOfGroupsCanBeRead() {
        constexpr int kGroup = static_cast<int>(MessageColumn::Group);
        for (const int width : {280, 700}) {
            MessageTable table;
            table.resize(width, 400);
            table.show();
            auto made = std::make_shared<MessagePage>(*page(2, 0, 2));
            made->rows[0].group = made->rows[1].group = 1;
            made->groups = {"customer-17", std::string(300, 'x')};
            table.showPage(made);
            const QModelIndex name = table.model()->index(0, kGroup);
            const int needed = table.fontMetrics().horizontalAdvance(name.data().toString());
            QVERIFY(table.columnWidth(kGroup) >= needed + 6);
            QVERIFY(table.columnWidth(kGroup) < 250); // the longest are cut, and whole in the tip
            QCOMPARE(table.model()->index(1, kGroup).data(Qt::ToolTipRole).toString().size(), 300);
        }
    }

    void homeAndEndGoToTheFirstAndTheLastRow() {
        MessageTable table;
        table.resize(400, 300);
        table.show();
        table.showPage(page(1'000'000, 0, 100));
        table.setCurrentIndex(table.model()->index(3, 2));
        QTest::keyClick(&table, Qt::Key_End);
        QCOMPARE(table.currentIndex().row(), 999'999);
        QTest::keyClick(&table, Qt::Key_Home);
        QCOMPARE(table.currentIndex().row(), 0);
        QVERIFY(table.chosen() && table.chosen()->serial == kProducer);
    }

    void whatIsShortenedIsWholeInTheToolTip() {
        auto made = std::make_shared<MessagePage>();
        made->stored = made->matching = 1;
        made->query.count = 1;
        made->at = kRunStart + 125s;
        made->groups.emplace_back();
        MessageRow row;
        row.serial = kProducer;
        row.enqueuedAt = kRunStart;
        row.bytes = 1'950;
        made->rows.push_back(row);
        MessageTableModel model;
        model.show(made);
        const auto age = model.index(0, static_cast<int>(MessageColumn::Age));
        QCOMPARE(age.data().toString(), QStringLiteral("2.08 min"));
        QCOMPARE(age.data(Qt::ToolTipRole).toString(), QStringLiteral("2 min 5 s"));
        const auto size = model.index(0, static_cast<int>(MessageColumn::Size));
        QCOMPARE(size.data(Qt::ToolTipRole).toString(), QStringLiteral("1950 bytes"));
    }

    void rowsThatComeIntoViewAreAskedFor() {
        MessageTable table;
        table.resize(400, 600);
        table.show();
        table.showPage(page(1'000'000, 0, 200));
        QSignalSpy wanted(&table, &MessageTable::rowsWanted);
        QTRY_VERIFY(table.verticalScrollBar()->maximum() > 1'000'000);
        table.verticalScrollBar()->setValue(table.verticalScrollBar()->maximum() / 2);
        QVERIFY(!wanted.isEmpty());
        const MessageQuery query = table.wanted({});
        QVERIFY(query.first < 500'000 && query.first + query.count > 500'030);
        wanted.clear();
        table.showPage(page(1'000'000, query.first, query.count));
        QVERIFY(wanted.isEmpty()); // enough around what is in view
        QVERIFY(table.indexAt({10, 10}).data().toString() != QStringLiteral("…"));
    }

    void theChosenMessageStaysChosenWhenItsRowMoves() {
        MessageTable table;
        table.resize(400, 600);
        table.show();
        table.showPage(page(100, 0, 100));
        table.setCurrentIndex(table.model()->index(10, 0));
        QVERIFY(table.chosen() && table.chosen()->serial == kProducer + 10);
        const int place = table.verticalScrollBar()->value();
        table.showPage(page(96, 0, 100, 4));
        QCOMPARE(table.currentIndex().row(), 6);
        QVERIFY(table.chosen()->serial == kProducer + 10);
        QCOMPARE(table.verticalScrollBar()->value(), place);
        QSignalSpy changed(&table, &MessageTable::chosenChanged);
        table.showPage(page(50, 0, 100, 50)); // it left
        QVERIFY(!table.chosen() && !changed.isEmpty());
        QVERIFY(!table.currentIndex().isValid());
    }

    void ofTwoCopiesOfWhatWasSentTwiceTheChosenOneStaysChosen() {
        auto made = std::make_shared<MessagePage>(*page(2, 0, 2));
        made->rows[1].serial = made->rows[0].serial;
        made->rows[1].enqueuedAt += 1s;
        MessageTable table;
        table.showPage(made);
        table.setCurrentIndex(table.model()->index(1, 0));
        table.showPage(std::make_shared<MessagePage>(*made));
        QCOMPARE(table.currentIndex().row(), 1);
        QVERIFY(table.chosen() && table.chosen()->key() == made->rows[1].key());
    }

    void aRowReachedBeforeItIsThereIsChosenWhenItComes() {
        MessageTable table;
        table.resize(400, 600);
        table.show();
        table.showPage(page(1'000, 0, 100));
        table.setCurrentIndex(table.model()->index(700, 0));
        QVERIFY(!table.chosen());
        table.showPage(page(1'000, 600, 200));
        QVERIFY(table.chosen() && table.chosen()->serial == kProducer + 700);
    }
};

SLUICE_TEST(MessageTableTest)

} // namespace sluice::ui::message_table_test

#include "message_table_test.moc"
