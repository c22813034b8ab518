// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/store/document_codec.h"
#include "tests/support/test_main.h"
#include "ui/canvas/static_layer.h"

#include <QFile>

#include <span>

namespace sluice::ui::static_layer_test {

namespace {

Document example() {
    QFile file(QStringLiteral(":/examples/poison-messages.sluice"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray bytes = file.readAll();
    const auto document =
        decode(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    return document.value_or(Document{});
}

/// Rows of cards, more than are painted anew in every frame.
Document crowd() {
    Document document;
    for (int i = 0; i < 120; ++i)
        addNode(document, *registry().find("queue"), {250.0 * (i % 12), 180.0 * (i / 12)});
    return document;
}

int differentPixels(const QImage& one, const QImage& other) {
    constexpr int kRounding = 6; // of places that are no whole pixels
    int different = 0;
    for (int y = 0; y < one.height(); ++y)
        for (int x = 0; x < one.width(); ++x) {
            const QColor a(one.pixel(x, y));
            const QColor b(other.pixel(x, y));
            if (qAbs(a.red() - b.red()) > kRounding || qAbs(a.green() - b.green()) > kRounding
                || qAbs(a.blue() - b.blue()) > kRounding)
                ++different;
        }
    return different;
}

} // namespace

class StaticLayerTest : public QObject {
    Q_OBJECT

private slots:
    // What moves and what is painted anew at the edges is what painting all of it gives.
    void aPannedViewIsPaintedAsAnyOther_data() {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<double>("ratio");
        QTest::newRow("whole") << 1.0 << 1.0;
        QTest::newRow("small") << 0.43 << 1.0;
        QTest::newRow("sharp") << 0.8 << 2.0;
    }
    void aPannedViewIsPaintedAsAnyOther() {
        QFETCH(double, zoom);
        QFETCH(double, ratio);
        const Document document = example();
        CanvasScene scene(registry());
        scene.rebuild(document, {});
        const PartIds none; // borrowed by the views
        const auto viewAt = [&](QPointF origin) {
            return StaticView{
                document, none, {origin, zoom}, {700, 500}, ratio, Theme{}, true, {}, {}};
        };
        StaticLayer panned;
        QPointF origin(-80.3, 20.7);
        panned.update(scene, viewAt(origin), 0);
        for (const QPoint step :
             {QPoint(7, 3), QPoint(-11, 0), QPoint(0, 5), QPoint(-40, -60), QPoint(90, -1)}) {
            origin += QPointF(step) / zoom;
            panned.update(scene, viewAt(origin), 0);
            StaticLayer anew;
            anew.update(scene, viewAt(origin), 0);
            const int different = differentPixels(panned.image(), anew.image());
            QVERIFY2(different == 0, qPrintable(QString::number(different)));
        }
    }

    // All cards show one moment, and it is known which.
    void cardsAreDrawnAgainInPasses() {
        const Document document = example();
        CanvasScene scene(registry());
        const auto take = [&](int second) {
            auto frame = std::make_shared<Frame>();
            frame->state = RunState::Running;
            for (const Node& node : document.nodes)
                frame->pictures.push_back({node.id, {std::to_string(second) + " s", "", {}}});
            scene.take(frame, document);
            return FramePointer(frame);
        };
        const PartIds none;
        const StaticView view{document, none, {{-80, 20}, 1}, {900, 600}, 1, Theme{}, true, {}, {}};
        const FramePointer first = take(1);
        scene.rebuild(document, {});
        StaticLayer layer;
        QVERIFY(layer.update(scene, view, 5));
        QVERIFY(layer.passFrame() == first);
        const FramePointer second = take(2);
        for (const NodeId id : scene.changedPictures()) layer.markPicture(id);
        QVERIFY(!layer.update(scene, view, 5.05));
        QVERIFY(layer.isBehind() && layer.passFrame() == first);
        const QImage before = layer.image().copy();
        layer.markNow(document.nodes.front().id); // as when the pointer comes over it
        QVERIFY(layer.update(scene, view, 5.06));
        QCOMPARE(layer.image(), before);
        QVERIFY(layer.update(scene, view, 5.11));
        QVERIFY(layer.passFrame() == second && layer.image() != before);
    }

    // What a large diagram shows while its zoom changes is the same at once, though not as sharp;
    // it is what painting all of it gives when the view rests.
    void aZoomedViewIsSharpWhenItRests_data() {
        QTest::addColumn<double>("zoom");
        QTest::newRow("into") << 0.33;
        QTest::newRow("out of") << 0.27;
    }
    void aZoomedViewIsSharpWhenItRests() {
        QFETCH(double, zoom);
        const Document document = crowd();
        CanvasScene scene(registry());
        scene.rebuild(document, {});
        const PartIds none;
        const auto viewAt = [&](double at) {
            ViewTransform view{{100, 100}, 0.3};
            view.zoomAt({500, 300}, at);
            return StaticView{document, none, view, {700, 500}, 1, Theme{}, true, {}, {}};
        };
        StaticLayer zoomed;
        zoomed.update(scene, viewAt(0.3), 1);
        const QImage before = zoomed.image().copy();
        StaticLayer anew;
        anew.update(scene, viewAt(zoom), 1);

        QVERIFY(zoomed.update(scene, viewAt(zoom), 1.02));
        QVERIFY(zoomed.isBehind());
        const int blurred = differentPixels(zoomed.image(), anew.image());
        QVERIFY(blurred > 0);
        QVERIFY(blurred < differentPixels(before, anew.image()));
        QVERIFY(!zoomed.update(scene, viewAt(zoom), 1.04));

        for (int i = 0; i < 200 && (i == 0 || zoomed.isBehind()); ++i)
            zoomed.update(scene, viewAt(zoom), 1.2 + 0.02 * i);
        QVERIFY(!zoomed.isBehind());
        QCOMPARE(differentPixels(zoomed.image(), anew.image()), 0);
    }
};

SLUICE_TEST(StaticLayerTest)

} // namespace sluice::ui::static_layer_test

#include "static_layer_test.moc"
