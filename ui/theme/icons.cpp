// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QImage>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>
#include <utility>

namespace sluice::ui {

namespace {

QString resourcePath(const QString& name) {
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QPixmap tinted(const QString& name, const QColor& color, const QSize& devicePixels) {
    const QString key = QStringLiteral("sluice/%1/%2/%3x%4")
                            .arg(name)
                            .arg(color.rgba(), 8, 16)
                            .arg(devicePixels.width())
                            .arg(devicePixels.height());
    QPixmap pixmap;
    if (devicePixels.isEmpty() || QPixmapCache::find(key, &pixmap)) return pixmap;
    QSvgRenderer renderer(resourcePath(name));
    if (!renderer.isValid()) return {};
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    QImage image(devicePixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(devicePixels)));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TintedSvg : public QIconEngine {
public:
    TintedSvg(QString name, const QColor& color) : m_name(std::move(name)), m_color(color) {}

    void
    paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap drawn = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, drawn);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State /*state*/) override {
        QColor color = m_color;
        if (mode == QIcon::Disabled) color.setAlphaF(0.35F * color.alphaF());
        return tinted(m_name, color, size);
    }

    QIconEngine* clone() const override { return new TintedSvg(m_name, m_color); }

private:
    QString m_name;
    QColor m_color;
};

} // namespace

QPixmap iconPixmap(const QString& name, const QColor& color, int side, qreal devicePixelRatio) {
    const int pixels = static_cast<int>(std::lround(side * devicePixelRatio));
    QPixmap pixmap = tinted(name, color, {pixels, pixels});
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon icon(const QString& name, const QColor& color) {
    if (!QFile::exists(resourcePath(name))) return {};
    return QIcon(new TintedSvg(name, color));
}

QIcon actionIcon(const QString& name, const Theme& theme) {
    return icon(QStringLiteral("actions/") + name, theme.color(Token::Ink));
}

} // namespace sluice::ui
