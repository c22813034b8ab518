// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_app.h"

#include "ui/document_files.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/theme_choice.h"

#include <QApplication>

namespace sluice::ui {

int runWindow(int argc, char** argv, const QString& file) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sluice"));
    QApplication::setApplicationDisplayName(QStringLiteral("Sluice"));
    QApplication::setOrganizationName(QStringLiteral("sluice"));
    QApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.sluicelab.Sluice"));
    applyTheme(application, rememberedTheme());
    MainWindow window;
    window.show();
    if (!file.isEmpty()) {
        window.openFile(file);
    } else if (DocumentFiles::hasSomethingToRecover()) {
        window.files().recover();
    }
    return QApplication::exec();
}

} // namespace sluice::ui
