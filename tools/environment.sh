#!/bin/sh
# Make an environment if it is missing, then run a command in it: sh tools/environment.sh GOAL COMMAND...
# Of the goals, `lab` has .venv with requirements.txt, `pages` .venv-pages with pages/requirements.txt, and `test`
# .venv-test with tests/requirements.txt and also the node packages of tests/package.json. $PYTHON names the Python:
# python3 if unset.
# A file `ready`, written last, says what an environment was made from. If that has changed, or if the installation
# was cut short, the environment is made anew.
set -eu
CDPATH='' cd "$(dirname "$0")/.."
goal=$1 && shift
case $goal in
    lab) venv=.venv requirements=requirements.txt ;;
    pages) venv=.venv-pages requirements=pages/requirements.txt ;;
    test) venv=.venv-test requirements=tests/requirements.txt ;;
esac
bin=$PWD/$venv/bin
PATH=${PATH#"$bin:"} # an activated environment cannot make itself anew
unset PYTHONDONTWRITEBYTECODE # else each kernel compiles all that it imports

stop() { printf '%s\n' "$*" >&2 && exit 1; }
has() { command -v "$1" >/dev/null; }
described() { "$1" -c 'import sys; print(sys.version)' && pwd -P && cat requirements.txt $requirements; }

make_environment() {
    has "$1" || stop "There is no $1: install Python 3.9 or newer (Debian, Ubuntu: sudo apt install python3-venv;" \
        "elsewhere: python.org/downloads), then run this again."
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
        stop "$1 does not run: name another Python, as in PYTHON=/usr/bin/python3 make $goal."
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 9))' || stop "$1 is Python $version, but the lessons need" \
        "3.9 or newer: install one and name it, as in PYTHON=python3.12 make $goal."
    "$1" -c 'import ensurepip, venv' 2>/dev/null || stop "$1 has no venv module: install it" \
        "(Debian, Ubuntu: sudo apt install python$version-venv), then run this again."
    echo "Making $venv with Python $version: about a minute ..."
    "$1" -m venv --clear --without-pip $venv
    python=$(command -v "$1")
    PATH=$bin:$PATH install_packages || stop "The packages could not be installed: check the network, or fix what is" \
        "reported above, then run this again."
    described $venv/bin/python >$venv/ready
}

install_packages() { # with uv, in a quarter of pip's time; with pip if uv cannot reach the index (pip.conf names one)
    [ -t 2 ] || quiet=--quiet # a terminal shows the progress
    if has uv || pip_install uv; then uv pip install ${quiet:-} --python $venv/bin/python -r $requirements && return; fi
    echo "uv could not install the packages: trying pip ..."
    pip_install -r $requirements || return
    printf '#!/bin/sh\nexec "${0%%/*}/python" -m awscli "$@"\n' >$venv/bin/aws # pip's fails in a folder with spaces
}

pip_install() { # with the Python's own pip, if it has one that is new enough: making another takes half of the time
    there="--python $venv/bin/python" # from pip 22.3 on
    "$python" -c 'import pip, sys; sys.exit(int(pip.__version__.split(".")[0]) < 23)' 2>/dev/null || {
        there='' python=python
        python -m ensurepip >/dev/null
    }
    "$python" -m pip $there install --disable-pip-version-check --no-input ${quiet:-} "$@"
}

if [ $goal = test ]; then
    for program in curl node npm "${CHROMIUM:=chromium-headless-shell}"; do
        has "$program" || stop "The tests need $program: install it, or set CHROMIUM to the Chromium that you have" \
            "(Debian, Ubuntu: sudo apt install curl nodejs npm chromium-headless-shell), then run this again."
    done
    cmp -s tests/package.json tests/node_modules/ready || {
        rm -rf tests/node_modules
        npm install --prefix tests --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel error ||
            stop "npm could not install the tests' packages: check the network, then run this again."
        cp tests/package.json tests/node_modules/ready
    }
fi
described "${PYTHON:-$venv/bin/python}" 2>/dev/null | cmp -s - $venv/ready || make_environment "${PYTHON:-python3}"
PATH=$bin:$PATH exec "$@"
