// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/charts/chart_panel.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/chart_view.h"
#include "ui/session/series_drag.h"
#include "ui/theme/current_theme.h"

#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace sluice::ui::chart_panel_test {

namespace {

/// A kind with at least two series.
const NodeKind& measuredKind() {
    const auto& kinds = registry().kinds;
    return *std::ranges::find_if(kinds,
                                 [](const NodeKind& kind) { return kind.series.size() > 1; });
}

/// A session whose document has two measured parts and the given charts, and a panel on it.
struct Shown {
    DocumentSession documents;
    RunSession run{documents};
    ChartPanel panel{documents, run, registry()};
    NodeId first{}, second{};

    explicit Shown(bool hasChart = true) {
        Document document;
        first = addNode(document, measuredKind(), {0, 0});
        second = addNode(document, measuredKind(), {300, 0});
        if (hasChart) document.charts = {{"Mine", {series(first, 0)}}};
        documents.open(std::move(document));
        panel.resize(900, 220);
        panel.show();
    }

    static ChartSeries series(NodeId node, std::size_t index) {
        return {node, measuredKind().series[index].key};
    }
    const std::vector<Chart>& stored() const { return documents.document().charts; }
};

void dropOn(QWidget& target, const ChartSeries& series) {
    QMimeData mime;
    mime.setData(kSeriesMime,
                 QByteArray::number(static_cast<uint>(raw(series.node))) + '\n'
                     + QByteArray::fromStdString(series.series));
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &drop);
}

FramePointer frameWith(std::uint64_t run, NodeId node, double value) {
    auto frame = std::make_shared<Frame>();
    frame->run = run;
    for (int i = 0; i <= 10; ++i)
        frame->samples.push_back({kRunStart + fromSeconds(i), node, 0, value});
    frame->now = kRunStart + fromSeconds(10);
    return frame;
}

} // namespace

class ChartPanelTest : public QObject {
    Q_OBJECT

private slots:
    void showsTheChartsOfTheDocument();
    void dropOnAChartAddsTheSeries();
    void dropBesideMakesAChart();
    void everyChangeIsUndone();
    void removingASeriesEditsTheDocument();
    void defaultsLeaveTheDocumentUntouched();
    void changingADefaultChartStoresTheOthersToo();
    void removingTheLastChartShowsWhatToDo();
    void partsRemovedLoseTheirLines();
    void linesKeepTheirColoursWhileOthersComeAndGo();
    void aPartAddedByHandJoinsTheChartOfAll();
    void framesReachTheCurves();
    void emptyDocumentSaysSo();
    void everyChartHasAnAccessibleName();
    void followsTheTheme();
};

void ChartPanelTest::showsTheChartsOfTheDocument() {
    const Shown shown;
    QCOMPARE(shown.panel.charts(), shown.stored());
    QCOMPARE(shown.panel.views().size(), std::size_t{1});
    QCOMPARE(shown.panel.views()[0]->title(), QStringLiteral("Mine"));
    QCOMPARE(shown.panel.views()[0]->lines().size(), std::size_t{1});
}

void ChartPanelTest::dropOnAChartAddsTheSeries() {
    const Shown shown;
    dropOn(*shown.panel.views()[0], Shown::series(shown.second, 0));
    const std::vector<ChartSeries> expected{Shown::series(shown.first, 0),
                                            Shown::series(shown.second, 0)};
    QCOMPARE(shown.stored()[0].series, expected);
    QCOMPARE(shown.panel.views()[0]->lines().size(), std::size_t{2});
}

void ChartPanelTest::dropBesideMakesAChart() {
    Shown shown;
    dropOn(shown.panel, Shown::series(shown.second, 1));
    QCOMPARE(shown.stored().size(), std::size_t{2});
    QCOMPARE(shown.stored()[1].title, std::string(measuredKind().series[1].label));
    QCOMPARE(shown.panel.views().size(), std::size_t{2});
}

void ChartPanelTest::everyChangeIsUndone() {
    Shown shown;
    const Document before = shown.documents.document();
    shown.panel.addSeriesTo(1, Shown::series(shown.second, 0));
    shown.panel.addSeriesTo(0, Shown::series(shown.second, 0));
    shown.panel.removeChartAt(0);
    for (int i = 0; i < 3; ++i) shown.documents.undoStack().undo();
    QVERIFY(shown.documents.document() == before);
    QCOMPARE(shown.panel.charts(), before.charts);
}

void ChartPanelTest::removingASeriesEditsTheDocument() {
    Shown shown;
    shown.panel.removeSeriesFrom(0, Shown::series(shown.first, 0));
    QVERIFY(shown.panel.views()[0]->lines().empty());
    QVERIFY(shown.documents.isModified());
}

