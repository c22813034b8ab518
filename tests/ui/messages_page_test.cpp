// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/action_dialog.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/message_details.h"
#include "ui/inspector/message_table.h"
#include "ui/inspector/message_table_model.h"
#include "ui/inspector/messages_page.h"
#include "ui/inspector/property_editor.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"

#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>

#include <algorithm>
#include <memory>

namespace sluice::ui::messages_page_test {

class MessagesPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_documents = std::make_unique<DocumentSession>();
        m_run = std::make_unique<RunSession>(*m_documents);
        m_selection = std::make_unique<Selection>(*m_documents);
        m_inspector = std::make_unique<Inspector>(*m_documents, *m_run, *m_selection, registry());
        m_inspector->resize(420, 700);
        m_inspector->show();
        test::Lab lab;
        m_producer = lab.producer({{"rate", "20"}});
        m_queue = lab.queue();
        lab.feed(m_producer, m_queue);
        m_documents->open(lab.document);
        m_selection->set({{m_queue}, {}, {}});
        m_inspector->showMessages();
        m_answers.clear();
        connect(m_run.get(), &RunSession::answered, this, [this](const auto& answers) {
            m_answers.insert(m_answers.end(), answers.begin(), answers.end());
        });
    }
    void cleanup() {
        m_inspector.reset();
        m_selection.reset();
        m_run.reset();
        m_documents.reset();
    }

    void theTabIsThereForPartsThatHoldMessagesOnly() {
        auto* tabs = m_inspector->findChild<QTabWidget*>();
        const int tab = tabs->indexOf(&page());
        QVERIFY(tabs->isTabVisible(tab));
        m_selection->set({{m_producer}, {}, {}});
        QVERIFY(!tabs->isTabVisible(tab));
        m_selection->clear();
        QVERIFY(!tabs->isTabVisible(tab));
        m_selection->set({{m_queue}, {}, {}});
        QVERIFY(tabs->isTabVisible(tab));
    }

    void beforeTheFirstRunItSaysSo() { QTRY_VERIFY(page().emptyText().contains("Press Play")); }

    void theChosenMessageIsShownWithoutReceivingIt() {
        runFor(20);
        QVERIFY(!page().details().isVisible());
        table().setCurrentIndex(table().model()->index(2, 0));
        const QString number = table().model()->index(2, 0).data().toString();
        QTRY_VERIFY(page().details().isVisible());
        const QString text = page().details().text().toPlainText();
        QVERIFY(text.contains("MessageId: ") && text.contains("ReceiveCount: 0"));
        QVERIFY(page().details().text().accessibleName().endsWith("message " + number));
        page().search().setText("nothing of this kind");
        QTRY_VERIFY(!page().details().isVisible());
    }

    void theDetailsLeaveTheTableAFewRows() {
        runFor(20);
        QCoreApplication::sendPostedEvents(); // layouts know by now what they need
        const QSize least = m_inspector->minimumSizeHint();
        m_inspector->resize(280, least.height()); // as narrow as the window lets it be
        table().setCurrentIndex(table().model()->index(0, 0));
        QTRY_VERIFY(page().details().isVisible());
        QTRY_COMPARE_GE(table().viewport()->height(), 5 * table().rowHeight(0));
        QVERIFY(page().details().text().viewport()->height() >= 3 * fontMetrics().lineSpacing());
        QCOMPARE(m_inspector->minimumSizeHint(), least); // so that nothing around it moves
    }

    // SQS-62
    void aMessageIsFoundByTheStartOfItsId() {
        runFor(20);
        const auto id = [&](int row) {
            constexpr int kId = static_cast<int>(MessageColumn::MessageId);
            return table().model()->index(row, kId).data().toString();
        };
        const QString wanted = id(7);
        QCOMPARE(wanted.size(), 36);
        page().search().setText(wanted.left(13));
        QTRY_COMPARE(table().model()->rowCount(), 1);
        QTRY_COMPARE(id(0), wanted);
        table().setCurrentIndex(table().model()->index(0, 0));
        QTRY_VERIFY(page().details().isVisible());
        QVERIFY(page().details().text().toPlainText().contains("MessageId: " + wanted));
    }

    void storedMessagesAreListedWhileItRunsAndStay() {
        runFor(20);
        QCOMPARE(page().emptyText(), QString());
        const int rows = table().model()->rowCount();
        m_run->step();
        QTRY_VERIFY(table().model()->rowCount() > rows);
    }

    void theHeaderSorts() {
        runFor(10);
        table().horizontalHeader()->setSortIndicator(static_cast<int>(MessageColumn::Serial),
                                                     Qt::DescendingOrder);
        QTRY_VERIFY(first().isValid() && first().data().toString() == newest());
        table().horizontalHeader()->setSortIndicator(static_cast<int>(MessageColumn::Serial),
                                                     Qt::AscendingOrder);
        QTRY_VERIFY(first().data().toString().endsWith("-1"));
    }

    void searchAndStateNarrowTheList() {
        runFor(12);
        page().search().setText(newest());
        QTRY_COMPARE(table().model()->rowCount(), 1);
        page().search().setText("no such message");
        QTRY_VERIFY(page().emptyText().contains("matches"));
        page().search().clear();
        page().states().setCurrentIndex(
            page().states().findData(static_cast<int>(MessageRow::State::InFlight)));
        QTRY_VERIFY(page().emptyText().contains("matches"));
        page().states().setCurrentIndex(0);
        QTRY_COMPARE(page().emptyText(), QString());
    }

    void everyActionHasAButtonWithItsHelp() {
        for (const ActionSpec& action : queueKind().actions) {
            const QPushButton* button = page().button(action.key);
            QVERIFY(button != nullptr && !button->toolTip().isEmpty());
            QVERIFY(!action.isPerMessage || !button->isEnabled());
        }
    }

    void actionsOnAMessageNeedOneInFlight() {
        runFor(3);
        const auto isOffered = [&] {
            return std::ranges::all_of(queueKind().actions, [&](const ActionSpec& action) {
                return !action.isPerMessage || page().button(action.key)->isEnabled();
            });
        };
        table().setCurrentIndex(table().model()->index(0, 0));
        QVERIFY(!isOffered());
        QVERIFY(page().button("delete_message")->toolTip().contains("Only while in flight"));
        QTest::keyClick(&table(), Qt::Key_Delete);
        QVERIFY(dialog() == nullptr);
        chooseOneInFlight();
        QVERIFY(isOffered());
    }

    void theDeleteKeyAsksBeforeItDestroys() {
        chooseOneInFlight();
        QTest::keyClick(&table(), Qt::Key_Delete);
        QVERIFY(dialog() != nullptr);
        dialog()->reject();
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(m_answers.empty());
        const std::uint64_t serial = table().chosen()->serial;
        QTest::keyClick(&table(), Qt::Key_Delete);
        dialog()->accept();
        QTRY_COMPARE(m_answers.size(), std::size_t{1});
        QCOMPARE(m_answers[0].action.message, serial);
        QVERIFY(!m_answers[0].answer.isRefused);
    }

    void redriveIsOfferedWhereItCanSucceed() {
        QTRY_VERIFY(!page().button("start_redrive")->isEnabled());
        QVERIFY(page().button("start_redrive")->toolTip().contains("not the dead-letter queue"));
        QVERIFY(!page().button("cancel_redrive")->isEnabled());
        test::Lab lab;
        m_queue = lab.queue({{"max_receive_count", "1"}, {"visibility_timeout", "1 s"}});
        const NodeId dead = lab.queue();
        lab.feed(lab.producer({{"rate", "50"}}), m_queue);
        lab.serve(m_queue, lab.consumer({{"failure_share", "100 %"}}));
        lab.redrive(m_queue, dead);
        m_documents->open(lab.document);
        m_selection->set({{dead}, {}, {}});
        runFor(10);
        QTRY_VERIFY(page().button("start_redrive")->isEnabled());
        QVERIFY(!page().button("cancel_redrive")->isEnabled());
        m_run->act({dead, "start_redrive", {{"rate", std::int64_t{1}}}, 0, {}});
        QTRY_VERIFY(page().button("cancel_redrive")->isEnabled());
        QVERIFY(!page().button("start_redrive")->isEnabled());
        QVERIFY(page().button("cancel_redrive")->isVisible()); // in place of the other
        QVERIFY(!page().button("start_redrive")->isVisible());
        m_answers.clear();
        page().button("cancel_redrive")->click(); // needs no dialog
        QVERIFY(dialog() == nullptr);
        QTRY_COMPARE(m_answers.size(), std::size_t{1});
        QVERIFY(!m_answers[0].answer.isRefused);
    }

    void aRefusedActionKeepsItsDialogAndWhatWasTyped() {
        page().button("send_message")->click();
        QVERIFY(dialog() != nullptr);
        type("group", "one two"); // no space is allowed in it
        const QPoint place = buttonPlace();
        dialog()->accept();
        QTRY_VERIFY(!dialog()->refusal().isEmpty());
        QCoreApplication::processEvents();
        QCOMPARE(buttonPlace(), place);
        QVERIFY(dialog()->isVisible() && dialog()->confirmation().isEnabled());
        QCOMPARE(lineOf("group")->text(), QStringLiteral("one two"));
        type("group", "one");
        dialog()->accept();
        QTRY_VERIFY(dialog() == nullptr);
        QCOMPARE(m_answers.size(), std::size_t{2});
        QVERIFY(m_answers[0].answer.isRefused && !m_answers[1].answer.isRefused);
    }

    void aFifoQueueNeedsAGroupAndTakesNoDelay() {
        page().button("send_message")->click();
        QVERIFY(dialog()->editor("delay")->isVisible()
                && !dialog()->editor("dedup_id")->isVisible());
        dialog()->accept();
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(m_documents->edit("Type", [&](Document& document) {
            return sluice::setProperty(document, registry(), m_queue, "type", std::string("fifo"));
        }));
        m_answers.clear();
        page().button("send_message")->click();
        QVERIFY(!dialog()->editor("delay")->isVisible()
                && dialog()->editor("dedup_id")->isVisible());
        const QPoint place = buttonPlace();
        dialog()->accept();
        QVERIFY(dialog()->isVisible() && dialog()->editor("group")->isInvalid());
        QTest::qWait(50);
        QCOMPARE(buttonPlace(), place);
        // The error has its room: no row covers another.
        QVERIFY(dialog()->editor("group")->geometry().bottom()
                < dialog()->editor("dedup_id")->geometry().top());
        type("group", "customer-1");
        dialog()->accept();
        QTRY_COMPARE(m_answers.size(), std::size_t{1});
        QVERIFY(!m_answers[0].answer.isRefused);
    }

    void theChosenTabComesBack() {
        auto* tabs = m_inspector->findChild<QTabWidget*>();
        QCOMPARE(tabs->currentWidget(), &page());
        m_selection->clear();
        QCOMPARE(tabs->currentIndex(), 0);
        m_selection->set({{m_producer}, {}, {}});
        QCOMPARE(tabs->currentIndex(), 0);
        m_selection->set({{m_queue}, {}, {}});
        QCOMPARE(tabs->currentWidget(), &page());
        tabs->setCurrentIndex(0);
        m_selection->clear();
        m_selection->set({{m_queue}, {}, {}});
        QCOMPARE(tabs->currentIndex(), 0);
    }

    void whatThePartIsDoingIsShownWithItsProgress() {
        page().show(Subject{{m_queue}, {}});
        Frame frame;
        frame.pictures.push_back({m_queue, {}});
        page().take(frame);
        QVERIFY(page().activity().isHidden());
        frame.pictures.front().picture.activity = Activity{"half of it", 0.5};
        page().take(frame);
        QVERIFY(!page().activity().isHidden());
        QCOMPARE(page().activity().value() * 2, page().activity().maximum());
        QVERIFY(page().past().isHidden());
        frame.pictures.front().picture.history = {"the second", "the first"};
        page().take(frame);
        QVERIFY(!page().past().isHidden());
        QCOMPARE(page().past().text(), QStringLiteral("the second\nthe first"));
        frame.pictures.clear();
        page().take(frame);
        QVERIFY(page().activity().isHidden() && page().past().isHidden());
    }

