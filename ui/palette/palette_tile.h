// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/palette/palette_model.h"

#include <QAbstractButton>
#include <QPoint>

namespace sluice::ui {

/// One row of the palette: icon and name. Drag it to the canvas; double-click or Enter chooses it.
class PaletteTile : public QAbstractButton {
    Q_OBJECT

public:
    /// What the item borrows must outlive the tile.
    explicit PaletteTile(PaletteItem item, QWidget* parent = nullptr);

    const NewPart& part() const { return m_item.part; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(sluice::ui::NewPart part);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    PaletteItem m_item;
    QPoint m_pressedAt;
};

} // namespace sluice::ui
