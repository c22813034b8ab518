#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test, those in a real X window too.
#   packaging/test.sh [PRESET]     release (default), dev, asan, tsan or clang
# The last line is "N passed, N failed"; the exit status is 0 when nothing failed. A failed build counts as one failure.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
preset=${1:-release}
report=$root/build/$preset/tests.xml
[ "$preset" != clang ] || package_lists+=("$root/packaging/packages-dev.txt")

mkdir -p "$root/build"
if ! { install_packages && build_preset "$preset"; }; then
    echo "0 passed, 1 failed"
    exit 1
fi
rm -f "$report"
(cd "$root" && ctest --preset "$preset" --parallel "$(nproc)" --output-junit "$report")
outcome=$?

total=$(grep -c '<testcase ' "$report" 2>/dev/null)
passed=$(grep -c '<testcase .*status="run"' "$report" 2>/dev/null)
failed=$((${total:-0} - ${passed:-0}))
[ "$outcome" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
[ "${passed:-0}" -gt 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "${passed:-0} passed, $failed failed"
[ "$failed" -eq 0 ]
