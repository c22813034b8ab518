// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/part_menu.h"

#include "ui/canvas/canvas_widget.h"
#include "ui/inspector/action_dialog.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"
#include "ui/session/text.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>

#include <utility>

namespace sluice::ui {

PartMenu::PartMenu(CanvasWidget& canvas,
                   DocumentSession& documents,
                   RunSession& run,
                   Selection& selection,
                   const Registry& registry)
    : QObject(&canvas)
    , m_canvas(canvas)
    , m_documents(documents)
    , m_run(run)
    , m_selection(selection)
    , m_registry(registry) {
    canvas.installEventFilter(this);
    connect(&selection, &Selection::changed, this, &PartMenu::renew);
    connect(&documents, &DocumentSession::patched, this, &PartMenu::renew);
    connect(&run, &RunSession::frameReady, this, &PartMenu::showAvailable);
}

void PartMenu::setEditActions(const QList<QAction*>& ofPart, const QList<QAction*>& ofCanvas) {
    m_ofPart = ofPart;
    m_ofCanvas = ofCanvas;
}

void PartMenu::renew() {
    // One of them may be what is running now.
    for (QAction* action : m_partActions) action->deleteLater();
    m_partActions.clear();
    const PartIds& parts = m_selection.parts();
    const Node* node =
        parts.nodes.size() == 1 ? m_documents.document().node(parts.nodes.front()) : nullptr;
    const NodeKind* kind = node == nullptr ? nullptr : m_registry.find(node->kind);
    if (kind == nullptr) return;
    const QString name = QString::fromStdString(node->name);
    for (const ActionSpec& spec : kind->actions) {
        if (spec.isPerMessage) continue;
        auto* action = new QAction(actionText(spec), this);
        action->setData(fromView(spec.key));
        action->setProperty("subject", name); // for lists that do not say it
        action->setProperty("help", translated(spec.help));
        connect(action, &QAction::triggered, this, [this, &spec, id = node->id] {
            const NodeAction asked{id, std::string(spec.key), {}, 0, {}};
            askAndAct(m_run, m_documents.document(), spec, asked, m_canvas.window());
        });
        m_partActions << action;
    }
    showAvailable();
}

// What cannot succeed now is not offered, and says why.
void PartMenu::showAvailable() {
    const PartIds& parts = m_selection.parts();
    if (parts.nodes.size() != 1) return;
    for (QAction* action : std::as_const(m_partActions)) {
        const std::string key = action->data().toString().toStdString();
        const QString why = whyUnavailable(m_run.frame(), parts.nodes.front(), key);
        action->setEnabled(why.isEmpty());
        action->setToolTip(why.isEmpty() ? action->property("help").toString() : why);
        action->setProperty("why", why);
    }
}

QMenu* PartMenu::make() const {
    auto* menu = new QMenu(&m_canvas);
    menu->setToolTipsVisible(true);
    if (m_selection.parts().empty()) {
        menu->addActions(m_ofCanvas);
        return menu;
    }
    menu->addActions(m_partActions);
    if (!m_partActions.isEmpty()) menu->addSeparator();
    menu->addActions(m_ofPart);
    return menu;
}

// What is right-clicked is what the menu is about.
void PartMenu::select(QPoint pixel) {
    constexpr qreal kReach = 8;
    const DiagramLayout& layout = m_canvas.scene().layout();
    const QPointF point = m_canvas.view().toDocument(QPointF(pixel));
    if (const auto node = layout.nodeAt(point)) {
        if (!m_selection.contains(*node)) m_selection.set({{*node}, {}, {}});
    } else if (const auto note = layout.noteAt(point, m_canvas.view().zoom)) {
        if (!m_selection.contains(*note)) m_selection.set({{}, {}, {*note}});
    } else if (const auto link = layout.linkAt(point, kReach / m_canvas.view().zoom)) {
        if (!m_selection.contains(*link)) m_selection.set({{}, {*link}, {}});
    } else if (const auto frame = layout.boundaryAt(point, kReach / m_canvas.view().zoom)) {
        if (!m_selection.contains(*frame)) m_selection.set({{}, {}, {}, {*frame}});
    } else {
        m_selection.clear();
    }
}

bool PartMenu::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ContextMenu) return QObject::eventFilter(watched, event);
    const auto* request = static_cast<QContextMenuEvent*>(event);
    if (request->reason() == QContextMenuEvent::Mouse) select(request->pos());
    QMenu* menu = make();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(request->globalPos());
    return true;
}

} // namespace sluice::ui
