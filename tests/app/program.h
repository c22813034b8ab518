// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace sluice::test {

/// What a finished program left.
struct Outcome {
    int exitCode = -1; ///< 128 + signal when a signal ended it.
    QByteArray out, err;
};

/// Runs the real `sluice` in `folder` and waits for its end, at most a minute. It sees no display.
Outcome runProgram(const QStringList& arguments, const QString& folder = {});

/// The path of an example document.
QString examplePath(const QString& fileName);

QByteArray fileBytes(const QString& path);

} // namespace sluice::test
