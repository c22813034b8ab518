// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/node_action.h"
#include "core/model/document.h"
#include "core/schema/action.h"
#include "core/sim/frame.h"
#include "ui/inspector/property_editor.h"

#include <QDialog>

#include <map>
#include <optional>
#include <string_view>
#include <vector>

class QFormLayout;
class QPushButton;

namespace sluice::ui {

class RoomyText;
class RunSession;

/// Asks for what an action on a node needs, from its description: its fields with the editors of
/// the inspector, or, for a destructive one, whether it is meant.
class ActionDialog : public QDialog {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionDialog)

public:
    /// `spec` is borrowed and outlives the dialog. `subject` names what is acted on; `parts` are
    /// those that a field may name.
    ActionDialog(const ActionSpec& spec,
                 const QString& subject,
                 const std::vector<NamedPart>& parts,
                 QWidget* parent = nullptr);

    ~ActionDialog() override;

    /// What the fields may depend on: the settings of the node acted on.
    void setSettings(PropertyMap settings);
    /// From now on the dialog asks for `action` with what was entered, and stays open with the
    /// reason when the running node refuses it.
    void bind(RunSession& run, const NodeAction& action);
    /// Whether this action was asked for by the dialog, which awaits the answer.
    bool awaits(const NodeAction& action) const { return m_awaited == action; }
    /// Why the node refused, as it is shown; empty when it did not.
    QString refusal() const;

    /// What was entered, by key of the fields; those that do not apply are left out.
    PropertyMap values() const;
    PropertyEditor* editor(std::string_view key) const;
    QPushButton& confirmation() { return *m_confirm; }

public Q_SLOTS:
    /// Closes the dialog, unless a field holds something that cannot be. A bound one asks first.
    void accept() override;

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    int wantedHeight() const;
    int neededHeight() const;
    bool isComplete();
    PropertyMap known() const;
    void takeAnswer(const AnsweredAction& answered);
    void addField(const PropertySpec& field, const std::vector<NamedPart>& parts);
    void showApplicable();

    const ActionSpec& m_spec;
    PropertyMap m_values;
    PropertyMap m_settings;
    std::vector<PropertyEditor*> m_editors;
    RunSession* m_run = nullptr;
    NodeAction m_action; ///< Without values.
    std::optional<NodeAction> m_awaited;
    RoomyText* m_refusal;
    QFormLayout* m_form;
    QPushButton* m_confirm;
    bool m_hadFocus = false; ///< The button, when it was last pressed.
};

/// Does the action at once when it needs nothing and destroys nothing, else after a dialog over
/// `parent`. `action` holds all but the values; fields may name the other parts of its kind, and
/// depend on the settings of the part.
void askAndAct(RunSession& run,
               const Document& document,
               const ActionSpec& spec,
               const NodeAction& action,
               QWidget* parent);

/// The action's label as on a button: with "…" when it asks something first.
QString actionText(const ActionSpec& spec);

} // namespace sluice::ui
