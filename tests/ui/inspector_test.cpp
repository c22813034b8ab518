// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_access.h"
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/properties_page.h"
#include "ui/inspector/property_editor.h"
#include "ui/inspector/subject_header.h"
#include "ui/inspector/target_editor.h"
#include "ui/inspector/value_field.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFocusEvent>
#include <QLabel>
#include <QWheelEvent>

namespace sluice::ui::inspector_test {

class InspectorTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_session = std::make_unique<DocumentSession>();
        m_page = std::make_unique<PropertiesPage>(*m_session, registry());
        connect(m_session.get(), &DocumentSession::patched, m_page.get(), &PropertiesPage::refresh);
        m_first = add("queue");
        m_second = add("queue");
        m_page->show(Subject{{m_first}, {}});
    }
    void cleanup() {
        m_page.reset();
        m_session.reset();
    }

    void everyKindHasAnEditorForEverySetting_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < registry().kinds.size(); ++i)
            QTest::newRow(std::string(registry().kinds[i].key).c_str()) << static_cast<int>(i);
    }
    void everyKindHasAnEditorForEverySetting() {
        QFETCH(const int, index);
        const NodeKind& kind = registry().kinds[static_cast<std::size_t>(index)];
        m_page->show(Subject{{add(kind.key)}, {}});
        for (const PropertySpec& spec : kind.properties) {
            if (spec.key == kPolicyKey) continue; // has a tab of its own
            PropertyEditor* editor = m_page->editor(spec.key);
            QVERIFY(editor != nullptr);
            QVERIFY(!editor->input()->accessibleName().isEmpty());
        }
    }

    void everyEditorHasItsRoom_data() { everyKindHasAnEditorForEverySetting_data(); }
    void everyEditorHasItsRoom() {
        QFETCH(const int, index);
        const NodeId node = add(registry().kinds[static_cast<std::size_t>(index)].key);
        checkRoom(Subject{{node}, {}});
    }
    void everyEditorOfASubscriptionHasItsRoom() {
        checkRoom(Subject{{}, {link({add("topic"), "subscribers"}, {m_first, "in"})}});
    }

    void longNotesAreReadWithoutScrolling() {
        m_page->show(Subject{});
        m_page->resize(330, 600);
        m_page->setVisible(true);
        QWidget* notes = m_page->editor("notes")->input();
        QCoreApplication::processEvents();
        const int empty = notes->height();
        QVERIFY(m_session->edit("Note", [](Document& document) -> Result<> {
            document.settings.notes = "One line.\n\n\n\n\n\nThe last of seven.";
            return {};
        }));
        m_page->refresh();
        QTRY_VERIFY(notes->height() >= 7 * notes->fontMetrics().lineSpacing());
        QVERIFY(notes->height() > empty);
    }

    void theWheelScrollsPastLists() {
        m_page->resize(330, 300);
        m_page->setVisible(true);
        QCoreApplication::processEvents();
        QWidget* list = m_page->editor("encryption")->input();
        QVERIFY(!list->hasFocus());
        const PropertyValue before = value(m_first, "encryption");
        const QPointF at = list->rect().center();
        const QPointF onScreen = list->mapToGlobal(at);
        QWheelEvent wheel(
            at, onScreen, {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(list, &wheel);
        QVERIFY(value(m_first, "encryption") == before);
        QVERIFY(!wheel.isAccepted()); // it is the page's, which scrolls
    }

    void validTextIsCommittedOnReturn() {
        type("visibility_timeout", "45 s");
        QVERIFY(value(m_first, "visibility_timeout") == PropertyValue(Duration(45s)));
    }

    void invalidTextIsExplainedAndNeverApplied_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("prose") << "soon";
        QTest::newRow("out of range") << "13 h";
        QTest::newRow("negative") << "-1 s";
        QTest::newRow("too long to be counted") << "9999999 d";
        QTest::newRow("fraction") << "1.5 s";
    }
    void invalidTextIsExplainedAndNeverApplied() {
        QFETCH(const QString, text);
        const PropertyValue before = value(m_first, "visibility_timeout");
        type("visibility_timeout", text);
        QVERIFY(value(m_first, "visibility_timeout") == before);
        PropertyEditor* editor = m_page->editor("visibility_timeout");
        QVERIFY(editor->input()->property("invalid").toBool());
        QVERIFY(!editor->findChild<QLabel*>()->text().isEmpty());
        QTest::keyClick(editor->input(), Qt::Key_Escape);
        QVERIFY(!editor->input()->property("invalid").toBool());
    }

    void upAndDownStepAsOneUndoStep() {
        type("visibility_timeout", "30 s");
        type("visibility_timeout", "40 s");
        const int steps = m_session->undoStack().count();
        QWidget* field = m_page->editor("visibility_timeout")->input();
        for (int i = 0; i < 3; ++i) QTest::keyClick(field, Qt::Key_Up);
        QVERIFY(value(m_first, "visibility_timeout") == PropertyValue(Duration(43s)));
        QCOMPARE(m_session->undoStack().count(), steps + 1);
        m_session->undoStack().undo();
        QVERIFY(value(m_first, "visibility_timeout") == PropertyValue(Duration(40s)));
    }

    void noStepGoesBeyondTheRange() {
        type("visibility_timeout", "0 s");
        PropertyEditor* editor = m_page->editor("visibility_timeout");
        QTest::keyClick(editor->input(), Qt::Key_Down);
        QVERIFY(value(m_first, "visibility_timeout") == PropertyValue(Duration(0s)));
        QVERIFY(!editor->input()->property("invalid").toBool());
    }

    void differentValuesAreMixedAndOneEditSetsAll() {
        type("visibility_timeout", "45 s");
        m_page->show(Subject{{m_first, m_second}, {}});
        auto* field = qobject_cast<ValueField*>(m_page->editor("visibility_timeout")->input());
        QVERIFY(field->text().isEmpty());
        QVERIFY(!field->placeholderText().isEmpty());
        type("visibility_timeout", "50 s");
        QVERIFY(value(m_first, "visibility_timeout") == PropertyValue(Duration(50s)));
        QVERIFY(value(m_second, "visibility_timeout") == PropertyValue(Duration(50s)));
    }

    void sharesAreShownAndTypedInPercent_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("with the sign") << "12.5 %";
        QTest::newRow("number alone") << "12.5";
    }
    void sharesAreShownAndTypedInPercent() {
        QFETCH(const QString, text);
        const NodeId producer = add("producer");
        m_page->show(Subject{{producer}, {}});
        auto* field = qobject_cast<ValueField*>(m_page->editor("poison_share")->input());
        QCOMPARE(field->text(), "0 %");
        type("poison_share", text);
        QVERIFY(value(producer, "poison_share") == PropertyValue(0.125));
        QCOMPARE(field->text(), "12.5 %");
        QTest::keyClick(field, Qt::Key_Up);
        QVERIFY(value(producer, "poison_share") == PropertyValue(0.126));
        type("poison_share", "101");
        QVERIFY(field->property("invalid").toBool());
    }

    // 1/30 has no end; nobody wants to read all of it.
    void longNumbersAreShortUntilTheyAreEdited() {
        const NodeId source = add("event_source");
        m_page->show(Subject{{source}, {}});
        auto* field = qobject_cast<ValueField*>(m_page->editor("rate")->input());
        QCOMPARE(field->text(), "0.03333");
        QFocusEvent in(QEvent::FocusIn);
        QCoreApplication::sendEvent(field, &in);
        QCOMPARE(field->text(), "0.03333333333333333");
        QFocusEvent out(QEvent::FocusOut);
        QCoreApplication::sendEvent(field, &out);
        QCOMPARE(field->text(), "0.03333");
        QVERIFY(value(source, "rate") == PropertyValue(1.0 / 30));
        type("rate", "0.25");
        QVERIFY(value(source, "rate") == PropertyValue(0.25));
        QCOMPARE(field->text(), "0.25");
    }

    // SNS-46
    void settingsForWebServersNeedOne() {
        const NodeId topic = add("topic");
        link({topic, "subscribers"}, {m_first, "in"});
        m_page->show(Subject{{topic}, {}});
        const auto isShown = [&] {
            return m_page->editor("delivery_policy")->isVisibleTo(m_page.get());
        };
        QVERIFY(!isShown());
        link({topic, "subscribers"}, {add("endpoint"), "in"});
        QVERIFY(isShown());
    }

    void rowsThatDoNotApplyAreHidden() {
        const NodeId producer = add("producer");
        m_page->show(Subject{{producer}, {}});
        QVERIFY(!m_page->editor("burst_length")->isVisibleTo(m_page.get()));
        auto* list = qobject_cast<QComboBox*>(m_page->editor("schedule")->input());
        list->setCurrentIndex(list->findData("burst"));
        emit list->activated(list->currentIndex());
        QVERIFY(value(producer, "schedule") == PropertyValue(std::string("burst")));
        QVERIFY(m_page->editor("burst_length")->isVisibleTo(m_page.get()));
    }

    void deadLetterQueueIsChosenFromAList() {
        QCOMPARE(m_page->targetEditors().size(), std::size_t{1});
        TargetEditor* list = m_page->targetEditors().front();
        const int index =
            list->findText(QString::fromStdString(m_session->document().node(m_second)->name));
        QVERIFY(index > 0);
        emit list->activated(index);
        QCOMPARE(m_session->document().links.size(), std::size_t{1});
        QVERIFY(m_session->document().links.front().to == m_second);
        QCOMPARE(list->currentIndex(), index);
        emit list->activated(0);
        QVERIFY(m_session->document().links.empty());
    }

    void headerSaysWhoseDeadLettersItHolds() {
        link({m_first, "dead_letter"}, {m_second, "in"});
        SubjectHeader header(registry());
        const auto texts = [&](NodeId node) {
            header.show(Subject{{node}, {}}, m_session->document());
            QString all;
            for (const QLabel* label : header.findChildren<QLabel*>()) all += label->text();
            return all;
        };
        const QString role = "Dead-letter queue of "
                             + QString::fromStdString(m_session->document().node(m_first)->name);
        QVERIFY(texts(m_second).contains(role));
        QVERIFY(!texts(m_first).contains("Dead-letter queue of"));
    }

    void withoutSelectionTheDocumentIsShown() {
        m_page->show(Subject{});
        type("seed", "7");
        QCOMPARE(m_session->document().settings.seed, 7);
    }

    void unitAndRangeOfTheLargestMessageShow() {
        m_page->resize(346, 600);
        m_page->setVisible(true);
        QCoreApplication::processEvents();
        const auto* field = qobject_cast<ValueField*>(m_page->editor("max_message_size")->input());
        QCOMPARE(field->text(), QString::fromUtf8("1\u2009048\u2009576"));
        QVERIFY(field->hint().contains(QStringLiteral("B")));
        QVERIFY(field->neededWidth() <= field->width());
    }

    void whatIsTooLongForItsPlaceGoesBelowItsLabel() {
        const NodeId consumer = add("consumer");
        m_page->resize(346, 600);
        m_page->setVisible(true);
        m_page->show(Subject{{consumer}, {}});
        QCoreApplication::processEvents();
        const auto isBelow = [&](const char* key) {
            const PropertyEditor* editor = m_page->editor(key);
            return editor->y() > 10 && editor->x() < 10;
        };
        QVERIFY(isBelow("on_failure"));
        QVERIFY(!isBelow("processing_time"));
        QVERIFY(m_session->edit("Time", [&](Document& document) {
            return sluice::setProperty(
                document,
                registry(),
                consumer,
                "processing_time",
                *parseDistribution("empirical 1 s, 1.2 s, 1.4 s, 1.6 s, 2 s, 3 s, 5 s, 8 s"));
        }));
        QCoreApplication::processEvents();
        QVERIFY(isBelow("processing_time"));
    }

    void steppingChangesTheNumberAtTheCursor_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("cursor");
        QTest::addColumn<int>("steps");
        QTest::addColumn<QString>("expected");
        QTest::newRow("whole") << "30 s" << 0 << 1 << "31 s";
        QTest::newRow("decimal") << "1.5 s" << 2 << -1 << "1.4 s";
        QTest::newRow("first") << "uniform 5 ms to 50 ms" << 0 << 1 << "uniform 6 ms to 50 ms";
        QTest::newRow("last") << "uniform 5 ms to 50 ms" << 21 << 10 << "uniform 5 ms to 60 ms";
        QTest::newRow("grouped") << QString::fromUtf8("1\u2009048\u2009576") << 9 << -1
                                 << "1048575";
        QTest::newRow("none") << "poisson" << 3 << 1 << "poisson";
    }
    void steppingChangesTheNumberAtTheCursor() {
        QFETCH(const QString, text);
        QFETCH(const int, cursor);
        QFETCH(const int, steps);
        QTEST(stepped(text, cursor, steps), "expected");
    }

    void theHeaderShowsWhatThePartIsNow() {
        RunSession run(*m_session);
        Selection selection(*m_session);
        Inspector inspector(*m_session, run, selection, registry());
        const NodeId phone = add("endpoint");
        const NodeId other = add("endpoint");
        using Variant = SubjectHeader::Variant;
        const auto becomes = [&](std::string_view protocol, const Variant& variant) {
            const auto isSet = m_session->edit("Protocol", [&](Document& document) {
                return sluice::setProperty(
                    document, registry(), phone, "protocol", std::string(protocol));
            });
            return isSet.has_value()
                   && QTest::qWaitFor([&] { return inspector.header().variant() == variant; });
        };
        selection.set({{phone}, {}, {}});
        QVERIFY(becomes("sms", {"endpoint_sms", "SMS endpoint"}));
        QVERIFY(becomes("email", {"endpoint_email", "E-mail endpoint"}));
        selection.set({{phone, other}, {}, {}});
        QVERIFY(inspector.header().variant() == Variant());
    }

