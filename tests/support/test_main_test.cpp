// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"

#include <QDir>
#include <QFileInfo>

namespace sluice::test_main_test {

class TestMainTest : public QObject {
    Q_OBJECT

private slots:
    void sourceDirectoryIsTheCheckout() {
        QVERIFY(QFileInfo::exists(sluice::test::sourceDirectory() + "/core/base/assert.h"));
    }

    void settingsGoToAFolderOfTheRun() {
        QVERIFY(qEnvironmentVariable("XDG_STATE_HOME").startsWith(QDir::tempPath()));
    }
};

SLUICE_TEST(TestMainTest)

} // namespace sluice::test_main_test

#include "test_main_test.moc"
