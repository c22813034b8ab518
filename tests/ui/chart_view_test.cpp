// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/chart_table.h"
#include "ui/charts/chart_view.h"
#include "ui/session/series_drag.h"

#include <QDropEvent>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QToolButton>

#include <array>
#include <cmath>
#include <limits>

namespace sluice::ui::chart_view_test {

namespace {

constexpr std::array kMetrics{
    MetricSpec{"Depth",
               "Messages visible",
               "",
               MetricType::Gauge,
               Unit::Messages,
               MetricRole::None,
               "Queue depth"},
    MetricSpec{"Age", "Age of oldest message", "", MetricType::Gauge, Unit::Seconds},
    MetricSpec{"Cost", "Cost", "", MetricType::Gauge, Unit::Dollars},
};

NodeKind tubeKind() {
    NodeKind kind;
    kind.key = "tube";
    kind.label = "Tube";
    kind.colorRole = "queue";
    kind.metrics.assign(kMetrics.begin(), kMetrics.end());
    kind.series = seriesOf(kind.metrics);
    return kind;
}

const Registry kRegistry{{tubeKind()}, {}};

Document twoTubes() {
    Document document;
    document.nodes = {{NodeId{1}, "tube", "shipping", {}, {}},
                      {NodeId{2}, "tube", "billing.fifo", {}, {}}};
    document.nextId = 3;
    return document;
}

/// Two depths and two ages, one sample a second up to `lastSecond`.
Frame wavyFrame(int lastSecond) {
    Frame frame;
    frame.run = 1;
    for (int i = 0; i <= lastSecond; ++i) {
        const SimTime time = kRunStart + fromSeconds(i);
        const double wave = 100 + 200 * std::exp(-std::pow((i - 60) / 20.0, 2));
        frame.samples.push_back({time, NodeId{1}, 0, std::round(wave)});
        frame.samples.push_back({time, NodeId{2}, 0, static_cast<double>(2 * i)});
        frame.samples.push_back({time, NodeId{1}, 1, 0.04 + 0.0001 * i});
        frame.samples.push_back({time, NodeId{1}, 2, 0.00003 * i});
        frame.samples.push_back({time, NodeId{2}, 1, std::numeric_limits<double>::quiet_NaN()});
    }
    frame.now = kRunStart + fromSeconds(lastSecond);
    return frame;
}

std::vector<ChartLine> linesOf(const Chart& chart,
                               const Document& document,
                               const Theme& theme = {},
                               LineColors colors = {}) {
    return chartLines(chart, document, kRegistry, theme, colors);
}

/// A store with samples and a view of both depths on the screen.
struct Shown {
    SeriesStore store;
    ChartView view{store, Theme{}};

    explicit Shown(const Chart& chart = {"Queue depth",
                                         {{NodeId{1}, "Depth"}, {NodeId{2}, "Depth"}}},
                   const Theme& theme = Theme{},
                   int lastSecond = 134) {
        store.append(wavyFrame(lastSecond));
        view.resize(420, 210);
        view.setChart(
            QString::fromStdString(chart.title), linesOf(chart, twoTubes(), theme), theme);
        view.show();
        view.refresh();
        view.plot().replot();
    }
};

/// Where a render for the eye goes, if the environment asks for one.
void keepPicture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("SLUICE_TEST_PICTURES");
    if (!folder.isEmpty()) QVERIFY(widget.grab().save(folder + '/' + name + ".png"));
}

} // namespace

class ChartViewTest : public QObject {
    Q_OBJECT

private slots:
    void metricsNameTheDefaultCharts();
    void linesAreNamedByWhatTellsThemApart();
    void linesOfOneKindHaveDifferentColours();
    void vanishedPartsHaveNoLine();
    void axisCountsInAFittingUnit();
    void moneyHasAnAxisThatFitsItAndItsSign();
    void fewPointsAreDrawnByAWidePenAndManyByAThinOne();
    void windowEndsNow();
    void youngRunFillsItsWindowInSteps();
    void valueAxisStartsAtZeroAndHoldsThePeak();
    void ageAxisCountsInMilliseconds();
    void theTitleNamesTheUnitUnlessItsLastWordIsTheUnit();
    void readingShowsEveryValueAndHoldsThePicture();
    void keyboardReadsToo();
    void hiddenChartsDrawNothing();
    void dropOfASeriesIsReported();
    void foreignDropsAreRefused();
    void legendRemovesALine();
    void tableHoldsTheSameNumbers();
    void looksAlikeInBothThemes();
};