private:
    /// Lays the page of the subject out as wide as in the window.
    void checkRoom(const Subject& subject) {
        m_page->resize(330, 600);
        m_page->setVisible(true);
        m_page->show(subject);
        for (int i = 0; i < 2; ++i) QCoreApplication::processEvents(); // rows within the page
        int visible = 0;
        for (const PropertyEditor* editor : m_page->findChildren<PropertyEditor*>()) {
            if (!editor->isVisible()) continue;
            ++visible;
            QVERIFY2(editor->height() >= editor->minimumSizeHint().height(),
                     std::string(editor->spec().key).c_str());
        }
        QVERIFY(visible > 0);
    }

    NodeId add(std::string_view kind) {
        NodeId id{};
        (void)m_session->edit(
            "Add", [&](Document& document) { id = addNode(document, *registry().find(kind), {}); });
        return id;
    }
    LinkId link(const PortRef& from, const PortRef& to) {
        (void)m_session->edit("Link", [&](Document& document) {
            return sluice::connect(document, registry(), from, to).map([](LinkId) {});
        });
        return m_session->document().links.back().id;
    }
    PropertyValue value(NodeId id, std::string_view key) const {
        return m_session->document().node(id)->properties.find(key)->second;
    }
    void type(std::string_view key, const QString& text) {
        auto* field = qobject_cast<ValueField*>(m_page->editor(key)->input());
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<PropertiesPage> m_page;
    NodeId m_first{}, m_second{};
};

SLUICE_TEST(InspectorTest)

} // namespace sluice::ui::inspector_test

#include "inspector_test.moc"
