// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

#include <algorithm>

namespace sluice::ui {

/// Shares its height out as the user likes. It keeps room for what is hidden too, so that nothing
/// around it moves when that comes.
class SteadySplitter : public QSplitter {
public:
    explicit SteadySplitter(QWidget* parent = nullptr) : QSplitter(Qt::Vertical, parent) {
        constexpr int kHandle = 8;
        setProperty("invisible", true);
        setHandleWidth(kHandle);
        setChildrenCollapsible(false);
    }

    QSize minimumSizeHint() const override {
        int height = handleWidth() * (count() - 1);
        for (int i = 0; i < count(); ++i)
            height += std::max(widget(i)->minimumHeight(), widget(i)->minimumSizeHint().height());
        return {QSplitter::minimumSizeHint().width(), height};
    }
};

} // namespace sluice::ui
