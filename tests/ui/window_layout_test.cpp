// SPDX-License-Identifier: GPL-3.0-or-later
// What moves in the window, and what must not.
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/document_files.h"
#include "ui/inspector/inspector.h"
#include "ui/main_window.h"
#include "ui/palette/palette_view.h"
#include "ui/theme/current_theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QTabWidget>

namespace sluice::ui::window_layout_test {

namespace {

void rest() {
    for (int i = 0; i < 10; ++i) QCoreApplication::processEvents();
}

} // namespace

class WindowLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        applyTheme(*qApp, Theme{});
        m_window = std::make_unique<MainWindow>();
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void choosingAPartMovesNoBorder_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << QSize(1'280, 800);
        QTest::newRow("smaller") << QSize(1'280, 720);
        QTest::newRow("large") << QSize(1'680, 1'050);
    }
    void choosingAPartMovesNoBorder() {
        QFETCH(const QSize, size);
        Document document;
        for (const NodeKind& kind : registry().kinds) addNode(document, kind, {});
        open(document, size);
        const QRect before = canvasPlace();
        auto* tabs = m_window->inspector().findChild<QTabWidget*>();
        for (const Node& node : document.nodes) {
            m_window->selection().set({{node.id}, {}, {}});
            for (int tab = 0; tab < tabs->count(); ++tab) {
                if (!tabs->isTabVisible(tab)) continue;
                tabs->setCurrentIndex(tab);
                rest();
                QVERIFY2(canvasPlace() == before, node.name.c_str());
            }
        }
        m_window->selection().clear();
        rest();
        QCOMPARE(canvasPlace(), before);
    }

    void partsChosenInThePaletteAreSeenWhole_data() {
        QTest::addColumn<double>("zoom");
        QTest::newRow("as drawn") << 1.0;
        QTest::newRow("near") << 2.0;
    }
    void partsChosenInThePaletteAreSeenWhole() {
        QFETCH(const double, zoom);
        open({}, {1'280, 800});
        CanvasWidget& canvas = m_window->canvas();
        canvas.setView({QPointF(), zoom});
        auto* search = m_window->palettePanel().findChild<QLineEdit*>();
        for (int round = 0; round < 2; ++round) {
            for (const NodeKind& kind : registry().kinds) {
                QTest::keyClicks(search, QString::fromUtf8(kind.label.data()));
                QTest::keyClick(search, Qt::Key_Return);
                const NodeId added = m_window->documents().document().nodes.back().id;
                // A card may grow with what the run says of it.
                QTRY_VERIFY(pictureOf(m_window->run().frame(), added) != nullptr);
                rest();
                const QRectF card = canvas.scene().layout().node(added)->card;
                const QRectF shown = canvas.view().toScreen(card);
                QVERIFY2(QRectF(canvas.rect()).contains(shown), kind.key.data());
            }
        }
    }

private:
    void open(const Document& document, const QSize& size) {
        m_window->resize(size);
        m_window->files().openNew();
        m_window->documents().open(document);
        rest();
    }
    QRect canvasPlace() const {
        const CanvasWidget& canvas = m_window->canvas();
        return {canvas.mapTo(m_window.get(), QPoint()), canvas.size()};
    }

    std::unique_ptr<MainWindow> m_window;
};

SLUICE_TEST(WindowLayoutTest)

} // namespace sluice::ui::window_layout_test

#include "window_layout_test.moc"
