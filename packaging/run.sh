#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds the lab and opens it.
#   packaging/run.sh [--headless] [FILE | COMMAND …]
# --headless builds only. Everything else goes to the program: packaging/run.sh FILE.sluice, packaging/run.sh run FILE.sluice
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

headless=no
if [ "${1:-}" = --headless ]; then
    headless=yes
    shift
fi

install_packages
mkdir -p "$root/build"
build_preset release
program=$root/build/release/app/sluice

case ${1:-} in
run | validate | export | reference | --help | -h | --version) exec "$program" "$@" ;;
esac
if [ "$headless" = yes ] || { [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; }; then
    [ "$headless" = yes ] || echo "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    echo "Built without opening the window. On the command line:"
    echo "  $program --help"
    echo "  $program run $root/resources/examples/poison-messages.sluice --until 60s"
    exit 0
fi
exec "$program" "$@"
