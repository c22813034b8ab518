// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/dot_layer.h"

#include "ui/canvas/blend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace sluice::ui {

namespace {

QColor dotColor(const Theme& theme, int index) {
    constexpr std::array<Token, kDotColors - kMessageColors> kExtra{
        Token::DeadLetter, Token::Warning, Token::Danger, Token::Muted};
    if (index < kMessageColors) return theme.messageColor(static_cast<std::uint8_t>(index));
    return theme.color(kExtra[static_cast<std::size_t>(index - kMessageColors)]);
}

/// The bytes of a 32-bit image, taken once: QImage::scanLine() per dot would be the dearest part.
struct Raster {
    QRgb* pixels;
    std::ptrdiff_t stride; ///< in pixels
    int width, height;
};

void fillClipped(const Raster& raster, QPoint corner, int side, QRgb source) {
    const int right = std::min(corner.x() + side, raster.width);
    const int bottom = std::min(corner.y() + side, raster.height);
    for (int y = std::max(corner.y(), 0); y < bottom; ++y) {
        QRgb* const row = raster.pixels + y * raster.stride;
        for (int x = std::max(corner.x(), 0); x < right; ++x) row[x] = blendedPixel(source, row[x]);
    }
}

bool isRaster(const QImage& image) {
    return !image.isNull()
           && (image.format() == QImage::Format_RGB32
               || image.format() == QImage::Format_ARGB32_Premultiplied);
}

} // namespace

class DotLayer::Crowd {
public:
    explicit Crowd(float radius) : m_near(0.7F * radius) {}

    /// Whether the dot nearly covers the one that was asked about before.
    bool isNext(const Dot& dot) {
        const bool isNear = m_isAny && std::abs(dot.x - m_x) + std::abs(dot.y - m_y) < m_near;
        m_isAny = true;
        m_x = dot.x;
        m_y = dot.y;
        return isNear;
    }

private:
    float m_near;
    float m_x = 0, m_y = 0;
    bool m_isAny = false;
};

void DotLayer::setLook(const Theme& theme, qreal devicePixelRatio, qreal zoom) {
    constexpr qreal kLeastSize = 0.4, kLargestSize = 2.5;
    const qreal step = std::round(zoom * 10) / 10;
    const qreal size =
        std::clamp(zoom < 1 ? std::min(step + 0.2, 1.0) : step, kLeastSize, kLargestSize);
    const bool isSame = theme == m_theme && devicePixelRatio == m_ratio && size == m_size;
    if (!m_atlas.isNull() && isSame) return;
    m_size = size;
    m_theme = theme;
    m_ratio = devicePixelRatio;
    m_cell = static_cast<int>(std::ceil((kRadius * 2 + 2) * std::max(m_size, 1.0) * m_ratio));
    // The atlas is in device pixels: a ratio of its own would make every sprite a scaled one.
    m_atlas = QPixmap(m_cell * kDotColors, m_cell * kDotShapes * 2);
    m_atlas.fill(Qt::transparent);
    QPainter painter(&m_atlas);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int color = 0; color < kDotColors; ++color) {
        const QColor value = dotColor(theme, color);
        m_colors[static_cast<std::size_t>(color)] = value.rgb() | 0xFF000000U;
        for (int shape = 0; shape < kDotShapes; ++shape) {
            painter.resetTransform();
            painter.translate(m_cell * (color + 0.5), m_cell * (shape + 0.5));
            painter.scale(m_ratio * m_size, m_ratio * m_size);
            renderSprite(
                painter, static_cast<DotShape>(shape), value, m_theme.color(Token::DotRim));
            painter.translate(0, m_cell * kDotShapes / (m_ratio * m_size));
            renderSprite(painter, static_cast<DotShape>(shape), value, value); // in a crowd
        }
    }
}

void DotLayer::renderSprite(QPainter& painter,
                            DotShape shape,
                            const QColor& color,
                            const QColor& rim) {
    constexpr qreal kRim = 1.0;
    constexpr auto kOuter = static_cast<qreal>(kRadius);
    constexpr qreal kInner = kOuter - kRim;
    painter.setPen(Qt::NoPen);
    painter.setBrush(rim);
    if (shape == DotShape::Diamond) {
        const auto diamond = [&painter](qreal reach) {
            const std::array<QPointF, 4> corners{
                QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)};
            painter.drawConvexPolygon(corners.data(), static_cast<int>(corners.size()));
        };
        diamond(kOuter + 1);
        painter.setBrush(color);
        diamond(kInner + 0.6);
        return;
    }
    if (shape == DotShape::Cross) {
        const auto cross = [&painter](const QColor& ink, qreal width) {
            constexpr qreal kReach = 2.9;
            painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(-kReach, -kReach), QPointF(kReach, kReach));
            painter.drawLine(QPointF(-kReach, kReach), QPointF(kReach, -kReach));
        };
        cross(rim, 4);
        cross(color, 2.2);
        return;
    }
    painter.drawEllipse(QPointF(), kOuter, kOuter);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(), kInner, kInner);
    if (shape != DotShape::Ring) return;
    painter.setBrush(rim);
    painter.drawEllipse(QPointF(), kInner - 1.8, kInner - 1.8);
}

