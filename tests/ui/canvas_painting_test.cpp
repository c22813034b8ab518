// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/diagram_painter.h"
#include "ui/canvas/mark_row.h"
#include "ui/canvas/picture_painter.h"
#include "ui/canvas/tube_layout.h"

#include <QBuffer>
#include <QImage>
#include <QSvgGenerator>

#include <cmath>

namespace sluice::ui::canvas_painting_test {

namespace {

constexpr int kMargin = 30;
constexpr QRgb kPaper = 0xFFFFFFFF;

/// Where `image` is not paper.
QRect inked(const QImage& image) {
    QRect all;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) != kPaper) all |= QRect(x, y, 1, 1);
    return all;
}

QImage painted(const PicturePart& part, const Theme& theme) {
    const QSizeF size(200, partHeight(part, 200));
    QImage image((size + QSizeF(2 * kMargin, 2 * kMargin)).toSize(), QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPart(painter, part, QRectF(QPointF(kMargin, kMargin), size), theme, Token::Queue);
    return image;
}

void addParts(const char* name, const Picture& picture) {
    for (const PicturePart& part : picture.parts)
        for (const bool isDark : {false, true})
            QTest::addRow("%s, part %zu, %s", name, part.index(), isDark ? "dark" : "light")
                << &part << isDark;
}

} // namespace

class CanvasPaintingTest : public QObject {
    Q_OBJECT

private slots:
    void everyPartPaintsWithinItsPlace_data();
    void everyPartPaintsWithinItsPlace();
    void aTubeShowsWhatFitsAndCountsTheRest();
    void ringsKeepOffBadgesAndCountsWhereManyAreInFlight();
    void movingMessagesKeepOffTheCounts();
    void delayedMessagesTakeTheFreePlaces();
    void visibleMessagesQueueUpTowardsTheRight();
    void aSparklineBeginsWithTheFirstActivity();
    void theRingTurnsRedInTheLastFifth();
    void cardsKeepTheirSizeWhileTheyRun();
    void portsAreOnTheEdgesOfTheCard();
    void diagramBoundsHoldEverythingPainted();
    void svgIsPureVectors();
    void linksOfOtherFlowsAreThinAndOfTheStoreColour();

private:
    std::vector<Picture> m_pictures;
};

