// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/palette/palette_model.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QScrollArea;

namespace sluice::ui {

class PaletteTile;

/// What there is to put on the canvas, by category, with a search field.
class PaletteView : public QWidget {
    Q_OBJECT

public:
    /// `registry` is borrowed and outlives the view.
    explicit PaletteView(const Registry& registry, QWidget* parent = nullptr);

public Q_SLOTS:
    void focusSearch();
    void clearSearch();

Q_SIGNALS:
    /// The user wants it at the centre of the canvas.
    void chosen(sluice::ui::NewPart part);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill(const QString& filter);
    QWidget* groupOf(const std::vector<PaletteItem>& items);
    void moveFocus(int steps);

    const Registry& m_registry;
    QLineEdit* m_search;
    QScrollArea* m_scroll;
    std::vector<PaletteTile*> m_tiles; ///< Shown now, in reading order; owned by the scroll area.
};

} // namespace sluice::ui
