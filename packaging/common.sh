# SPDX-License-Identifier: GPL-3.0-or-later
# Set-up that run.sh and test.sh share. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
package_lists=("$root/packaging/packages.txt")

say() { printf '%s\n' "$*" >&2; }

# Names of the packages on the lists, one a line.
listed_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "${package_lists[@]}"; }

# The listed packages that dpkg does not have.
missing_packages() {
    local name
    for name in $(listed_packages); do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
    done
}

# Runs a command as root: directly, or by sudo. Fails where neither is possible.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

is_debian_12() { (. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ]); }

# On another system nothing is installed; says what is missing, by Debian's names, and fails if anything is.
check_other_system() {
    local missing="" tool
    if command -v dpkg-query >/dev/null; then
        missing=$(missing_packages)
    else
        for tool in c++ cmake ninja xvfb-run xdotool import; do
            command -v "$tool" >/dev/null || missing+="$tool"$'\n'
        done
        say "The libraries needed are those of these Debian packages: $(listed_packages | grep -- -dev | xargs)"
    fi
    [ -n "$missing" ] || return 0
    say "This is not Debian 12, so nothing is installed for you. Missing here: $(xargs <<<"$missing")"
    say "Install them, or what your system calls them, and start again."
    return 1
}

# Installs what is missing, and only then needs root and a network.
install_packages() {
    if ! is_debian_12; then
        check_other_system
        return
    fi
    local missing
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    say "Installing: $(xargs <<<"$missing")"
    # shellcheck disable=SC2086
    if ! { as_root apt-get -o DPkg::Lock::Timeout=300 update -q \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -q -y --no-install-recommends $missing; } >&2; then
        say "These packages are missing and could not be installed; as root, run:"
        say "  apt-get update && apt-get install --no-install-recommends $(xargs <<<"$missing")"
        return 1
    fi
}

# Configures and builds one preset. Shows progress on stderr.
build_preset() {
    (cd "$root" && cmake --preset "$1" >"$root/build/$1.log" 2>&1) || {
        cat "$root/build/$1.log" >&2
        say "The build could not be set up; see above."
        return 1
    }
    cmake --build "$root/build/$1" --parallel "$(nproc)" >&2
}
