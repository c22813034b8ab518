// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/findings.h"
#include "core/schema/node_kind.h"
#include "ui/inspector/subject.h"

#include <QScrollArea>

#include <vector>

class QBoxLayout;

namespace sluice::ui {

class DocumentSession;
class FindingsView;
class PropertyEditor;
class TargetEditor;

/// The settings of the selected parts, generated from their rows. Editors are made anew when other
/// parts are selected and only refreshed when the document changes.
class PropertiesPage : public QScrollArea {
    Q_OBJECT

public:
    PropertiesPage(DocumentSession& documents, const Registry& registry, QWidget* parent = nullptr);

    void show(const Subject& subject);
    /// Shows the document's present values.
    void refresh();
    /// What the run found; shown with the parts concerned and with the document.
    void showRunFindings(const std::vector<Finding>& findings);
    /// Puts the cursor into the first field.
    void focusFirst();
    /// The editor of a setting that is shown now, or null.
    PropertyEditor* editor(std::string_view key) const;
    const std::vector<TargetEditor*>& targetEditors() const { return m_targets; }

Q_SIGNALS:
    /// The user wants to see what a piece of advice warns of.
    void demonstrationRequested(const sluice::Finding& finding);
    /// The name of a node among the document's advice was clicked.
    void nodeChosen(sluice::NodeId node);
    /// A fix added this part.
    void partAdded(sluice::NodeId node);
    /// A fix is not possible; a sentence for the user.
    void refused(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Pixels beside a label.
    int roomBeside() const;
    void addRows(QBoxLayout& rows);
    void addPropertyRow(QBoxLayout& rows, const PropertySpec& spec);
    /// One for each output with a single link that is chosen above this setting.
    void addTargetRows(QBoxLayout& rows, std::string_view settingBelow);
    void commit(const PropertyEditor& editor, const PropertyValue& value, bool isStep);
    std::vector<Finding> findings() const;
    void showFindings();
    void applyFix(const Finding& finding);

    DocumentSession& m_documents;
    const Registry& m_registry;
    Subject m_subject;
    std::vector<PropertyEditor*> m_editors; ///< Owned by the page's content.
    std::vector<Finding> m_runFindings;
    std::vector<TargetEditor*> m_targets; ///< Owned by the page's content.
    FindingsView* m_findings = nullptr;
};

} // namespace sluice::ui
