// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "tests/support/test_main.h"
#include "ui/canvas/boundary_tool.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/canvas/diagram_painter.h"
#include "ui/inspector/boundary_page.h"
#include "ui/inspector/inspector.h"
#include "ui/part_edits.h"

#include <QApplication>
#include <QComboBox>
#include <QImage>
#include <QLineEdit>
#include <QSignalSpy>

#include <memory>

namespace sluice::ui::canvas_boundaries_test {

/// A producer at (100, 100) linked to a queue at (600, 100), and the canvas at 100 %.
class CanvasBoundariesTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aFrameIsDrawnFromCornerToCorner();
    void aFrameIsPutAroundTheSelection();
    void enterPlacesAndEscapeGivesUp();
    void draggingTheTitleMovesWhatIsInside();
    void altMovesTheFrameAlone();
    void insideAFrameTheRubberBandSelects();
    void handlesResizeInOneUndoStep();
    void theKeyboardWalksAndMovesFrames();
    void nudgedFramesDoNotPickUpOthers();
    void copiesTakeTheContentsAlong();
    void linksAcrossRegionsSayWhatItCosts();
    void aRegionTellsWhatOfItIsDown();
    void theInspectorEditsTheFrame();
    void framesArePaintedBehindPartsInBothThemes();

private:
    const Document& document() const { return m_documents->document(); }
    const Boundary& frame() const { return document().boundaries.front(); }
    Point at(NodeId id) const { return document().node(id)->position; }
    void addFrameAround(Point position, Size size, BoundaryType type = BoundaryType::Region);
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {});

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<RunSession> m_run;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<CanvasWidget> m_canvas;
    NodeId m_source{}, m_queue{};
};

void CanvasBoundariesTest::init() {
    m_documents = std::make_unique<DocumentSession>();
    m_run = std::make_unique<RunSession>(*m_documents);
    m_selection = std::make_unique<Selection>(*m_documents);
    Document document;
    m_source = addNode(document, *registry().find("producer"), {96, 96});
    m_queue = addNode(document, *registry().find("queue"), {600, 96});
    QVERIFY(sluice::connect(document, registry(), {m_source, "out"}, {m_queue, "in"}).has_value());
    m_documents->open(document);
    m_canvas = std::make_unique<CanvasWidget>(*m_documents, *m_run, *m_selection, Theme{});
    m_canvas->resize(1000, 700);
    m_canvas->show();
    m_canvas->setView({});
}

void CanvasBoundariesTest::cleanup() {
    m_canvas.reset();
    m_selection.reset();
    m_run.reset();
    m_documents.reset();
}

void CanvasBoundariesTest::addFrameAround(Point position, Size size, BoundaryType type) {
    BoundaryId made{};
    QVERIFY(m_documents
                ->edit("Add",
                       [&](Document& edited) { made = addBoundary(edited, type, position, size); })
                .has_value());
    m_selection->set({{}, {}, {}, {made}});
}

void CanvasBoundariesTest::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, modifiers, from);
    const auto moveTo = [&](QPoint point) {
        QMouseEvent move(QEvent::MouseMove,
                         point,
                         m_canvas->mapToGlobal(point),
                         Qt::NoButton,
                         Qt::LeftButton,
                         modifiers);
        QApplication::sendEvent(m_canvas.get(), &move);
    };
    moveTo((from + to) / 2);
    moveTo(to);
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, modifiers, to);
}

void CanvasBoundariesTest::aFrameIsDrawnFromCornerToCorner() {
    m_canvas->startBoundary(BoundaryType::Account);
    drag({50, 50}, {401, 302});
    QCOMPARE(document().boundaries.size(), std::size_t{1});
    QVERIFY(frame().type == BoundaryType::Account);
    QVERIFY(frame().position == (Point{48, 48}) && frame().size == (Size{352, 256}));
    QVERIFY(m_selection->contains(frame().id));
    drag({500, 500}, {700, 600}); // one only
    QCOMPARE(document().boundaries.size(), std::size_t{1});
    m_documents->undoStack().undo();
    QVERIFY(document().boundaries.empty());
}

