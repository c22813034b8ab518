// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_access.h"
#include "core/kinds/registry.h"
#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/canvas_widget.h"

#include <QAccessible>
#include <QImage>
#include <QSignalSpy>
#include <QWheelEvent>

#include <memory>

namespace sluice::ui::canvas_editing_test {

namespace {

const NodeKind& kindWith(std::string_view role) {
    for (const NodeKind& kind : registry().kinds)
        if (kind.colorRole == role) return kind;
    qFatal("no kind with this role");
}

} // namespace

class CanvasEditingTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void draggingFromPortToPortConnects();
    void aRefusedLinkIsExplained();
    void drawingASubscriptionPermitsIt();
    void aLinkCanBeMadeByKeyboardAlone();
    void theRubberBandSelectsWhatItTouches();
    void controlClickTogglesAPart();
    void aDragMovesOnTheGridAndIsOneUndoStep();
    void nudgesMergeUntilTheSelectionChanges();
    void deleteRemovesTheSelection();
    void wheelZoomKeepsThePointUnderTheCursor();
    void zoomIsLimited();
    void middleDragPans();
    void tabWalksPartsAndEnterAsksForEditing();
    void anEmptyDocumentAndEveryZoomPaint();
    void cardsAreAccessibleByNameAndValue();
    void lanesAreToldInWords();
    void signsAndFramesAreToldInWords();
    void theTimerRestsWhenNothingMoves();

private:
    const Document& document() const { return m_documents->document(); }
    NodeId add(const NodeKind& kind, Point position);
    QPoint pixel(QPointF point) const { return m_canvas->view().toScreen(point).toPoint(); }
    QPointF portOf(NodeId node, bool isOutput) const;
    QPoint cardOf(NodeId node) const {
        return pixel(m_canvas->scene().layout().node(node)->card.topLeft() + QPointF(60, 20));
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {});

    std::unique_ptr<DocumentSession> m_documents;
    std::unique_ptr<RunSession> m_run;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<CanvasWidget> m_canvas;
};

void CanvasEditingTest::init() {
    m_documents = std::make_unique<DocumentSession>();
    m_run = std::make_unique<RunSession>(*m_documents);
    m_selection = std::make_unique<Selection>(*m_documents);
    m_canvas = std::make_unique<CanvasWidget>(*m_documents, *m_run, *m_selection, Theme{});
    m_canvas->resize(1000, 700);
    m_canvas->show();
    m_canvas->setView({});
}

void CanvasEditingTest::cleanup() {
    m_canvas.reset();
    m_selection.reset();
    m_run.reset();
    m_documents.reset();
}

NodeId CanvasEditingTest::add(const NodeKind& kind, Point position) {
    NodeId made{};
    (void)m_documents->edit("add", [&](Document& d) { made = addNode(d, kind, position); });
    return made;
}

QPointF CanvasEditingTest::portOf(NodeId id, bool isOutput) const {
    const NodeKind* const kind = registry().find(document().node(id)->kind);
    const NodeLayout* const place = m_canvas->scene().layout().node(id);
    for (std::size_t i = 0; i < kind->ports.size(); ++i)
        if (kind->ports[i].isOutput == isOutput) return place->ports[i];
    return {};
}

void CanvasEditingTest::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, modifiers, from);
    for (int i = 1; i <= 4; ++i) QTest::mouseMove(m_canvas.get(), from + (to - from) * i / 4);
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, modifiers, to);
}

void CanvasEditingTest::draggingFromPortToPortConnects() {
    const NodeId from = add(kindWith("source"), {40, 100});
    const NodeId to = add(kindWith("queue"), {440, 100});
    drag(pixel(portOf(from, true)), pixel(portOf(to, false)));
    QCOMPARE(document().links.size(), std::size_t{1});
    QCOMPARE(document().links[0].from, from);
    QCOMPARE(document().links[0].to, to);
    m_documents->undoStack().undo();
    QVERIFY(document().links.empty());
}

