// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/canvas/alignment_guides.h"

namespace sluice::ui::alignment_guides_test {

class AlignmentGuidesTest : public QObject {
    Q_OBJECT

private slots:
    void aNearMiddleComesIntoLine() {
        const std::vector<QRectF> others{{0, 0, 200, 100}, {900, 900, 50, 50}};
        const auto guides = alignmentGuides({400, 23, 200, 60}, others, 5);
        QVERIFY(guides.isDown && !guides.isAcross);
        QCOMPARE(guides.shift, QPointF(0, -3)); // 53 to 50
        QCOMPARE(guides.lines, (std::vector<QLineF>{{0, 50, 600, 50}}));
    }

    void sidesComeIntoLineInBothDirections() {
        const std::vector<QRectF> others{{0, 0, 100, 100}, {500, 300, 80, 80}};
        const auto guides = alignmentGuides({2, 296, 150, 60}, others, 5);
        QCOMPARE(guides.shift, QPointF(-2, 4)); // to the left side of one, the top of the other
        QCOMPARE(guides.lines.size(), std::size_t{2});
    }

    void theNearestWins() {
        const std::vector<QRectF> others{{4, 500, 100, 100}, {-1, 800, 100, 100}};
        QCOMPARE(alignmentGuides({0, 0, 100, 100}, others, 5).shift, QPointF(-1, 0));
    }

    void nothingNearChangesNothing() {
        const auto guides =
            alignmentGuides({0, 0, 100, 100}, std::vector<QRectF>{{30, 40, 9, 9}}, 5);
        QVERIFY(!guides.isAcross && !guides.isDown && guides.lines.empty());
        QVERIFY(guides.shift.isNull());
    }
};

SLUICE_TEST(AlignmentGuidesTest)

} // namespace sluice::ui::alignment_guides_test

#include "alignment_guides_test.moc"
