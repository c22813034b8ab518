// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/metrics_page.h"
#include "ui/inspector/metrics_table.h"
#include "ui/session/document_session.h"

namespace sluice::ui::metrics_page_test {

class MetricsPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        test::Lab lab;
        m_topic = lab.topic();
        m_documents = std::make_unique<DocumentSession>();
        m_documents->open(lab.document);
        m_page = std::make_unique<MetricsPage>(*m_documents, registry());
        m_page->show(Subject{{m_topic}, {}});
        m_page->setVisible(true);
    }
    void cleanup() {
        m_page.reset();
        m_documents.reset();
    }

    void countersAreSummedSinceTheRunBegan() {
        m_page->take(frame(1, {{"NumberOfMessagesPublished", 1'200}, {"DeliveriesWaiting", 3}}));
        m_page->take(frame(1, {{"NumberOfMessagesPublished", 34}, {"DeliveriesWaiting", 2}}));
        QCOMPARE(total("NumberOfMessagesPublished"), QString("1\u2009234"));
        QCOMPARE(total("DeliveriesWaiting"), QString()); // a level, which does not add up
        m_page->take(frame(2, {{"NumberOfMessagesPublished", 5}})); // another run
        QCOMPARE(total("NumberOfMessagesPublished"), QString("5"));
    }

private:
    const NodeKind& kind() const { return *registry().find("topic"); }
    int row(std::string_view series) const {
        return static_cast<int>(kind().seriesIndex(series).value());
    }
    Frame frame(std::uint64_t run,
                std::initializer_list<std::pair<std::string_view, double>> values) const {
        Frame result;
        result.run = run;
        for (const auto& [series, value] : values)
            result.samples.push_back(
                {kRunStart, m_topic, static_cast<std::uint32_t>(row(series)), value});
        return result;
    }
    QString total(std::string_view series) const {
        return m_page->table().item(row(series), 2)->text();
    }

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<MetricsPage> m_page;
    NodeId m_topic{};
};

SLUICE_TEST(MetricsPageTest)

} // namespace sluice::ui::metrics_page_test

#include "metrics_page_test.moc"
