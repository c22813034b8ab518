// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that does not move by itself, in one image: grid, frames and links (these by the own
// line loop), notes and cards from a picture of each card. At most ten times a second a pass begins
// that draws the cards again that changed, so that all show one moment. While the zoom of a large
// diagram changes, the last image is scaled, until the view rests.
#pragma once

#include "core/model/edits.h"
#include "ui/canvas/canvas_scene.h"
#include "ui/canvas/line_raster.h"
#include "ui/canvas/view_transform.h"

#include <QImage>
#include <QPixmap>
#include <QRect>
#include <QSize>

#include <map>
#include <vector>

class QPainter;

namespace sluice::ui {

/// What to show and how, besides the scene; borrowed for one call.
struct StaticView {
    const Document& document;
    const PartIds& selected;
    ViewTransform view;
    QSize size; ///< Logical pixels.
    qreal ratio = 1;
    Theme theme;
    bool isGridShown = true;
    NodeId hovered{}, focused{};
};

/// GUI thread only.
class StaticLayer {
public:
    /// The links' course, colour or width changed.
    void markLinks() { m_isBackgroundStale = true; }
    /// The node's picture changed: draw it again in the next pass.
    void markPicture(NodeId id);
    /// The node's look changed by the user's hand: draw it again at once.
    void markNow(NodeId id);
    void markEverything();

    /// Brings the image up to date at wall time `now` (seconds). Returns whether it changed.
    /// Cards that are only old or of another zoom step are drawn again as long as the time budget
    /// of one frame lasts; the others follow in the next frames.
    bool update(const CanvasScene& scene, const StaticView& view, double now);
    /// Whether some cards still wait to be drawn again, or all of it after a change of the zoom.
    bool isBehind() const { return m_isBehind; }
    const QImage& image() const { return m_image; }
    /// The frame that the newest pass over the cards began with; null before the first.
    const FramePointer& passFrame() const { return m_passFrame; }

private:
    struct Card {
        QPixmap pixmap;
        qreal scale = 0; ///< Device pixels per document unit it was drawn with.
        bool isStale = true, isUrgent = true;
        bool isInPass = false; ///< Still to be drawn in the present pass.
    };

    /// A link as it is drawn: its points among m_points, and the rows it may touch.
    struct Line {
        std::size_t first = 0, count = 0;
        double top = 0, bottom = 0;
        Stroke stroke;
    };

    bool mayScale(const CanvasScene& scene, const StaticView& view, double now) const;
    void scaleSharpImage(const CanvasScene& scene, const StaticView& view);
    void renewBackground(const CanvasScene& scene, const StaticView& view);
    bool shiftBackground(const CanvasScene& scene, const StaticView& view);
    void paintBackgroundIn(QImage& image, const QRect&, const CanvasScene&, const StaticView&);
    void paintBackground(QImage& part, QPoint corner, const CanvasScene& scene, const StaticView&);
    void paintLinks(QImage& part, const CanvasScene& scene, const StaticView& view);
    void gatherLinks(const QRectF& shown, const CanvasScene& scene, const StaticView& view);
    static void paintBoundaries(QImage& part, const CanvasScene& scene, const StaticView& view);
    static void paintGrid(QImage& part, const StaticView& view);
    bool redrawCards(const CanvasScene& scene, const StaticView& view, double now);
    void beginPass(const CanvasScene& scene, double now);
    void redraw(Card& card, const CanvasScene& scene, const StaticView& view, const Node& node);
    void compose(const CanvasScene& scene, const StaticView& view);
    void paintParts(QPainter& painter, const QRect& area, const CanvasScene&, const StaticView&);

    QImage m_background, m_image;
    QImage m_sharp; ///< What m_image was before it was scaled, at m_view.
    std::map<NodeId, Card> m_cards;
    std::size_t m_nextCard = 0; ///< Where the time budget ended last.
    FramePointer m_passFrame;
    double m_passAt = -1;      ///< Wall seconds at which the pass began.
    bool m_isPassOpen = false; ///< Some of its cards are still to be drawn.
    LineRaster m_lines;
    std::vector<Line> m_gathered; ///< Links of the part that is painted.
    std::vector<QPointF> m_points, m_curve;
    ViewTransform m_view;      ///< Of the background.
    ViewTransform m_shownView; ///< Of the image.
    QPointF m_paintedAt; ///< Origin of the view at which the background was painted as a whole.
    QSize m_size;
    qreal m_ratio = 0;
    double m_sharpAt = 0, m_viewChangedAt = 0; ///< Wall seconds.
    bool m_isSharp = false;
    bool m_isBackgroundStale = true;
    bool m_isBehind = false;
};

} // namespace sluice::ui
