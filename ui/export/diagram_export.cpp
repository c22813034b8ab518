// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/diagram_export.h"

#include "core/kinds/registry.h"
#include "ui/canvas/diagram_painter.h"
#include "ui/canvas/motion_painter.h"
#include "ui/export/pdf_dates.h"

#include <QBuffer>
#include <QFileInfo>
#include <QHashFunctions>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr int kDiagramMargin = 24;
constexpr int kPixelsPerInch = 96;
constexpr int kPointsPerInch = 72;
/// Sides are multiples of 4 px, which are whole points (3 pt) in a PDF.
constexpr int kSideStep = 4;

/// What to paint, and where.
struct Diagram {
    const Document& document;
    std::span<const NodePicture> pictures;
    Theme theme;
    const Motion* motion; ///< Null: nothing in transit is shown.
    DiagramLayout layout;
    QPointF origin; ///< Of the picture, in document units.
    QSize size;     ///< Logical pixels.
};

int sideOf(double length) {
    return static_cast<int>(std::ceil((length + 2 * kDiagramMargin) / kSideStep)) * kSideStep;
}

Diagram diagramOf(const Document& document,
                  std::span<const NodePicture> pictures,
                  const ExportOptions& options) {
    Diagram diagram{document,
                    pictures,
                    Theme{options.isDark},
                    options.motion,
                    layoutDiagram(document, registry(), pictures),
                    {},
                    {}};
    const QRectF bounds = withCardMargin(diagram.layout.bounds());
    if (bounds.isEmpty()) return diagram;
    diagram.origin = bounds.topLeft() - QPointF(kDiagramMargin, kDiagramMargin);
    diagram.size = {sideOf(bounds.width()), sideOf(bounds.height())};
    return diagram;
}

void paint(QPainter& painter, const Diagram& diagram) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(Type::Body)); // else an SVG names the font of the application
    painter.fillRect(QRect({0, 0}, diagram.size), diagram.theme.color(Token::Canvas));
    painter.translate(-diagram.origin);
    const auto signs = paintDiagram(
        painter, {diagram.document, registry(), diagram.pictures}, diagram.layout, diagram.theme);
    if (diagram.motion == nullptr) return;
    MotionPainter motion;
    motion.setLook(diagram.theme, 1);
    motion.place(*diagram.motion, diagram.layout, {});
    motion.paintSigns(painter, *diagram.motion, diagram.layout, {}, signs);
    motion.paintShapes(painter);
}

QImage imageOf(const Diagram& diagram, QSize pixels, double scale) {
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    const int dotsPerMetre = static_cast<int>(std::lround(scale * kPixelsPerInch / 0.0254));
    image.setDotsPerMeterX(dotsPerMetre);
    image.setDotsPerMeterY(dotsPerMetre);
    image.fill(diagram.theme.color(Token::Canvas));
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter, diagram);
    return image;
}

QString titleOf(const Diagram& diagram) {
    return QString::fromStdString(diagram.document.settings.name);
}

Result<QByteArray> pngOf(const Diagram& diagram, int scale) {
    if (scale < 1 || scale > 4) return failure("the scale of a PNG is 1 to 4");
    const QSize pixels = diagram.size * scale;
    if (std::max(pixels.width(), pixels.height()) > kMaxImageSide)
        return failure("the PNG would be " + std::to_string(pixels.width()) + " × "
                       + std::to_string(pixels.height()) + " pixels, more than "
                       + std::to_string(kMaxImageSide)
                       + " a side; choose a smaller scale, or SVG or PDF");
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!imageOf(diagram, pixels, scale).save(&buffer, "PNG"))
        return failure("cannot make the PNG: not enough memory");
    return bytes;
}

