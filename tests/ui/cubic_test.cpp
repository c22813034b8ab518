// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/canvas/cubic.h"

#include <cmath>
#include <vector>

namespace sluice::ui::cubic_test {

class CubicTest : public QObject {
    Q_OBJECT

private slots:
    void flattenedCurveStaysWithinTheTolerance();
    void linkLeavesAndEntersLevel();
    void tableWalksAtAnEvenPace();
    void tableClampsItsFraction();
    void pointsOfNoExtentAreHarmless();
    void theLengthInARectangleIsWhatItWouldCover();
};

void CubicTest::flattenedCurveStaysWithinTheTolerance() {
    const Cubic curve = linkCurve({10, 20}, {500, 300});
    std::vector<QPointF> points;
    flatten(curve, 0.25, points);
    QCOMPARE(points.front(), curve.start);
    QCOMPARE(points.back(), curve.end);
    QVERIFY(points.size() > 8 && points.size() < 64);
    for (std::size_t i = 1; i < points.size(); ++i)
        QVERIFY(distanceTo(curve, (points[i - 1] + points[i]) / 2) < 0.5);
}

void CubicTest::linkLeavesAndEntersLevel() {
    for (const QPointF to : {QPointF(300, 200), QPointF(-300, 200), QPointF(2, 1)}) {
        const Cubic curve = linkCurve({0, 0}, to);
        QCOMPARE(curve.end, to);
        QVERIFY(curve.direction(0).x() > 0 && curve.direction(0).y() == 0);
        QVERIFY(curve.direction(1).x() > 0 && curve.direction(1).y() == 0);
        QVERIFY(curve.bounds().contains(curve.at(0.5)));
    }
}

void CubicTest::tableWalksAtAnEvenPace() {
    const Cubic curve{{0, 0}, {400, 0}, {400, 10}, {410, 300}};
    const CurveTable table(curve);
    QPointF before = table.at(0);
    for (int i = 1; i <= 20; ++i) {
        const QPointF now = table.at(static_cast<float>(i) / 20);
        const double step = std::hypot(now.x() - before.x(), now.y() - before.y());
        QVERIFY(std::abs(step - static_cast<double>(table.length()) / 20) < 1.5);
        QVERIFY(distanceTo(curve, now) < 1);
        before = now;
    }
}

void CubicTest::tableClampsItsFraction() {
    const CurveTable table(linkCurve({10, 20}, {110, 20}));
    QCOMPARE(table.at(-3), QPointF(10, 20));
    QCOMPARE(table.at(std::nanf("")), QPointF(10, 20));
    QCOMPARE(table.at(7), QPointF(110, 20));
    QCOMPARE(table.at(0.5F), QPointF(60, 20));
}

void CubicTest::pointsOfNoExtentAreHarmless() {
    const Cubic curve = linkCurve({5, 5}, {5, 5});
    std::vector<QPointF> points;
    flatten(curve, 0, points);
    QCOMPARE(points.front(), QPointF(5, 5));
    QCOMPARE(CurveTable(curve).at(0.3F), QPointF(5, 5));
    QCOMPARE(distanceTo(curve, {8, 9}), 5.0);
}

void CubicTest::theLengthInARectangleIsWhatItWouldCover() {
    const Cubic level = linkCurve({0, 50}, {320, 50});
    QVERIFY(qAbs(lengthIn({100, 40, 60, 20}, level) - 60) < 0.01);
    QCOMPARE(lengthIn({100, 51, 60, 20}, level), 0.0);
    const Cubic rising = linkCurve({0, 0}, {300, 300});
    QVERIFY(lengthIn({140, 140, 20, 20}, rising) > 20);
    QCOMPARE(lengthIn({200, 20, 60, 60}, rising), 0.0); // in its bounds, but beside it
    QVERIFY(lengthIn({-10, -10, 400, 400}, rising) > 400);
    QCOMPARE(lengthIn({0, 0, 9, 9}, linkCurve({5, 5}, {5, 5})), 0.0);
}

SLUICE_TEST(CubicTest)

} // namespace sluice::ui::cubic_test

#include "cubic_test.moc"
