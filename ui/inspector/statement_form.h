// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/party.h"
#include "core/model/document.h"

#include <QWidget>

#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sluice::ui {

/// Makes the statements that policies are mostly made of, with parts of the document by their
/// names: let a part, an account, a role or user in, or nobody without HTTPS.
class StatementForm : public QWidget {
    Q_OBJECT

public:
    explicit StatementForm(QWidget* parent = nullptr);

    /// Offers what fits the policy of this part.
    void show(const Document& document, NodeId resource);
    /// Why the statement could not be added; empty takes it away.
    void setError(const QString& text);
    QComboBox& whom() { return *m_whom; }
    QLineEdit& principal() { return *m_principal; }
    QComboBox& action() { return *m_action; }
    QPushButton& addButton() { return *m_add; }

Q_SIGNALS:
    /// The user wants this statement, JSON, in the policy.
    void statementChosen(const std::string& statement);

private:
    std::string statement() const;
    void showFields();

    Party m_resource;
    std::vector<Party> m_callers; ///< Parts of the document, the first entries of m_whom.
    QComboBox* m_whom;
    QLabel* m_who; ///< Above m_principal.
    QLineEdit* m_principal;
    QComboBox* m_action;
    QPushButton* m_add;
    QLabel* m_error;
};

} // namespace sluice::ui
