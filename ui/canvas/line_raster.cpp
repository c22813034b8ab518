// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/line_raster.h"

#include "ui/canvas/blend.h"

#include <QRgb>
#include <QSize>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sluice::ui {

namespace {

constexpr int kGroup = 4; ///< pixels covered at a time

bool isFinite(QPointF point) {
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

bool isDashed(const DashPattern& dash) {
    // Beyond these lengths a dash is longer than any line, or its place has no precision left.
    constexpr float kLongest = 1e6F;
    return dash.on > 0 && dash.off > 0 && dash.on + dash.off >= 1 && dash.on < kLongest
           && dash.off < kLongest && std::abs(dash.offset) < kLongest;
}

/// How much a segment covers pixels by their distance from it: full inside, then a linear edge one
/// pixel wide, which is what a box filter gives to within a few percent.
class CoverageRamp {
public:
    CoverageRamp(QPointF unit, double length, double reach)
        : m_unitX(static_cast<float>(unit.x()))
        , m_unitY(static_cast<float>(unit.y()))
        , m_length(static_cast<float>(length))
        , m_reach(static_cast<float>(255.0 * reach)) {}

    /// Raises `count` bytes, a multiple of kGroup, of one row; `offset` is the first pixel's centre
    /// seen from the start of the segment.
    void cover(std::uint8_t* row, int count, QPointF offset) const {
        const auto x = static_cast<float>(offset.x());
        const auto y = static_cast<float>(offset.y());
        const float along = x * m_unitX + y * m_unitY;
        const float aside = y * m_unitX - x * m_unitY;
        const float end = along + static_cast<float>(count) * m_unitX;
        // Beside the segment the distance is that from its line; only around the ends it takes a
        // root.
        if (std::min(along, end) >= 0 && std::max(along, end) <= m_length) {
            for (int i = 0; i < count; i += kGroup)
                coverBeside(row + i, aside - static_cast<float>(i) * m_unitY);
            return;
        }
        for (int i = 0; i < count; i += kGroup) {
            const auto step = static_cast<float>(i);
            coverGroup(row + i, along + step * m_unitX, aside - step * m_unitY);
        }
    }

private:
#ifdef __SSE2__
    static void raise(std::uint8_t* row, __m128 value) {
        const __m128i wide = _mm_cvtps_epi32(value);
        const __m128i words = _mm_packs_epi32(wide, wide);
        std::int32_t old = 0;
        std::memcpy(&old, row, sizeof old);
        const __m128i most = _mm_max_epu8(_mm_packus_epi16(words, words), _mm_cvtsi32_si128(old));
        const std::int32_t bytes = _mm_cvtsi128_si32(most);
        std::memcpy(row, &bytes, sizeof bytes);
    }
    void coverBeside(std::uint8_t* row, float firstAside) const {
        const __m128 lanes = _mm_setr_ps(0, 1, 2, 3);
        const __m128 aside =
            _mm_sub_ps(_mm_set1_ps(firstAside), _mm_mul_ps(lanes, _mm_set1_ps(m_unitY)));
        const __m128 distance = _mm_andnot_ps(_mm_set1_ps(-0.0F), aside);
        raise(row, _mm_sub_ps(_mm_set1_ps(m_reach), _mm_mul_ps(distance, _mm_set1_ps(255.0F))));
    }
    void coverGroup(std::uint8_t* row, float firstAlong, float firstAside) const {
        const __m128 lanes = _mm_setr_ps(0, 1, 2, 3);
        const __m128 along =
            _mm_add_ps(_mm_set1_ps(firstAlong), _mm_mul_ps(lanes, _mm_set1_ps(m_unitX)));
        const __m128 aside =
            _mm_sub_ps(_mm_set1_ps(firstAside), _mm_mul_ps(lanes, _mm_set1_ps(m_unitY)));
        const __m128 zero = _mm_setzero_ps();
        const __m128 before = _mm_sub_ps(zero, along);
        const __m128 behind = _mm_sub_ps(along, _mm_set1_ps(m_length));
        const __m128 past = _mm_max_ps(_mm_max_ps(before, behind), zero);
        const __m128 square = _mm_add_ps(_mm_mul_ps(past, past), _mm_mul_ps(aside, aside));
        const __m128 fall = _mm_mul_ps(_mm_sqrt_ps(square), _mm_set1_ps(255.0F));
        raise(row, _mm_sub_ps(_mm_set1_ps(m_reach), fall));
    }
#else
    static void raise(std::uint8_t& byte, float value) {
        const auto covered = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F);
        byte = std::max(byte, covered);
    }
    void coverBeside(std::uint8_t* row, float firstAside) const {
        for (int lane = 0; lane < kGroup; ++lane) {
            const float aside = firstAside - static_cast<float>(lane) * m_unitY;
            raise(row[lane], m_reach - 255.0F * std::abs(aside));
        }
    }
    void coverGroup(std::uint8_t* row, float firstAlong, float firstAside) const {
        for (int lane = 0; lane < kGroup; ++lane) {
            const float along = firstAlong + static_cast<float>(lane) * m_unitX;
            const float aside = firstAside - static_cast<float>(lane) * m_unitY;
            const float past = std::max({-along, along - m_length, 0.0F});
            raise(row[lane], m_reach - 255.0F * std::sqrt(past * past + aside * aside));
        }
    }
#endif

    float m_unitX, m_unitY, m_length;
    float m_reach; ///< distance at which coverage ends, times 255
};

/// The part 0..1 of a segment that lies inside a rectangle around the origin; empty if first >
/// second.
std::pair<double, double> visiblePart(QPointF from, QPointF to, double margin, QSize size) {
    std::pair<double, double> part{0.0, 1.0};
    const auto clip = [&part](double start, double change, double low, double high) {
        if (change == 0) {
            if (start < low || start > high) part.second = -1;
            return;
        }
        const double a = (low - start) / change;
        const double b = (high - start) / change;
        part.first = std::max(part.first, std::min(a, b));
        part.second = std::min(part.second, std::max(a, b));
    };
    clip(from.x(), to.x() - from.x(), -margin, size.width() + margin);
    clip(from.y(), to.y() - from.y(), -margin, size.height() + margin);
    return part;
}

} // namespace