void CanvasBoundariesTest::aFrameIsPutAroundTheSelection() {
    m_selection->set({{m_source}, {}, {}});
    m_canvas->startBoundary(BoundaryType::Region);
    QVERIFY(contentsOf(document(), frame().id).nodes == std::vector{m_source});
    m_canvas->startBoundary(BoundaryType::Account); // around the region, which is selected now
    QVERIFY(contentsOf(document(), document().boundaries.back().id).boundaries
            == std::vector{frame().id});
}

void CanvasBoundariesTest::enterPlacesAndEscapeGivesUp() {
    m_selection->clear();
    m_canvas->startBoundary(BoundaryType::Network);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QVERIFY(document().boundaries.empty());
    m_canvas->startBoundary(BoundaryType::Network);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(document().boundaries.size(), std::size_t{1});
}

void CanvasBoundariesTest::draggingTheTitleMovesWhatIsInside() {
    addFrameAround({40, 40}, {400, 300});
    m_selection->clear();
    const int steps = m_documents->undoStack().count();
    drag({60, 50}, {140, 90});
    QVERIFY(frame().position == (Point{120, 80}));
    QVERIFY(at(m_source) == (Point{176, 136}) && at(m_queue) == (Point{600, 96}));
    QCOMPARE(m_documents->undoStack().count(), steps + 1);
    m_documents->undoStack().undo();
    QVERIFY(frame().position == (Point{40, 40}) && at(m_source) == (Point{96, 96}));
}

void CanvasBoundariesTest::altMovesTheFrameAlone() {
    addFrameAround({40, 40}, {400, 300});
    drag({40, 250}, {80, 250}, Qt::AltModifier); // the left border, off the handles
    QVERIFY(frame().position == (Point{80, 40}) && at(m_source) == (Point{96, 96}));
}

void CanvasBoundariesTest::insideAFrameTheRubberBandSelects() {
    addFrameAround({40, 40}, {400, 300});
    drag({80, 80}, {340, 320});
    QVERIFY(m_selection->parts() == (PartIds{{m_source}, {}, {}}));
    drag({20, 20}, {460, 360});
    QVERIFY(m_selection->contains(frame().id));
}

void CanvasBoundariesTest::handlesResizeInOneUndoStep() {
    addFrameAround({40, 40}, {400, 300});
    const int steps = m_documents->undoStack().count();
    drag({440, 340}, {521, 419});
    QVERIFY(frame().size == (Size{480, 376}) || frame().size == (Size{480, 384}));
    drag({40, 40}, {900, 900}); // never smaller than the least size
    QVERIFY(frame().size == (Size{kMinBoundarySide, kMinBoundarySide}));
    QVERIFY(at(m_source) == (Point{96, 96}));
    QCOMPARE(m_documents->undoStack().count(), steps + 2);
    m_documents->undoStack().undo();
    m_documents->undoStack().undo();
    QVERIFY(frame().size == (Size{400, 300}) && frame().position == (Point{40, 40}));
}

void CanvasBoundariesTest::theKeyboardWalksAndMovesFrames() {
    addFrameAround({40, 40}, {400, 300});
    m_selection->clear();
    m_canvas->setFocus();
    for (int i = 0; i < 4; ++i) QTest::keyClick(m_canvas.get(), Qt::Key_Tab);
    QVERIFY(m_selection->contains(frame().id));
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QVERIFY(frame().position == (Point{48, 40}) && at(m_source) == (Point{104, 96}));
    QTest::keyClick(m_canvas.get(), Qt::Key_Down, Qt::AltModifier);
    QVERIFY(frame().position == (Point{48, 48}) && at(m_source) == (Point{104, 96}));
    QSignalSpy asked(m_canvas.get(), &CanvasWidget::editRequested);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QTest::keyClick(m_canvas.get(), Qt::Key_F2);
    QCOMPARE(asked.count(), 2);
    QTest::keyClick(m_canvas.get(), Qt::Key_Delete);
    QVERIFY(document().boundaries.empty() && document().nodes.size() == 2);
}

