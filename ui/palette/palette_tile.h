// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "ui/session/kind_drag.h"

#include <QAbstractButton>
#include <QPoint>

namespace sluice::ui {

/// One kind in the palette: icon and name. Drag it to the canvas; double-click or Enter chooses it.
class PaletteTile : public QAbstractButton {
    Q_OBJECT

public:
    /// Payload type of a kind dragged to the canvas; its bytes are the kind's key.
    static constexpr const char* kMimeType = "application/x-sluice-kind";

    /// `kind` is borrowed from the registry, which lives as long as the program.
    explicit PaletteTile(const NodeKind& kind, QWidget* parent = nullptr);

    const NodeKind& kind() const { return m_kind; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const sluice::NodeKind& kind);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const NodeKind& m_kind;
    QPoint m_pressedAt;
};

} // namespace sluice::ui
