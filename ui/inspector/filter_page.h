// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/link_filter.h"
#include "core/schema/node_kind.h"
#include "ui/inspector/filter_tester.h"
#include "ui/inspector/json_editor.h"
#include "ui/inspector/subject.h"

#include <QScrollArea>

#include <optional>
#include <vector>

class QComboBox;
class QLabel;

namespace sluice::ui {

class DocumentSession;

/// What filters do: of a selected link its filter policy as JSON and a message to try it on, of a
/// selected part with such links which of them would pass the message on.
class FilterPage : public QScrollArea {
    Q_OBJECT

public:
    FilterPage(DocumentSession& documents, const Registry& registry, QWidget* parent = nullptr);

    /// Whether the subject is a link that may filter, or a part with such links.
    bool concerns(const Subject& subject) const;
    void show(const Subject& subject);
    void refresh();
    JsonEditor& editor() { return *m_editor; }
    FilterTester& tester() { return *m_tester; }
    QComboBox& scope() { return *m_scope; }

private:
    void offerScopes();
    std::vector<TriedFilter> filters() const;
    std::optional<LinkFilter> filter() const;
    QString policy() const;
    JsonEditor::Check check() const;
    void commit(const QString& text);

    DocumentSession& m_documents;
    const Registry& m_registry;
    NodeId m_node{};
    LinkId m_link{}; ///< The subject; at most one of both is not 0.
    QLabel* m_heading;
    QWidget* m_scopeRow;
    QLabel* m_scopeLabel;
    QComboBox* m_scope;
    JsonEditor* m_editor;
    FilterTester* m_tester;
};

} // namespace sluice::ui
