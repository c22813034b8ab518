// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"

#include <QList>
#include <QObject>

#include <span>

class QAction;
class QContextMenuEvent;
class QMenu;
class QWidget;

namespace sluice::ui {

class CanvasWidget;
class DocumentSession;
class RunSession;
class Selection;

/// The context menu of the canvas, and the actions that the selected running part offers: a QAction
/// for each, made from its kind's description.
class PartMenu : public QObject {
    Q_OBJECT

public:
    /// All are borrowed and outlive the menu.
    PartMenu(CanvasWidget& canvas,
             DocumentSession& documents,
             RunSession& run,
             Selection& selection,
             const Registry& registry);

    /// What is listed for the selected part after its own actions, and without a selection.
    void setEditActions(const QList<QAction*>& ofPart, const QList<QAction*>& ofCanvas);
    /// What the selected part can do, named with it ("Purge… – orders"); nothing unless exactly one
    /// is selected. Owned by this object, valid until the selection changes.
    const QList<QAction*>& partActions() const { return m_partActions; }
    /// The menu for what is selected now. The caller owns it.
    QMenu* make() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void renew();
    void showAvailable();
    void select(QPoint pixel);

    CanvasWidget& m_canvas;
    DocumentSession& m_documents;
    RunSession& m_run;
    Selection& m_selection;
    const Registry& m_registry;
    QList<QAction*> m_partActions;
    QList<QAction*> m_ofPart;
    QList<QAction*> m_ofCanvas;
};

} // namespace sluice::ui
