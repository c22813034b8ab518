// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/diagram_layout.h"
#include "ui/canvas/view_transform.h"

#include <QWidget>

#include <optional>

namespace sluice::ui {

/// The whole diagram in a corner of the canvas, with a frame around what is seen. Press or drag to
/// go there. It lies on the canvas, its parent, and is drawn again together with it.
class Minimap : public QWidget {
    Q_OBJECT

public:
    /// Borrows what the canvas shows.
    Minimap(const DiagramLayout& layout, const ViewTransform& view, QWidget& canvas);

    QSize sizeHint() const override { return {200, 132}; }

Q_SIGNALS:
    /// The user wants this point of the document in the middle of the canvas.
    void centreRequested(QPointF point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QRectF seen() const;
    ViewTransform map() const;

    const DiagramLayout& m_layout;
    const ViewTransform& m_view;
    std::optional<ViewTransform> m_held; ///< While the user drags, so that the map keeps still.
};

} // namespace sluice::ui
