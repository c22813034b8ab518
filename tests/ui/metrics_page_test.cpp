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

    void countersSayWhatTheyCameToSinceTheRunBegan() {
        m_page->take(
            frame(1, {{"NumberOfMessagesPublished", 34, 1'234}, {"DeliveriesWaiting", 2}}));
        QCOMPARE(total("NumberOfMessagesPublished"), QString("1\u2009234"));
        QCOMPARE(total("DeliveriesWaiting"), QString()); // a level, which does not add up
        m_page->take(frame(2, {{"NumberOfMessagesPublished", 5, 905}})); // after a jump back
        QCOMPARE(total("NumberOfMessagesPublished"), QString("905"));
    }

    void theHeaderTellsWhenTheValuesWereSampled() {
        const auto header = [&] { return m_page->table().horizontalHeaderItem(1)->text(); };
        QCOMPARE(header(), QString("Latest"));
        Frame later = frame(1, {{"NumberOfMessagesPublished", 34, 1'234}});
        later.samples.front().time = kRunStart + 144s;
        m_page->take(later);
        QCOMPARE(header(), QString("At 144 s"));
        m_page->take(frame(2, {}));
        QCOMPARE(header(), QString("Latest"));
    }

private:
    const NodeKind& kind() const { return *registry().find("topic"); }
    int row(std::string_view series) const {
        return static_cast<int>(kind().seriesIndex(series).value());
    }
    struct Value {
        std::string_view series;
        double latest = 0;
        double total = 0;
    };
    Frame frame(std::uint64_t run, std::initializer_list<Value> values) const {
        Frame result;
        result.run = run;
        for (const auto& [series, latest, total] : values)
            result.samples.push_back(
                {kRunStart, m_topic, static_cast<std::uint32_t>(row(series)), latest, total});
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
