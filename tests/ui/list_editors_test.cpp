// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/properties_page.h"
#include "ui/inspector/property_editor.h"
#include "ui/session/document_session.h"

#include <QComboBox>

namespace sluice::ui::list_editors_test {

class ListEditorsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        test::Lab lab;
        m_topic = lab.topic();
        m_link = lab.subscribe(m_topic, lab.queue());
        m_letters = lab.queue();
        lab.redrive(m_topic, m_letters);
        lab.queue(); // which the topic is not linked to
        m_documents = std::make_unique<DocumentSession>();
        m_documents->open(lab.document);
        m_page = std::make_unique<PropertiesPage>(*m_documents, registry());
        connect(
            m_documents.get(), &DocumentSession::patched, m_page.get(), &PropertiesPage::refresh);
        m_page->show(Subject{{}, {m_link}});
    }
    void cleanup() {
        m_page.reset();
        m_documents.reset();
    }

    // SNS-49
    void aDeadLetterQueueIsChosenAmongThoseOfTheTopic() {
        QCOMPARE(entries(), QStringList({"the first one", letters()}));
        choose(1);
        QCOMPARE(stored(), letters().toStdString());
        choose(0);
        QCOMPARE(stored(), std::string());
    }

    void theListFollowsTheDocument() {
        QVERIFY(m_documents->edit("Rename", [&](Document& document) {
            return rename(document, m_letters, "late orders");
        }));
        QCOMPARE(entries(), QStringList({"the first one", "late orders"}));
    }

    void aNameThatIsNoneOfThemStaysToBeSeen() {
        QVERIFY(m_documents->edit("Set", [&](Document& document) {
            return setLinkProperty(
                document, registry(), m_link, "dead_letter_queue", std::string("gone"));
        }));
        QCOMPARE(entries(), QStringList({"the first one", letters(), "gone"}));
        QCOMPARE(list().currentText(), "gone");
    }

private:
    QComboBox& list() const {
        return *qobject_cast<QComboBox*>(m_page->editor("dead_letter_queue")->input());
    }
    QStringList entries() const {
        QStringList texts;
        for (int row = 0; row < list().count(); ++row) texts << list().itemText(row);
        return texts;
    }
    void choose(int row) {
        list().setCurrentIndex(row);
        emit list().activated(row);
    }
    QString letters() const {
        return QString::fromStdString(m_documents->document().node(m_letters)->name);
    }
    std::string stored() const {
        const auto& settings = m_documents->document().link(m_link)->properties;
        return std::get<std::string>(settings.at("dead_letter_queue"));
    }

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<PropertiesPage> m_page;
    NodeId m_topic{}, m_letters{};
    LinkId m_link{};
};

SLUICE_TEST(ListEditorsTest)

} // namespace sluice::ui::list_editors_test

#include "list_editors_test.moc"
