// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of ARCHITECTURE.md that a machine can read off the text of the files. Each rule is a
// pure function from the files to the lines that break it, so that its own test can plant a
// violation.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace sluice::test {

/// Text of every source file by its path below the checkout ("core/base/ids.h"), CMakeLists.txt
/// files included.
using Sources = QMap<QString, QString>;

/// Reads app, core, ui and tests below `root`.
Sources readSources(const QString& root);

/// One line for each violation: "path:line: what".
using Violations = QStringList;

/// A file includes only its own folder and folders to its left; quoted includes start at the root.
Violations includesPointingRight(const Sources& sources);
/// core includes no Qt header.
Violations qtInCore(const Sources& sources);
/// Words that have no place in a folder, each with its reason.
Violations bannedWords(const Sources& sources);
/// Every core/<folder>/<file>.cpp has tests/core/<folder>/<file>_test.cpp.
Violations coreFilesWithoutTest(const Sources& sources);
/// The licence line comes first and once.
Violations licenceLineMissing(const Sources& sources);
/// No .cpp is longer than 400 lines.
Violations filesTooLong(const Sources& sources);
/// The .cpp files past 250 lines, longest first: to look at, not an error.
QStringList longFiles(const Sources& sources);
/// Only core/kinds names a kind: elsewhere neither its quoted key nor its header occurs.
Violations kindsNamedElsewhere(const Sources& sources);
/// The keys that core/kinds declares as `kKey = "…"`.
QStringList kindKeys(const Sources& sources);
/// A test file has a namespace of its own name, so that its helpers meet nobody else's where files
/// are compiled together.
Violations testsWithoutNamespace(const Sources& sources);
/// Every .cpp is listed in the CMakeLists.txt of its top folder (core/kinds is a glob), so that no
/// test is forgotten.
Violations unlistedFiles(const Sources& sources);

} // namespace sluice::test