void CanvasPaintingTest::everyPartPaintsWithinItsPlace_data() {
    QTest::addColumn<const PicturePart*>("part");
    QTest::addColumn<bool>("isDark");
    m_pictures = {test::tubePicture(115, 13, 4),
                  test::tubePicture(0, 0, 0),
                  test::tubePicture(1'234'567, 20'000, 99'999),
                  test::cellsPicture(8),
                  test::cellsPicture(5000),
                  test::sparklinePicture(),
                  test::gaugePicture(),
                  test::bucketPicture(1284, 3.4e9),
                  test::lanesPicture(0),
                  test::lanesPicture(2),
                  test::lanesPicture(100'000),
                  test::deadLetterPicture(3),
                  test::deadLetterPicture(4000)};
    for (std::size_t i = 0; i < m_pictures.size(); ++i)
        addParts(qPrintable(QString::number(i)), m_pictures[i]);
}

void CanvasPaintingTest::everyPartPaintsWithinItsPlace() {
    QFETCH(const PicturePart*, part);
    QFETCH(bool, isDark);
    const QImage image = painted(*part, Theme{isDark});
    const QRect ink = inked(image);
    QVERIFY(ink.width() > 10 && ink.height() > 4);
    // Antialiasing and the badge on a mark may reach out a little.
    const QRect place = image.rect().adjusted(kMargin - 3, kMargin - 3, 3 - kMargin, 3 - kMargin);
    QVERIFY2(place.contains(ink),
             qPrintable(QString("%1,%2 %3x%4 of %5x%6")
                            .arg(ink.x())
                            .arg(ink.y())
                            .arg(ink.width())
                            .arg(ink.height())
                            .arg(image.width())
                            .arg(image.height())));
}

void CanvasPaintingTest::aTubeShowsWhatFitsAndCountsTheRest() {
    for (const int count : {0, 1, 5, 12, 115, 100'000}) {
        const Picture picture = test::tubePicture(count, count, count);
        const Tube& tube = std::get<Tube>(picture.parts.front());
        const TubeLayout layout(tube, {0, 0, 220, kTubeHeight});
        QCOMPARE(layout.visibleShown + layout.visibleMore, std::int64_t{count});
        QCOMPARE(layout.inFlightShown + layout.inFlightMore, std::int64_t{count});
        QCOMPARE(layout.delayedShown + layout.delayedMore, std::int64_t{count});
        QVERIFY(count == 0 || layout.visibleShown > 0);
        QVERIFY(layout.visible(layout.visibleShown - 1).x() > layout.delayedEnd);
        QVERIFY(layout.inFlight(layout.inFlightShown - 1).x() + kRingRadius < 220);
    }
}

void CanvasPaintingTest::ringsKeepOffBadgesAndCountsWhereManyAreInFlight() {
    constexpr QRectF kFrame(0, 0, 220, kTubeHeight);
    const auto layoutOf = [&](int count) {
        const Picture picture = test::tubePicture(3, count, 0);
        return TubeLayout(std::get<Tube>(picture.parts.front()), kFrame);
    };
    constexpr qreal kBadgeReach = 10.1; // to the right of the middle of a ring
    QCOMPARE(layoutOf(5).inFlightMore, std::int64_t{0});
    QVERIFY(layoutOf(13).inFlightShown >= 3);
    for (const int count : {5, 6, 13, 500}) {
        const TubeLayout layout = layoutOf(count);
        for (int i = 0; i < layout.inFlightShown; ++i) {
            const QPointF reach(kRingRadius, kRingRadius);
            const QRectF ring(layout.inFlight(i) - reach, layout.inFlight(i) + reach);
            QVERIFY(kFrame.contains(ring) && ring.left() > layout.dividerX);
            QVERIFY(layout.inFlightMore == 0 || !ring.intersects(layout.inFlightMoreText));
            if (i > 0) QVERIFY(ring.left() >= layout.inFlight(i - 1).x() + kBadgeReach);
        }
        QVERIFY(layout.inFlightMore == 0 || layout.inFlightMoreText.right() < kFrame.right());
    }
}

void CanvasPaintingTest::movingMessagesKeepOffTheCounts() {
    for (const int count : {20, 115, 5'000}) {
        const Picture picture = test::tubePicture(count, count, 0);
        const TubeLayout layout(std::get<Tube>(picture.parts.front()), {0, 0, 220, kTubeHeight});
        QVERIFY(layout.visibleMore > 0 && layout.inFlightMore > 0);
        const auto isClear = [](QPointF dot, const QRectF& text) {
            const QRectF reach(dot.x() - kMarkRadius, dot.y(), 2 * kMarkRadius, 1);
            return !reach.intersects(text);
        };
        QVERIFY(isClear(layout.entry(), layout.visibleMoreText));
        QVERIFY(isClear(layout.exit(), layout.inFlightMoreText));
    }
}

// SQS-44
void CanvasPaintingTest::delayedMessagesTakeTheFreePlaces() {
    const auto layoutOf = [](const Picture& picture) {
        return TubeLayout(std::get<Tube>(picture.parts.front()), {0, 0, 220, kTubeHeight});
    };
    const Picture alone = test::tubePicture(0, 0, 6);
    QCOMPARE(layoutOf(alone).delayedShown, 6);
    QVERIFY(layoutOf(alone).delayed(5).x() + kMarkRadius < layoutOf(alone).dividerX);
    const Picture shared = test::tubePicture(4, 0, 7);
    QCOMPARE(layoutOf(shared).visibleShown, 4);
    QVERIFY(layoutOf(shared).delayedShown >= 1);
    QCOMPARE(layoutOf(shared).delayedShown + layoutOf(shared).delayedMore, std::int64_t{7});
}

void CanvasPaintingTest::visibleMessagesQueueUpTowardsTheRight() {
    const Picture picture = test::tubePicture(4, 0, 0);
    const TubeLayout layout(std::get<Tube>(picture.parts.front()), {0, 0, 220, kTubeHeight});
    QVERIFY(layout.visible(0).x() > layout.visible(1).x());
    QVERIFY(layout.visible(0).x() < layout.dividerX);
    QVERIFY(layout.entry().x() < layout.visible(3).x());
    QVERIFY(layout.exit().x() > layout.dividerX);
}

void CanvasPaintingTest::aSparklineBeginsWithTheFirstActivity() {
    const Theme theme;
    const QImage baseline = painted(Sparkline{{0, 0, 0, 0}}, theme);
    const QImage late = painted(Sparkline{{0, 0, 5, 5}}, theme);
    const auto left = [](const QImage& image) {
        return image.copy(0, 0, image.width() / 2, image.height());
    };
    QCOMPARE(left(late), left(baseline));
    QVERIFY(late != baseline);
}

void CanvasPaintingTest::theRingTurnsRedInTheLastFifth() {
    const Theme theme;
    const auto has = [&](float remaining, Token token) {
        Tube tube;
        Mark mark;
        mark.state = MarkState::InFlight;
        mark.remaining = remaining;
        tube.inFlight = {mark};
        tube.inFlightCount = 1;
        const QImage image = painted(tube, theme);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixel(x, y) == theme.color(token).rgb()) return true;
        return false;
    };
    QVERIFY(has(0.5F, Token::Accent) && !has(0.5F, Token::Danger));
    QVERIFY(has(0.19F, Token::Danger) && !has(0.19F, Token::Accent));
}

void CanvasPaintingTest::cardsKeepTheirSizeWhileTheyRun() {
    const Node node{NodeId{1}, "store", "a", {10, 20}, {}};
    const NodeKind* const kind = test::sampleRegistry().find("store");
    const Picture idle = test::tubePicture(0, 0, 0);
    const Picture busy = test::tubePicture(100, 100, 100);
    QCOMPARE(layoutNode(node, kind, &idle).card, layoutNode(node, kind, &busy).card);
    QCOMPARE(layoutNode(node, kind, &idle).ports, layoutNode(node, kind, &busy).ports);
    const Picture noGroups = test::lanesPicture(0);
    const Picture groups = test::lanesPicture(5000);
    QCOMPARE(layoutNode(node, kind, &noGroups).card, layoutNode(node, kind, &groups).card);
    QCOMPARE(layoutNode(node, kind, &noGroups).ports, layoutNode(node, kind, &groups).ports);
}

void CanvasPaintingTest::portsAreOnTheEdgesOfTheCard() {
    const test::Sample sample = test::sampleDiagram();
    const auto& registry = test::sampleRegistry();
    const DiagramLayout layout = layoutDiagram(sample.document, registry, sample.pictures);
    for (const NodeLayout& row : layout.nodes) {
        const NodeKind* const kind = registry.find(sample.document.node(row.id)->kind);
        QCOMPARE(row.ports.size(), kind->ports.size());
        for (std::size_t i = 0; i < row.ports.size(); ++i) {
            const PortSide side = kind->ports[i].side;
            if (side == PortSide::Left) QCOMPARE(row.ports[i].x(), row.card.left());
            if (side == PortSide::Right) QCOMPARE(row.ports[i].x(), row.card.right());
            if (side == PortSide::Bottom) QCOMPARE(row.ports[i].y(), row.card.bottom());
        }
    }
    QVERIFY(layout.link(LinkId{14})->isDeadLetter && !layout.link(LinkId{13})->isDeadLetter);
}

void CanvasPaintingTest::diagramBoundsHoldEverythingPainted() {
    const test::Sample sample = test::sampleDiagram();
    const QRectF bounds = diagramBounds(sample.document, test::sampleRegistry(), sample.pictures);
    QImage image((bounds.size() + QSizeF(100, 100)).toSize(), QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    painter.translate(QPointF(50, 50) - bounds.topLeft());
    paintDiagram(painter, sample.document, test::sampleRegistry(), sample.pictures, Theme{});
    painter.end();
    const QRect ink = inked(image);
    QVERIFY(QRectF(50, 50, bounds.width(), bounds.height()).contains(ink));
    QVERIFY(ink.width() > bounds.width() - 20 && ink.height() > bounds.height() - 20);
    QVERIFY(diagramBounds({}, test::sampleRegistry(), {}).isNull());
}

void CanvasPaintingTest::svgIsPureVectors() {
    test::Sample sample = test::sampleDiagram();
    sample.pictures[1].picture = test::lanesPicture(9);
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize({1000, 600});
    QPainter painter(&svg);
    paintDiagram(painter, sample.document, test::sampleRegistry(), sample.pictures, Theme{});
    painter.end();
    QVERIFY(buffer.data().contains("shipping-workers"));
    QVERIFY(buffer.data().contains("+5 groups"));
    QVERIFY(!buffer.data().contains("<image"));
    QVERIFY(!buffer.data().contains("clip-path"));
}

void CanvasPaintingTest::linksOfOtherFlowsAreThinAndOfTheStoreColour() {
    Document document;
    document.nodes = {{NodeId{1}, "uploader", "a", {0, 0}, {}},
                      {NodeId{2}, "bucket", "b", {400, 0}, {}}};
    document.links = {{LinkId{3}, NodeId{1}, "out", NodeId{2}, "in", {}}};
    const DiagramLayout layout = layoutDiagram(document, test::sampleRegistry(), {});
    const LinkLayout& link = layout.links.front();
    QVERIFY(link.isPayload && link.role == Token::Store && !link.isDeadLetter);
    const Theme theme;
    const LinkLook look = linkLook(link, theme, 0, false);
    LinkLayout usual = link;
    usual.isPayload = false;
    QVERIFY(!look.isDashed && look.width < linkLook(usual, theme, 0, false).width);
    QVERIFY(linkLook(link, theme, 1e6, false).width > look.width);
    QCOMPARE(look.color.rgb(), theme.color(Token::Store).rgb());
}

SLUICE_TEST(CanvasPaintingTest)

} // namespace sluice::ui::canvas_painting_test

#include "canvas_painting_test.moc"
