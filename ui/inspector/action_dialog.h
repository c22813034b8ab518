// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/node_action.h"
#include "core/schema/action.h"
#include "ui/inspector/property_editor.h"

#include <QDialog>

#include <map>
#include <string_view>
#include <vector>

class QFormLayout;
class QPushButton;

namespace sluice {
struct Document;
}

namespace sluice::ui {

class RunSession;

/// Asks for what an action on a node needs, from its description: its fields with the editors of
/// the inspector, or, for a destructive one, whether it is meant.
class ActionDialog : public QDialog {
    Q_OBJECT

public:
    /// `spec` is borrowed and outlives the dialog. `subject` names what is acted on; `parts` are
    /// those that a field may name.
    ActionDialog(const ActionSpec& spec,
                 const QString& subject,
                 const std::vector<NamedPart>& parts,
                 QWidget* parent = nullptr);

    /// What was entered, by key of the fields; those that do not apply are left out.
    std::map<std::string, PropertyValue, std::less<>> values() const;
    PropertyEditor* editor(std::string_view key) const;
    QPushButton& confirmation() { return *m_confirm; }

public Q_SLOTS:
    /// Closes the dialog, unless a field holds something that cannot be.
    void accept() override;

private:
    void addField(const PropertySpec& field, const std::vector<NamedPart>& parts);
    void showApplicable();

    const ActionSpec& m_spec;
    std::map<std::string, PropertyValue, std::less<>> m_values;
    std::vector<PropertyEditor*> m_editors;
    QFormLayout* m_form;
    QPushButton* m_confirm;
};

/// Does the action at once when it needs nothing and destroys nothing, else after a dialog over
/// `parent`. `action` holds all but the values; fields may name the other parts of its kind.
void askAndAct(RunSession& run,
               const Document& document,
               const ActionSpec& spec,
               const NodeAction& action,
               const QString& subject,
               QWidget* parent);

/// The action's label as on a button: with "…" when it asks something first.
QString actionText(const ActionSpec& spec);

} // namespace sluice::ui
