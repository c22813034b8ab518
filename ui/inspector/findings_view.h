// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/findings.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace sluice::ui {

/// What is wrong, or likely to be, with the parts the inspector shows: one panel per finding.
class FindingsView : public QWidget {
    Q_OBJECT

public:
    explicit FindingsView(QWidget* parent = nullptr);

    void show(std::vector<Finding> findings);

private:
    std::vector<Finding> m_shown;
    QWidget* m_content = nullptr; ///< Made anew when the findings change.
    QVBoxLayout* m_layout;
};

} // namespace sluice::ui
