// SPDX-License-Identifier: GPL-3.0-or-later
// What the canvas shows and when. What the user does to it is in canvas_input.cpp.
#include "ui/canvas/canvas_widget.h"

#include "core/kinds/registry.h"
#include "ui/canvas/canvas_accessible.h"
#include "ui/canvas/diagram_painter.h"
#include "ui/canvas/inline_editor.h"
#include "ui/canvas/minimap.h"
#include "ui/canvas/sign_painter.h"
#include "ui/session/text.h"

#include <QAccessible>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cstring>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kTickMilliseconds = 16;
constexpr double kWidthCheckSeconds = 0.25;
constexpr qreal kFitMargin = 40;
constexpr int kMinimapMargin = 12;

} // namespace

CanvasWidget::CanvasWidget(DocumentSession& documents,
                           RunSession& run,
                           Selection& selection,
                           const Theme& theme,
                           QWidget* parent)
    : QWidget(parent)
    , m_documents(documents)
    , m_run(run)
    , m_selection(selection)
    , m_theme(theme)
    , m_scene(registry())
    , m_minimap(new Minimap(m_scene.layout(), m_view, *this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("The architecture. Tab walks its parts, arrows move them."));
    installCanvasAccessibility();
    m_clock.start();
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &CanvasWidget::tick);
    m_minimap->hide();
    connect(m_minimap, &Minimap::centreRequested, this, &CanvasWidget::centreOn);
    connectSessions();
    reopen();
}

CanvasWidget::~CanvasWidget() = default;

void CanvasWidget::connectSessions() {
    connect(&m_documents, &DocumentSession::patched, this, &CanvasWidget::follow);
    connect(&m_documents, &DocumentSession::opened, this, &CanvasWidget::reopen);
    connect(&m_documents, &DocumentSession::statusChanged, this, [this] {
        m_scene.rebuild(m_documents.document(), m_documents.findings());
        for (const NodeLayout& row : m_scene.layout().nodes) m_layer.markPicture(row.id);
        wake();
    });
    connect(&m_run, &RunSession::frameReady, this, &CanvasWidget::take);
    connect(&m_selection, &Selection::changed, this, &CanvasWidget::followSelection);
}

void CanvasWidget::setTheme(const Theme& theme) {
    m_theme = theme;
    m_layer.markEverything();
    update();
}

void CanvasWidget::setMotionReduced(bool isReduced) {
    m_motionPainter.setReduced(isReduced);
    update();
}

void CanvasWidget::setGridShown(bool isShown) {
    m_isGridShown = isShown;
    m_layer.markLinks();
    update();
}

void CanvasWidget::setMinimapShown(bool isShown) {
    placeMinimap();
    m_minimap->setVisible(isShown);
}

void CanvasWidget::placeMinimap() {
    m_minimap->move(width() - m_minimap->width() - kMinimapMargin,
                    height() - m_minimap->height() - kMinimapMargin);
}

void CanvasWidget::setView(const ViewTransform& view) {
    const qreal before = m_view.zoom;
    m_view = view;
    m_view.zoom = std::clamp(view.zoom, kSmallestZoom, kLargestZoom);
    m_isFitWanted = false;
    if (m_view.zoom != before) Q_EMIT zoomChanged(m_view.zoom);
    wake();
}

void CanvasWidget::fit() {
    ViewTransform view = m_view;
    const QRectF bounds = m_scene.layout().bounds();
    view.fit(bounds.isNull() ? QRectF(0, 0, 1, 1) : bounds, size(), kFitMargin);
    setView(view);
    m_isFitWanted = true; // stays fitted as the window is resized, until the user chooses a view
}

void CanvasWidget::reveal(const QRectF& rect) {
    const QRectF shown = QRectF(this->rect()).adjusted(16, 16, -16, -16);
    const QRectF part = m_view.toScreen(rect);
    if (shown.contains(part)) return;
    const auto shift = [](qreal from, qreal to, qreal low, qreal high) {
        return from < low ? low - from : std::min(0.0, high - to);
    };
    pan({shift(part.left(), part.right(), shown.left(), shown.right()),
         shift(part.top(), part.bottom(), shown.top(), shown.bottom())});
}

