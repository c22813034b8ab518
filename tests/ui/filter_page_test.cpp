// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_filter.h"
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/filter_page.h"
#include "ui/inspector/json_editor.h"
#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableWidget>

#include <algorithm>

namespace sluice::ui::filter_page_test {

class FilterPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        test::Lab lab;
        m_topic = lab.topic();
        m_first = lab.subscribe(m_topic, lab.queue());
        m_second = lab.subscribe(m_topic, lab.queue());
        m_documents = std::make_unique<DocumentSession>();
        m_documents->open(lab.document);
        m_page = std::make_unique<FilterPage>(*m_documents, registry());
        connect(m_documents.get(), &DocumentSession::patched, m_page.get(), &FilterPage::refresh);
        m_page->show(Subject{{}, {m_first}});
    }
    void cleanup() {
        m_page.reset();
        m_documents.reset();
    }

    void aGoodPolicyIsAppliedABadOneExplained() {
        type(R"({"type": ["order"]})");
        QCOMPARE(policy(m_first), std::string(R"({"type": ["order"]})"));
        type("{\n\"type\": [\"order\"\n}");
        QVERIFY(m_page->editor().error().startsWith("Line 3"));
        type(R"({"type": [{"prefixx": "o"}]})");
        QVERIFY(m_page->editor().isInvalid());
        QCOMPARE(policy(m_first), std::string(R"({"type": ["order"]})"));
    }

    void aDraftWaitsForItsLink() {
        m_page->editor().field().setPlainText("{");
        m_page->show(Subject{{}, {m_second}});
        QVERIFY(m_page->editor().text().isEmpty());
        m_page->show(Subject{{}, {m_first}});
        QVERIFY(m_page->editor().isDraft());
        QCOMPARE(m_page->editor().text(), QString("{"));
        QVERIFY(m_documents->draftNames().front().startsWith("Filter policy of topic → queue"));
    }

    void everyConditionIsTold() {
        m_page->editor().field().setPlainText( // not applied yet
            R"({"type": ["order", "refund"], "amount": [{"numeric": [">=", 1000]}]})");
        m_page->tester().attributes().setText("type=order; amount:Number=5");
        QVERIFY(m_page->tester().verdict().contains("filtered out"));
        QCOMPARE(marks(), QStringList({"✓", "–", "✗"})); // one type is enough
        QCOMPARE(m_page->tester().table().item(2, 2)->text(), QString("5"));
        m_page->tester().attributes().setText("type=order; amount:Number=5000");
        QVERIFY(m_page->tester().verdict().contains("accepted"));
        QCOMPARE(marks(), QStringList({"✓", "–", "✓"}));
        QCOMPARE(policy(m_first), std::string());
    }

    void theScopesAreThoseOfTheSetting() {
        const Document& document = m_documents->document();
        const PropertySpecs& specs = linkSpecs(document, registry(), *document.link(m_first));
        const auto spec = std::ranges::find(specs, kFilterScopeKey, &PropertySpec::key);
        QComboBox& scope = m_page->scope();
        QCOMPARE(scope.count(), static_cast<int>(spec->choices.size()));
        for (int i = 0; i < scope.count(); ++i) {
            const ChoiceSpec& choice = spec->choices[static_cast<std::size_t>(i)];
            QCOMPARE(scope.itemText(i), fromView(choice.label));
            QTest::keyClick(&scope, i == 0 ? Qt::Key_Home : Qt::Key_Down);
            const Link& link = *m_documents->document().link(m_first);
            const auto set = link.properties.find(kFilterScopeKey);
            if (i > 0) QVERIFY(set->second == PropertyValue(std::string(choice.key)));
            QCOMPARE(scope.currentIndex(), i);
        }
        m_page->show(Subject{{m_topic}, {}});
        QVERIFY(!scope.isVisibleTo(m_page.get()));
        m_page->show(Subject{{}, {m_second}});
        QCOMPARE(scope.currentIndex(), 0);
        QVERIFY(scope.isVisibleTo(m_page.get()));
    }

    void aFilterOfBodiesReadsTheBody() {
        setLink(m_first, "filter_scope", std::string("body"));
        type(R"({"customer": {"tier": ["gold"]}})");
        m_page->tester().body().setPlainText("gold");
        QVERIFY(m_page->tester().verdict().contains("no JSON object"));
        m_page->tester().body().setPlainText(R"({"customer": {"tier": "gold"}})");
        QVERIFY(m_page->tester().verdict().contains("accepted"));
    }

    void attributesThatCannotBeReadAreExplained() {
        m_page->tester().attributes().setText("type");
        QVERIFY(!m_page->tester().verdict().contains("accepted"));
        QCOMPARE(m_page->tester().table().rowCount(), 0);
    }

    void aTopicListsWhoGetsTheMessage() {
        setLink(m_first, kFilterPolicyKey, std::string(R"({"type": ["order"]})"));
        m_page->show(Subject{{m_topic}, {}});
        QVERIFY(!m_page->editor().isVisibleTo(m_page.get()));
        m_page->tester().attributes().setText("type=refund");
        QCOMPARE(marks(), QStringList({"✗", "✓"}));
        QVERIFY(m_page->tester().verdict().startsWith("1 of 2"));
        QCOMPARE(m_page->tester().table().item(0, 2)->text(),
                 QString("filtered out: type is \"refund\", not \"order\""));
        m_page->tester().attributes().setText("type=order");
        QCOMPARE(marks(), QStringList({"✓", "✓"}));
    }

private:
    std::string policy(LinkId id) const {
        const Document& document = m_documents->document();
        return linkFilter(document, registry(), *document.link(id))->policy;
    }
    void setLink(LinkId id, std::string_view key, const PropertyValue& value) {
        QVERIFY(m_documents->edit("set", [&](Document& document) {
            return setLinkProperty(document, registry(), id, key, value);
        }));
    }
    void type(const QString& text) {
        m_page->editor().field().setPlainText(text);
        QTest::keyClick(&m_page->editor().field(), Qt::Key_Return, Qt::ControlModifier);
    }
    QStringList marks() const {
        QStringList result;
        const QTableWidget& table = m_page->tester().table();
        for (int row = 0; row < table.rowCount(); ++row) result << table.item(row, 0)->text();
        return result;
    }

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<FilterPage> m_page;
    NodeId m_topic{};
    LinkId m_first{}, m_second{};
};

SLUICE_TEST(FilterPageTest)

} // namespace sluice::ui::filter_page_test

#include "filter_page_test.moc"