void CanvasBoundariesTest::nudgedFramesDoNotPickUpOthers() {
    addFrameAround({40, 40}, {400, 300});
    for (int i = 0; i < 6; ++i) // over the queue
        QTest::keyClick(m_canvas.get(), Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(at(m_source) == (Point{576, 96}) && at(m_queue) == (Point{600, 96}));
}

void CanvasBoundariesTest::copiesTakeTheContentsAlong() {
    addFrameAround({40, 40}, {400, 300});
    PartEdits edits(*m_documents, *m_selection, registry());
    edits.duplicate();
    QCOMPARE(document().boundaries.size(), std::size_t{2});
    QCOMPARE(document().nodes.size(), std::size_t{3});
    edits.cut(); // the copy is selected
    QCOMPARE(document().boundaries.size(), std::size_t{1});
    QCOMPARE(document().nodes.size(), std::size_t{2});
    edits.paste();
    QCOMPARE(document().boundaries.size(), std::size_t{2});
    QCOMPARE(document().nodes.size(), std::size_t{3});
}

void CanvasBoundariesTest::linksAcrossRegionsSayWhatItCosts() {
    addFrameAround({40, 40}, {400, 300});
    QVERIFY(m_canvas->scene().layout().links.front().regionLatency == 0ms);
    const QImage before = m_canvas->grab().toImage();
    QVERIFY(m_documents
                ->edit("Change",
                       [&](Document& edited) {
                           return setBoundaryCode(edited, frame().id, "eu-west-1");
                       })
                .has_value());
    QVERIFY(m_canvas->scene().layout().links.front().regionLatency == 34ms);
    QVERIFY(m_canvas->grab().toImage() != before);
}

void CanvasBoundariesTest::aRegionTellsWhatOfItIsDown() {
    const auto outage = [&](BoundaryType type, Reach first, Reach second) {
        Document framed = document();
        addBoundary(framed, type, {0, 0}, {1'200, 600});
        std::vector<NodePicture> pictures{{m_source, {}}, {m_queue, {}}};
        pictures[0].picture.reach = first;
        pictures[1].picture.reach = second;
        return layoutDiagram(framed, registry(), pictures).boundaries.front().outage;
    };
    using enum Reach;
    QCOMPARE(outage(BoundaryType::Region, Unknown, Up), QString());
    QCOMPARE(outage(BoundaryType::Region, Unknown, Down), QString("down")); // all that can be
    QCOMPARE(outage(BoundaryType::Region, Up, Down), QString("1 of 2 down"));
    QCOMPARE(outage(BoundaryType::Account, Unknown, Down), QString());
}

void CanvasBoundariesTest::theInspectorEditsTheFrame() {
    Inspector inspector(*m_documents, *m_run, *m_selection, registry());
    inspector.show();
    addFrameAround({40, 40}, {400, 300});
    BoundaryPage& page = inspector.boundary();
    QVERIFY(page.isVisible());
    QVERIFY(page.contents().contains("producer"));
    page.nameField().setText("Head office");
    QTest::keyClick(&page.nameField(), Qt::Key_Return);
    QVERIFY(frame().name == "Head office");
    page.codeField().setEditText("moon");
    QTest::keyClick(page.codeField().lineEdit(), Qt::Key_Return);
    QVERIFY(frame().code == "us-east-1" && page.error().contains("us-east-1"));
    page.codeField().setEditText("eu-west-3 – Paris");
    QTest::keyClick(page.codeField().lineEdit(), Qt::Key_Return);
    QVERIFY(frame().code == "eu-west-3" && page.error().isEmpty());
    m_selection->clear();
    QVERIFY(!page.isVisible());
}

void CanvasBoundariesTest::framesArePaintedBehindPartsInBothThemes() {
    addFrameAround({40, 40}, {400, 300});
    for (const bool isDark : {false, true}) {
        const Theme theme{isDark};
        QImage image(1000, 700, QImage::Format_RGB32);
        image.fill(theme.color(Token::Canvas));
        QPainter painter(&image);
        paintDiagram(painter, document(), registry(), {}, theme);
        painter.end();
        QVERIFY(image.pixelColor(60, 300) != theme.color(Token::Canvas));
        QCOMPARE(image.pixelColor(500, 300), theme.color(Token::Canvas));
        QCOMPARE(image.pixelColor(290, 112), theme.color(Token::Panel)); // the producer's card
        for (const Token token : {Token::Region, Token::Account, Token::Network})
            QVERIFY(contrastRatio(theme.color(token), theme.color(Token::Canvas)) >= 4.5);
    }
    QVERIFY(diagramBounds(document(), registry(), {}).contains(QRectF(40, 40, 400, 300)));
}

SLUICE_TEST(CanvasBoundariesTest)

} // namespace sluice::ui::canvas_boundaries_test

#include "canvas_boundaries_test.moc"
