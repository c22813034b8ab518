// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/canvas/cubic.h"
#include "ui/canvas/line_raster.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <vector>

namespace sluice::ui::line_raster_test {

namespace {

constexpr QRgb kPaper = 0xFFFFFFFF;

QImage paper(int width = 300, int height = 200) {
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(kPaper);
    return image;
}

/// The same curve by Qt: its outline, filled with exact coverage. (A pen of one pixel would take a
/// shortcut that draws slanted lines thinner.)
void strokeByQt(QImage& image, const Cubic& curve, qreal width, const QColor& color) {
    QPainterPath path(curve.start);
    path.cubicTo(curve.startControl, curve.endControl, curve.end);
    QPainterPathStroker stroker(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    stroker.setCurveThreshold(0.02);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(stroker.createStroke(path).simplified(), color);
}

int darkness(QRgb pixel) {
    return 255 - qGreen(pixel);
}

qint64 inked(const QImage& image) {
    qint64 sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) sum += darkness(image.pixel(x, y));
    return sum;
}

void strokeCurve(QImage& image, const Cubic& curve, const Stroke& stroke) {
    std::vector<QPointF> points;
    flatten(curve, 0.05, points);
    LineRaster().strokePolyline(image, points, stroke);
}

} // namespace

class LineRasterTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheStrokerOfQt_data();
    void agreesWithTheStrokerOfQt();
    void jointsOfATranslucentLineAreNoDarker();
    void pixelsOutsideAPartOfALargerImageStayAsTheyWere();
    void hugeAndUndefinedPointsAreHarmless();
    void dashesLeaveGapsAndAreDrawnOnlyWhereVisible();
    void drawsTheSameAgainWithTheSameObject();
    void opaqueImagesStayOpaque();
};

void LineRasterTest::agreesWithTheStrokerOfQt_data() {
    QTest::addColumn<Cubic>("curve");
    QTest::addColumn<double>("width");
    const Cubic link = linkCurve({20.3, 30.7}, {270.1, 160.2});
    QTest::newRow("thin") << link << 1.0;
    QTest::newRow("usual") << link << 1.6;
    QTest::newRow("thick") << link << 6.0;
    QTest::newRow("backwards") << linkCurve({200, 40}, {100, 150}) << 1.6;
    QTest::newRow("level") << linkCurve({20, 50.5}, {280, 50.5}) << 2.0;
    QTest::newRow("upright") << Cubic{{50, 10}, {50, 60}, {50, 120}, {50, 190}} << 3.0;
}

void LineRasterTest::agreesWithTheStrokerOfQt() {
    QFETCH(Cubic, curve);
    QFETCH(double, width);
    QImage ours = paper();
    QImage theirs = paper();
    strokeCurve(ours, curve, {static_cast<float>(width), Qt::black, {}});
    strokeByQt(theirs, curve, width, Qt::black);
    qint64 difference = 0;
    qint64 touched = 0;
    int worst = 0;
    for (int y = 0; y < ours.height(); ++y) {
        for (int x = 0; x < ours.width(); ++x) {
            const int a = darkness(ours.pixel(x, y));
            const int b = darkness(theirs.pixel(x, y));
            touched += (a | b) != 0 ? 1 : 0;
            difference += std::abs(a - b);
            worst = std::max(worst, std::abs(a - b));
        }
    }
    QVERIFY(touched > 100);
    const double mean = static_cast<double>(difference) / static_cast<double>(touched);
    QVERIFY2(mean < 8, qPrintable(QString::number(mean)));
    QVERIFY2(worst < 64, qPrintable(QString::number(worst)));
    const double ratio = static_cast<double>(inked(ours)) / static_cast<double>(inked(theirs));
    QVERIFY2(std::abs(ratio - 1) < 0.03, qPrintable(QString::number(ratio)));
}

void LineRasterTest::jointsOfATranslucentLineAreNoDarker() {
    QImage image = paper();
    const std::array<QPointF, 6> zigzag{
        QPointF(20, 20), {120, 100}, {60, 100}, {60, 20}, {60, 150}, {200, 60}};
    QColor half(Qt::black);
    half.setAlpha(128);
    LineRaster().strokePolyline(image, zigzag, {8, half, {}});
    int darkest = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            darkest = std::max(darkest, darkness(image.pixel(x, y)));
    QCOMPARE(darkest, 128);
}

