#!/bin/sh
# Make what the lessons or the tests need, once, then run a command in it:
#
#     sh tools/environment.sh lab COMMAND...    with .venv, which holds requirements.txt
#     sh tools/environment.sh test COMMAND...   with tests/requirements.txt, node packages and a Chromium too
#
# $PYTHON names the Python for .venv: python3 if unset. What cannot be done ends in one sentence that says what to
# do; what was left half made is made anew. A `ready` file holds a copy of the lists that it was made from.
set -eu
CDPATH='' cd "$(dirname "$0")/.."
goal=$1
shift
PATH=${PATH#"$PWD/.venv/bin:"}  # an activated .venv cannot make itself anew
python=${PYTHON:-python3}

tell() { printf '%s\n' "$*"; }

stop() {
    tell "$*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null; }

working() { # run a command that may take long, its words in a log; a terminal shows meanwhile that it goes on
    log=$1
    shift
    [ ! -t 1 ] || follow &
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ -t 1 ]; then
        kill $!
        wait $! 2>/dev/null || printf '\r%78s\r' '' # over what it wrote last
    fi
    return $status
}

follow() { # the seconds and the last words in the log, on one line, for as long as this script runs
    seconds=0
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        seconds=$((seconds + 1))
        printf '\r%4d s  %-70.70s' $seconds "$(tail -n 1 "$log")"
    done
}

# --- .venv

identity() { # of a Python, and of the place where its .venv stands
    "$1" -c 'import sys; print(sys.version)' 2>/dev/null && pwd -P
}

venv_is_fit() { # whole, made here, and made with the Python that is asked for
    made=$(identity .venv/bin/python) && [ -e .venv/made ] && [ "$made" = "$(cat .venv/made)" ] || return 1
    if [ -n "${PYTHON:-}" ] && [ "$made" != "$(identity "$PYTHON")" ]; then return 1; fi
    ! grep -q -e '^Installing' -e '^Prepared' .venv/pip.log 2>/dev/null # an install that was cut short leaves its log
}

check_python() {
    has "$python" || stop "There is no $python here: install Python 3.9 or newer" \
        "(Debian, Ubuntu: sudo apt install python3-venv; elsewhere: python.org/downloads), then run this again."
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
        stop "$python does not run here: name a Python that does, as in PYTHON=/usr/bin/python3 make $goal."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
        stop "$python is Python $version, and the lessons need 3.9 or newer:" \
            "install one and choose it, as in PYTHON=python3.12 make $goal."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$python cannot make a virtual environment: install its venv module" \
            "(Debian, Ubuntu: sudo apt install $([ "$python" = python3 ] || tell "python$version-venv or ")python3-venv)," \
            "then run this again."
}

make_venv() {
    check_python
    tell "Making .venv with Python $version ..."
    rm -rf .venv
    mkdir .venv
    working .venv/venv.log "$python" -m venv .venv ||
        stop "$python -m venv failed: its own words are in .venv/venv.log; mend that, then run this again."
    identity .venv/bin/python >.venv/made
}

pip_install() {
    PYTHONUNBUFFERED=1 .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off "$@"
}

install_for_lab() { # a new pip finds in seconds what older ones take half a minute for
    pip_install --upgrade pip && pip_install -r requirements.txt
}

install_for_test() { # uv takes all cores, and a quarter of pip's time
    pip_install uv && .venv/bin/python -m uv pip install --python .venv/bin/python -r tests/requirements.txt
}

install_packages() {
    working .venv/pip.log "install_for_$goal" || explain_install
    rm .venv/pip.log
    # The path of its Python stands in aws unquoted, so that with a space in it aws cannot run.
    printf '%s\n' '#!/bin/sh' 'exec "${0%/*}/python" -m awscli "$@"' >.venv/bin/aws
    chmod +x .venv/bin/aws
}

explain_install() {
    if grep -q -e 'connection broken' -e 'timed out' -e 'error sending request' .venv/pip.log; then
        stop "There is no way to the package index: check the network, then run this again" \
            "(what pip says is in .venv/pip.log)."
    fi
    stop "The packages could not be installed: read why in .venv/pip.log, mend that, then run this again."
}

# --- what only the tests need

find_chromium() {
    for name in "${CHROMIUM:-chromium-headless-shell}" chromium-headless-shell chromium chromium-browser \
        google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        command -v "$name" && return
    done
    return 1
}

missing_programs() { # by the names of their Debian packages
    find_chromium >/dev/null || tell chromium-headless-shell
    has node || tell nodejs
    has npm || tell npm
    has curl || tell curl
    [ "$(uname)" != Linux ] || [ -e /usr/share/i18n/locales/ja_JP ] || tell locales
}

apt_get() {
    apt-get update && apt-get install -y --no-install-recommends "$@"
}

install_programs() {
    if ! has apt-get || [ "$(id -u)" != 0 ]; then
        stop "The tests need more programs: install them (Debian: sudo apt install $*), then run this again."
    fi
    tell "Installing $* with apt-get ..."
    export DEBIAN_FRONTEND=noninteractive
    working .venv/apt.log apt_get "$@" ||
        stop "apt-get could not install $*: read why in .venv/apt.log, mend that, then run this again."
}

install_node_packages() {
    tell "Installing the tests' node packages ..."
    rm -rf tests/node_modules
    working .venv/npm.log npm install --prefix tests --no-package-lock --ignore-scripts --no-audit --no-fund ||
        stop "npm could not install the tests' packages: check the network, then run this again" \
            "(npm's own words are in .venv/npm.log)."
    cp tests/package.json tests/node_modules/ready
}

# --- all of it, where it is not there yet

venv_is_fit || make_venv

case $goal in
lab) lists="requirements.txt" ;;
test) lists="requirements.txt tests/requirements.txt" ;;
*) stop "tools/environment.sh makes lab or test, not $goal." ;;
esac

if ! cat $lists | cmp -s - ".venv/ready-$goal"; then
    tell "Installing Python packages for make $goal, about a minute ..."
    install_packages
    cat requirements.txt >.venv/ready-lab
    cat $lists >".venv/ready-$goal"
fi

if [ "$goal" = test ]; then
    missing=$(missing_programs)
    [ -z "$missing" ] || install_programs $missing
    cmp -s tests/package.json tests/node_modules/ready || install_node_packages
    CHROMIUM=$(find_chromium) ||
        stop "There is no Chromium that I know: set CHROMIUM to the path of one, then run this again."
    export CHROMIUM
    unset PYTHONDONTWRITEBYTECODE # the tests start hundreds of Pythons, and each would compile all that it imports
fi

export PATH="$PWD/.venv/bin:$PATH"
exec "$@"