void LineRaster::prepare(const QImage& image) {
    m_top = image.height();
    m_bottom = -1;
    m_width = image.width();
    m_height = image.height();
    m_stride = static_cast<std::size_t>(m_width) + kGroup;
    // All zero between lines, so it serves images of any shape it is large enough for.
    const auto rows = static_cast<std::size_t>(m_height);
    if (m_coverage.size() < m_stride * rows) m_coverage.resize(m_stride * rows);
    if (m_rows.size() < rows) m_rows.resize(rows);
}

void LineRaster::strokePolyline(QImage& image,
                                std::span<const QPointF> points,
                                const Stroke& stroke,
                                int top) {
    const bool isKnownFormat = image.format() == QImage::Format_RGB32
                               || image.format() == QImage::Format_ARGB32_Premultiplied;
    if (!isKnownFormat || !(stroke.width > 0) || !std::isfinite(stroke.width)) return;
    prepare(image);
    // Below one pixel a line gets paler instead of thinner.
    const double width = std::max(1.0, static_cast<double>(stroke.width));
    auto walked = static_cast<double>(stroke.dash.offset);
    const bool isBroken = isDashed(stroke.dash);
    const double above = top - width;
    const double below = top + m_height + width;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const QPointF from = points[i - 1];
        const QPointF to = points[i];
        if (!isFinite(from) || !isFinite(to)) continue;
        const bool isOutside =
            std::max(from.y(), to.y()) < above || std::min(from.y(), to.y()) > below;
        if (isOutside && !isBroken) continue; // dashes count on
        const QPointF shift(0, top);
        if (isBroken) {
            coverDashed(from - shift, to - shift, stroke, walked);
        } else {
            cover({from - shift, to - shift, width / 2});
        }
    }
    blend(image, stroke.color, std::min(1.0, static_cast<double>(stroke.width)));
}

void LineRaster::coverDashed(QPointF from, QPointF to, const Stroke& stroke, double& walked) {
    const double radius = std::max(1.0, static_cast<double>(stroke.width)) / 2;
    const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
    const double start = walked;
    walked += length;
    const auto [first, last] = visiblePart(from, to, radius + 1, {m_width, m_height});
    if (!(length > 0) || !(first < last)) return;
    const auto on = static_cast<double>(stroke.dash.on);
    const double period = on + static_cast<double>(stroke.dash.off);
    const QPointF unit = (to - from) / length;
    const double end = last * length;
    // From the dash that is under way, or just over, where the visible part begins.
    const auto firstDash = static_cast<std::int64_t>(std::floor((start + first * length) / period));
    const auto lastDash = static_cast<std::int64_t>(std::floor((start + end) / period));
    for (std::int64_t i = firstDash; i <= lastDash; ++i) {
        const double dash = static_cast<double>(i) * period - start;
        const double dashStart = std::max(dash, first * length);
        const double dashEnd = std::min(dash + on, end);
        if (dashStart < dashEnd) cover({from + unit * dashStart, from + unit * dashEnd, radius});
    }
}

