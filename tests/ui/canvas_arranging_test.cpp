// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/boundary_edits.h"
#include "tests/support/test_main.h"
#include "ui/canvas/canvas_widget.h"

#include <QSignalSpy>

namespace sluice::ui::canvas_arranging_test {

class CanvasArrangingTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        Document document;
        const NodeKind& queue = *registry().find("queue");
        for (const Point place : {Point{0, 0}, Point{50, 20}, Point{400, 900}})
            addNode(document, queue, place);
        m_documents.open(document);
        m_canvas.resize(1000, 700);
    }

    void tidyingIsOneUndoStepAndShowsEverything() {
        const Document before = m_documents.document();
        m_canvas.tidy();
        const auto& nodes = m_canvas.scene().layout().nodes;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            QVERIFY(QRectF(m_canvas.rect()).contains(m_canvas.view().toScreen(nodes[i].card)));
            for (std::size_t k = 0; k < i; ++k) QVERIFY(!nodes[i].card.intersects(nodes[k].card));
        }
        m_documents.undoStack().undo();
        QVERIFY(m_documents.document() == before);
    }

    void whatCannotBeTidiedIsSaid() {
        (void)m_documents.edit("frames", [](Document& document) {
            addBoundary(document, BoundaryType::Region, {-50, -50}, {300, 300});
            addBoundary(document, BoundaryType::Account, {-20, -20}, {300, 300});
        });
        const QSignalSpy refused(&m_canvas, &CanvasWidget::refused);
        m_canvas.tidy();
        QCOMPARE(refused.size(), 1);
    }

    void selectedCardsAlignAndSpread() {
        m_canvas.selectAll();
        m_canvas.align(Alignment::Right);
        m_canvas.distribute(Direction::Down);
        const auto& nodes = m_canvas.scene().layout().nodes;
        for (const NodeLayout& node : nodes) QCOMPARE(node.card.right(), nodes[2].card.right());
        QCOMPARE(nodes[1].card.top() - nodes[0].card.bottom(),
                 nodes[2].card.top() - nodes[1].card.bottom());
    }

private:
    DocumentSession m_documents;
    RunSession m_run{m_documents};
    Selection m_selection{m_documents};
    CanvasWidget m_canvas{m_documents, m_run, m_selection, Theme{}};
};

SLUICE_TEST(CanvasArrangingTest)

} // namespace sluice::ui::canvas_arranging_test

#include "canvas_arranging_test.moc"
