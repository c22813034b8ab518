// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/demonstration_guide.h"
#include "ui/inspector/findings_view.h"
#include "ui/inspector/properties_page.h"
#include "ui/notice_bar.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace sluice::ui::advice_test {

/// A queue whose visibility timeout is shorter than the work of its consumer, and what the window
/// builds around it.
class AdviceTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_session = std::make_unique<DocumentSession>();
        const auto done = m_session->edit("Build", [this](Document& document) { build(document); });
        QVERIFY(done);
        m_run = std::make_unique<RunSession>(*m_session);
        m_selection = std::make_unique<Selection>(*m_session);
        m_page = std::make_unique<PropertiesPage>(*m_session, registry());
        m_notices = std::make_unique<NoticeBar>();
        m_guide = std::make_unique<DemonstrationGuide>(
            *m_session, *m_run, *m_selection, *m_notices);
        PropertiesPage* page = m_page.get();
        connect(m_session.get(), &DocumentSession::patched, page, &PropertiesPage::refresh);
        connect(page,
                &PropertiesPage::demonstrationRequested,
                m_guide.get(),
                &DemonstrationGuide::start);
        page->show(Subject{{m_queue}, {}});
    }
    void cleanup() {
        m_guide.reset();
        m_notices.reset();
        m_page.reset();
        m_selection.reset();
        m_run.reset();
        m_session.reset();
    }

    void oneClickFixesAndOneStepUndoesIt() {
        QCOMPARE(timeout(), Duration(2s));
        const int steps = m_session->undoStack().count();
        click("Fix");
        QCOMPARE(timeout(), Duration(10s));
        QVERIFY(m_session->findings().empty());
        QVERIFY(button("Fix") == nullptr);
        QCOMPARE(m_session->undoStack().count(), steps + 1);
        QCOMPARE(m_session->undoStack().undoText(), QString("Set visibility timeout to 10 s"));
        m_session->undoStack().undo();
        QCOMPARE(timeout(), Duration(2s));
        QVERIFY(button("Fix") != nullptr);
    }

    void theReasonUnfoldsInPlace() {
        const QString why = QString::fromStdString(m_session->findings().front().why);
        const auto isShown = [&] {
            for (const QLabel* label : m_page->findChildren<QLabel*>()) {
                if (label->text() == why && !label->isHidden()) return true;
            }
            return false;
        };
        QVERIFY(!isShown());
        click("Why?");
        QVERIFY(isShown());
        click("Why?");
        QVERIFY(!isShown());
    }

    void theDocumentListsAllAdviceByNode() {
        m_page->show(Subject{});
        NodeId chosen{};
        connect(
            m_page.get(), &PropertiesPage::nodeChosen, this, [&](NodeId node) { chosen = node; });
        QLabel* name = nullptr;
        for (QLabel* label : m_page->findChildren<QLabel*>()) {
            if (label->accessibleName() == "queue" && !label->text().isEmpty()) name = label;
        }
        QVERIFY(name != nullptr && button("Fix") != nullptr);
        emit name->linkActivated("#");
        QTRY_VERIFY(chosen == m_queue);
    }

    void theProblemIsShownWhenItHappens() {
        click("Show me");
        QTRY_VERIFY(m_run->isRunning());
        QVERIFY(m_run->showing() && m_run->showing()->stage == Showing::Stage::Found);
        QVERIFY(m_selection->contains(m_queue)); // which the advice is about
        QVERIFY(m_notices->text().contains("Duplicates processed"));
        QTRY_VERIFY_WITH_TIMEOUT(m_run->frame()->now >= m_run->showing()->moment, 20'000);
        QTRY_VERIFY(m_notices->text().startsWith("Now"));
        QTRY_VERIFY(m_notices->text().startsWith("It happened"));
        QVERIFY(!m_run->isRunning() && !m_run->showing());
    }

    void aProblemThatDoesNotHappenIsAdmitted() {
        Finding finding;
        finding.demonstration = {{m_queue, "MessagesExpired", 1, 1min}};
        m_guide->start(finding);
        QTRY_VERIFY(m_notices->text().startsWith("It did not happen"));
        QVERIFY(!m_run->isRunning());
    }

    void theSearchCanBeStopped() {
        Finding finding;
        finding.demonstration = {{m_queue, "MessagesExpired", 1, 24h * 365}};
        m_guide->start(finding);
        QTRY_VERIFY(m_notices->text().startsWith("Running to the moment"));
        auto* stop = m_notices->findChild<QToolButton*>();
        QCOMPARE(stop->text(), QString("Stop"));
        stop->click();
        QVERIFY(m_notices->isHidden());
        QTRY_VERIFY(!m_run->showing());
        QVERIFY(!m_run->isRunning());
    }

private:
    void build(Document& document) {
        const auto add = [&](const char* kind) {
            return addNode(document, *registry().find(kind), {});
        };
        const NodeId producer = add("producer");
        m_queue = add("queue");
        m_consumer = add("consumer");
        const auto set = [&](NodeId node, const char* key, PropertyValue value) {
            if (!sluice::setProperty(document, registry(), node, key, std::move(value)))
                qFatal("%s cannot be set", key);
        };
        set(producer, "rate", 1.0);
        set(m_queue, "visibility_timeout", Duration(2s));
        set(m_consumer, "processing_time", constant(4s));
        set(m_consumer, "workers", std::int64_t{8});
        const auto fed = connectPorts(document, producer, m_queue);
        const auto served = connectPorts(document, m_queue, m_consumer);
        if (!fed || !served) qFatal("cannot be linked");
    }
    static bool connectPorts(Document& document, NodeId from, NodeId to) {
        return sluice::connect(document, registry(), {from, "out"}, {to, "in"}).has_value();
    }
    Duration timeout() const {
        const Node* node = m_session->document().node(m_queue);
        return std::get<Duration>(node->properties.find("visibility_timeout")->second);
    }
    QPushButton* button(const QString& text) const {
        for (QPushButton* each : m_page->findChildren<QPushButton*>()) {
            if (each->text() == text && each->isVisibleTo(m_page.get())) return each;
        }
        return nullptr;
    }
    void click(const QString& text) {
        QPushButton* found = button(text);
        if (found == nullptr) qFatal("no button %s", qPrintable(text));
        found->click();
    }

    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<RunSession> m_run;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<PropertiesPage> m_page;
    std::unique_ptr<NoticeBar> m_notices;
    std::unique_ptr<DemonstrationGuide> m_guide;
    NodeId m_queue{}, m_consumer{};
};

SLUICE_TEST(AdviceTest)

} // namespace sluice::ui::advice_test

#include "advice_test.moc"
