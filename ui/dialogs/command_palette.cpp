// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/command_palette.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

/// With the part it is about, if there is one: "Purge… – orders".
QString plainText(const QAction& action) {
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    const QString subject = action.property("subject").toString();
    return subject.isEmpty() ? text : QStringLiteral("%1 – %2").arg(text, subject);
}

bool matches(const QAction& action, const QStringList& words) {
    const QString text = plainText(action) + QLatin1Char(' ') + action.toolTip();
    return std::ranges::all_of(
        words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

/// Those whose name begins with what was typed come first.
bool isBetter(const QAction* left, const QAction* right, const QString& typed) {
    const auto begins = [&](const QAction* action) {
        return plainText(*action).startsWith(typed, Qt::CaseInsensitive);
    };
    return begins(left) && !begins(right);
}

/// Why an action that is known here cannot be done now; empty for those that just do not apply.
QString whyNot(const QAction& action) {
    return action.isEnabled() ? QString() : action.property("why").toString();
}

constexpr int kNothingMargin = 6;

QString rowText(const QAction& action) {
    const QString key = action.shortcut().toString(QKeySequence::NativeText);
    return key.isEmpty() ? plainText(action) : plainText(action) + QStringLiteral("    ") + key;
}

} // namespace

CommandPalette::CommandPalette(QList<QAction*> actions, QWidget* parent)
    : QDialog(parent)
    , m_actions(std::move(actions))
    , m_filter(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_nothing(new QLabel(tr("No action matches. Some need a selected part."), this)) {
    setWindowTitle(tr("Find an action"));
    resize(460, 420);
    m_filter->setPlaceholderText(tr("What do you want to do?"));
    m_filter->setAccessibleName(windowTitle());
    m_filter->installEventFilter(this);
    m_nothing->setProperty("tone", "muted");
    m_nothing->setMargin(kNothingMargin);
    m_list->setAccessibleName(tr("Actions"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(m_filter);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list);
    connect(m_filter, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_filter, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    fill();
}

void CommandPalette::fill() {
    const QString typed = m_filter->text().trimmed();
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_listed.clear();
    for (QAction* action : std::as_const(m_actions))
        if ((action->isEnabled() || !whyNot(*action).isEmpty()) && matches(*action, words))
            m_listed << action;
    if (!typed.isEmpty())
        std::ranges::stable_sort(m_listed, [&](const QAction* left, const QAction* right) {
            return isBetter(left, right, typed);
        });
    std::stable_partition(m_listed.begin(), m_listed.end(), [](const QAction* action) {
        return action->isEnabled();
    });
    m_list->clear();
    for (const QAction* action : std::as_const(m_listed)) {
        auto* row = new QListWidgetItem(action->icon(), rowText(*action), m_list);
        row->setToolTip(action->toolTip());
        if (action->isEnabled()) continue;
        row->setText(rowText(*action) + QStringLiteral(" · ") + whyNot(*action));
        row->setFlags(Qt::NoItemFlags);
    }
    const bool hasEnabled = !m_listed.isEmpty() && m_listed.front()->isEnabled();
    m_list->setCurrentRow(hasEnabled ? 0 : -1);
    m_nothing->setVisible(m_listed.isEmpty());
}

QStringList CommandPalette::shown() const {
    QStringList texts;
    for (const QAction* action : m_listed) texts << plainText(*action);
    return texts;
}

void CommandPalette::run() {
    const int row = m_list->currentRow();
    if (row < 0 || !m_listed[row]->isEnabled()) return;
    QAction* action = m_listed[row];
    accept();
    // After this dialog is gone: the action may open another one.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool moves = key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp
                           || key == Qt::Key_PageDown;
        if (moves) return QCoreApplication::sendEvent(m_list, event);
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace sluice::ui
