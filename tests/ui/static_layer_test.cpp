// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/store/document_codec.h"
#include "tests/support/test_main.h"
#include "ui/canvas/static_layer.h"

#include <QFile>

#include <span>

namespace sluice::ui::static_layer_test {

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
        QFile file(QStringLiteral(":/examples/poison-messages.sluice"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto document = decode(
            std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
        QVERIFY(document);
        CanvasScene scene(registry());
        scene.rebuild(*document, {});
        const PartIds none; // borrowed by the views
        const auto viewAt = [&](QPointF origin) {
            return StaticView{
                *document, none, {origin, zoom}, {700, 500}, ratio, Theme{}, true, {}, {}};
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
            int different = 0;
            for (int y = 0; y < anew.image().height(); ++y)
                for (int x = 0; x < anew.image().width(); ++x) {
                    const QColor one(panned.image().pixel(x, y));
                    const QColor other(anew.image().pixel(x, y));
                    constexpr int kRounding = 6; // of places that are no whole pixels
                    if (qAbs(one.red() - other.red()) > kRounding
                        || qAbs(one.green() - other.green()) > kRounding
                        || qAbs(one.blue() - other.blue()) > kRounding)
                        ++different;
                }
            QVERIFY2(different == 0, qPrintable(QString::number(different)));
        }
    }
};

SLUICE_TEST(StaticLayerTest)

} // namespace sluice::ui::static_layer_test

#include "static_layer_test.moc"
