// SPDX-License-Identifier: GPL-3.0-or-later
// Draws all moving messages in one call: as sprites while they can be told apart, as marks beyond.
#pragma once

#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QPixmap>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::ui {

/// What a message looks like. Shape and colour together carry the meaning, never colour alone.
enum class DotShape : quint8 {
    Round,   ///< a message on its way
    Diamond, ///< a dead letter
    Ring,    ///< no message that is kept: a duplicate, or an answer without any
    Cross,   ///< a message that is refused
};
inline constexpr int kDotShapes = 4;

/// Colours of a dot: 0..kMessageColors-1 are Theme::messageColor, then these; others wrap.
inline constexpr quint8 kDeadLetterDot = kMessageColors;
inline constexpr quint8 kWarningDot = kMessageColors + 1;
inline constexpr quint8 kDangerDot = kMessageColors + 2;
inline constexpr quint8 kMutedDot = kMessageColors + 3;
inline constexpr int kDotColors = kMessageColors + 4;

/// One message on the screen. A dot that is not finite or wholly outside is not drawn.
struct Dot {
    float x, y;        ///< centre in logical pixels of the painter or the image
    quint8 color;      ///< see kDotColors
    quint8 shape;      ///< a DotShape; others are drawn as Round
    quint8 alpha;      ///< opacity, 0..255
    quint8 size = 255; ///< of the whole sprite, 0..255; marks are all of one size
};

/// Owns the sprites of one look at one pixel ratio. GUI thread. Allocates only when the look
/// changes or when there are more dots than ever before.
class DotLayer {
public:
    /// Above this many dots marks are the form to use.
    static constexpr std::size_t kMaxSprites = 20'000;
    /// Radius of a sprite with its rim, logical pixels.
    static constexpr float kRadius = 5.0F;

    /// Draws the sprites anew if the look is another one; must be called before the first paint.
    /// `zoom`: of the diagram; small ones have smaller dots, in steps, but none too small to see.
    void setLook(const Theme& theme, qreal devicePixelRatio, qreal zoom = 1);

    /// Radius of a sprite of the present look, logical pixels.
    float radius() const { return kRadius * static_cast<float>(m_size); }

    /// Draws each dot as a sprite, later ones above. `painter` must be untransformed and on a
    /// device of the pixel ratio given to setLook(); its state is kept.
    void paint(QPainter& painter, std::span<const Dot> dots);

    /// Draws each dot as vectors, wherever it is; as squares where marks are the form to use. For
    /// exports.
    void paintShapes(QPainter& painter, std::span<const Dot> dots) const;

    /// Draws each dot as a square of 2x2 logical pixels straight into `image` (Format_RGB32 or
    /// Format_ARGB32_Premultiplied, others are left alone).
    void paintMarks(QImage& image, std::span<const Dot> dots) const;

private:
    /// Tells of dots that nearly cover the one before: their rims would hide all but a sliver.
    class Crowd;

    static void
    renderSprite(QPainter& painter, DotShape shape, const QColor& color, const QColor& rim);

    Theme m_theme;
    qreal m_ratio = 0;
    qreal m_size = 1; ///< Share of kRadius.
    int m_cell = 0;   ///< side of a sprite in the atlas, device pixels
    QPixmap m_atlas;
    std::array<QRgb, kDotColors> m_colors{};
    std::vector<QPainter::PixmapFragment> m_fragments;
};

} // namespace sluice::ui