QByteArray svgOf(const Diagram& diagram) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kPixelsPerInch);
    generator.setSize(diagram.size);
    generator.setViewBox(QRect({0, 0}, diagram.size));
    generator.setTitle(titleOf(diagram).toHtmlEscaped());
    generator.setDescription(QStringLiteral("Architecture drawn with Sluice"));
    QPainter painter(&generator);
    paint(painter, diagram);
    painter.end();
    return bytes;
}

/// While it lives, hash tables made by Qt have the same order in every process: its PDF engine
/// writes the fonts in the order of one.
class StableHashOrder {
public:
    StableHashOrder() { QHashSeed::setDeterministicGlobalSeed(); }
    ~StableHashOrder() { QHashSeed::resetRandomGlobalSeed(); }
    StableHashOrder(const StableHashOrder&) = delete;
    StableHashOrder& operator=(const StableHashOrder&) = delete;
    StableHashOrder(StableHashOrder&&) = delete;
    StableHashOrder& operator=(StableHashOrder&&) = delete;
};

QByteArray pdfOf(const Diagram& diagram) {
    const StableHashOrder order;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(titleOf(diagram));
    writer.setCreator(QStringLiteral("Sluice"));
    writer.setResolution(kPixelsPerInch);
    const QSizeF points = QSizeF(diagram.size) * kPointsPerInch / kPixelsPerInch;
    writer.setPageSize(
        QPageSize(points, QPageSize::Point, QStringLiteral("Diagram"), QPageSize::ExactMatch));
    writer.setPageMargins({});
    QPainter painter(&writer);
    paint(painter, diagram);
    painter.end();
    return withoutCreationDate(bytes);
}

Error fileError(const QSaveFile& file) {
    return {"Cannot write \"" + file.fileName().toStdString()
            + "\": " + file.errorString().toStdString() + ". Check the name and the folder."};
}

} // namespace

Result<ExportFormat> exportFormat(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png")) return ExportFormat::Png;
    if (suffix == QLatin1String("svg")) return ExportFormat::Svg;
    if (suffix == QLatin1String("pdf")) return ExportFormat::Pdf;
    return failure("cannot tell the format of “" + path.toStdString()
                   + "”: the name has to end in .png, .svg or .pdf");
}

QSize exportSize(const Document& document, std::span<const NodePicture> pictures) {
    return diagramOf(document, pictures, {}).size;
}

Result<QByteArray> renderDiagram(ExportFormat format,
                                 const Document& document,
                                 std::span<const NodePicture> pictures,
                                 const ExportOptions& options) {
    const Diagram diagram = diagramOf(document, pictures, options);
    if (diagram.size.isEmpty()) return failure("the document has no parts to draw");
    switch (format) {
    case ExportFormat::Png:
        return pngOf(diagram, options.scale);
    case ExportFormat::Svg:
        return svgOf(diagram);
    case ExportFormat::Pdf:
        return pdfOf(diagram);
    }
    return failure("no such format");
}

Result<> exportDiagram(const QString& path,
                       const Document& document,
                       std::span<const NodePicture> pictures,
                       const ExportOptions& options) {
    const auto format = exportFormat(path);
    if (!format) return tl::unexpected<Error>(format.error());
    const auto bytes = renderDiagram(*format, document, pictures, options);
    if (!bytes) return failure("“" + path.toStdString() + "”: " + bytes.error().message);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return tl::unexpected<Error>(fileError(file));
    if (file.write(*bytes) != bytes->size() || !file.commit())
        return tl::unexpected<Error>(fileError(file));
    return {};
}

QImage diagramImage(const Document& document,
                    std::span<const NodePicture> pictures,
                    QSize size,
                    const ExportOptions& options) {
    const Diagram diagram = diagramOf(document, pictures, options);
    if (diagram.size.isEmpty() || size.isEmpty()) return {};
    const QSize pixels = diagram.size.scaled(size, Qt::KeepAspectRatio).expandedTo({1, 1});
    return imageOf(diagram, pixels, static_cast<double>(pixels.width()) / diagram.size.width());
}

} // namespace sluice::ui