void DotLayer::paint(QPainter& painter, std::span<const Dot> dots) {
    if (m_atlas.isNull()) return;
    m_fragments.clear();
    const auto ratio = static_cast<float>(m_ratio);
    const float reach = kRadius * std::max(1.0F, static_cast<float>(m_size)) + 1;
    const auto right = static_cast<float>(painter.device()->width()) + reach;
    const auto bottom = static_cast<float>(painter.device()->height()) + reach;
    const auto cell = static_cast<qreal>(m_cell);
    Crowd crowd(radius());
    for (const Dot& dot : dots) {
        // Written so that a coordinate that is not a number fails too.
        const bool isInside = dot.x > -reach && dot.x < right && dot.y > -reach && dot.y < bottom;
        if (!isInside || dot.alpha == 0) continue;
        int shape = dot.shape < kDotShapes ? dot.shape : 0;
        if (crowd.isNext(dot)) shape += kDotShapes;
        m_fragments.push_back({static_cast<qreal>(dot.x * ratio),
                               static_cast<qreal>(dot.y * ratio),
                               cell * (dot.color % kDotColors),
                               cell * shape,
                               cell,
                               cell,
                               dot.size / 255.0,
                               dot.size / 255.0,
                               0,
                               dot.alpha / 255.0});
    }
    painter.save();
    painter.scale(1 / m_ratio, 1 / m_ratio);
    painter.drawPixmapFragments(m_fragments.data(), static_cast<int>(m_fragments.size()), m_atlas);
    painter.restore();
}

void DotLayer::paintShapes(QPainter& painter, std::span<const Dot> dots) const {
    const bool areMarks = dots.size() > kMaxSprites;
    Crowd crowd(radius());
    for (const Dot& dot : dots) {
        if (!std::isfinite(dot.x) || !std::isfinite(dot.y) || dot.alpha == 0) continue;
        const QColor color = QColor::fromRgb(m_colors[dot.color % kDotColors]);
        const bool isInCrowd = crowd.isNext(dot);
        painter.save();
        painter.setOpacity(dot.alpha / 255.0);
        painter.translate(static_cast<qreal>(dot.x), static_cast<qreal>(dot.y));
        if (areMarks) {
            painter.fillRect(QRectF(-1, -1, 2, 2), color);
        } else {
            painter.scale(m_size * dot.size / 255, m_size * dot.size / 255);
            const auto shape = static_cast<DotShape>(dot.shape < kDotShapes ? dot.shape : 0);
            renderSprite(painter, shape, color, isInCrowd ? color : m_theme.color(Token::DotRim));
        }
        painter.restore();
    }
}

void DotLayer::paintMarks(QImage& image, std::span<const Dot> dots) const {
    if (!isRaster(image)) return;
    const Raster raster{reinterpret_cast<QRgb*>(image.bits()),
                        image.bytesPerLine() / 4,
                        image.width(),
                        image.height()};
    const auto ratio = static_cast<float>(image.devicePixelRatio());
    const int side = std::max(2, static_cast<int>(std::lround(2 * ratio)));
    const float half = static_cast<float>(side) / 2 - 0.5F;
    const auto right = static_cast<float>(raster.width) + half;
    const auto bottom = static_cast<float>(raster.height) + half;
    for (const Dot& dot : dots) {
        const float x = dot.x * ratio;
        const float y = dot.y * ratio;
        // Written so that a coordinate that is not a number fails too.
        if (!(x > -half && x < right && y > -half && y < bottom)) continue;
        // Adding `side` first turns the conversion's cut into a floor.
        const QPoint corner(static_cast<int>(x - half + static_cast<float>(side)) - side,
                            static_cast<int>(y - half + static_cast<float>(side)) - side);
        const QRgb color = m_colors[dot.color % kDotColors];
        const bool isWhole = corner.x() >= 0 && corner.y() >= 0 && corner.x() + side <= raster.width
                             && corner.y() + side <= raster.height;
        if (side == 2 && dot.alpha == 255 && isWhole) {
            const std::uint64_t pair = color | static_cast<std::uint64_t>(color) << 32;
            QRgb* const at = raster.pixels + corner.y() * raster.stride + corner.x();
            std::memcpy(at, &pair, sizeof pair);
            std::memcpy(at + raster.stride, &pair, sizeof pair);
            continue;
        }
        fillClipped(raster, corner, side, scaledPixel(color, dot.alpha));
    }
}

} // namespace sluice::ui
