// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/help.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>
#include <QVBoxLayout>

namespace sluice::ui {

namespace {

constexpr int kHelpPadding = 5;
constexpr int kHelpWidth = 860;
constexpr int kHelpHeight = 600;

/// Tables of Markdown come without room between their cells.
void airTables(QTextFrame& frame) {
    for (QTextFrame* child : frame.childFrames()) {
        auto* table = qobject_cast<QTextTable*>(child);
        if (table == nullptr) continue;
        QTextTableFormat format = table->format();
        format.setCellPadding(kHelpPadding);
        format.setCellSpacing(0);
        format.setBorderCollapse(true);
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        table->setFormat(format);
    }
}

QString joined(const QAction& action) {
    QStringList names;
    for (const QKeySequence& key : action.shortcuts())
        names << key.toString(QKeySequence::NativeText);
    return names.join(QStringLiteral(", "));
}

} // namespace

HelpDialog::HelpDialog(const QString& markdown, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Help"));
    auto* page = new QTextBrowser(this);
    page->setAccessibleName(windowTitle());
    page->setOpenLinks(false);
    page->document()->setDocumentMargin(12);
    page->setMarkdown(markdown);
    airTables(*page->document()->rootFrame());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(10);
    layout->addWidget(page);
    layout->addWidget(buttons);
    QSize size(kHelpWidth, kHelpHeight);
    if (parent != nullptr) size = size.boundedTo(parent->size() * 9 / 10);
    resize(size);
}

QString shortcutsText(const QList<QAction*>& actions) {
    QString text = QStringLiteral("# %1\n\n| %2 | %3 | %4 |\n|---|---|---|\n")
                       .arg(HelpDialog::tr("Keys"),
                            HelpDialog::tr("Action"),
                            HelpDialog::tr("Keys"),
                            HelpDialog::tr("What it does"));
    for (const QAction* action : actions) {
        if (action->shortcuts().isEmpty()) continue;
        QString tip = action->toolTip();
        const qsizetype key = tip.lastIndexOf(QStringLiteral(" ("));
        if (key > 0) tip.truncate(key); // the key has a column of its own
        text += QStringLiteral("| %1 | %2 | %3 |\n").arg(action->text(), joined(*action), tip);
    }
    return text;
}

} // namespace sluice::ui