// As the service's console does it: the queue's policy gets a statement for the topic.
void CanvasEditingTest::drawingASubscriptionPermitsIt() {
    const NodeId topic = add(*registry().find("topic"), {40, 40});
    const NodeId queue = add(*registry().find("queue"), {500, 40});
    const Document before = document();
    drag(pixel(portOf(topic, true)), pixel(portOf(queue, false)));
    QCOMPARE(document().links.size(), std::size_t{1});
    const auto access = linkAccess(document(), document().links.front());
    QVERIFY(access && access->isAllowed);
    QVERIFY(document().node(queue)->properties.find(kPolicyKey)->second
            != before.node(queue)->properties.find(kPolicyKey)->second);
    m_documents->undoStack().undo();
    QVERIFY(document().nodes == before.nodes && document().links.empty());
}

void CanvasEditingTest::aRefusedLinkIsExplained() {
    const NodeId from = add(kindWith("source"), {40, 100});
    const NodeId to = add(kindWith("compute"), {440, 100});
    QSignalSpy refused(m_canvas.get(), &CanvasWidget::refused);
    drag(pixel(portOf(from, true)), pixel(portOf(to, false)));
    QVERIFY(document().links.empty());
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().size() > 10);
}

void CanvasEditingTest::aLinkCanBeMadeByKeyboardAlone() {
    const NodeId from = add(kindWith("source"), {40, 100});
    const NodeId to = add(kindWith("queue"), {440, 100});
    m_selection->set({{from}, {}, {}});
    add(kindWith("queue"), {440, 300});
    QTest::keyClick(m_canvas.get(), Qt::Key_C); // aims at the first part that can be linked
    QTest::keyClick(m_canvas.get(), Qt::Key_Tab);
    QTest::keyClick(m_canvas.get(), Qt::Key_Tab); // and around
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(document().links.size(), std::size_t{1});
    QCOMPARE(document().links[0].to, to);
    m_selection->set({{to}, {}, {}});
    QTest::keyClick(m_canvas.get(), Qt::Key_C);
    QTest::keyClick(m_canvas.get(), Qt::Key_Tab);  // past the source, which takes nothing
    QTest::keyClick(m_canvas.get(), Qt::Key_Down); // from its other port, which is refused
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(document().links.size(), std::size_t{1});
    QTest::keyClick(m_canvas.get(), Qt::Key_C);
    QTest::keyClick(m_canvas.get(), Qt::Key_Down);
    QTest::keyClick(m_canvas.get(), Qt::Key_Down); // and around
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(document().links.size(), std::size_t{2});
    QCOMPARE(document().links[1].fromPort, std::string("dead_letter"));
    QTest::keyClick(m_canvas.get(), Qt::Key_C);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QCOMPARE(document().links.size(), std::size_t{2});
}

void CanvasEditingTest::theRubberBandSelectsWhatItTouches() {
    const NodeId first = add(kindWith("source"), {40, 100});
    const NodeId second = add(kindWith("queue"), {440, 100});
    const NodeId far = add(kindWith("compute"), {440, 500});
    drag({10, 80}, {500, 150});
    QVERIFY(m_selection->contains(first) && m_selection->contains(second));
    QVERIFY(!m_selection->contains(far));
    drag({900, 20}, {950, 40});
    QVERIFY(m_selection->parts().empty());
}

void CanvasEditingTest::controlClickTogglesAPart() {
    const NodeId first = add(kindWith("source"), {40, 100});
    const NodeId second = add(kindWith("queue"), {440, 100});
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, cardOf(first));
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, Qt::ControlModifier, cardOf(second));
    QCOMPARE(m_selection->parts().nodes, (std::vector<NodeId>{first, second}));
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, Qt::ShiftModifier, cardOf(first));
    QCOMPARE(m_selection->parts().nodes, std::vector<NodeId>{second});
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, cardOf(first));
    QCOMPARE(m_selection->parts().nodes, std::vector<NodeId>{first});
}

void CanvasEditingTest::aDragMovesOnTheGridAndIsOneUndoStep() {
    const NodeId id = add(kindWith("source"), {40, 104});
    const int steps = m_documents->undoStack().count();
    drag(cardOf(id), cardOf(id) + QPoint(101, 53));
    QCOMPARE(document().node(id)->position, (Point{144, 160}));
    QCOMPARE(m_documents->undoStack().count(), steps + 1);
    drag(cardOf(id), cardOf(id) + QPoint(20, 0));
    QCOMPARE(m_documents->undoStack().count(), steps + 2);
    m_documents->undoStack().undo();
    m_documents->undoStack().undo();
    QCOMPARE(document().node(id)->position, (Point{40, 104}));
}