void ChartPanelTest::defaultsLeaveTheDocumentUntouched() {
    const Shown shown(false);
    QVERIFY(shown.stored().empty());
    QVERIFY(!shown.documents.isModified());
    QCOMPARE(shown.panel.charts(), defaultCharts(shown.documents.document(), registry()));
}

void ChartPanelTest::changingADefaultChartStoresTheOthersToo() {
    Shown shown(false);
    const std::size_t defaults = shown.panel.charts().size();
    shown.panel.addSeriesTo(defaults, Shown::series(shown.first, 1));
    QCOMPARE(shown.stored().size(), defaults + 1);
}

void ChartPanelTest::removingTheLastChartShowsWhatToDo() {
    Shown shown;
    shown.panel.removeChartAt(0);
    QVERIFY(shown.stored().empty());
    QVERIFY(shown.panel.charts().empty());
    auto* restore = shown.panel.findChild<QPushButton*>();
    QVERIFY(restore->isVisible());
    restore->click();
    QCOMPARE(shown.panel.charts(), defaultCharts(shown.documents.document(), registry()));
}

void ChartPanelTest::partsRemovedLoseTheirLines() {
    Shown shown;
    QVERIFY(shown.documents.edit(QStringLiteral("Remove"), [&](Document& document) {
        remove(document, {{shown.first}, {}, {}});
    }));
    for (const ChartView* view : shown.panel.views())
        for (const ChartLine& line : view->lines()) QVERIFY(line.id.node != shown.first);
}

void ChartPanelTest::linesKeepTheirColoursWhileOthersComeAndGo() {
    Shown shown;
    shown.panel.addSeriesTo(0, Shown::series(shown.second, 0));
    const auto colorOf = [&](NodeId node) {
        const auto& lines = shown.panel.views()[0]->lines();
        const auto line =
            std::ranges::find(lines, node, [](const ChartLine& each) { return each.id.node; });
        return line == lines.end() ? QColor() : line->color;
    };
    const QColor first = colorOf(shown.first);
    const QColor second = colorOf(shown.second);
    QVERIFY(first != second);
    QVERIFY(shown.documents.edit(QStringLiteral("Remove"), [&](Document& document) {
        remove(document, {{shown.first}, {}, {}});
    }));
    QCOMPARE(colorOf(shown.second), second);
    shown.documents.undoStack().undo();
    QCOMPARE(colorOf(shown.first), first);
}

void ChartPanelTest::aPartAddedByHandJoinsTheChartOfAll() {
    Shown shown;
    shown.panel.addSeriesTo(0, Shown::series(shown.second, 0));
    const std::size_t before = shown.panel.views()[0]->lines().size();
    const Node second = *shown.documents.document().node(shown.second);
    QVERIFY(shown.documents.edit(QStringLiteral("Add"), [&](Document& document) {
        addNode(document, *registry().find(second.kind), {});
    }));
    QCOMPARE(shown.panel.views()[0]->lines().size(), before + 1);
    shown.documents.undoStack().undo();
    QCOMPARE(shown.panel.views()[0]->lines().size(), before);
}

void ChartPanelTest::framesReachTheCurves() {
    Shown shown;
    QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
    QTRY_VERIFY(shown.run.frame() != nullptr); // paused: no further one follows
    const std::uint64_t run = shown.run.frame()->run;
    shown.panel.takeFrame(frameWith(run, shown.first, 5));
    QTRY_COMPARE(shown.panel.views()[0]->plot().graph(0)->dataCount(), 11);
    shown.panel.takeFrame(frameWith(run, shown.first, 6));
    QCOMPARE(shown.panel.series().points({shown.first, 0}).size(), std::size_t{22});
}

void ChartPanelTest::emptyDocumentSaysSo() {
    Shown shown;
    shown.documents.open(Document{});
    QVERIFY(shown.panel.views().empty());
    const auto labels = shown.panel.findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("appear here"));
    }));
}

void ChartPanelTest::everyChartHasAnAccessibleName() {
    const Shown shown;
    QVERIFY(shown.panel.views()[0]->plot().accessibleName().contains(QStringLiteral("Mine")));
    for (const QToolButton* button : shown.panel.findChildren<QToolButton*>())
        if (button->isVisible()) QVERIFY(!button->accessibleName().isEmpty());
}

void ChartPanelTest::followsTheTheme() {
    const Shown shown;
    const QPalette before = QApplication::palette();
    applyTheme(*qApp, Theme{true});
    const QColor dark = shown.panel.views()[0]->lines()[0].color;
    applyTheme(*qApp, Theme{false});
    QVERIFY(shown.panel.views()[0]->lines()[0].color != dark);
    QApplication::setPalette(before);
}

SLUICE_TEST(ChartPanelTest)

} // namespace sluice::ui::chart_panel_test

#include "chart_panel_test.moc"
