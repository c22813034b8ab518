// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/covers.h"
#include "ui/canvas/diagram_layout.h"
#include "ui/canvas/dot_layer.h"
#include "ui/canvas/motion.h"
#include "ui/canvas/view_transform.h"

#include <QImage>
#include <QPainter>

#include <array>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace sluice::ui {

/// Turns moving messages into dots on the screen. Keeps its memory. GUI thread only.
class MotionPainter {
public:
    void setLook(const Theme& theme, qreal devicePixelRatio, qreal zoom = 1);
    /// Replaces travel by short fades where a message arrives.
    void setReduced(bool isReduced) { m_isReduced = isReduced; }

    /// Works out where every message is now.
    void place(const Motion& motion, const DiagramLayout& layout, const ViewTransform& view);
    std::span<const Dot> dots() const { return m_dots; }
    /// Whether the dots are so many that they are to be drawn as marks, with paintMarks().
    bool needsMarks() const { return m_dots.size() > DotLayer::kMaxSprites; }

    void paintMarks(QImage& image) const { m_layer.paintMarks(image, m_dots); }
    void paintDots(QPainter& painter) { m_layer.paint(painter, m_dots); }
    /// The same as vectors, on any device.
    void paintShapes(QPainter& painter) const { m_layer.paintShapes(painter, m_dots); }
    /// Timeouts as amber rings, reasons beside dead-letter links and at doors, and how many
    /// messages a dot stands for when that is not one. Away from what is `taken`, in pixels.
    void paintSigns(QPainter& painter,
                    const Motion& motion,
                    const DiagramLayout& layout,
                    const ViewTransform& view,
                    const std::vector<QRectF>& taken) const;

private:
    class SignPlaces;

    /// Steps of a way at which it is known whether it is seen.
    static constexpr int kShadeSteps = 4 * CurveTable::kSteps;

    /// The way of one lane on the screen, at equal steps.
    struct Path {
        std::array<float, CurveTable::kSteps + 1> x{}, y{};
        float leave = 0; ///< Step at which a message is out of the part it leaves.
        float door = 0;  ///< Step at which it reaches the part it goes to.
        float entry = 0; ///< Seconds it takes from the door on; 0: at the pace of the whole way.
        /// Share of the way to the door at which messages are held; they fade there.
        float held = 1;
        QPointF start, end; ///< Document units.
        NodeId from{}, to{};
        /// How much is seen on the way where it passes below other cards; null: all.
        const std::array<quint8, kShadeSteps + 1>* shown = nullptr;
        /// Parts in which every message has a place of its own, or null.
        const NodeLayout* startMarks = nullptr;
        const NodeLayout* endMarks = nullptr;

        /// How far a message at `place` (steps) keeps to its own lane, document units.
        QPointF aside(std::uint64_t message, float place) const;
    };
    /// Where a lane passes below other cards, as long as the rest is the same.
    struct Shade {
        std::uint64_t revision = 0; ///< Of m_covers; 0: not yet known.
        Cubic curve;
        QPointF start, end;
        bool isAny = false;
        std::array<quint8, kShadeSteps + 1> shown{};
    };
    struct CachedCurve {
        Cubic curve;
        CurveTable table;
    };

    /// The link that a lane follows, or for one without a link the way from part to part; nothing
    /// when they are gone.
    static std::optional<LinkLayout> linkOf(const Lane& lane, const DiagramLayout& layout);
    const CurveTable& curveOf(const LinkLayout& link);
    Path pathOf(const Lane& lane,
                const LinkLayout& link,
                const DiagramLayout& layout,
                const ViewTransform& view);
    Path pathToSign(Path path,
                    const CurveTable& table,
                    const LinkLayout& link,
                    const ViewTransform& view) const;
    void shade(Path& path, const Lane& lane, const LinkLayout& link, const ViewTransform& view);
    void placeLane(const Lane& lane, const Path& path, double clock, const ViewTransform& view);
    void placeFlashes(const Motion& motion, const DiagramLayout& layout, const ViewTransform& view);
    Dot
    turnedAway(const Flash& flash, double age, const DiagramLayout& layout, const ViewTransform&);
    Dot fallen(double left, const NodeLayout& node, const ViewTransform& view) const;
    void paintTimeouts(QPainter& painter,
                       const Motion& motion,
                       const DiagramLayout& layout,
                       const ViewTransform& view) const;
    static QString deadLetterReason(const Lane& lane);
    void paintReasons(QPainter& painter,
                      const Motion& motion,
                      const DiagramLayout& layout,
                      SignPlaces& places) const;
    void paintRefusals(QPainter& painter,
                       const Motion& motion,
                       const DiagramLayout& layout,
                       SignPlaces& places) const;
    void paintSign(QPainter& painter, const QRectF& pill, const QString& text, Token color) const;

    DotLayer m_layer;
    Theme m_theme;
    bool m_isReduced = false;
    std::vector<Dot> m_dots;
    std::map<LinkId, CachedCurve> m_curves;
    std::map<LaneKey, Shade> m_shades;
    Covers m_covers;
};

} // namespace sluice::ui
