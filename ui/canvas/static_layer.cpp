// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/static_layer.h"

#include "ui/canvas/diagram_painter.h"

#include <QPainter>
#include <QRegion>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

namespace sluice::ui {

namespace {

constexpr qreal kGridSpacing = 24;
constexpr qreal kGridRounding = 1e-4; // so that a part of the image rounds as the whole does

template <class Ids, class Id>
bool holds(const Ids& ids, Id id) {
    return std::binary_search(ids.begin(), ids.end(), id);
}

} // namespace

void StaticLayer::markPicture(NodeId id) {
    m_cards[id].isStale = true;
}

void StaticLayer::markNow(NodeId id) {
    if (raw(id) == 0) return;
    Card& card = m_cards[id];
    card.isStale = card.isUrgent = true;
}

void StaticLayer::markEverything() {
    m_isBackgroundStale = true;
    for (auto& [id, card] : m_cards) card.isStale = card.isUrgent = true;
}

bool StaticLayer::update(const CanvasScene& scene, const StaticView& view, double now) {
    const bool isResized = m_size != view.size || m_ratio != view.ratio || m_image.isNull();
    if (isResized) {
        m_size = view.size;
        m_ratio = view.ratio;
        const QSize pixels = (QSizeF(view.size) * view.ratio).toSize().expandedTo({1, 1});
        m_background = QImage(pixels, QImage::Format_RGB32);
        m_image = QImage(pixels, QImage::Format_RGB32);
        m_background.setDevicePixelRatio(view.ratio);
        m_image.setDevicePixelRatio(view.ratio);
        m_isSharp = false;
    }
    if (!(m_shownView == view.view)) m_viewChangedAt = now;
    if (!isResized && mayScale(scene, view, now)) {
        const bool isNew = m_isSharp || !(m_shownView == view.view);
        if (isNew) scaleSharpImage(scene, view);
        m_shownView = view.view;
        m_isBehind = true;
        return isNew;
    }
    const bool isBackgroundNew = isResized || m_isBackgroundStale || !(m_view == view.view);
    if (isBackgroundNew) {
        const bool isShifted = !isResized && !m_isBackgroundStale && shiftBackground(scene, view);
        if (!isShifted) renewBackground(scene, view);
        m_view = view.view;
        m_isBackgroundStale = false;
    }
    const bool areCardsNew = redrawCards(scene, view, now);
    if (!isBackgroundNew && !areCardsNew && m_isSharp) return false;
    compose(scene, view);
    m_shownView = view.view;
    m_sharpAt = now;
    m_isSharp = true;
    return true;
}

// Painting all of a large diagram takes as long as a frame may. So a moving zoom shows the last
// image at another size, painted anew now and then and when the view rests.
bool StaticLayer::mayScale(const CanvasScene& scene, const StaticView& view, double now) const {
    constexpr std::size_t kLarge = 100;             // parts and links
    constexpr double kRest = 0.06, kLongest = 0.25; // seconds
    constexpr qreal kSmallest = 0.75, kLargest = 1.5;
    const qreal scale = view.view.zoom / m_view.zoom;
    return scale != 1 && scale >= kSmallest && scale <= kLargest
           && scene.layout().nodes.size() + scene.layout().links.size() > kLarge
           && now - m_viewChangedAt < kRest && now - m_sharpAt < kLongest;
}

void StaticLayer::scaleSharpImage(const CanvasScene& scene, const StaticView& view) {
    if (m_isSharp) {
        std::swap(m_image, m_sharp);
        if (m_image.size() != m_sharp.size()) m_image = QImage(m_sharp.size(), m_sharp.format());
        m_image.setDevicePixelRatio(view.ratio);
        m_isSharp = false;
    }
    const qreal scale = view.view.zoom * view.ratio;
    const QPointF corner = (m_view.origin - view.view.origin) * scale;
    const QSizeF size = QSizeF(m_sharp.size()) * (view.view.zoom / m_view.zoom);
    const QRect target = QRectF(corner, size).toRect();
    {
        QPainter painter(&m_image);
        painter.scale(1 / view.ratio, 1 / view.ratio);
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        painter.drawImage(target, m_sharp, m_sharp.rect());
    }
    for (const QRect& rest : QRegion(m_image.rect()) - target) {
        paintBackgroundIn(m_image, rest, scene, view);
        QPainter painter(&m_image);
        paintParts(painter, rest, scene, view);
    }
}

void StaticLayer::renewBackground(const CanvasScene& scene, const StaticView& view) {
    m_paintedAt = view.view.origin;
    paintBackground(m_background, {}, scene, view);
}

// Where the view only moved by whole pixels, what is still seen moves with it, and two strips at
// the edges are painted. False, and nothing is done, where that cannot be.
bool StaticLayer::shiftBackground(const CanvasScene& scene, const StaticView& view) {
    constexpr qreal kSame = 0.01; // pixels
    // The dashes of frames begin elsewhere when a frame is cut off: they are painted as a whole.
    if (m_view.zoom != view.view.zoom || !scene.layout().boundaries.empty()) return false;
    const qreal scale = view.view.zoom * view.ratio;
    const QPointF since = (view.view.origin - m_paintedAt) * scale;
    const QPoint now = since.toPoint();
    const QPointF error = since - now;
    if (std::abs(error.x()) > kSame || std::abs(error.y()) > kSame) return false;
    const QPoint step = now - ((m_view.origin - m_paintedAt) * scale).toPoint();
    const QSize size = m_background.size();
    const QSize kept(size.width() - std::abs(step.x()), size.height() - std::abs(step.y()));
    if (kept.width() < size.width() / 2 || kept.height() < size.height() / 2) return false;
    const auto line = static_cast<std::size_t>(kept.width()) * sizeof(QRgb);
    const std::ptrdiff_t aside = static_cast<std::ptrdiff_t>(sizeof(QRgb)) * std::abs(step.x());
    for (int i = 0; i < kept.height(); ++i) { // in the order in which no row is overwritten early
        const int to = step.y() >= 0 ? i : size.height() - 1 - i;
        uchar* const row = m_background.scanLine(to);
        const uchar* const source = m_background.constScanLine(to + step.y());
        std::memmove(row + (step.x() < 0 ? aside : 0), source + (step.x() > 0 ? aside : 0), line);
    }
    const int top = step.y() >= 0 ? kept.height() : 0;
    const int left = step.x() >= 0 ? kept.width() : 0;
    const QRect above(0, top, size.width(), std::abs(step.y()));
    const QRect beside(left, 0, std::abs(step.x()), size.height());
    for (const QRect& strip : {above, beside}) paintBackgroundIn(m_background, strip, scene, view);
    return true;
}

void StaticLayer::paintBackgroundIn(QImage& image,
                                    const QRect& area,
                                    const CanvasScene& scene,
                                    const StaticView& view) {
    if (area.isEmpty()) return;
    QImage part(image.scanLine(area.top())
                    + area.left() * static_cast<std::ptrdiff_t>(sizeof(QRgb)),
                area.width(),
                area.height(),
                image.bytesPerLine(),
                image.format());
    part.setDevicePixelRatio(view.ratio);
    paintBackground(part, area.topLeft(), scene, view);
}

// `corner`: of the part in the whole image, in device pixels.
void StaticLayer::paintBackground(QImage& part,
                                  QPoint corner,
                                  const CanvasScene& scene,
                                  const StaticView& whole) {
    const qreal scale = whole.view.zoom * whole.ratio;
    StaticView view = whole;
    view.view.origin += QPointF(corner) / scale;
    view.size = (QSizeF(part.size()) / whole.ratio).toSize();
    part.fill(view.theme.color(Token::Canvas));
    if (view.isGridShown) paintGrid(part, view);
    paintBoundaries(part, scene, view);
    paintLinks(part, scene, view);
    if (scene.layout().boundaries.empty()) return;
    QPainter painter(&part);
    painter.scale(view.view.zoom, view.view.zoom);
    painter.translate(-view.view.origin);
    paintRegionLatencies(painter, scene.layout(), view.theme);
}

// In bands that stay in the processor's cache: a steep line would meet other memory in every row.
void StaticLayer::paintLinks(QImage& part, const CanvasScene& scene, const StaticView& view) {
    constexpr int kBand = 64; // rows
    gatherLinks(part.rect(), scene, view);
    for (int top = 0; top < part.height(); top += kBand) {
        const int rows = std::min(kBand, part.height() - top);
        QImage band(part.scanLine(top), part.width(), rows, part.bytesPerLine(), part.format());
        for (const Line& line : m_gathered) {
            if (line.bottom < top || line.top > top + rows) continue;
            m_lines.strokePolyline(
                band, std::span(m_points).subspan(line.first, line.count), line.stroke, top);
        }
    }
}

void StaticLayer::gatherLinks(const QRectF& shown,
                              const CanvasScene& scene,
                              const StaticView& view) {
    const qreal scale = view.view.zoom * view.ratio;
    m_gathered.clear();
    m_points.clear();
    for (const LinkLayout& link : scene.layout().links) {
        const bool isSelected = holds(view.selected.links, link.id);
        const LinkLook look =
            linkLook(link, view.theme, scene.motion().throughput(link.id), isSelected);
        const Cubic curve = link.curve.mapped(-view.view.origin, scale);
        const qreal width = look.width * std::max(scale, 0.5 * view.ratio);
        const QRectF bounds = curve.bounds().adjusted(-width, -width, width, width);
        if (!bounds.intersects(shown)) continue;
        flatten(curve, 0.2, m_curve);
        Line line{m_points.size(),
                  m_curve.size(),
                  bounds.top(),
                  bounds.bottom(),
                  {static_cast<float>(width), look.color, {}}};
        if (look.isDashed)
            line.stroke.dash = {static_cast<float>(6 * scale), static_cast<float>(5 * scale), 0};
        m_points.insert(m_points.end(), m_curve.begin(), m_curve.end());
        m_gathered.push_back(line);
    }
}

void StaticLayer::paintBoundaries(QImage& part, const CanvasScene& scene, const StaticView& view) {
    const auto& boundaries = scene.layout().boundaries;
    if (boundaries.empty()) return;
    QPainter painter(&part);
    painter.scale(view.view.zoom, view.view.zoom);
    painter.translate(-view.view.origin);
    for (const std::size_t i : paintOrder(boundaries)) {
        const Boundary* const boundary = view.document.boundary(boundaries[i].id);
        if (boundary == nullptr) continue;
        const bool isSelected = holds(view.selected.boundaries, boundary->id);
        paintBoundary(painter, *boundary, boundaries[i], view.theme, {isSelected, view.view.zoom});
    }
}

void StaticLayer::paintGrid(QImage& part, const StaticView& view) {
    qreal spacing = kGridSpacing;
    while (spacing * view.view.zoom < 14) spacing *= 2;
    const QRectF shown = view.view.toDocument(QRectF(QPointF(), QSizeF(part.size()) / view.ratio));
    const QRgb color = view.theme.color(Token::Grid).rgb();
    const int side = std::max(1, static_cast<int>(std::lround(1.5 * view.ratio)));
    auto* const pixels = reinterpret_cast<QRgb*>(part.bits());
    const std::ptrdiff_t stride = part.bytesPerLine() / 4;
    const qreal scale = view.view.zoom * view.ratio;
    const auto paintDot = [&](int left, int top) {
        const int right = std::min(left + side, part.width());
        const int bottom = std::min(top + side, part.height());
        for (int row = std::max(0, top); row < bottom; ++row)
            for (int column = std::max(0, left); column < right; ++column)
                pixels[row * stride + column] = color;
    };
    // One dot more on the near sides: it may reach into the part.
    const auto before = [&](qreal at) { return std::llround(std::floor(at / spacing)) - 1; };
    const auto behind = [&](qreal at) { return std::llround(std::ceil(at / spacing)); };
    const auto inPixels = [&](std::int64_t dot, qreal origin) {
        return static_cast<int>(
            std::floor((static_cast<qreal>(dot) * spacing - origin) * scale + kGridRounding));
    };
    for (std::int64_t y = before(shown.top()); y < behind(shown.bottom()); ++y)
        for (std::int64_t x = before(shown.left()); x < behind(shown.right()); ++x)
            paintDot(inPixels(x, view.view.origin.x()), inPixels(y, view.view.origin.y()));
}

} // namespace sluice::ui
