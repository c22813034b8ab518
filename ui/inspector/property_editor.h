// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/property.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;

namespace sluice::ui {

/// A part of the document that a setting may name.
struct NamedPart {
    NodeId id{};
    QString name;
};

/// The control for one setting, chosen by its type: switch, list or text field. What cannot be read
/// or is out of range is explained below the field and goes nowhere.
class PropertyEditor : public QWidget {
    Q_OBJECT

public:
    /// `spec` is borrowed and outlives the editor. `parts`: what a setting that names a part may
    /// name.
    static PropertyEditor* make(const PropertySpec& spec,
                                QWidget* parent = nullptr,
                                const std::vector<NamedPart>& parts = {});

    const PropertySpec& spec() const { return m_spec; }
    /// Shows a value; nothing means that the selected parts differ. A field the user is typing in
    /// keeps its text.
    virtual void show(const std::optional<PropertyValue>& value) = 0;
    /// Commits what was typed, if it is news, without waiting for the focus to leave.
    virtual void settle() {}
    /// The most that the limits profile of the document, so named, allows of it. A document's value
    /// above is kept, and marked as out of range.
    void setHighest(double value, const QString& profile);
    /// Pixels there are beside the label; an input that needs more asks for a line of its own.
    void setRoomBeside(int pixels);
    /// Names of the parts that a setting of the form PropertySpec::namesPartAt may have; to be
    /// followed by show().
    virtual void offer(const QStringList& /*names*/) {}
    /// Whether what was typed cannot be.
    bool isInvalid() const;
    /// Shows why the value was refused; empty takes it away.
    void setError(const QString& text);
    /// The widget that takes the input.
    QWidget* input() const { return m_input; }

Q_SIGNALS:
    /// The user settled on a valid value. `isStep` when it is one of a row of small steps.
    void committed(const sluice::PropertyValue& value, bool isStep);

protected:
    PropertyEditor(const PropertySpec& spec, QWidget* parent);

    void setInput(QWidget* input);
    /// The row with the range that the limits profile leaves.
    const PropertySpec& allowed() const { return m_allowed; }
    /// Marks a value of the document if it could not be entered.
    void mark(const PropertyValue& value);
    /// What a text that is left empty means, as far as its help says so: "empty: all of them".
    QString emptyMeaning() const;
    /// Commits the text if it can be read, else says why not.
    void tryCommit(const QString& text, bool isStep);
    /// Called when the room beside the label or the range is another one.
    virtual void takeRoom() {}
    /// Makes the input ask for a line of its own if it needs more pixels than there are.
    void askForRoom(int needed);

private:
    void refuse(const Error& error);
    void showRange();

    const PropertySpec& m_spec;
    PropertySpec m_allowed;
    QString m_profile; ///< What made the range narrower; empty: nothing.
    int m_roomBeside;
    QWidget* m_input = nullptr;
    QLabel* m_error;
};

} // namespace sluice::ui
