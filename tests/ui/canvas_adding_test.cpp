// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/canvas/inline_editor.h"

#include <QDropEvent>
#include <QMimeData>

namespace sluice::ui::canvas_adding_test {

namespace {

const NodeKind& queue() {
    return *registry().find("queue");
}

} // namespace

class CanvasAddingTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aDroppedPartIsAdded();
    void aNoteIsAddedWithItsText();
    void framesAndNotesAreDropped();
    void newPartsDoNotCoverEachOther();

private:
    const Document& document() const { return m_documents.document(); }
    void drop(const NewPart& part);

    DocumentSession m_documents;
    RunSession m_run{m_documents};
    Selection m_selection{m_documents};
    CanvasWidget m_canvas{m_documents, m_run, m_selection, Theme{}};
};

void CanvasAddingTest::init() {
    m_documents.open(Document{});
    m_canvas.resize(1000, 700);
    m_canvas.show();
    m_canvas.setView({});
}

// As it comes from the palette, to the point (400, 300).
void CanvasAddingTest::drop(const NewPart& part) {
    QMimeData mime;
    putInto(mime, part);
    QDragEnterEvent enter({400, 300}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_canvas, &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(!m_canvas.grab().isNull());
    QDropEvent event(QPointF(400, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_canvas, &event);
}

void CanvasAddingTest::aDroppedPartIsAdded() {
    drop(&queue());
    QCOMPARE(document().nodes.size(), std::size_t{1});
    QCOMPARE(document().nodes[0].kind, std::string(queue().key));
    QVERIFY(m_canvas.scene().layout().nodes[0].card.contains(QPointF(400, 300)));
    QVERIFY(m_selection.contains(document().nodes[0].id));
}

void CanvasAddingTest::aNoteIsAddedWithItsText() {
    m_canvas.addAtCentre(NewNote{});
    auto* field = m_canvas.findChild<InlineEditor*>();
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(document().notes.empty()); // nothing was written
    m_canvas.addAtCentre(&queue());
    m_canvas.addAtCentre(NewNote{});
    for (auto* each : m_canvas.findChildren<InlineEditor*>())
        if (each->isVisible()) field = each;
    QTest::keyClicks(field, "Watch the depth");
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(document().notes.size(), std::size_t{1});
    QCOMPARE(document().notes[0].text, std::string("Watch the depth"));
    const DiagramLayout& layout = m_canvas.scene().layout();
    QVERIFY(!layout.notes[0].rect.intersects(layout.nodes[0].card));
    m_documents.undoStack().undo();
    QVERIFY(document().notes.empty());
}

void CanvasAddingTest::framesAndNotesAreDropped() {
    drop(BoundaryType::Account);
    QCOMPARE(document().boundaries.size(), std::size_t{1});
    QCOMPARE(document().boundaries[0].type, BoundaryType::Account);
    drop(NewNote{});
    auto* field = m_canvas.findChild<InlineEditor*>();
    QTest::keyClicks(field, "Ours");
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(document().notes.size(), std::size_t{1});
}

void CanvasAddingTest::newPartsDoNotCoverEachOther() {
    for (int i = 0; i < 4; ++i) m_canvas.addAtCentre(&queue());
    const auto& nodes = m_canvas.scene().layout().nodes;
    QCOMPARE(nodes.size(), std::size_t{4});
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) QVERIFY(!nodes[i].card.intersects(nodes[k].card));
}

SLUICE_TEST(CanvasAddingTest)

} // namespace sluice::ui::canvas_adding_test

#include "canvas_adding_test.moc"