void CanvasWidget::take(const FramePointer& frame) {
    if (!frame) return;
    if (m_scene.take(frame, m_documents.document())) m_layer.markLinks();
    if (pictureOf(m_scene.pictures(), m_added) != nullptr)
        showPart(std::exchange(m_added, NodeId{}));
    for (const NodeId id : m_scene.changedPictures()) m_layer.markPicture(id);
    showAway();
    wake();
}

void CanvasWidget::follow(const Patch& patch) {
    m_isFitWanted = false; // parts must not jump away from where the user put them
    m_scene.rebuild(m_documents.document(), m_documents.findings());
    m_layer.markLinks();
    for (const auto& change : patch.nodes) {
        // Moving a card does not change how it looks.
        const bool isMove = change.before && change.after
                            && change.before->properties == change.after->properties
                            && change.before->name == change.after->name;
        if (!isMove && change.after) m_layer.markNow(change.after->id);
    }
    wake();
}

void CanvasWidget::reopen() {
    m_gesture.reset();
    m_pickingTarget = nullptr;
    m_pendingBoundary.reset();
    m_hovered = m_focused = NodeId{};
    m_scene.forgetRun();
    if (m_run.frame()) m_scene.take(m_run.frame(), m_documents.document());
    m_scene.rebuild(m_documents.document(), m_documents.findings());
    m_layer = {};
    m_isFitWanted = true;
    wake();
}

void CanvasWidget::followSelection() {
    const PartIds& now = m_selection.parts();
    for (const NodeId id : m_selectedBefore.nodes) m_layer.markNow(id);
    for (const NodeId id : now.nodes) m_layer.markNow(id);
    m_selectedBefore = now;
    ++m_mergeKey; // nudges of another selection are another step
    m_layer.markLinks();
    announceSelection(*this);
    wake();
}

/// Repaints and keeps repainting as long as something changes by itself. While the ticks run they
/// do the painting, so that run frames, hovering and ticks together never paint more often than the
/// screen can show.
void CanvasWidget::wake() {
    m_isRepaintWanted = true;
    if (m_timer.isActive()) return;
    update();
    m_lastTick = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    m_timer.start();
}

void CanvasWidget::tick() {
    const double now = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    const double before = m_scene.motion().clock();
    m_scene.motion().advance(now - m_lastTick);
    m_lastTick = now;
    // Also by the last bit of a step, after which all rests.
    if (m_scene.motion().clock() != before) m_isRepaintWanted = true;
    showAway();
    tellCards();
    watchThroughput();
    if (!m_isRepaintWanted && !m_scene.motion().isMoving() && !m_layer.isBehind()) {
        m_timer.stop();
        return;
    }
    m_isRepaintWanted = false;
    update();
}

void CanvasWidget::showAway() {
    for (const NodeId id : m_scene.updateAway()) {
        m_layer.markNow(id);
        m_isRepaintWanted = true;
    }
}

/// Between two paintings; what a run at rest says is known without the cards.
void CanvasWidget::tellCards() {
    const FramePointer& shown = m_layer.passFrame();
    if (shown == m_toldFrame) return;
    m_toldFrame = shown;
    const bool isRunning = m_scene.frame() && m_scene.frame()->state == RunState::Running;
    if (shown && isRunning) Q_EMIT cardsShown(shown);
}

/// Links are drawn anew only when one's width shows a difference.
void CanvasWidget::watchThroughput() {
    if (m_lastTick - m_lastWidthCheck < kWidthCheckSeconds) return;
    m_lastWidthCheck = m_lastTick;
    std::vector<double> widths;
    for (const LinkLayout& link : m_scene.layout().links)
        widths.push_back(
            linkLook(link, m_theme, m_scene.motion().throughput(link.id), false).width);
    if (widths == m_linkWidths) return;
    m_linkWidths = std::move(widths);
    m_layer.markLinks();
}