void ChartViewTest::metricsNameTheDefaultCharts() {
    const auto charts = defaultCharts(twoTubes(), kRegistry);
    QCOMPARE(charts.size(), std::size_t{1});
    QCOMPARE(charts[0].title, std::string("Queue depth"));
    const std::vector<ChartSeries> expected{{NodeId{1}, "Depth"}, {NodeId{2}, "Depth"}};
    QCOMPARE(charts[0].series, expected);
    QVERIFY(defaultCharts(Document{}, kRegistry).empty());
}

void ChartViewTest::linesAreNamedByWhatTellsThemApart() {
    const auto names = [](const Chart& chart) {
        QStringList result;
        for (const ChartLine& line : linesOf(chart, twoTubes())) result << line.name;
        return result;
    };
    QCOMPARE(names({"", {{NodeId{1}, "Depth"}, {NodeId{2}, "Depth"}}}),
             QStringList({"shipping", "billing.fifo"}));
    QCOMPARE(names({"", {{NodeId{1}, "Depth"}, {NodeId{1}, "Age"}}}),
             QStringList({"Messages visible", "Age of oldest message"}));
    QCOMPARE(names({"", {{NodeId{1}, "Depth"}, {NodeId{2}, "Age"}}}),
             QStringList({"shipping · Messages visible", "billing.fifo · Age of oldest message"}));
}

void ChartViewTest::linesOfOneKindHaveDifferentColours() {
    Document many;
    Chart chart;
    for (std::uint32_t id = 1; id <= 12; ++id) {
        many.nodes.push_back({NodeId{id}, "tube", "t", {}, {}});
        chart.series.push_back({NodeId{id}, "Depth"});
    }
    const Theme theme;
    const auto lines = linesOf(chart, many, theme);
    QCOMPARE(lines[0].color, theme.color(Token::Queue));
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) QVERIFY(lines[i].color != lines[j].color);
}

void ChartViewTest::vanishedPartsHaveNoLine() {
    const Chart chart{"", {{NodeId{9}, "Depth"}, {NodeId{1}, "Gone"}, {NodeId{1}, "Depth"}}};
    QCOMPARE(linesOf(chart, twoTubes()).size(), std::size_t{1});
    QVERIFY(linesOf({}, twoTubes()).empty());
}

void ChartViewTest::axisCountsInAFittingUnit() {
    QCOMPARE(axisUnit(Unit::Seconds, 0.05).symbol, QStringLiteral("ms"));
    QCOMPARE(axisUnit(Unit::Seconds, 90).symbol, QStringLiteral("s"));
    QCOMPARE(axisUnit(Unit::Seconds, 3000).factor, 1.0 / 60);
    QCOMPARE(axisUnit(Unit::Bytes, 4096).symbol, QStringLiteral("KiB"));
    QCOMPARE(axisUnit(Unit::Share, 0.4).factor, 100.0);
    QCOMPARE(axisUnit(Unit::Messages, 1e9).factor, 1.0);
}

void ChartViewTest::moneyHasAnAxisThatFitsItAndItsSign() {
    Shown shown({"Cost", {{NodeId{1}, "Cost"}}});
    ChartPlot& plot = shown.view.plot();
    plot.setSpan(0);
    plot.refresh();
    QVERIFY(plot.yAxis->range().upper >= 0.00003 * 134 && plot.yAxis->range().upper <= 0.006);
    plot.replot();
    const QVector<QString> labels =
        plot.yAxis->ticker().isNull() ? QVector<QString>() : plot.yAxis->tickVectorLabels();
    QVERIFY(labels.contains(QStringLiteral("$0.002")));
    QTest::keyClick(&plot, Qt::Key_End);
    QVERIFY(plot.accessibleDescription().contains(QStringLiteral("$0.00402")));
}

void ChartViewTest::fewPointsAreDrawnByAWidePenAndManyByAThinOne() {
    Shown shown;
    QVERIFY(shown.view.plot().graph(0)->pen().widthF() > 1);
    shown.view.plot().setSpan(0);
    shown.store.append(wavyFrame(1400));
    shown.view.refresh();
    QVERIFY(shown.view.plot().graph(0)->data()->size() > 200);
    QCOMPARE(shown.view.plot().graph(0)->pen().widthF(), 1.0);
    QCOMPARE(shown.view.plot().graph(1)->pen().widthF(), 1.0);
}

