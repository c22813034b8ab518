// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/findings.h"

#include <QString>
#include <QWidget>

#include <vector>

class QFrame;
class QVBoxLayout;

namespace sluice::ui {

/// What the fix of a finding does, as a title: "Set visibility timeout to 30 s"; empty when it has
/// none.
QString proposalText(const Finding& finding, const Registry& registry, const Document& document);

/// What is wrong, or likely to be, with the parts the inspector shows: one panel per finding.
/// Advice can be applied, explained and shown in a run.
class FindingsView : public QWidget {
    Q_OBJECT

public:
    explicit FindingsView(const Registry& registry, QWidget* parent = nullptr);

    /// With `namesNodes` each panel begins with the name of its node, which can be clicked.
    void show(std::vector<Finding> findings, const Document& document, bool namesNodes);

Q_SIGNALS:
    void fixRequested(const sluice::Finding& finding);
    void demonstrationRequested(const sluice::Finding& finding);
    void nodeChosen(sluice::NodeId node);

private:
    /// A finding and all texts that depend on the rest of the document.
    struct Row {
        Finding finding;
        QString nodeName; ///< Empty: not shown.
        QString proposal;

        friend bool operator==(const Row&, const Row&) = default;
    };

    QFrame* makePanel(const Row& row, QWidget* parent);
    void addName(QVBoxLayout& column, const Row& row, QWidget* parent);
    void addAdvice(QVBoxLayout& column, const Row& row, QWidget* parent);

    const Registry& m_registry;
    std::vector<Row> m_shown;
    QWidget* m_content = nullptr; ///< Made anew when the rows change.
    QVBoxLayout* m_layout;
};

} // namespace sluice::ui
