// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/access_view.h"

#include "core/kinds/link_access.h"
#include "ui/session/text.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice::ui {

namespace {

QLabel* textLabel(const QString& text, const char* tone, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("type", "small");
    label->setProperty("tone", tone);
    return label;
}

QString grantText(const AccessGrant& grant) {
    QString text = (grant.isDeny ? AccessView::tr("denied: %1") : QStringLiteral("%1"))
                       .arg(QString::fromStdString(grant.principal));
    if (!grant.conditions.empty())
        text += AccessView::tr(", if %1").arg(QString::fromStdString(grant.conditions));
    return text + AccessView::tr(" (statement %1)").arg(grant.statement + 1);
}

GrantList grantsOf(const Party& party, std::string_view action) {
    GrantList list{fromView(action), {}};
    const AccessPolicy policy =
        AccessPolicy::parse(party.policy, party.policyLimits).value_or(AccessPolicy{});
    for (const AccessGrant& grant : whoMay(policy, action, party.arn))
        list.grants << grantText(grant);
    if (list.grants.isEmpty())
        list.grants << AccessView::tr("Nobody is named. What belongs to account %1 may by its own "
                                      "policies; services such as SNS and S3 may not.")
                           .arg(QString::fromStdString(party.account));
    return list;
}

} // namespace

AccessAnswer accessTo(const Document& document, NodeId id) {
    AccessAnswer answer;
    for (const Link& link : document.links) {
        if (link.from != id && link.to != id) continue;
        const auto access = linkAccess(document, link);
        if (!access || (access->isStartCalled ? link.from : link.to) != id) continue;
        const Node* caller = document.node(access->isStartCalled ? link.to : link.from);
        answer.callers.push_back({QString::fromStdString(caller->name),
                                  QString::fromStdString(access->action),
                                  access->isAllowed,
                                  QString::fromStdString(access->reason),
                                  access->mendedPolicy});
    }
    const Node* node = document.node(id);
    const auto party = node == nullptr ? std::nullopt : partyOf(document, *node);
    if (!party) return answer;
    for (const std::string_view action : {party->sending, party->receiving})
        if (!action.empty()) answer.grants.push_back(grantsOf(*party, action));
    return answer;
}

AccessView::AccessView(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("Who can call it"));
}

void AccessView::show(const AccessAnswer& answer) {
    if (m_content != nullptr && answer == m_shown) return;
    m_shown = answer;
    if (m_content != nullptr) {
        m_content->hide();
        m_content->deleteLater();
    }
    m_content = new QWidget(this);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    if (answer.callers.empty())
        column->addWidget(textLabel(tr("No part linked here needs permission."), "muted", this));
    for (const AccessRow& row : answer.callers) column->addWidget(makeRow(row));
    for (const GrantList& list : answer.grants) {
        column->addSpacing(4);
        column->addWidget(
            textLabel(tr("%1, by this policy:").arg(list.action), "muted", m_content));
        for (const QString& grant : list.grants) column->addWidget(textLabel(grant, "", m_content));
    }
    m_layout->addWidget(m_content);
}

QWidget* AccessView::makeRow(const AccessRow& row) {
    auto* frame = new QFrame;
    frame->setProperty("card", row.isAllowed ? "plain" : "danger");
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(10, 6, 10, 6);
    column->setSpacing(4);
    const QString verdict = row.isAllowed ? tr("✓ %1 may call %2") : tr("✗ %1 may not call %2");
    QLabel* text =
        textLabel(verdict.arg(row.caller, row.action), row.isAllowed ? "success" : "danger", frame);
    text->setAccessibleName((row.isAllowed ? tr("Allowed: %1 calls %2") : tr("Denied: %1 calls %2"))
                                .arg(row.caller, row.action));
    column->addWidget(text);
    if (!row.reason.isEmpty()) column->addWidget(textLabel(row.reason, "", frame));
    if (!row.mended.empty()) {
        auto* fix = new QPushButton(tr("Allow it"), frame);
        fix->setProperty("primary", true);
        fix->setToolTip(tr("Adds a statement to this policy"));
        fix->setAccessibleName(tr("Allow %1 to call %2").arg(row.caller, row.action));
        column->addWidget(fix, 0, Qt::AlignLeft);
        // Queued: the edit ends the row that speaks.
        connect(
            fix,
            &QPushButton::clicked,
            this,
            [this, policy = row.mended] { emit mendRequested(policy); },
            Qt::QueuedConnection);
    }
    return frame;
}

} // namespace sluice::ui
