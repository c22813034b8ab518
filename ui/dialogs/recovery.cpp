// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/recovery.h"

#include "ui/session/document_session.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace sluice::ui {

namespace {

QString rowText(const RecoveredDocument& recovered) {
    const QString path = QString::fromStdString(recovered.userPath);
    const QString name = path.isEmpty() ? QString::fromStdString(recovered.document.settings.name)
                                        : QFileInfo(path).fileName();
    const QDateTime changed = QDateTime::fromSecsSinceEpoch(recovered.changedAt);
    const QString text = DocumentSession::isSavedSince(recovered)
                             ? RecoveryDialog::tr("%1 — %2 parts, changed %3; the file is "
                                                  "another one now")
                             : RecoveryDialog::tr("%1 — %2 parts, changed %3");
    return text.arg(name)
        .arg(recovered.document.nodes.size())
        .arg(QLocale().toString(changed, QLocale::ShortFormat));
}

} // namespace

RecoveryDialog::RecoveryDialog(std::vector<RecoveredDocument> found, QWidget* parent)
    : QDialog(parent)
    , m_found(std::move(found))
    , m_list(new QListWidget(this)) {
    setWindowTitle(tr("Recover"));
    resize(520, 300);
    auto* text =
        new QLabel(tr("These edits were never saved, because Sluice was ended before."), this);
    text->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_discard = buttons->addButton(tr("Delete"), QDialogButtonBox::DestructiveRole);
    buttons->addButton(tr("Later"), QDialogButtonBox::RejectRole);
    m_list->setAccessibleName(windowTitle());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(10);
    layout->addWidget(text);
    layout->addWidget(m_list);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_discard, &QPushButton::clicked, this, &RecoveryDialog::discardCurrent);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    fill();
}

void RecoveryDialog::fill() {
    m_list->clear();
    for (const RecoveredDocument& recovered : m_found) m_list->addItem(rowText(recovered));
    m_list->setCurrentRow(m_found.empty() ? -1 : 0);
    m_open->setEnabled(!m_found.empty());
    m_discard->setEnabled(!m_found.empty());
}

std::optional<RecoveredDocument> RecoveryDialog::chosen() const {
    const int row = m_list->currentRow();
    if (row < 0) return std::nullopt;
    return m_found[static_cast<std::size_t>(row)];
}

void RecoveryDialog::discardCurrent() {
    const int row = m_list->currentRow();
    if (row < 0) return;
    discard(m_found[static_cast<std::size_t>(row)]);
    m_found.erase(m_found.begin() + row);
    fill();
}

} // namespace sluice::ui
