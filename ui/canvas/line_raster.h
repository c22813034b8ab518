// SPDX-License-Identifier: GPL-3.0-or-later
// Wide antialiased lines, several times faster than QPainter's stroker. A whole polyline is first
// gathered as coverage (the greatest of its segments wins), then blended once, so that joints and
// self-crossings of a translucent line are no darker than the rest.
#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::ui {

/// Lengths in device pixels. Solid when `on` or `off` is not positive or both together are
/// shorter than a pixel, or when any is 1e6 or more; `offset` shifts the dashes along the line.
struct DashPattern {
    float on = 0;
    float off = 0;
    float offset = 0;
};

/// How to draw a line; `width` in device pixels. Ends, dashes too, are round.
struct Stroke {
    float width = 1.6F;
    QColor color;
    DashPattern dash;
};

/// Draws lines into images. Keeps its scratch memory, so draw many lines with one object; one
/// thread at a time.
class LineRaster {
public:
    /// Draws over what is in `image` (Format_RGB32 or Format_ARGB32_Premultiplied, others are left
    /// alone), clipped to it. `points` are device pixels, pixel centres at .5; a segment with a
    /// point that is not finite is left out. The image may be a band of a larger one that begins
    /// `top` rows above it.
    void strokePolyline(QImage& image,
                        std::span<const QPointF> points,
                        const Stroke& stroke,
                        int top = 0);

private:
    struct Piece {
        QPointF from, to;
        double radius = 0;
    };
    struct Span {
        int first = 0;
        int last = -1;
    };
    /// Touched columns of a row, apart from each other. A curve of third degree crosses a row three
    /// times at most; what is more joins its neighbour.
    class RowSpans {
    public:
        void add(Span span);
        std::span<const Span> all() const { return {m_spans.data(), m_count}; }
        void clear() { m_count = 0; }

    private:
        std::array<Span, 3> m_spans;
        std::size_t m_count = 0;
    };

    void prepare(const QImage& image);
    void coverDashed(QPointF from, QPointF to, const Stroke& stroke, double& walked);
    void cover(const Piece& piece);
    void blend(QImage& image, const QColor& color, double strength);

    int m_width = 0;
    int m_height = 0;
    std::size_t m_stride = 0; ///< bytes from row to row of the coverage, with padding
    int m_top = 0;
    int m_bottom = -1;
    std::vector<std::uint8_t> m_coverage; ///< one byte per pixel, zero between lines
    std::vector<RowSpans> m_rows;
};

} // namespace sluice::ui
