// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include "tests/support/test_main.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>

namespace sluice::test {

Outcome runProgram(const QStringList& arguments, const QString& folder) {
    constexpr int kMinute = 60'000;
    constexpr int kSignalled = 128;
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    if (!folder.isEmpty()) process.setWorkingDirectory(folder);
    process.start(programFile(), arguments);
    if (!process.waitForFinished(kMinute)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), "did not end"};
    }
    const bool isCrash = process.exitStatus() == QProcess::CrashExit;
    return {process.exitCode() + (isCrash ? kSignalled : 0),
            process.readAllStandardOutput(),
            process.readAllStandardError()};
}

QString examplePath(const QString& fileName) {
    return sourceDirectory() + "/resources/examples/" + fileName;
}

QByteArray fileBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace sluice::test
