// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "ui/inspector/subject.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace sluice::ui {

/// What the inspector speaks about: icon, name and kind. The name of a single node is edited in
/// place.
class SubjectHeader : public QWidget {
    Q_OBJECT

public:
    explicit SubjectHeader(const Registry& registry, QWidget* parent = nullptr);

    /// What a single node is called and shown by, where that differs from its kind; else empty.
    struct Variant {
        QString icon;
        QString label;

        friend bool operator==(const Variant&, const Variant&) = default;
    };
    void show(const Subject& subject, const Document& document, const Variant& variant = {});
    const Variant& variant() const { return m_variant; }
    QLineEdit& nameField() { return *m_name; }

Q_SIGNALS:
    void renamed(const QString& name);

private:
    void showIcon(const NodeKind* kind);

    const Registry& m_registry;
    QLabel* m_icon;
    QLineEdit* m_name;
    QLabel* m_title; ///< In place of the name when it cannot be edited.
    QLabel* m_kind;
    Variant m_variant;
    QString m_shown; ///< The document's name of the node.
};

} // namespace sluice::ui
