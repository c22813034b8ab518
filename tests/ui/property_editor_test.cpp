// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "core/model/findings.h"
#include "tests/support/test_main.h"
#include "ui/inspector/properties_page.h"
#include "ui/inspector/property_editor.h"
#include "ui/inspector/target_editor.h"
#include "ui/inspector/value_field.h"
#include "ui/session/document_session.h"

#include <QLabel>

namespace sluice::ui::property_editor_test {

class PropertyEditorTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_session = std::make_unique<DocumentSession>();
        m_page = std::make_unique<PropertiesPage>(*m_session, registry());
        connect(m_session.get(), &DocumentSession::patched, m_page.get(), &PropertiesPage::refresh);
        m_queue = add("queue");
        m_page->resize(346, 600);
        m_page->show(Subject{{m_queue}, {}});
    }
    void cleanup() {
        m_page.reset();
        m_session.reset();
    }

    // PROF-1
    void aValueBeyondTheLimitsProfileIsMarked() {
        type("500000");
        QVERIFY(!size().isInvalid());
        limitBy("aws-2023");
        QVERIFY(size().isInvalid());
        const QString said = size().findChild<QLabel*>()->text();
        QVERIFY2(said.contains("262\u2009144 B") && said.contains("AWS 2023"), qPrintable(said));
        limitBy("aws-2026");
        QVERIFY(!size().isInvalid());
    }

    // PROF-1: the checks of the document leave it alone too.
    void anUntouchedDefaultFollowsTheLimitsProfile() {
        limitBy("aws-2023");
        QVERIFY(!size().isInvalid() && bytes() == 1'048'576);
        for (const Finding& finding : validate(m_session->document(), registry()))
            QVERIFY2(finding.property != "max_message_size", finding.text.c_str());
    }

    // PROF-1
    void whatTheLimitsProfileForbidsIsNotApplied() {
        type("600000");
        limitBy("aws-2023");
        type("500000");
        QVERIFY(size().isInvalid() && bytes() == 600'000);
        QTest::keyClick(size().input(), Qt::Key_Escape); // the document's value is no better
        QVERIFY(size().isInvalid());
        type("200000");
        QVERIFY(!size().isInvalid() && bytes() == 200'000);
    }

    // PROF-1
    void aNewPartKeepsToTheLimitsProfile() {
        limitBy("aws-2023");
        m_queue = add("queue");
        QCOMPARE(bytes(), 262'144);
        m_page->show(Subject{{m_queue}, {}});
        QVERIFY(!size().isInvalid());
    }

    void aFractionInADocumentIsMarked() {
        Document document = m_session->document();
        document.nodes.front().properties["visibility_timeout"] = Duration(1500ms);
        m_session->open(document);
        m_page->show(Subject{{m_queue}, {}});
        const PropertyEditor* editor = m_page->editor("visibility_timeout");
        QVERIFY(editor->isInvalid());
        QVERIFY(editor->findChild<QLabel*>()->text().contains("whole seconds"));
    }

    void unitsAndRangesShowInTheNarrowestPanel_data() {
        QTest::addColumn<int>("width");
        QTest::newRow("least") << 280;
        QTest::newRow("small window") << 314;
        QTest::newRow("as it comes") << 346;
    }
    void unitsAndRangesShowInTheNarrowestPanel() {
        QFETCH(const int, width);
        m_page->setVisible(true);
        for (const NodeKind& kind : registry().kinds) {
            m_page->resize(400, 600);
            m_page->show(Subject{{add(kind.key)}, {}});
            m_page->resize(width, 600);
            for (int i = 0; i < 4; ++i) QCoreApplication::processEvents();
            for (const auto* editor : m_page->findChildren<PropertyEditor*>()) {
                const auto* field = qobject_cast<ValueField*>(editor->input());
                const bool isNumber = editor->spec().type != ValueType::Text
                                      && editor->spec().type != ValueType::Distribution;
                if (field == nullptr || !field->isVisible() || !isNumber) continue;
                QVERIFY2(field->neededWidth() <= field->width(), editor->spec().key.data());
            }
        }
    }

    void aLongTargetHasALineOfItsOwn() {
        const NodeId target = add("queue");
        QVERIFY(m_session->edit("Target", [&](Document& document) -> Result<> {
            const auto named = rename(document, target, "payments-that-nobody-could-process");
            if (!named) return named;
            return sluice::connect(document, registry(), {m_queue, "dead_letter"}, {target, "in"})
                .map([](LinkId) {});
        }));
        m_page->setVisible(true);
        m_page->show(Subject{{m_queue}, {}});
        for (int i = 0; i < 4; ++i) QCoreApplication::processEvents();
        QVERIFY(m_page->targetEditors().front()->width() >= 280);
    }

private:
    PropertyEditor& size() { return *m_page->editor("max_message_size"); }
    int bytes() const {
        const auto& properties = m_session->document().node(m_queue)->properties;
        return static_cast<int>(
            std::get<std::int64_t>(properties.find("max_message_size")->second));
    }
    void type(const QString& text) {
        auto* field = qobject_cast<ValueField*>(size().input());
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void limitBy(const std::string& profile) {
        QVERIFY(m_session->edit(
            "Limits", [&](Document& document) { return setSetting(document, "limits", profile); }));
    }
    NodeId add(std::string_view kind) {
        NodeId id{};
        (void)m_session->edit(
            "Add", [&](Document& document) { id = addNode(document, *registry().find(kind), {}); });
        return id;
    }

    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<PropertiesPage> m_page;
    NodeId m_queue{};
};

SLUICE_TEST(PropertyEditorTest)

} // namespace sluice::ui::property_editor_test

#include "property_editor_test.moc"
