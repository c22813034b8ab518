// SPDX-License-Identifier: GPL-3.0-or-later
// The diagram as a picture file. Equal input gives equal bytes, in a window and without one: sizes
// are in pixels, nothing is cached, and no date, machine or path is written.
#pragma once

#include "core/base/result.h"
#include "core/model/document.h"
#include "core/sim/frame.h"
#include "ui/canvas/motion.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <span>

namespace sluice::ui {

enum class ExportFormat : std::uint8_t { Png, Svg, Pdf };

struct ExportOptions {
    int scale = 1; ///< 1 to 4 image pixels to the logical pixel; PNG only.
    bool isDark = false;
    const Motion* motion = nullptr; ///< Whose messages in transit are shown; null: none. Borrowed.
};

/// By the suffix of the file name; fails on any but png, svg and pdf.
Result<ExportFormat> exportFormat(const QString& path);

/// Size of the picture in logical pixels (1/96 inch), margin included; empty without parts.
QSize exportSize(const Document& document, std::span<const NodePicture> pictures);

/// The bytes of the file. Fails on a document without parts, on a scale out of range and on a PNG
/// that would be too large.
Result<QByteArray> renderDiagram(ExportFormat format,
                                 const Document& document,
                                 std::span<const NodePicture> pictures,
                                 const ExportOptions& options);

/// Writes the file whole or not at all; the error names the path.
Result<> exportDiagram(const QString& path,
                       const Document& document,
                       std::span<const NodePicture> pictures,
                       const ExportOptions& options);

/// The diagram fitted into `size` device pixels, for previews and thumbnails; null without parts.
QImage diagramImage(const Document& document,
                    std::span<const NodePicture> pictures,
                    QSize size,
                    const ExportOptions& options);

/// Longest side of a PNG in pixels.
inline constexpr int kMaxImageSide = 16'384;

} // namespace sluice::ui