double CanvasWidget::framesPerSecond() const {
    const double now = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    return now - m_frameWindowStart > 2 ? 0 : m_framesPerSecond;
}

StaticView CanvasWidget::staticView() const {
    return {m_documents.document(),
            m_selection.parts(),
            m_view,
            size(),
            devicePixelRatioF(),
            m_theme,
            m_isGridShown,
            m_hovered,
            m_pickingTarget != nullptr ? m_focused : NodeId{}};
}

void CanvasWidget::paintEvent(QPaintEvent*) {
    const double now = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    if (now - m_frameWindowStart >= 1) {
        m_framesPerSecond = m_framesInWindow / (now - m_frameWindowStart);
        m_frameWindowStart = now;
        m_framesInWindow = 0;
    }
    ++m_framesInWindow;

    m_layer.update(m_scene, staticView(), now);
    if (m_layer.isBehind() && !m_timer.isActive()) wake();
    m_motionPainter.setLook(m_theme, devicePixelRatioF(), m_view.zoom);
    m_motionPainter.place(m_scene.motion(), m_scene.layout(), m_view);
    QPainter painter(this);
    if (m_motionPainter.needsMarks()) {
        const QImage& still = m_layer.image();
        if (m_frameImage.size() != still.size())
            m_frameImage = QImage(still.size(), still.format());
        m_frameImage.setDevicePixelRatio(still.devicePixelRatio());
        std::memcpy(
            m_frameImage.bits(), still.constBits(), static_cast<std::size_t>(still.sizeInBytes()));
        QPainter framePainter(&m_frameImage);
        paintSigns(framePainter);
        framePainter.end();
        m_motionPainter.paintMarks(m_frameImage);
        painter.drawImage(QPoint(), m_frameImage);
    } else {
        painter.drawImage(QPoint(), m_layer.image());
        paintSigns(painter);
        m_motionPainter.paintDots(painter);
    }
    paintOverlays(painter);
}

/// What is said of links; messages move above it.
void CanvasWidget::paintSigns(QPainter& painter) {
    const auto signs =
        paintLinkSigns(painter, m_scene.layout(), m_scene.pictures(), m_theme, m_view);
    m_motionPainter.paintSigns(painter, m_scene.motion(), m_scene.layout(), m_view, signs);
}

void CanvasWidget::paintOverlays(QPainter& painter) {
    const Document& document = m_documents.document();
    const bool isEmpty =
        document.nodes.empty() && document.notes.empty() && document.boundaries.empty();
    if (isEmpty && !m_pendingBoundary) paintHint(painter);
    paintBoundaryOverlays(painter);
    if (m_ghost) paintGhost(painter);
    if (m_gesture) m_gesture->paint(painter, m_theme);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Token::Accent, 0.5), 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void CanvasWidget::paintHint(QPainter& painter) const {
    painter.setFont(m_theme.font(Type::Heading));
    painter.setPen(m_theme.color(Token::Ink));
    const QRectF middle(0, height() / 2.0 - 40, width(), 30);
    painter.drawText(middle, Qt::AlignCenter, tr("Nothing here yet"));
    painter.setFont(m_theme.font(Type::Body));
    painter.setPen(m_theme.color(Token::CanvasMuted));
    painter.drawText(middle.translated(0, 28),
                     Qt::AlignCenter,
                     tr("Drag a part from the left, or choose one there and press Enter."));
    painter.drawText(middle.translated(0, 50),
                     Qt::AlignCenter,
                     tr("Then drag from a port to another part to connect them."));
}

void CanvasWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_isFitWanted) fit();
    placeMinimap();
}

void CanvasWidget::refuse(const QString& sentence) {
    Q_EMIT refused(sentence);
}

} // namespace sluice::ui
