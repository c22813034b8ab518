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

    /// `ownIcon`: of the single node, when that has another one than its kind.
    void show(const Subject& subject, const Document& document, const QString& ownIcon = {});
    const QString& ownIcon() const { return m_ownIcon; }
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
    QString m_ownIcon;
    QString m_shown; ///< The document's name of the node.
};

} // namespace sluice::ui
