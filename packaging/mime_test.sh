#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# mime_test.sh TYPE.xml: checks that a MIME database built from it knows a document by its name and by its first bytes.
set -eu
database=$(mktemp -d)
trap 'rm -rf "$database"' EXIT
mkdir "$database/packages"
cp "$1" "$database/packages/"
PKGSYSTEM_ENABLE_FSYNC=0 update-mime-database "$database" >/dev/null 2>&1
grep -q '^50:application/x-sluice:\*\.sluice$' "$database/globs2"
# One line of the binary magic file: offset, length of two bytes, value; the second is nested in the first.
grep -aq '^>0=.*SQLite format 3' "$database/magic"
grep -aq '^1>68=.*SLCE' "$database/magic"