private:
    MessagesPage& page() { return m_inspector->messages(); }
    MessageTable& table() { return page().table(); }
    QModelIndex first() { return table().model()->index(0, 0); }
    const NodeKind& queueKind() {
        return *registry().find(m_documents->document().node(m_queue)->kind);
    }
    ActionDialog* dialog() { return m_inspector->findChild<ActionDialog*>(); }
    QFontMetrics fontMetrics() { return page().details().text().fontMetrics(); }
    QPoint buttonPlace() {
        QPushButton& button = dialog()->confirmation();
        return button.mapTo(dialog(), QPoint());
    }
    QLineEdit* lineOf(std::string_view field) {
        return qobject_cast<QLineEdit*>(dialog()->editor(field)->input());
    }
    void type(std::string_view field, const QString& text) {
        lineOf(field)->setFocus();
        lineOf(field)->selectAll();
        QTest::keyClicks(lineOf(field), text);
    }
    /// A message that a slow consumer works on.
    void chooseOneInFlight() {
        test::Lab lab;
        m_producer = lab.producer({{"rate", "20"}});
        m_queue = lab.queue();
        lab.feed(m_producer, m_queue);
        lab.serve(m_queue, lab.consumer({{"processing_time", "25 s"}}));
        m_documents->open(lab.document);
        m_selection->set({{m_queue}, {}, {}});
        m_inspector->showMessages();
        page().states().setCurrentIndex(
            page().states().findData(static_cast<int>(MessageRow::State::InFlight)));
        runFor(1);
        table().setCurrentIndex(table().model()->index(0, 0));
        QVERIFY(table().chosen().has_value());
    }
    /// Number of the newest message the producer sent.
    QString newest() {
        const auto count = static_cast<std::uint64_t>(table().model()->rowCount());
        return QString::fromStdString(
            messageNumber((static_cast<std::uint64_t>(raw(m_producer)) << 40U) + count));
    }
    /// Lets it run until so many messages are listed, and pauses.
    void runFor(int messages) {
        m_run->setSpeed(10);
        m_run->play();
        QTRY_VERIFY(table().model()->rowCount() >= messages);
        m_run->pause();
        QTRY_VERIFY(m_run->frame()->state == RunState::Paused && isCurrent());
    }
    bool isCurrent() {
        const MessagePagePointer& shown = table().messages().page();
        return shown != nullptr && shown->at == m_run->frame()->now;
    }

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<RunSession> m_run;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<Inspector> m_inspector;
    std::vector<AnsweredAction> m_answers;
    NodeId m_producer{}, m_queue{};
};

SLUICE_TEST(MessagesPageTest)

} // namespace sluice::ui::messages_page_test

#include "messages_page_test.moc"