void ChartViewTest::windowEndsNow() {
    Shown shown;
    const QCPRange range = shown.view.plot().xAxis->range();
    QCOMPARE(range.upper, 0.0);
    QCOMPARE(range.lower, -120.0);
    QCOMPARE(shown.view.plot().xAxis->tickVectorLabels(),
             QVector<QString>({"-2:00", "-1:30", "-1:00", "-0:30", "now"}));
    shown.view.setSpan(0);
    shown.view.plot().replot();
    QCOMPARE(shown.view.plot().xAxis->range().lower, -134.0);
}

void ChartViewTest::youngRunFillsItsWindowInSteps() {
    const Chart chart{"Queue depth", {{NodeId{1}, "Depth"}}};
    QCOMPARE(Shown(chart, Theme{}, 8).view.plot().xAxis->range().lower, -10.0);
    QCOMPARE(Shown(chart, Theme{}, 44).view.plot().xAxis->range().lower, -60.0);
    QCOMPARE(Shown(chart, Theme{}, 300).view.plot().xAxis->range().lower, -120.0);
}

void ChartViewTest::valueAxisStartsAtZeroAndHoldsThePeak() {
    Shown shown;
    const QCPRange range = shown.view.plot().yAxis->range();
    QVERIFY(range.lower < 0 && range.lower > -0.02 * range.upper); // room for a line at 0
    QCOMPARE(shown.view.plot().yAxis->range().upper, 400.0);
    QCOMPARE(shown.view.plot().yAxis->tickVectorLabels(),
             QVector<QString>({"0", "100", "200", "300", "400"}));
    QCOMPARE(shown.view.unitText(), QStringLiteral("msg"));
}

void ChartViewTest::ageAxisCountsInMilliseconds() {
    Shown shown({"Age", {{NodeId{1}, "Age"}}});
    QCOMPARE(shown.view.unitText(), QStringLiteral("ms"));
    QCOMPARE(shown.view.plot().yAxis->tickVectorLabels().last(), QStringLiteral("60"));
}

void ChartViewTest::theTitleNamesTheUnitUnlessItsLastWordIsTheUnit() {
    const auto namesUnit = [](const char* title) {
        const Shown shown({title, {{NodeId{1}, "Age"}}});
        for (const auto* label : shown.view.findChildren<QLabel*>())
            if (label->text().contains(QLatin1String(">ms</span>"))) return true;
        return false;
    };
    QVERIFY(namesUnit("Age"));
    QVERIFY(namesUnit("Age of problems"));
    QVERIFY(!namesUnit("Age in ms"));
}

void ChartViewTest::readingShowsEveryValueAndHoldsThePicture() {
    Shown shown;
    ChartPlot& plot = shown.view.plot();
    const QPoint middle(static_cast<int>(plot.xAxis->coordToPixel(-74)), plot.height() / 2);
    QTest::mouseMove(&plot, middle);
    QVERIFY(plot.readingTime().has_value());
    QVERIFY(std::abs(*plot.readingTime() - 60) < 1);
    plot.readAt(60.4);
    QCOMPARE(plot.readOut(),
             QStringLiteral("00:01:00.400\nshipping: 300 msg\nbilling.fifo: 120 msg"));

    const double drawn = (plot.graph(0)->data()->constEnd() - 1)->key;
    Frame later;
    later.run = 1;
    later.now = kRunStart + fromSeconds(150);
    shown.store.append(later);
    shown.view.refresh();
    QCOMPARE((plot.graph(0)->data()->constEnd() - 1)->key, drawn); // stands still
    plot.readAt(std::nullopt);
    QCOMPARE((plot.graph(0)->data()->constEnd() - 1)->key, drawn - 16);
}

void ChartViewTest::keyboardReadsToo() {
    Shown shown;
    ChartPlot& plot = shown.view.plot();
    QTest::keyClick(&plot, Qt::Key_End);
    QCOMPARE(plot.readingTime().value_or(0), 134.0);
    QTest::keyClick(&plot, Qt::Key_Left);
    QCOMPARE(plot.readingTime().value_or(0), 131.0);
    QVERIFY(plot.accessibleDescription().contains("billing.fifo: 262 msg"));
    QTest::keyClick(&plot, Qt::Key_Escape);
    QVERIFY(!plot.readingTime());
}

