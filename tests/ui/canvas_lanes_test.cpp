// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/lanes_layout.h"
#include "ui/canvas/mark_row.h"
#include "ui/canvas/node_layout.h"
#include "ui/canvas/picture_painter.h"

#include <QImage>

namespace sluice::ui::canvas_lanes_test {

namespace {

const QRectF kFrame(0, 0, 244, kLanesHeight);

const Lanes& lanesOf(const Picture& picture) {
    return std::get<Lanes>(picture.parts.front());
}

QImage painted(const Lanes& lanes, bool isDark = false) {
    QImage image(kFrame.size().toSize(), QImage::Format_RGB32);
    image.fill(Theme{isDark}.color(Token::Panel));
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPart(painter, lanes, kFrame, Theme{isDark}, Token::Queue);
    return image;
}

} // namespace

class CanvasLanesTest : public QObject {
    Q_OBJECT

private slots:
    void everyMessageIsShownOrCounted();
    void theTimeOfALockStandsBehindTheRings();
    void theOldestIsAtTheExit();
    void marksOfALaneDoNotMeet();
    void groupsBeyondTheLanesAreCounted();
    void lanesWithoutMessagesCountAsGroups();
    void countsAreRoundedWhereTheyAreLong();
    void aLockIsDrawnWhereAGroupIsLocked();
    void theRingRunsDown();
    void listedMessagesHaveTheirPlace();
};

void CanvasLanesTest::everyMessageIsShownOrCounted() {
    const Picture picture = test::lanesPicture(4);
    const LanesLayout layout(lanesOf(picture), kFrame);
    QCOMPARE(layout.rows.size(), std::size_t{4});
    for (std::size_t i = 0; i < layout.rows.size(); ++i) {
        const LanesLayout::Row& row = layout.rows[i];
        QCOMPARE(row.waitingShown + row.waitingMore + row.inFlightShown + row.inFlightMore,
                 lanesOf(picture).lanes[i].stored);
        QVERIFY(row.waitingShown > 0);
        QVERIFY(kFrame.contains(row.rect));
    }
}

// SQS-98
void CanvasLanesTest::theTimeOfALockStandsBehindTheRings() {
    const Picture picture = test::lanesPicture(4);
    int times = 0;
    for (const LanesLayout::Row& row : LanesLayout(lanesOf(picture), kFrame).rows) {
        if (row.time.isEmpty()) continue;
        ++times;
        QVERIFY(row.inFlightShown > 0 && row.inFlightMore == 0);
        QVERIFY(row.time.left() > row.inFlight(0).x() + kRingRadius);
        QVERIFY(row.rect.contains(row.time));
    }
    QVERIFY(times > 0);
}

void CanvasLanesTest::theOldestIsAtTheExit() {
    const Picture picture = test::lanesPicture(4);
    for (const LanesLayout::Row& row : LanesLayout(lanesOf(picture), kFrame).rows) {
        QVERIFY(row.waiting(0).x() > row.waiting(1).x());
        QVERIFY(row.waiting(0).x() + kMarkRadius < row.gateX);
        if (row.inFlightShown == 0) continue;
        QVERIFY(row.inFlight(row.inFlightShown - 1).x() - kRingRadius > row.gateX);
        QVERIFY(row.inFlight(0).x() + kRingRadius < row.rect.right());
        if (row.inFlightShown > 1) QVERIFY(row.inFlight(0).x() > row.inFlight(1).x());
    }
}

void CanvasLanesTest::marksOfALaneDoNotMeet() {
    const Picture picture = test::lanesPicture(4);
    int clocks = 0;
    for (const LanesLayout::Row& row : LanesLayout(lanesOf(picture), kFrame).rows) {
        qreal left = row.waiting(row.waitingShown - 1).x() - kMarkRadius;
        if (row.hasClock) {
            QVERIFY(row.clock.x() + 5 <= left);
            left = row.clock.x() - 5;
            ++clocks;
        }
        if (row.waitingMore > 0) {
            QVERIFY(row.waitingMoreText.right() <= left);
            left = row.waitingMoreText.left();
        }
        QVERIFY(row.name.right() <= left);
    }
    QCOMPARE(clocks, 1);
}

void CanvasLanesTest::groupsBeyondTheLanesAreCounted() {
    const Picture few = test::lanesPicture(2);
    QCOMPARE(LanesLayout(lanesOf(few), kFrame).groupsMore, std::int64_t{0});
    const Picture many = test::lanesPicture(100'000);
    const LanesLayout layout(lanesOf(many), kFrame);
    QCOMPARE(layout.groupsMore, std::int64_t{99'996});
    QVERIFY(layout.foot.top() >= layout.rows.back().rect.bottom());
}

void CanvasLanesTest::lanesWithoutMessagesCountAsGroups() {
    Lanes lanes = lanesOf(test::lanesPicture(3));
    const QImage full = painted(lanes, false);
    lanes.groupCount = 1;
    QVERIFY(painted(lanes, false) != full);
    lanes.emptyLanes = 2;
    QCOMPARE(painted(lanes, false), full);
}

void CanvasLanesTest::countsAreRoundedWhereTheyAreLong() {
    const std::vector<std::pair<std::int64_t, const char*>> texts{{16, "+16"},
                                                                  {9'999, "+9 999"},
                                                                  {12'499, "+12 k"},
                                                                  {999'499, "+999 k"},
                                                                  {999'500, "+1 M"},
                                                                  {1'592'240, "+1.6 M"},
                                                                  {9'950'000, "+10 M"},
                                                                  {123'600'000, "+124 M"}};
    for (const auto& [count, text] : texts) QCOMPARE(moreText(count), QString::fromUtf8(text));
}

void CanvasLanesTest::aLockIsDrawnWhereAGroupIsLocked() {
    Picture picture = test::lanesPicture(1);
    Lanes lanes = lanesOf(picture);
    for (const bool isDark : {false, true}) {
        lanes.lanes.front().isLocked = true;
        const QImage locked = painted(lanes, isDark);
        lanes.lanes.front().isLocked = false;
        const QImage open = painted(lanes, isDark);
        const QPointF lock = LanesLayout(lanes, kFrame).rows.front().lock();
        const QPoint body = (lock + QPointF(-3, 3)).toPoint();
        QCOMPARE(locked.pixel(body), Theme{isDark}.color(Token::Muted).rgb());
        QVERIFY(open.pixel(body) != locked.pixel(body));
    }
}

void CanvasLanesTest::theRingRunsDown() {
    Lanes lanes = lanesOf(test::lanesPicture(1));
    lanes.lanes.front().marks.front().remaining = 0.9F;
    const QImage much = painted(lanes);
    lanes.lanes.front().marks.front().remaining = 0.1F;
    const QImage little = painted(lanes);
    // At nine o'clock, which the ring has passed when a tenth is left.
    const QPointF ring = LanesLayout(lanes, kFrame).rows.front().inFlight(0);
    const QPoint nine = (ring - QPointF(kRingRadius - 1, 0.5)).toPoint();
    QVERIFY(much.pixel(nine) != little.pixel(nine));
}

void CanvasLanesTest::listedMessagesHaveTheirPlace() {
    const Picture picture = test::lanesPicture(4);
    const Node node{NodeId{1}, "store", "a", {50, 70}, {}};
    const NodeLayout layout = layoutNode(node, test::sampleRegistry().find("store"), &picture);
    QVERIFY(layout.hasSlots);
    std::size_t listed = 0;
    for (const auto& lane : lanesOf(picture).lanes) {
        listed += lane.marks.size();
        for (const Mark& mark : lane.marks) {
            const QPointF* const place = layout.markAt(mark.message);
            QVERIFY(place != nullptr && layout.parts.front().contains(*place));
        }
    }
    QCOMPARE(layout.marks.size(), listed);
    QVERIFY(layout.markAt(99'999) == nullptr);
    const LanesLayout lanes(lanesOf(picture), layout.parts.front());
    QCOMPARE(*layout.markAt(0), lanes.rows[0].inFlight(0));
    QCOMPARE(*layout.markAt(100), lanes.rows[1].waiting(0));
}

SLUICE_TEST(CanvasLanesTest)

} // namespace sluice::ui::canvas_lanes_test

#include "canvas_lanes_test.moc"
