// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

#include <QString>
#include <QWidget>

#include <string>
#include <vector>

class QVBoxLayout;

namespace sluice::ui {

/// What policies say to the call of one part linked to the one in question.
struct AccessRow {
    QString caller;
    QString action; ///< "sqs:SendMessage"
    bool isAllowed = true;
    QString reason;     ///< Why not.
    std::string mended; ///< The policy that would allow it; empty when none would.

    friend bool operator==(const AccessRow&, const AccessRow&) = default;
};

/// Those whom a policy itself names for one action.
struct GrantList {
    QString action;
    QStringList grants; ///< One sentence each.

    friend bool operator==(const GrantList&, const GrantList&) = default;
};

struct AccessAnswer {
    std::vector<AccessRow> callers;
    std::vector<GrantList> grants;

    friend bool operator==(const AccessAnswer&, const AccessAnswer&) = default;
};

/// Who may call this part, with the policies as they are.
AccessAnswer accessTo(const Document& document, NodeId id);

/// "Who can send here?": linked parts with what the policies say to them, then whom the policy
/// names.
class AccessView : public QWidget {
    Q_OBJECT

public:
    explicit AccessView(QWidget* parent = nullptr);

    void show(const AccessAnswer& answer);

Q_SIGNALS:
    /// The part is to get this policy.
    void mendRequested(const std::string& policy);

private:
    QWidget* makeRow(const AccessRow& row);

    QVBoxLayout* m_layout;
    QWidget* m_content = nullptr;
    AccessAnswer m_shown;
};

} // namespace sluice::ui