void ChartViewTest::hiddenChartsDrawNothing() {
    Shown shown;
    shown.view.hide();
    QTest::qWait(20); // what showing has queued
    Frame later = wavyFrame(0);
    later.samples.clear();
    later.now = kRunStart + fromSeconds(200);
    shown.store.append(later);
    QSignalSpy replots(&shown.view.plot(), &QCustomPlot::beforeReplot);
    shown.view.refresh();
    QTest::qWait(20);
    QCOMPARE(replots.count(), 0);
    shown.view.show();
    QTRY_VERIFY(replots.count() > 0);
    QCOMPARE((shown.view.plot().graph(0)->data()->constEnd() - 1)->key, 134.0 - 200.0);
}

void ChartViewTest::dropOfASeriesIsReported() {
    Shown shown;
    std::optional<ChartSeries> dropped;
    connect(&shown.view, &ChartView::seriesDropped, this, [&](const ChartSeries& series) {
        dropped = series;
    });
    QMimeData mime;
    mime.setData(kSeriesMime, "2\nAge");
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&shown.view, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({50, 50}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&shown.view, &drop);
    QVERIFY(dropped == (ChartSeries{NodeId{2}, "Age"}));
    QVERIFY(drop.isAccepted());
}

void ChartViewTest::foreignDropsAreRefused() {
    QMimeData mime;
    for (const char* payload : {"", "2", "two\nAge", "0\nAge", "2\n", "2\nAge\nmore"}) {
        mime.setData(kSeriesMime, payload);
        QVERIFY2(!draggedSeries(mime), payload);
    }
}

void ChartViewTest::legendRemovesALine() {
    Shown shown;
    std::optional<ChartSeries> removed;
    connect(&shown.view, &ChartView::seriesRemoved, this, [&](const ChartSeries& series) {
        removed = series;
    });
    auto* legend = shown.view.findChild<ChartLegend*>();
    const auto entries = legend->findChildren<QToolButton*>();
    QCOMPARE(entries.size(), 3); // and the one for those that do not fit
    QVERIFY(!entries[2]->isVisibleTo(legend));
    legend->resize(110, legend->height());
    QVERIFY(!entries[1]->isVisibleTo(legend));
    QCOMPARE(entries[2]->text(), QStringLiteral("+1"));
    QCOMPARE(entries[2]->menu()->actions().first()->menu(), entries[1]->menu());
    QCOMPARE(entries[1]->toolTip(), QStringLiteral("billing.fifo"));
    entries[1]->menu()->actions().first()->trigger();
    QVERIFY(removed == (ChartSeries{NodeId{2}, "Depth"}));
}

void ChartViewTest::tableHoldsTheSameNumbers() {
    const Shown shown;
    const ChartTable table(shown.store, shown.view.lines());
    QCOMPARE(table.rowCount(), 135);
    QCOMPARE(table.columnCount(), 3);
    QCOMPARE(table.headerData(2, Qt::Horizontal).toString(), QStringLiteral("billing.fifo"));
    QCOMPARE(table.index(0, 0).data().toString(), QStringLiteral("00:02:14.000"));
    QCOMPARE(table.index(0, 2).data().toString(), QStringLiteral("268 msg"));
    QVERIFY(table.tabSeparated().contains("\n60\t300\t120\n"));
}

void ChartViewTest::looksAlikeInBothThemes() {
    for (const bool isDark : {false, true}) {
        const Theme theme{isDark};
        Shown shown({"Queue depth", {{NodeId{1}, "Depth"}, {NodeId{2}, "Depth"}}}, theme);
        QTest::qWait(20); // the title takes its place
        shown.view.plot().readAt(75);
        const QImage image = shown.view.grab().toImage();
        QCOMPARE(image.pixelColor(4, image.height() - 4), theme.color(Token::Panel));
        keepPicture(shown.view, isDark ? "chart-dark" : "chart-light");
    }
}

SLUICE_TEST(ChartViewTest)

} // namespace sluice::ui::chart_view_test

#include "chart_view_test.moc"
