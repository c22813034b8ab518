// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/canvas/legible.h"

#include <vector>

namespace sluice::ui::legible_test {

namespace {

const QRectF kNote(0, 0, 100, 50);
const QRectF kWide(0, 0, 10'000, 10'000);

} // namespace

class LegibleTest : public QObject {
    Q_OBJECT

private slots:
    void textsGrowAsMuchAsTheZoomTakesAway() {
        QCOMPARE(growthAt(1, 4), 1.0);
        QCOMPARE(growthAt(kLegibleZoom / 2, 4), 2.0);
        QCOMPARE(growthAt(0.1, 4), 4.0);
        QCOMPARE(growthAt(0.1, 1), 1.0);
    }

    void theyStopBeforeWhatIsThere() {
        const std::vector<QRectF> taken{QRectF(212, 0, 50, 500), kNote};
        QCOMPARE(roomToGrow(kNote, taken, kWide), 2.0);
        // Further down it is met at its top.
        QCOMPARE(roomToGrow(kNote, std::vector{QRectF(112, 162, 50, 50)}, kWide), 3.0);
    }

    void theyStayWithinTheDiagram() {
        QCOMPARE(roomToGrow(kNote, {}, QRectF(0, 0, 150, 1'000)), 1.5);
        QCOMPARE(roomToGrow(kNote, {}, QRectF(0, 0, 80, 1'000)), 1.0);
    }

    void whatLiesAboveOrBeforeIsNotInTheWay() {
        const std::vector<QRectF> taken{QRectF(-200, 0, 100, 50), QRectF(0, -200, 500, 100)};
        QCOMPARE(roomToGrow(kNote, taken, kWide), 4.0);
    }
};

SLUICE_TEST(LegibleTest)

} // namespace sluice::ui::legible_test

#include "legible_test.moc"
