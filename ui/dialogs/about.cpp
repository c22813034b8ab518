// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/about.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("About Sluice"));
    auto* title = new QLabel(QStringLiteral("Sluice %1").arg(QLatin1String(SLUICE_VERSION)), this);
    title->setProperty("type", "title");
    auto* text =
        new QLabel(tr("A visual lab for message-driven architectures: draw one, let it run "
                      "and watch every message wait, hide, time out and die.\n\n"
                      "Free software under the GNU General Public License, version 3 or "
                      "later. It comes with no warranty.\n\n"
                      "Built with Qt %1, QCustomPlot and SQLite.")
                       .arg(QLatin1String(qVersion())),
                   this);
    text->setWordWrap(true);
    text->setMinimumWidth(380);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 14);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addWidget(buttons);
}

} // namespace sluice::ui
