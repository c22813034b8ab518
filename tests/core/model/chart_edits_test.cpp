// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/chart_edits.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::chart_edits_test {

namespace {

constexpr auto kDepth = "ApproximateNumberOfMessagesVisible";

/// Two queues and a producer.
struct Scene {
    test::Lab lab;
    NodeId first = lab.queue(), second = lab.queue(), producer = lab.producer();

    void chart(const std::vector<ChartSeries>& series) {
        lab.document.charts.push_back({"Chart", series});
    }
    /// How many lines its first chart has once so many queues were added.
    std::size_t linesAfterAdding(int queues) {
        const Document before = lab.document;
        for (int i = 0; i < queues; ++i) lab.queue();
        chartAddedParts(before, lab.document, registry());
        return lab.document.charts.front().series.size();
    }
};

} // namespace

class ChartEditsTest : public QObject {
    Q_OBJECT
private slots:
    void aNewPartJoinsTheChartOfAll() {
        Scene scene;
        scene.chart({{scene.first, kDepth}, {scene.second, kDepth}});
        QCOMPARE(scene.linesAfterAdding(1), std::size_t{3});
        QVERIFY(scene.lab.document.charts[0].series.back().node
                == scene.lab.document.nodes.back().id);
    }
    void aChartOfChosenPartsStaysAsItIs() {
        Scene scene;
        scene.chart({{scene.first, kDepth}});
        QCOMPARE(scene.linesAfterAdding(1), std::size_t{1});
    }
    void aChartOfSeveralSeriesStaysAsItIs() {
        Scene scene;
        scene.chart({{scene.first, kDepth}, {scene.second, kDepth}, {scene.first, "Other"}});
        QCOMPARE(scene.linesAfterAdding(1), std::size_t{3});
    }
    void partsWithoutTheSeriesDoNotJoin() {
        Scene scene;
        scene.chart({{scene.producer, "MessagesSent"}});
        QCOMPARE(scene.linesAfterAdding(2), std::size_t{1});
    }
    void onlySoManyJoinThatTheyCanBeToldApart() {
        Scene scene;
        scene.chart({{scene.first, kDepth}, {scene.second, kDepth}});
        QCOMPARE(scene.linesAfterAdding(20), kUnchosenChartLines);
    }
};

SLUICE_TEST(ChartEditsTest)

} // namespace sluice::chart_edits_test

#include "chart_edits_test.moc"