void CanvasEditingTest::nudgesMergeUntilTheSelectionChanges() {
    const NodeId first = add(kindWith("source"), {40, 104});
    const NodeId second = add(kindWith("queue"), {440, 104});
    const int steps = m_documents->undoStack().count();
    m_selection->set({{first}, {}, {}});
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QTest::keyClick(m_canvas.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(document().node(first)->position, (Point{48, 184}));
    QCOMPARE(m_documents->undoStack().count(), steps + 1);
    m_selection->set({{second}, {}, {}});
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QCOMPARE(m_documents->undoStack().count(), steps + 2);
}

void CanvasEditingTest::deleteRemovesTheSelection() {
    const NodeId first = add(kindWith("source"), {40, 104});
    m_selection->set({{first}, {}, {}});
    QTest::keyClick(m_canvas.get(), Qt::Key_Delete);
    QVERIFY(document().nodes.empty());
    m_documents->undoStack().undo();
    QCOMPARE(document().nodes.size(), std::size_t{1});
}

void CanvasEditingTest::wheelZoomKeepsThePointUnderTheCursor() {
    const QPointF cursor(333, 222);
    const QPointF before = m_canvas->view().toDocument(cursor);
    QSignalSpy zoomed(m_canvas.get(), &CanvasWidget::zoomChanged);
    for (const int turn : {120, 120, -360, 40}) {
        QWheelEvent wheel(cursor,
                          m_canvas->mapToGlobal(cursor),
                          {},
                          {0, turn},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(m_canvas.get(), &wheel);
        const QPointF away = m_canvas->view().toDocument(cursor) - before;
        QVERIFY(away.manhattanLength() < 1e-6);
    }
    QCOMPARE(zoomed.count(), 4);
}

void CanvasEditingTest::zoomIsLimited() {
    for (int i = 0; i < 40; ++i) m_canvas->zoomIn();
    QCOMPARE(m_canvas->view().zoom, kLargestZoom);
    for (int i = 0; i < 40; ++i) m_canvas->zoomOut();
    QCOMPARE(m_canvas->view().zoom, kSmallestZoom);
    m_canvas->zoomTo100();
    QVERIFY(qAbs(m_canvas->view().zoom - 1) < 1e-9);
}

void CanvasEditingTest::middleDragPans() {
    const QPointF before = m_canvas->view().origin;
    QTest::mousePress(m_canvas.get(), Qt::MiddleButton, {}, {300, 300});
    QTest::mouseMove(m_canvas.get(), {350, 280});
    QTest::mouseRelease(m_canvas.get(), Qt::MiddleButton, {}, {350, 280});
    QCOMPARE(m_canvas->view().origin, before - QPointF(50, -20));
}

void CanvasEditingTest::tabWalksPartsAndEnterAsksForEditing() {
    const NodeId first = add(kindWith("source"), {40, 104});
    const NodeId second = add(kindWith("queue"), {440, 104});
    m_canvas->setFocus();
    QTest::keyClick(m_canvas.get(), Qt::Key_Tab);
    QCOMPARE(m_selection->parts().nodes, std::vector<NodeId>{first});
    QTest::keyClick(m_canvas.get(), Qt::Key_Tab);
    QCOMPARE(m_selection->parts().nodes, std::vector<NodeId>{second});
    QTest::keyClick(m_canvas.get(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_selection->parts().nodes, std::vector<NodeId>{first});
    QSignalSpy asked(m_canvas.get(), &CanvasWidget::editRequested);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
}

void CanvasEditingTest::anEmptyDocumentAndEveryZoomPaint() {
    const QImage empty = m_canvas->grab().toImage();
    m_canvas->setGridShown(false);
    QVERIFY(m_canvas->grab().toImage() != empty);
    add(kindWith("queue"), {40, 104});
    for (const double zoom : {0.1, 0.37, 1.0, 4.0}) {
        m_canvas->setView({{0, 0}, zoom});
        QVERIFY(!m_canvas->grab().isNull());
    }
    m_canvas->setTheme({true});
    m_canvas->fit();
    QVERIFY(m_canvas->grab().toImage().pixel(2, 2) == Theme{true}.color(Token::Canvas).rgb());
}

void CanvasEditingTest::cardsAreAccessibleByNameAndValue() {
    const NodeId id = add(kindWith("queue"), {40, 104});
    QAccessibleInterface* const canvas = QAccessible::queryAccessibleInterface(m_canvas.get());
    QCOMPARE(canvas->childCount(), 1);
    QAccessibleInterface* const card = canvas->child(0);
    QCOMPARE(card->text(QAccessible::Name), QString::fromStdString(document().node(id)->name));
    QVERIFY(!card->text(QAccessible::Value).isEmpty());
    QCOMPARE(canvas->indexOfChild(card), 0);
    QVERIFY(!card->rect().isEmpty());
    m_documents->undoStack().undo();
    QVERIFY(!card->isValid());
    QCOMPARE(canvas->childCount(), 0);
}

void CanvasEditingTest::lanesAreToldInWords() {
    const NodeId id = add(kindWith("queue"), {40, 104});
    auto frame = std::make_shared<Frame>();
    frame->run = 1'000;
    frame->pictures = {{id, test::lanesPicture(9)}};
    m_canvas->take(frame);
    QAccessibleInterface* const canvas = QAccessible::queryAccessibleInterface(m_canvas.get());
    const QString words = canvas->child(0)->text(QAccessible::Description);
    QVERIFY2(words.contains("group customer-7: 3 messages, locked"), qPrintable(words));
    QVERIFY2(words.contains("group customer-8: 8 messages, "), qPrintable(words));
    QVERIFY2(words.contains("+5 groups"), qPrintable(words));
}

void CanvasEditingTest::signsAndFramesAreToldInWords() {
    const NodeId from = add(kindWith("source"), {40, 104});
    const NodeId to = add(kindWith("queue"), {440, 104});
    LinkId link{};
    QVERIFY(m_documents->edit("Link", [&](Document& document) -> Result<> {
        addBoundary(document, BoundaryType::Region, {0, 0}, {320, 320});
        const auto made =
            sluice::connect(document, registry(), PortRef{from, "out"}, PortRef{to, "in"});
        if (!made) return tl::unexpected(made.error());
        link = *made;
        return {};
    }));
    auto frame = std::make_shared<Frame>();
    frame->run = 1'000;
    Picture picture{"source", "", {}};
    picture.signs = {{link, LinkSign::Kind::Denied, "no permission"}};
    frame->pictures = {{from, picture}, {to, picture}};
    m_canvas->take(frame);
    QAccessibleInterface* const canvas = QAccessible::queryAccessibleInterface(m_canvas.get());
    QCOMPARE(canvas->childCount(), 3);
    const QString card = canvas->child(0)->text(QAccessible::Description);
    const QString name = QString::fromStdString(document().node(to)->name);
    QVERIFY2(card.contains("to " + name + ": no permission"), qPrintable(card));
    const QString other = canvas->child(1)->text(QAccessible::Description);
    const QString source = QString::fromStdString(document().node(from)->name);
    QVERIFY2(other.contains("from " + source + ": no permission"), qPrintable(other));
    const QString title = QString::fromStdString(titleOf(document().boundaries.front()));
    QVERIFY2(card.contains("in " + title), qPrintable(card));
    QVERIFY(!canvas->child(1)->text(QAccessible::Description).contains(title));
    QAccessibleInterface* const region = canvas->child(2);
    QCOMPARE(region->text(QAccessible::Name), title);
    const QString holds = region->text(QAccessible::Description);
    QVERIFY2(holds.contains("Region frame: " + QString::fromStdString(document().node(from)->name)),
             qPrintable(holds));
    QCOMPARE(canvas->indexOfChild(region), 2);
}

void CanvasEditingTest::theTimerRestsWhenNothingMoves() {
    add(kindWith("queue"), {40, 104});
    QVERIFY(m_canvas->isAnimating());
    QTRY_VERIFY(!m_canvas->isAnimating());
}

SLUICE_TEST(CanvasEditingTest)

} // namespace sluice::ui::canvas_editing_test

#include "canvas_editing_test.moc"
