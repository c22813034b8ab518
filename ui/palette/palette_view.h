// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QScrollArea;

namespace sluice::ui {

class PaletteTile;

/// The parts to choose from, by category, with a search field. Knows the registry only.
class PaletteView : public QWidget {
    Q_OBJECT

public:
    /// `registry` is borrowed and outlives the view.
    explicit PaletteView(const Registry& registry, QWidget* parent = nullptr);

public Q_SLOTS:
    void focusSearch();
    void clearSearch();

Q_SIGNALS:
    /// The user wants a part of this kind at the centre of the canvas.
    void chosen(const sluice::NodeKind& kind);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill(const QString& filter);
    QWidget* groupOf(const std::vector<const NodeKind*>& kinds);
    void moveFocus(int steps);

    const Registry& m_registry;
    QLineEdit* m_search;
    QScrollArea* m_scroll;
    std::vector<PaletteTile*> m_tiles; ///< Shown now, in reading order; owned by the scroll area.
};

} // namespace sluice::ui