void LineRasterTest::pixelsOutsideAPartOfALargerImageStayAsTheyWere() {
    QImage whole = paper(100, 100);
    QImage part(whole.scanLine(20) + std::ptrdiff_t{20} * 4,
                60,
                60,
                whole.bytesPerLine(),
                QImage::Format_ARGB32_Premultiplied);
    LineRaster raster;
    const std::array<QPointF, 5> star{
        QPointF(-50, 30), {110, 30}, {30, -50}, {30, 110}, {-200, -200}};
    raster.strokePolyline(part, star, {5, Qt::black, {}});
    raster.strokePolyline(part, star, {5, Qt::black, {4, 4, 0}});
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 100; ++x) {
            const bool isInside = x >= 20 && y >= 20 && x < 80 && y < 80;
            QVERIFY(isInside || whole.pixel(x, y) == kPaper);
        }
    }
    QCOMPARE(whole.pixel(50, 50), 0xFF000000U);
    QCOMPARE(whole.pixel(20, 50), 0xFF000000U);
    QCOMPARE(whole.pixel(79, 50), 0xFF000000U);
}

void LineRasterTest::hugeAndUndefinedPointsAreHarmless() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    QImage image = paper();
    LineRaster raster;
    const std::array<QPointF, 4> undefined{QPointF(nan, 1), {5, infinity}, {nan, nan}, {10, nan}};
    raster.strokePolyline(image, undefined, {3, Qt::black, {}});
    raster.strokePolyline(image, {}, {3, Qt::black, {}});
    const std::array<QPointF, 2> line{QPointF(10, 10), {50, 50}};
    raster.strokePolyline(image, line, {-1, Qt::black, {}});
    raster.strokePolyline(image, line, {std::nanf(""), Qt::black, {}});
    QCOMPARE(inked(image), 0);
    const std::array<QPointF, 2> level{QPointF(-1e9, 50.5), {1e9, 50.5}};
    raster.strokePolyline(image, level, {1, Qt::black, {}});
    QCOMPARE(inked(image), 255 * 300);
    raster.strokePolyline(image, level, {1, Qt::black, {5, 5, 0}});
    for (const float odd : {1e30F, -1e30F, std::nanf("")})
        raster.strokePolyline(image, line, {1, Qt::black, {5, odd, odd}});
    QImage unknown(20, 20, QImage::Format_RGB888);
    unknown.fill(Qt::white);
    raster.strokePolyline(unknown, line, {3, Qt::black, {}});
    QCOMPARE(inked(unknown), 0);
}

void LineRasterTest::dashesLeaveGapsAndAreDrawnOnlyWhereVisible() {
    QImage image = paper();
    const std::array<QPointF, 3> line{QPointF(0, 50.5), {105, 50.5}, {300, 50.5}};
    LineRaster().strokePolyline(image, line, {1, Qt::black, {10, 10, 0}});
    int starts = 0;
    for (int x = 1; x < 300; ++x) {
        const bool before = darkness(image.pixel(x - 1, 50)) > 128;
        starts += !before && darkness(image.pixel(x, 50)) > 128 ? 1 : 0;
    }
    QCOMPARE(starts, 14);
    QCOMPARE(darkness(image.pixel(5, 50)), 255);
    QCOMPARE(darkness(image.pixel(15, 50)), 0);
    QCOMPARE(darkness(image.pixel(106, 50)), 255);
}

void LineRasterTest::drawsTheSameAgainWithTheSameObject() {
    LineRaster raster;
    const std::array<QPointF, 3> line{QPointF(10, 10), {150, 90}, {280, 20}};
    QImage first = paper();
    raster.strokePolyline(first, line, {2, Qt::blue, {}});
    QImage other = paper(50, 400);
    raster.strokePolyline(other, line, {2, Qt::red, {}});
    QImage second = paper();
    raster.strokePolyline(second, line, {2, Qt::blue, {}});
    QCOMPARE(second, first);
}

void LineRasterTest::opaqueImagesStayOpaque() {
    QImage image = paper();
    QColor color(59, 91, 219);
    for (int alpha = 0; alpha < 256; alpha += 5) {
        color.setAlpha(alpha);
        strokeCurve(image, linkCurve({0, alpha / 2.0}, {300, 190}), {2.3F, color, {}});
    }
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) QCOMPARE(qAlpha(image.pixel(x, y)), 255);
}

SLUICE_TEST(LineRasterTest)

} // namespace sluice::ui::line_raster_test

#include "line_raster_test.moc"