void LineRaster::cover(const Piece& piece) {
    const double reach = piece.radius + 0.5;
    const auto [high, low] = std::minmax({piece.from.y(), piece.to.y()});
    const auto [left, right] = std::minmax({piece.from.x(), piece.to.x()});
    const double firstRow = std::max(0.0, std::floor(high - reach));
    const double lastRow = std::min(m_height - 1.0, std::floor(low + reach));
    const double firstColumn = std::max(0.0, std::floor(left - reach));
    const double lastColumn = std::min(m_width - 1.0, std::floor(right + reach));
    if (!(firstRow <= lastRow) || !(firstColumn <= lastColumn)) return;
    const QPointF way = piece.to - piece.from;
    const double length = std::hypot(way.x(), way.y());
    const QPointF unit = length > 0 ? way / length : QPointF(1, 0);
    const CoverageRamp ramp(unit, length, reach);
    // Columns within reach of the endless line through the segment: all, if it is level.
    const bool isLevel = std::abs(unit.y()) < 1e-6;
    const double slope = isLevel ? 0 : unit.x() / unit.y();
    const double half =
        isLevel ? lastColumn + std::abs(piece.from.x()) + 1 : reach / std::abs(unit.y());
    for (int y = static_cast<int>(firstRow); y <= static_cast<int>(lastRow); ++y) {
        const double down = y + 0.5 - piece.from.y();
        const double centre = piece.from.x() + down * slope;
        const double from = std::max(firstColumn, centre - half);
        const double to = std::min(lastColumn, centre + half);
        if (!(from <= to)) continue;
        const int first = static_cast<int>(from);
        // Whole groups: beyond the reach the ramp is zero, beyond the image there is padding.
        const int end = first + (static_cast<int>(to) - first) / kGroup * kGroup + kGroup;
        ramp.cover(m_coverage.data() + static_cast<std::size_t>(y) * m_stride + first,
                   end - first,
                   QPointF(first + 0.5 - piece.from.x(), down));
        m_rows[static_cast<std::size_t>(y)].add({first, std::min(end, m_width) - 1});
    }
    m_top = std::min(m_top, static_cast<int>(firstRow));
    m_bottom = std::max(m_bottom, static_cast<int>(lastRow));
}

void LineRaster::blend(QImage& image, const QColor& color, double strength) {
    const auto alpha = static_cast<std::uint32_t>(std::lround(color.alpha() * strength));
    const QRgb source = scaledPixel(color.rgb() | 0xFF000000U, alpha);
    uchar* const bits = image.bits();
    const auto pixelsOf = [bits, stride = image.bytesPerLine()](int y) {
        return reinterpret_cast<QRgb*>(bits + y * stride);
    };
    for (int y = m_top; y <= m_bottom; ++y) {
        RowSpans& spans = m_rows[static_cast<std::size_t>(y)];
        QRgb* const pixels = pixelsOf(y);
        std::uint8_t* const row = m_coverage.data() + static_cast<std::size_t>(y) * m_stride;
        for (const Span& span : spans.all()) {
            for (int x = span.first; x <= span.last; ++x) {
                const std::uint32_t covered = row[x];
                if (covered == 0) continue;
                const QRgb over = covered == 255 ? source : scaledPixel(source, covered);
                pixels[x] = blendedPixel(over, pixels[x]);
            }
            // With the padding, which groups at the edge reach into.
            const int end = span.last + 1 == m_width ? m_width + kGroup : span.last + 1;
            std::memset(row + span.first, 0, static_cast<std::size_t>(end - span.first));
        }
        spans.clear();
    }
}

// Spans that touch become one, so that no pixel is blended twice.
void LineRaster::RowSpans::add(Span span) {
    constexpr int kNear = 8; // looking at so many bytes more is cheaper than another span
    for (std::size_t i = 0; i < m_count;) {
        const Span& other = m_spans[i];
        if (span.first > other.last + kNear || other.first > span.last + kNear) {
            ++i;
            continue;
        }
        span = {std::min(span.first, other.first), std::max(span.last, other.last)};
        m_spans[i] = m_spans[--m_count];
        i = 0; // it may touch others now
    }
    if (m_count == m_spans.size()) {
        const Span last = m_spans[--m_count];
        return add({std::min(span.first, last.first), std::max(span.last, last.last)});
    }
    m_spans[m_count++] = span;
}

} // namespace sluice::ui
