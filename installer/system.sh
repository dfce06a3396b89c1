# Sourced by run.sh and test.sh: finds a Python that fits and, on Debian and its kin, gets what the system lacks.
# Knows no Python packages, no mirror and no host. Speaks on stderr only: stdout belongs to the program.

# library:package pairs. Without the first list Qt cannot even be imported; without the second it opens no window.
qt_libraries='libGL.so.1:libgl1 libEGL.so.1:libegl1 libxkbcommon.so.0:libxkbcommon0 libglib-2.0.so.0:libglib2.0-0
    libfontconfig.so.1:libfontconfig1 libfreetype.so.6:libfreetype6 libdbus-1.so.3:libdbus-1-3'
screen_libraries='libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1
    libxcb-shape.so.0:libxcb-shape0 libxcb-xkb.so.1:libxcb-xkb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0'

say() { printf '%s\n' "$*" >&2; }

# A Python counts only with the parts that Debian and home-made builds leave out.
find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys
assert sys.version_info >= (3, 11)
import ctypes, ensurepip, sqlite3, ssl, venv, zlib' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return
        fi
    done
}

# Prints the packages of the libraries that the loader does not know; nothing where there is no ldconfig to ask.
missing_libraries() {
    wanted=$qt_libraries
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && wanted="$wanted $screen_libraries"
    known=$(/sbin/ldconfig -p 2>/dev/null) || return
    for pair in $wanted; do
        case $known in *"${pair%%:*} "*) ;; *) printf '%s ' "${pair#*:}" ;; esac
    done
}

# Prints the packages of a Python that fits; nothing where the system offers none, as far as its lists say.
python_packages() {
    offered=$(apt-cache policy python3 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    case $offered in
        3.[0-9].* | 3.[0-9]-* | 3.10.* | 3.10-*) ;;
        *) printf 'python3 python3-venv ' && return ;;
    esac
    for newer in python3.13 python3.12 python3.11; do # Ubuntu 22.04 has one beside its own
        apt-cache show "$newer-venv" >/dev/null 2>&1 && printf '%s ' "$newer" "$newer-venv" && return
    done
}

# as_root COMMAND…: runs it as root if that needs no question; 1 if it may not.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_be_root() { [ "$(id -u)" -eq 0 ] || sudo -n true >/dev/null 2>&1; }

# Installs the named Debian packages, quietly; shows the end of what apt-get said when that fails.
install_packages() {
    say "Installing with apt-get: $*"
    log=$(mktemp) || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 update >"$log" 2>&1 </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends "$@" >>"$log" 2>&1 </dev/null
    result=$?
    [ "$result" -eq 0 ] || { say "apt-get could not install them. It said:"; tail -n 8 "$log" >&2; }
    rm -f "$log"
    return "$result"
}

# Sets $python and the lists $libraries and $packages of what is missing.
look_around() {
    python=$(find_python)
    libraries=$(missing_libraries)
    packages=
    [ -n "$python" ] || packages=$(python_packages)
    packages="$packages$libraries"
    # Fetching Python packages needs them, and a minimal system has none.
    if [ -n "$packages" ] && [ ! -s /etc/ssl/certs/ca-certificates.crt ]; then
        packages="ca-certificates $packages"
    fi
    packages=${packages% }
}

# prepare_system PURPOSE (run, headless, app or test): sets $python, and $no_window to 1 where Qt cannot be loaded.
# Exits 3 if it is stuck.
prepare_system() {
    no_window=
    look_around
    if [ -n "$packages" ] && command -v apt-get >/dev/null 2>&1 && may_be_root; then
        tried=
        # Once more where the lists, fresh now, know a Python that the old ones did not.
        while [ -n "$packages" ] && [ "$packages" != "$tried" ]; do
            tried=$packages
            # shellcheck disable=SC2086 # the names are meant to be split
            install_packages $packages
            look_around
        done
    fi
    if [ -z "$python" ]; then
        case $packages in
            *python3*) lacking 'Python 3.11 or newer (with its venv module) is missing.' ;;
        esac
        packages=
        lacking 'Python 3.11 or newer is missing, and this system is too old to offer one.'
    fi
    [ -z "$libraries" ] && return
    # shellcheck disable=SC2034 # read by run.sh
    no_window=1
    case $1 in
        headless) return ;;
        run) ;;
        *) lacking "Libraries that the window needs are missing: $libraries" ;;
    esac
    say "No window: libraries for it are missing. Everything else works. To get them:"
    say "    $(remedy)"
}

# The one line that gets what is missing.
remedy() {
    if command -v apt-get >/dev/null 2>&1; then
        say_update='apt-get update && '
        [ "$(id -u)" -eq 0 ] || say_update='sudo apt-get update && sudo '
        printf '%s' "${say_update}apt-get install -y $packages"
    else
        printf '%s' "with your system's package manager: what Debian calls $packages"
    fi
}

# lacking SENTENCE: says what is missing and the next step, and ends.
lacking() {
    say "$1"
    if [ -z "$python" ] && python3 -c '' >/dev/null 2>&1; then
        say "Found here: $(python3 --version 2>&1), which is too old or lacks venv, ssl or sqlite3."
    fi
    if [ -n "$packages" ]; then
        say "Run this one line (it needs administrator rights), then start again:"
        say "    $(remedy)"
    fi
    if [ -z "$python" ]; then
        say "Debian 12, Ubuntu 22.04 and newer offer a Python that fits. Another one is taken by: PYTHON=/its/path sh run.sh"
    fi
    exit 3
}
