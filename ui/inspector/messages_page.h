// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "core/sim/message_query.h"
#include "ui/inspector/subject.h"

#include <QScrollArea>

#include <vector>

class QComboBox;
class QLabel;
class QLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace sluice {
struct Frame;
}

namespace sluice::ui {

class ButtonRow;
class DocumentSession;
class MessageDetails;
class MessageTable;
class RunSession;

/// The messages stored in the selected node, and what can be done to it and to them. Looking never
/// counts as a receive. Messages are looked up only while the page is visible. It scrolls where
/// there is less height than all of that needs.
class MessagesPage : public QScrollArea {
    Q_OBJECT

public:
    MessagesPage(DocumentSession& documents,
                 RunSession& run,
                 const Registry& registry,
                 QWidget* parent = nullptr);

    /// Whether the page has anything to show of the subject: one node that holds messages.
    bool concerns(const Subject& subject) const;
    void show(const Subject& subject);
    /// Shows the messages of a new frame.
    void take(const Frame& frame);

    MessageTable& table() const { return *m_table; }
    MessageDetails& details() const { return *m_details; }
    QLineEdit& search() const { return *m_search; }
    QProgressBar& activity() const { return *m_activity; }
    QLabel& past() const { return *m_past; }
    QComboBox& states() const { return *m_states; }
    /// What is said in place of the table; empty while there are rows.
    QString emptyText() const;
    /// The button of an action that is shown now, or null.
    QPushButton* button(std::string_view actionKey) const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Offer {
        const ActionSpec* action = nullptr;
        QPushButton* button = nullptr;
    };

    const NodeKind* kindOf(const Subject& subject) const;
    QLayout* makeActivity();
    QWidget* makeFilter();
    QWidget* makeLists();
    void makeButtons();
    void ask(bool isNewList);
    void act(const ActionSpec& action);
    void actOnFirst(bool isDestructive);
    void showMenu(QPoint global);
    void peek();
    void showAvailable();
    QString note(const MessagePage& page) const;
    QString whyNot(const ActionSpec& action) const;
    void showActivity(const Frame& frame);
    void showCounts(const Frame& frame);

    DocumentSession& m_documents;
    RunSession& m_run;
    const Registry& m_registry;
    ButtonRow* m_nodeButtons;
    ButtonRow* m_messageButtons;
    QLineEdit* m_search;
    QComboBox* m_states;
    QStackedWidget* m_stack;
    MessageTable* m_table;
    MessageDetails* m_details;
    QLabel* m_empty;
    QLabel* m_counts;
    QLabel* m_doing;
    QLabel* m_past;
    QProgressBar* m_activity;
    std::vector<Offer> m_offers;
    const NodeKind* m_kind = nullptr; ///< Of the node; borrowed from the registry.
    MessageQuery m_query;
};

} // namespace sluice::ui
