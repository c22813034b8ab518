// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/arrange.h"
#include "ui/canvas/canvas_scene.h"
#include "ui/canvas/connect_tool.h"
#include "ui/canvas/motion_painter.h"
#include "ui/canvas/static_layer.h"
#include "ui/canvas/tool.h"
#include "ui/session/new_part.h"
#include "ui/session/run_session.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

class QMimeData;

namespace sluice::ui {

class InlineEditor;
class Minimap;

/// The architecture: shows the document and the run, and edits it by mouse and keyboard. Repaints
/// all of itself, at most 60 times a second and only while something moves or changes.
class CanvasWidget : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CanvasWidget)

public:
    /// The sessions outlive the widget.
    CanvasWidget(DocumentSession& documents,
                 RunSession& run,
                 Selection& selection,
                 const Theme& theme,
                 QWidget* parent = nullptr);
    ~CanvasWidget() override;

    void setTheme(const Theme& theme);
    /// Replaces travel by short fades.
    void setMotionReduced(bool isReduced);
    /// Whole frames painted per second, over the last second; 0 while nothing moves.
    double framesPerSecond() const;
    const ViewTransform& view() const { return m_view; }
    /// Changes what is shown; the zoom is clamped.
    void setView(const ViewTransform& view);
    const CanvasScene& scene() const { return m_scene; }
    const Selection& selection() const { return m_selection; }
    const DocumentSession& documents() const { return m_documents; }
    /// Takes a frame as if the run had handed it out.
    void take(const FramePointer& frame);
    bool isAnimating() const { return m_timer.isActive(); }

    QSize sizeHint() const override { return {960, 640}; }
    QSize minimumSizeHint() const override { return {240, 180}; }

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    void zoomTo100();
    /// Shows the whole document, at most at 100 %.
    void fit();
    /// Moves the view so that the part is seen whole.
    void showPart(NodeId node);
    /// The same of all that is selected.
    void showSelection();
    void selectAll();
    void deleteSelection();
    /// Begins a link at the selected part; the next click or Return picks its end.
    void startConnect();
    /// Adds a frame around the selected parts; without any, the user draws it next.
    void startBoundary(sluice::BoundaryType type);
    /// Adds a part in the middle of what is shown, beside what is there already, and selects it; a
    /// frame as startBoundary() does; a note when something was written in the field that opens.
    void addAtCentre(const sluice::ui::NewPart& part);
    /// Lays everything out anew, see sluice::tidy(), and shows all of it.
    void tidy();
    /// Put the selected parts in line, or at equal distances, see core/model/arrange.h.
    void align(sluice::Alignment alignment);
    void distribute(sluice::Direction direction);
    void setGridShown(bool isShown);
    /// Shows the whole diagram small, in the lower right corner.
    void setMinimapShown(bool isShown);
    /// Opens a field over the name of the selected part or the text of the selected note.
    void renameSelection();

Q_SIGNALS:
    void zoomChanged(double zoom);
    /// While it runs: the cards show what this frame says.
    void cardsShown(const sluice::FramePointer& frame);
    /// Something was not done; the sentence says why.
    void refused(const QString& sentence);
    /// Escape was pressed, or something new begins.
    void leftOff();
    /// The user wants to edit the settings of what is selected.
    void editRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool isNext) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// What is being dragged in from the palette, and where it would lie.
    struct Ghost {
        NewPart part;
        QRectF place; ///< In the document.
    };

    void connectSessions();
    void tick();
    void wake();
    void showAway();
    void tellCards();
    void watchThroughput();
    void follow(const Patch& patch);
    void reopen();
    void followSelection();
    StaticView staticView() const;
    CanvasContext context();
    void paintSigns(QPainter& painter);
    void paintOverlays(QPainter& painter);
    void paintHint(QPainter& painter) const;
    void paintGhost(QPainter& painter) const;
    void refuse(const QString& sentence);
    void zoomBy(qreal factor, QPointF pixel);
    void pan(QPointF pixels);
    void centreOn(QPointF point);
    void placeMinimap();
    void reveal(const QRectF& rect);
    void hover(QPointF pixel);
    void updateCursor();
    void endGesture(const Pointer& pointer);
    void nudge(double dx, double dy, bool isAlone);
    const PartIds& nudgedParts(bool isAlone);
    void placeBoundaryAtCentre();
    Qt::CursorShape handleCursor(QPointF pixel);
    void paintBoundaryOverlays(QPainter& painter) const;
    bool walk(bool isNext);
    void showAimed();
    void aimAtOtherPorts(QPointF way);
    /// Ends what is under way, or the selection.
    void leaveOff();
    /// Completes what is under way, or goes on to edit the selection.
    void confirm();
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void showToolTip(QPoint global, QPointF pixel);
    NodeId addNode(const NodeKind& kind, Point position);
    void addNodeAtCentre(const NodeKind& kind);
    void addNote(Point position);
    QRectF freePlace(QRectF place) const;
    ShownSizes shownSizes() const;
    void write(const std::string& text,
               const QRectF& place,
               bool isName,
               std::function<Result<>(std::string)> accept);
    std::optional<Ghost> ghostOf(const QMimeData& payload, QPointF pixel) const;

    DocumentSession& m_documents;
    RunSession& m_run;
    Selection& m_selection;
    Theme m_theme;
    CanvasScene m_scene;
    StaticLayer m_layer;
    MotionPainter m_motionPainter;
    QImage m_frameImage; ///< Only for frames with marks.
    ViewTransform m_view;
    bool m_isFitWanted = true;
    bool m_isRepaintWanted = false; // at the next tick
    bool m_isGridShown = true;

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_lastTick = 0;
    FramePointer m_toldFrame; ///< By cardsShown().
    double m_lastWidthCheck = 0;
    std::vector<double> m_linkWidths;
    double m_frameWindowStart = 0;
    int m_framesInWindow = 0;
    double m_framesPerSecond = 0;

    std::unique_ptr<Gesture> m_gesture;
    /// The gesture when it is a link begun by the keyboard: ended by a click, not by a release.
    ConnectGesture* m_pickingTarget = nullptr;
    std::optional<BoundaryType> m_pendingBoundary; ///< The next press draws it.
    PartIds m_nudged;                              ///< See nudgedParts().
    std::pair<int, bool> m_nudgeKey{0, false};
    std::optional<QPointF> m_panFrom;
    bool m_isHandHeld = false;
    int m_mergeKey = 0x4000'0000;
    PartIds m_selectedBefore;
    NodeId m_hovered{};
    NodeId m_focused{};
    NodeId m_added{}; ///< Shown whole, and once more when its card has its size; 0: none.
    std::optional<Ghost> m_ghost;
    QPointer<InlineEditor> m_editor;
    Minimap* m_minimap; ///< A child.
};

} // namespace sluice::ui
