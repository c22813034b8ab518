// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QWidget>

#include <vector>

class QGridLayout;

namespace sluice::ui {

/// Buttons side by side where all have room in one row, else in two columns. Never in the way of a
/// narrower panel.
class ButtonRow : public QWidget {
    Q_OBJECT

public:
    explicit ButtonRow(QWidget* parent = nullptr);

    /// Makes a button, at the place of `other` if there is one: of both only one is to be visible.
    QPushButton* add(const QString& text, const QPushButton* other = nullptr);
    /// Deletes all of them.
    void clear();

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Place {
        std::vector<QPushButton*> buttons; ///< Children.

        int neededWidth() const;
    };

    void arrange();

    QGridLayout* m_grid;
    std::vector<Place> m_places;
};

} // namespace sluice::ui
