// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/sign_painter.h"

#include <QImage>
#include <QPainter>

#include <algorithm>

namespace sluice::ui::sign_painter_test {

namespace {

constexpr LinkId kLink{10};
constexpr QSize kSize{900, 500};

/// Two parts with a level link between them that bears a sign.
struct Scene {
    explicit Scene(LinkSign::Kind kind, const std::vector<Note>& notes = {}) {
        document.nodes = {{NodeId{1}, "from", "a", {20, 100}, {}},
                          {NodeId{2}, "to", "b", {600, 100}, {}}};
        document.links = {{kLink, NodeId{1}, "out", NodeId{2}, "in", {}}};
        document.notes = notes;
        pictures = {{NodeId{1}, {}}, {NodeId{2}, {}}};
        pictures[0].picture.signs = {{kLink, kind, "amount ≥ 1000"}};
        layout = layoutDiagram(document, test::sampleRegistry(), pictures);
    }

    QPointF middle() const { return CurveTable(layout.link(kLink)->curve).at(0.5F); }
    QImage painted(qreal zoom = 1) const {
        QImage image(kSize, QImage::Format_RGB32);
        image.fill(Qt::white);
        paint(image, zoom);
        return image;
    }
    /// What the signs cover at full size.
    std::vector<QRectF> covered() const {
        QImage image(kSize, QImage::Format_RGB32);
        return paint(image, 1);
    }
    std::vector<QRectF> paint(QImage& image, qreal zoom) const {
        QPainter painter(&image);
        ViewTransform view;
        view.zoom = zoom;
        return paintLinkSigns(painter, layout, pictures, Theme{}, view);
    }

    Document document;
    std::vector<NodePicture> pictures;
    DiagramLayout layout;
};

/// Around all pixels that are not white.
QRect inked(const QImage& image) {
    QRect rect;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) != qRgb(255, 255, 255)) rect |= QRect(x, y, 1, 1);
    return rect;
}

} // namespace

class SignPainterTest : public QObject {
    Q_OBJECT

private slots:
    void aFunnelStandsInTheMiddleOfItsLink() {
        const Scene scene(LinkSign::Kind::Filter);
        const QImage image = scene.painted();
        QCOMPARE(image.pixelColor(scene.middle().toPoint()), Theme{}.color(Token::Topic));
        const QRect ink = inked(image);
        QVERIFY(ink.width() > 60); // the words
        QVERIFY(qAbs(ink.center().x() - scene.middle().x()) < 3);
        QVERIFY(ink.bottom() > scene.middle().y() + 20); // below a level link
    }

    void wordsMakeWayForNotes() {
        const Scene alone(LinkSign::Kind::Filter);
        const QPointF below = alone.middle() + QPointF(-80, 16);
        const Scene scene(LinkSign::Kind::Filter,
                          {{NoteId{30}, {below.x(), below.y()}, "A note below the link"}});
        const QRectF note = scene.layout.notes.front().rect;
        const QRect ink = inked(scene.painted());
        QVERIFY(ink.width() > 60);
        QVERIFY(!note.intersects(QRectF(ink)));
    }

    void wordsMakeWayForOtherLinks() {
        Scene scene(LinkSign::Kind::Filter);
        const QRectF below = scene.covered().back();
        scene.document.nodes.push_back({NodeId{3}, "from", "c", {20, 123}, {}});
        scene.document.nodes.push_back({NodeId{4}, "to", "d", {600, 123}, {}});
        scene.document.links.push_back({LinkId{11}, NodeId{3}, "out", NodeId{4}, "in", {}});
        scene.layout = layoutDiagram(scene.document, test::sampleRegistry(), scene.pictures);
        QVERIFY(scene.layout.linkLengthIn(below) > 0);
        QCOMPARE(scene.layout.linkLengthIn(scene.covered().back()), 0.0);
    }

    // As on a level link between cards that nearly touch.
    void wordsPassCardsThatLeaveThemNoRoom() {
        Scene scene(LinkSign::Kind::Pending);
        scene.document.nodes[1].position.x = scene.layout.nodes[0].card.right() + 40;
        scene.layout = layoutDiagram(scene.document, test::sampleRegistry(), scene.pictures);
        const auto signs = scene.covered();
        QCOMPARE(signs.size(), std::size_t{2}); // symbol and words
        for (const NodeLayout& node : scene.layout.nodes)
            QVERIFY(!node.card.intersects(signs.back()));
    }

    void severalOfOneLinkHideNothingOfEachOther() {
        Scene scene(LinkSign::Kind::Denied);
        auto& signs = scene.pictures[0].picture.signs;
        signs.push_back({kLink, LinkSign::Kind::Pending, "pending confirmation"});
        const auto covered = scene.covered();
        QCOMPARE(covered.size(), std::size_t{4}); // two symbols and their words
        for (auto one = covered.begin(); one != covered.end(); ++one)
            for (auto other = one + 1; other != covered.end(); ++other)
                QVERIFY(!one->intersects(*other));
        QVERIFY(qAbs((covered[0].center() + covered[2].center()).x() / 2 - scene.middle().x()) < 1);
    }

    void everySortLooksDifferent() {
        std::vector<QImage> images;
        for (const auto kind : {LinkSign::Kind::Filter,
                                LinkSign::Kind::Pending,
                                LinkSign::Kind::Retry,
                                LinkSign::Kind::Denied}) {
            const QImage image = Scene(kind).painted();
            QVERIFY(std::ranges::find(images, image) == images.end());
            images.push_back(image);
        }
    }

    void signsAreLeftOutWhereTheyWouldHide() {
        QVERIFY(inked(Scene(LinkSign::Kind::Denied).painted(0.3)).isNull());
    }
};

SLUICE_TEST(SignPainterTest)

} // namespace sluice::ui::sign_painter_test

#include "sign_painter_test.moc"
