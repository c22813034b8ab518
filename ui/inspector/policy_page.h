// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "ui/inspector/subject.h"

#include <QScrollArea>

#include <string>

class QLabel;
class QStackedWidget;

namespace sluice::ui {

class AccessView;
class DocumentSession;
class JsonEditor;
class StatementForm;

/// The access policy of the selected part: as JSON, by a form for what is common, and what follows
/// from it for who may call the part.
class PolicyPage : public QScrollArea {
    Q_OBJECT

public:
    PolicyPage(DocumentSession& documents, const Registry& registry, QWidget* parent = nullptr);

    /// Whether the subject is one part with an access policy.
    bool concerns(const Subject& subject) const;
    void show(const Subject& subject);
    void refresh();
    JsonEditor& editor() { return *m_editor; }
    StatementForm& form() { return *m_form; }
    AccessView& access() { return *m_access; }
    /// By which policy access() decides, as it is told.
    const QLabel& basis() const;

private:
    /// By which policy is told who can call.
    enum class Basis { InForce, Typed, InForceBesideDraft };

    void addBasis(const QString& text, const char* tone);
    std::string policy() const;
    void showAccess();
    bool isBlockedByDraft();
    void commit(const std::string& text, const QString& step);
    void addStatement(const std::string& statement);

    DocumentSession& m_documents;
    const Registry& m_registry;
    NodeId m_node{}; ///< 0 while the subject is another.
    JsonEditor* m_editor;
    StatementForm* m_form;
    QStackedWidget* m_basis; ///< By which policy m_access decides.
    AccessView* m_access;
};

} // namespace sluice::ui
