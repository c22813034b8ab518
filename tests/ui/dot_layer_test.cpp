// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/canvas/dot_layer.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <vector>

namespace sluice::ui::dot_layer_test {

namespace {

constexpr QRgb kPaper = 0xFF808080;

QImage paper(int side = 100, qreal ratio = 1) {
    const int pixels = static_cast<int>(side * ratio);
    QImage image(pixels, pixels, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(kPaper);
    return image;
}

int changed(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) != kPaper ? 1 : 0;
    return count;
}

Dot dot(float x, float y, quint8 color = 0, DotShape shape = DotShape::Round) {
    return {x, y, color, static_cast<quint8>(shape), 255};
}

void draw(QImage& image, bool asMarks, std::span<const Dot> dots) {
    DotLayer layer;
    layer.setLook({}, image.devicePixelRatio());
    if (asMarks) return layer.paintMarks(image, dots);
    QPainter painter(&image);
    layer.paint(painter, dots);
}

std::vector<Dot> strayDots() {
    std::vector<Dot> dots;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    for (const float away : {nan, infinity, -infinity, 1e30F, -1e30F, 4e9F, -4e9F, 120.0F, -20.0F})
        for (const Dot& one : {dot(away, 50), dot(50, away), dot(away, away)}) dots.push_back(one);
    return dots;
}

} // namespace

class DotLayerTest : public QObject {
    Q_OBJECT

private slots:
    void bothFormsColourThePixelAtTheDot_data();
    void bothFormsColourThePixelAtTheDot();
    void moreDotsChangeMorePixels();
    void marksAreTwoLogicalPixelsWide();
    void shapesDiffer();
    void transparentDotsBlend();
    void nothingOutsideIsWritten();
    void unknownColoursAndShapesAreDrawn();
    void painterKeepsItsState();
};

void DotLayerTest::bothFormsColourThePixelAtTheDot_data() {
    QTest::addColumn<bool>("asMarks");
    QTest::addColumn<double>("ratio");
    QTest::newRow("sprites") << false << 1.0;
    QTest::newRow("sprites, 2x") << false << 2.0;
    QTest::newRow("sprites, 1.5x") << false << 1.5;
    QTest::newRow("marks") << true << 1.0;
    QTest::newRow("marks, 2x") << true << 2.0;
}

void DotLayerTest::bothFormsColourThePixelAtTheDot() {
    QFETCH(bool, asMarks);
    QFETCH(double, ratio);
    for (quint8 color = 0; color < kMessageColors; ++color) {
        QImage image = paper(100, ratio);
        const std::array dots{dot(30, 70, color)};
        draw(image, asMarks, dots);
        const QPoint at(static_cast<int>(30 * ratio), static_cast<int>(70 * ratio));
        QCOMPARE(image.pixel(at), Theme{}.messageColor(color).rgb());
        QCOMPARE(image.pixel(at + QPoint(20, 0)), kPaper);
    }
}

void DotLayerTest::moreDotsChangeMorePixels() {
    for (const bool asMarks : {false, true}) {
        int before = 0;
        std::vector<Dot> dots;
        for (int i = 0; i < 6; ++i) {
            dots.push_back(dot(10.0F + 15.0F * static_cast<float>(i), 40));
            QImage image = paper();
            draw(image, asMarks, dots);
            QVERIFY(changed(image) > before);
            before = changed(image);
        }
    }
}

void DotLayerTest::marksAreTwoLogicalPixelsWide() {
    const std::array dots{dot(20, 20)};
    QImage small = paper();
    draw(small, true, dots);
    QCOMPARE(changed(small), 4);
    QVERIFY(small.pixel(19, 19) != kPaper && small.pixel(20, 20) != kPaper);
    QImage large = paper(100, 2);
    draw(large, true, dots);
    QCOMPARE(changed(large), 16);
    QImage corner = paper();
    const std::array corners{dot(0, 0), dot(100, 100)};
    draw(corner, true, corners);
    QCOMPARE(changed(corner), 2);
}

void DotLayerTest::shapesDiffer() {
    std::vector<QImage> images;
    for (const DotShape shape :
         {DotShape::Round, DotShape::Diamond, DotShape::Ring, DotShape::Cross}) {
        QImage image = paper();
        const std::array dots{dot(50, 50, kDeadLetterDot, shape)};
        draw(image, false, dots);
        images.push_back(image);
    }
    for (std::size_t i = 1; i < images.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) QVERIFY(images[i] != images[k]);
    const QRgb color = Theme{}.color(Token::DeadLetter).rgb();
    QCOMPARE(images[0].pixel(50, 50), color);
    QCOMPARE(images[1].pixel(50, 50), color);
    QCOMPARE(images[2].pixel(50, 50), Theme{}.color(Token::DotRim).rgb());
}

void DotLayerTest::transparentDotsBlend() {
    const int paperRed = qRed(kPaper);
    const int dotRed = Theme{}.messageColor(0).red();
    for (const bool asMarks : {false, true}) {
        QImage image = paper();
        std::array dots{dot(50, 50)};
        dots[0].alpha = 128;
        draw(image, asMarks, dots);
        const int red = qRed(image.pixel(50, 50));
        QVERIFY2(std::abs(red - (paperRed + dotRed) / 2) <= 2, qPrintable(QString::number(red)));
        dots[0].alpha = 0;
        QImage untouched = paper();
        draw(untouched, asMarks, dots);
        QCOMPARE(changed(untouched), 0);
    }
}

void DotLayerTest::nothingOutsideIsWritten() {
    QImage whole = paper(140);
    QImage part(whole.scanLine(20) + std::ptrdiff_t{20} * 4,
                100,
                100,
                whole.bytesPerLine(),
                QImage::Format_RGB32);
    for (const bool asMarks : {false, true}) draw(part, asMarks, strayDots());
    QCOMPARE(changed(whole), 0);
    const std::array edges{dot(0, 50), dot(100, 50), dot(50, 0), dot(50, 100), dot(-0.4F, -0.4F)};
    for (const bool asMarks : {false, true}) draw(part, asMarks, edges);
    QVERIFY(changed(part) > 0);
    QCOMPARE(changed(whole), changed(part));
}

void DotLayerTest::unknownColoursAndShapesAreDrawn() {
    for (const bool asMarks : {false, true}) {
        QImage image = paper();
        const std::array dots{Dot{50, 50, 255, 255, 255}};
        draw(image, asMarks, dots);
        QVERIFY(changed(image) > 0);
    }
}

void DotLayerTest::painterKeepsItsState() {
    QImage image = paper(100, 2);
    QPainter painter(&image);
    DotLayer layer;
    layer.paint(painter, strayDots());
    layer.setLook({true}, 2);
    const std::array dots{dot(50, 50)};
    layer.paint(painter, dots);
    QVERIFY(painter.worldTransform().isIdentity());
    QCOMPARE(painter.opacity(), 1.0);
}

SLUICE_TEST(DotLayerTest)

} // namespace sluice::ui::dot_layer_test

#include "dot_layer_test.moc"

#include <QImage>
