// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/action_dialog.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/message_table.h"
#include "ui/inspector/message_table_model.h"
#include "ui/inspector/messages_page.h"
#include "ui/inspector/property_editor.h"
#include "ui/inspector/value_field.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"

#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>

#include <algorithm>
#include <array>
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
            QVERIFY(button->isEnabled() == !action.isPerMessage);
        }
    }

    void actionsOnAMessageNeedAChosenOne() {
        runFor(3);
        table().setCurrentIndex(table().model()->index(0, 0));
        for (const ActionSpec& action : queueKind().actions)
            QVERIFY(page().button(action.key)->isEnabled());
    }

    void theDeleteKeyAsksBeforeItDestroys() {
        runFor(3);
        table().setCurrentIndex(table().model()->index(0, 0));
        QTest::keyClick(&table(), Qt::Key_Delete);
        QVERIFY(dialog() != nullptr);
        dialog()->reject();
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(m_answers.empty());
        QTest::keyClick(&table(), Qt::Key_Delete);
        dialog()->accept();
        QTRY_COMPARE(m_answers.size(), std::size_t{1});
        QCOMPARE(m_answers[0].action.message, table().chosen()->serial);
    }

    void anActionWithoutFieldsThatDestroysNothingIsDoneAtOnce() {
        for (const ActionSpec& action : queueKind().actions) {
            if (action.isPerMessage || action.isDestructive || !action.fields.empty()) continue;
            m_answers.clear();
            page().button(action.key)->click();
            QVERIFY(dialog() == nullptr);
            QTRY_COMPARE(m_answers.size(), std::size_t{1});
        }
    }

    void everyActionIsAskedWithAnEditorForEveryField() {
        for (const NodeKind& kind : registry().kinds) {
            for (const ActionSpec& action : kind.actions) {
                const ActionDialog asked(action, "orders", {});
                for (const PropertySpec& field : action.fields) {
                    const PropertyEditor* editor = asked.editor(field.key);
                    QVERIFY(editor != nullptr && !editor->input()->accessibleName().isEmpty());
                }
            }
        }
    }

    void aPartIsChosenByName() {
        ActionSpec spec{"lead", "Lead", "Leads there.", {}, false, false};
        PropertySpec field;
        field.key = "to";
        field.label = "To";
        field.help = "Where to.";
        field.type = ValueType::Node;
        static constexpr std::array kNone{ChoiceSpec{"", "nowhere"}};
        field.choices = kNone;
        field.defaultValue = std::int64_t{0};
        spec.fields.push_back(field);
        ActionDialog asked(spec, "orders", {{NodeId{4}, "bills"}, {NodeId{9}, "mails"}});
        auto* list = qobject_cast<QComboBox*>(asked.editor("to")->input());
        QCOMPARE(list->currentText(), QStringLiteral("nowhere"));
        QVERIFY(asked.values().at("to") == PropertyValue(std::int64_t{0}));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(list->currentText(), QStringLiteral("mails"));
        QVERIFY(asked.values().at("to") == PropertyValue(std::int64_t{9}));
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

    void aFieldThatCannotBeKeepsTheDialogOpen() {
        const ActionSpec spec = delaying();
        ActionDialog asked(spec, "orders", {});
        asked.show();
        auto* field = qobject_cast<ValueField*>(asked.editor("delay")->input());
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, "20 min");
        asked.accept();
        QVERIFY(asked.isVisible());
        QVERIFY(field->property("invalid").toBool());
        field->selectAll();
        QTest::keyClicks(field, "2 min");
        asked.accept();
        QVERIFY(!asked.isVisible());
        QVERIFY(asked.values().at("delay") == PropertyValue(Duration(120s)));
    }

    void whatDestroysIsNotDoneByAMereReturn() {
        ActionSpec spec = delaying();
        spec.isDestructive = true;
        spec.fields.clear();
        ActionDialog asked(spec, "orders", {});
        QSignalSpy accepted(&asked, &QDialog::accepted);
        asked.show();
        QVERIFY(!asked.confirmation().isDefault());
        QTest::keyClick(asked.focusWidget(), Qt::Key_Return);
        QVERIFY(accepted.isEmpty() && !asked.isVisible());
    }

private:
    MessagesPage& page() { return m_inspector->messages(); }
    MessageTable& table() { return page().table(); }
    QModelIndex first() { return table().model()->index(0, 0); }
    const NodeKind& queueKind() {
        return *registry().find(m_documents->document().node(m_queue)->kind);
    }
    ActionDialog* dialog() { return m_inspector->findChild<ActionDialog*>(); }
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
    static ActionSpec delaying() {
        ActionSpec spec{"wait", "Wait", "Waits.", {}, false, false};
        PropertySpec field;
        field.key = "delay";
        field.label = "Delay";
        field.help = "How long.";
        field.type = ValueType::Time;
        field.range = {0, 900};
        field.defaultValue = Duration::zero();
        spec.fields.push_back(field);
        return spec;
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
