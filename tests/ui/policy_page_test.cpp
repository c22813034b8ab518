// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_access.h"
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/access_view.h"
#include "ui/inspector/json_editor.h"
#include "ui/inspector/policy_page.h"
#include "ui/inspector/statement_form.h"
#include "ui/session/document_session.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

namespace sluice::ui::policy_page_test {

namespace {

constexpr auto kAllowAll = R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",)"
                           R"( "Principal": "*", "Action": "sqs:*", "Resource": "*"}]})";

} // namespace

class PolicyPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        test::Lab lab;
        m_topic = lab.topic();
        m_queue = lab.queue();
        m_link = lab.subscribe(m_topic, m_queue);
        lab.set(m_queue, kPolicyKey, "");
        m_producer = lab.producer();
        m_documents = std::make_unique<DocumentSession>();
        m_documents->open(lab.document);
        m_page = std::make_unique<PolicyPage>(*m_documents, registry());
        connect(m_documents.get(), &DocumentSession::patched, m_page.get(), &PolicyPage::refresh);
        m_page->show(Subject{{m_queue}, {}});
    }
    void cleanup() {
        m_page.reset();
        m_documents.reset();
    }

    void onlyPartsWithAPolicyAreConcerned() {
        QVERIFY(m_page->concerns(Subject{{m_queue}, {}}));
        QVERIFY(m_page->concerns(Subject{{m_topic}, {}}));
        QVERIFY(!m_page->concerns(Subject{{m_producer}, {}}));
        QVERIFY(!m_page->concerns(Subject{{m_queue, m_topic}, {}}));
    }

    void badTextIsExplainedWithItsLineAndNotApplied_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        QTest::newRow("no JSON") << "{\n\"Version\":\n}"
                                 << "Line 3";
        QTest::newRow("no effect")
            << "{\"Version\": \"2012-10-17\",\n\"Statement\": [\n{\"Effect\": \"Maybe\"}]}"
            << "Line 3";
        QTest::newRow("too long for a queue")
            << "{\"Version\": \"2012-10-17\", \"Statement\": [" + QString(9'000, ' ') + "]}"
            << "";
    }
    void badTextIsExplainedWithItsLineAndNotApplied() {
        QFETCH(const QString, text);
        QFETCH(const QString, line);
        type(text);
        QVERIFY(m_page->editor().isInvalid());
        QVERIFY(m_page->editor().error().startsWith(line) && m_page->editor().error().size() > 10);
        QCOMPARE(policy(m_queue), std::string());
        QTest::keyClick(&m_page->editor().field(), Qt::Key_Escape);
        QVERIFY(!m_page->editor().isInvalid() && m_page->editor().text().isEmpty());
    }

    void whatIsWrongIsMarkedAndNoMore_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("marked");
        QTest::newRow("a word") << R"({"Version": "2012-10-17", "Statement" oops})"
                                << "oops";
        QTest::newRow("a text, read to its end") << R"({"Version" "2012-10-17", "Id": "a"})"
                                                 << "\"2012-10-17\"";
        QTest::newRow("a bracket") << R"({"Version": "2012-10-17", "Statement": [}, {}]})"
                                   << "}";
        QTest::newRow("a value")
            << R"({"Version": "2012-10-17", "Statement": [{"Effect": "Maybe"}]})"
            << "\"Maybe\"";
        QTest::newRow("the text's end") << "{\n\"Version\":\n\n"
                                        << ":";
        QTest::newRow("an open text") << "{\"Version\": \"2012\n}"
                                      << "\"2012";
    }
    void whatIsWrongIsMarkedAndNoMore() {
        QFETCH(const QString, text);
        type(text);
        const auto marks = m_page->editor().field().extraSelections();
        QCOMPARE(marks.size(), 1);
        QTEST(marks.front().cursor.selectedText(), "marked");
    }

    void goodTextIsOneUndoStep() {
        type(kAllowAll);
        QCOMPARE(m_page->editor().error(), QString());
        QCOMPARE(policy(m_queue), std::string(kAllowAll));
        QCOMPARE(m_documents->undoStack().count(), 1);
        m_documents->undoStack().undo();
        QVERIFY(m_page->editor().text().isEmpty());
    }

    // What is typed between two pauses is one step, as in a text editor.
    void eachPauseIsAnUndoStep() {
        QPlainTextEdit& field = m_page->editor().field();
        auto& pause = *m_page->editor().findChild<QTimer*>();
        const QString second = QString(kAllowAll).replace("sqs:*", "sqs:SendMessage");
        field.setPlainText(kAllowAll);
        QVERIFY(pause.isActive());
        QCOMPARE(m_documents->undoStack().count(), 0);
        endPause(pause);
        field.setPlainText("{");
        endPause(pause);
        field.setPlainText(second);
        endPause(pause);
        QCOMPARE(m_documents->undoStack().count(), 2);
        m_documents->undoStack().undo();
        QCOMPARE(m_page->editor().text(), QString(kAllowAll));
        m_documents->undoStack().undo();
        QVERIFY(m_page->editor().text().isEmpty());
    }

    // ACL-3
    void aMisspeltActionIsMarkedAndAppliedAllTheSame() {
        const QString text = QString(kAllowAll).replace("sqs:*", "sqs:SendMesage");
        type(text);
        QVERIFY(!m_page->editor().isInvalid());
        QVERIFY(m_page->editor().error().endsWith("Did you mean sqs:SendMessage?"));
        QCOMPARE(m_page->editor().field().extraSelections().size(), 1);
        QCOMPARE(policy(m_queue), text.toStdString());
    }

    // ACL-2
    void whoIsLetInByItsOwnPolicyIsNotSaidToBeNobody() {
        test::Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.eventSource(), topic);
        const AccessAnswer answer = accessTo(lab.document, topic);
        QVERIFY(answer.callers.front().isAllowed);
        QVERIFY(answer.grants.front().grants.front().contains("belongs to account 000000000000"));
    }

    void textOfAnotherPartDoesNotStay() {
        m_page->editor().field().setPlainText("{");
        m_page->show(Subject{{m_topic}, {}});
        QVERIFY(m_page->editor().text().isEmpty());
        QCOMPARE(policy(m_topic), std::string());
        QVERIFY(!m_page->editor().revertButton().isVisibleTo(m_page.get()));
        m_page->show(Subject{{m_queue}, {}}); // but it waits for its own
        QCOMPARE(m_page->editor().text(), QStringLiteral("{"));
        QVERIFY(m_page->editor().isDraft());
        QVERIFY(m_page->editor().revertButton().isVisibleTo(m_page.get()));
    }

    void aDraftIsTakenBackByItsButton() {
        type(kAllowAll);
        m_page->editor().field().setPlainText("{");
        QCOMPARE(m_documents->draftNames().size(), 1);
        m_page->editor().revertButton().click();
        QCOMPARE(m_page->editor().text(), QString(kAllowAll));
        QVERIFY(!m_page->editor().isDraft() && m_documents->draftNames().isEmpty());
    }

    void aDraftStaysWhileItsPolicyIsChangedElsewhere() {
        m_page->editor().field().setPlainText("{");
        QVERIFY(m_documents->edit("set", [&](Document& document) {
            return sluice::setProperty(
                document, registry(), m_queue, kPolicyKey, std::string(kAllowAll));
        }));
        QCOMPARE(m_page->editor().text(), QStringLiteral("{"));
        m_page->editor().revertButton().click();
        QCOMPARE(m_page->editor().text(), QString(kAllowAll));
    }

    // A statement added to what is in force would be gone again once the draft is right.
    void nothingIsAddedBesideADraft() {
        m_page->editor().field().setPlainText("{");
        m_page->form().addButton().click();
        m_page->access().findChild<QPushButton*>()->click();
        QCoreApplication::processEvents();
        QCOMPARE(policy(m_queue), std::string());
    }

    void whoCanCallFollowsWhatIsTypedWhileItIsRight() {
        const auto isAllowed = [&] {
            return m_page->access().findChild<QPushButton*>() == nullptr; // nothing to mend
        };
        QVERIFY(!isAllowed());
        m_page->editor().field().setPlainText(kAllowAll);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(isAllowed());
        QCOMPARE(policy(m_queue), std::string()); // not yet applied
        m_page->editor().field().setPlainText("{");
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!isAllowed());
    }

    void theFocusMovesOnFromTheButtonToThePolicy() {
        auto* button = m_page->access().findChild<QPushButton*>();
        QVERIFY(button != nullptr);
        button->setFocus(Qt::OtherFocusReason);
        button->click();
        QCoreApplication::processEvents();
        QVERIFY(!policy(m_queue).empty());
        QCOMPARE(m_page->focusWidget(), static_cast<QWidget*>(&m_page->editor().field()));
    }

    // What is typed is read where the eyes are.
    void nothingMovesWithTheFirstKey_data() {
        QTest::addColumn<int>("width");
        QTest::newRow("as it comes") << 340;
        QTest::newRow("narrow") << 200;
    }
    void nothingMovesWithTheFirstKey() {
        QFETCH(const int, width);
        m_page->resize(width, 700);
        m_page->setVisible(true);
        QCoreApplication::processEvents();
        const auto top = [&] { return m_page->access().mapToGlobal(QPoint()).y(); };
        const auto note = [&] { return m_page->basis().text(); };
        const int before = top();
        QStringList notes{note()};
        for (const char* text : {" ", kAllowAll, "{", ""}) {
            m_page->editor().field().setPlainText(text);
            QCoreApplication::processEvents();
            QCOMPARE(top(), before);
            QVERIFY(m_page->basis().height()
                    >= m_page->basis().heightForWidth(m_page->basis().width()));
            if (!notes.contains(note())) notes << note();
        }
        QCOMPARE(notes.size(), 3); // in force, as typed, in force beside a draft
        QCOMPARE(note(), notes.front());
    }

    // ACL-9: a topic needs the queue's permission, in its own account too.
    void aDeniedCallerIsLetInByOneClick() {
        const AccessAnswer before = accessTo(m_documents->document(), m_queue);
        QCOMPARE(before.callers.size(), std::size_t{1});
        QVERIFY(!before.callers.front().isAllowed && !before.callers.front().reason.isEmpty());
        auto* fix = m_page->access().findChild<QPushButton*>();
        QVERIFY(fix != nullptr);
        fix->click();
        QCoreApplication::processEvents();
        const AccessAnswer after = accessTo(m_documents->document(), m_queue);
        QVERIFY(after.callers.front().isAllowed);
        QVERIFY(after.grants.front().grants.front().contains("sns.amazonaws.com"));
        QCOMPARE(m_documents->undoStack().count(), 1);
    }

    void theFormLetsInAPartByItsName() {
        StatementForm& form = m_page->form();
        const QString name = QString::fromStdString(m_documents->document().node(m_topic)->name);
        const int row = form.whom().findText(name, Qt::MatchContains);
        QVERIFY(row >= 0);
        form.whom().setCurrentIndex(row);
        form.addButton().click();
        QVERIFY(accessTo(m_documents->document(), m_queue).callers.front().isAllowed);
        QVERIFY(m_page->editor().text().contains("aws:SourceArn"));
        const std::string once = policy(m_queue);
        form.addButton().click();
        QCOMPARE(policy(m_queue), once); // it is there already
    }

    void theFormLetsInAnAccount() {
        StatementForm& form = m_page->form();
        form.whom().setCurrentIndex(form.whom().findText("an account"));
        form.principal().setText("111122223333");
        form.action().setCurrentIndex(form.action().findText("sqs:ReceiveMessage"));
        form.addButton().click();
        const auto grants = accessTo(m_documents->document(), m_queue).grants;
        QCOMPARE(grants.back().action, QString("sqs:ReceiveMessage"));
        QVERIFY(grants.back().grants.front().contains("111122223333"));
    }

private:
    std::string policy(NodeId id) const {
        const auto& properties = m_documents->document().node(id)->properties;
        return std::get<std::string>(properties.find(kPolicyKey)->second);
    }
    /// As if nobody had pressed a key for long enough.
    static void endPause(QTimer& pause) {
        QVERIFY(QMetaObject::invokeMethod(&pause, "timeout", Qt::DirectConnection));
    }
    void type(const QString& text) {
        m_page->editor().field().setPlainText(text);
        QTest::keyClick(&m_page->editor().field(), Qt::Key_Return, Qt::ControlModifier);
    }

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<PolicyPage> m_page;
    NodeId m_topic{}, m_queue{}, m_producer{};
    LinkId m_link{};
};

SLUICE_TEST(PolicyPageTest)

} // namespace sluice::ui::policy_page_test

#include "policy_page_test.moc"
