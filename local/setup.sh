#!/bin/sh
# Installs what `npm start` and `npm test` need, from a fresh clone with nothing but Node and npm on the machine.
# Does nothing, in milliseconds, when everything is there. `sh local/setup.sh test` also looks for Chromium.
# A part counts as installed only once its last step has succeeded, so an interrupted run is simply done again.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/usr/local/sbin:/usr/libexec:/opt/homebrew/opt/openldap/libexec:/usr/local/opt/openldap/libexec"
export PATH

python=.local/python
lock=.local/setup.lock
log=.local/setup.log
child=

has() { command -v "$1" >/dev/null 2>&1; }

say_and_stop() {
  echo "$1" >&2
  exit 1
}

modules_ready() {
  [ -x node_modules/.bin/node ] && [ -f node_modules/.package-lock.json ] &&
    ! [ node_modules/.package-lock.json -ot package-lock.json ]
}

python_ready() { [ -x $python/bin/python ] && cmp -s local/requirements.txt $python/installed.txt; }

directory_ready() { has slapd && has ldapsearch && has openssl; }

browser_ready() {
  [ "${1:-}" != test ] || [ -x "${CHROMIUM:-}" ] || has chromium-headless-shell ||
    has chromium || has chromium-browser || has google-chrome || [ -x '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ]
}

everything_ready() { modules_ready && python_ready && directory_ready && browser_ready "${1:-}"; }

may_apt_get() { has apt-get && [ "$(id -u)" = 0 ]; }

# What a person has to type comes before anything that takes time.
check_what_we_cannot_install() {
  if ! python_ready && ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    if has apt-get; then advice='apt-get install python3-venv'; [ "$(id -u)" = 0 ] || advice="sudo $advice"
    elif has dnf; then advice='sudo dnf install python3'
    else advice='brew install python'; fi
    say_and_stop "Python 3.10 or newer with its venv module is missing: type \`$advice\`, then try again."
  fi
  if ! directory_ready && ! may_apt_get; then
    if has apt-get; then advice='sudo apt-get install slapd ldap-utils openssl'
    elif has dnf; then advice='sudo dnf install openldap-servers openldap-clients openssl'
    else advice='brew install openldap openssl'; fi
    say_and_stop "OpenLDAP (slapd, ldapsearch) or openssl is missing: type \`$advice\`, then try again."
  fi
  if ! browser_ready "${1:-}" && ! may_apt_get; then
    if has apt-get; then advice='sudo apt-get install chromium'
    elif has dnf; then advice='sudo dnf install chromium'
    else advice='brew install --cask google-chrome'; fi
    say_and_stop "Chromium is missing: type \`$advice\`, or set CHROMIUM to the path of one, then try again."
  fi
}

# In the background, because a shell that waits for a foreground command is deaf to SIGTERM.
run() {
  "$@" >>$log 2>&1 </dev/null &
  child=$!
  wait $child || {
    printf 'failed\n'
    tail -n 15 $log >&2
    say_and_stop "This failed: $*. All of its output is in $log; try again once it is mended."
  }
  child=
}

# The whole tree below: a package manager's own children would outlive it and go on writing.
stop_tree() {
  for below in $(ps -A -o pid=,ppid= | awk -v parent="$1" '$2 == parent { print $1 }'); do stop_tree "$below" "$2"; done
  kill -s "$2" "$1" 2>/dev/null || :
}

let_go() {
  if [ -n "$child" ]; then
    stop_tree "$child" TERM
    sleep 1
    stop_tree "$child" KILL
    wait "$child" 2>/dev/null || :
  fi
  rm -f $lock
}

begin() {
  printf '  %-44s' "$1"
  began=$(date +%s)
}

end() { printf '%3d s\n' $(($(date +%s) - began)); }

apt_knows() { apt-cache show "$1" >/dev/null 2>&1; }

apt_get() {
  export DEBIAN_FRONTEND=noninteractive
  if ! apt-get install -y --no-install-recommends --dry-run "$@" >>$log 2>&1; then run apt-get update; fi
  run apt-get install -y --no-install-recommends "$@"
}

# Two set-ups at once (`npm start` beside `npm test`) would undo each other's work: the second one waits.
take_lock() {
  mkdir -p .local
  until ln -s $$ $lock 2>/dev/null; do
    if kill -0 "$(readlink $lock)" 2>/dev/null; then sleep 1; else rm -f $lock; fi
  done
  trap let_go EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

if everything_ready "${1:-}"; then exit 0; fi
check_what_we_cannot_install "${1:-}"
take_lock
: >$log

if ! modules_ready; then
  begin 'Installing npm packages'
  run npm ci --include=dev --no-audit --no-fund --loglevel=error
  end
  modules_ready || say_and_stop 'node_modules/.bin/node is missing after `npm ci`: type `npm config set ignore-scripts false`, then try again.'
fi

if ! python_ready; then
  begin 'Installing the local cloud'
  rm -rf $python
  run python3 -m venv $python
  run $python/bin/python -m pip install --quiet --require-hashes --no-input --disable-pip-version-check -r local/requirements.txt
  cp local/requirements.txt $python/installed.txt
  end
fi

if ! directory_ready; then
  begin 'Installing OpenLDAP'
  # We bring a configuration of our own: without this answer the package would start a server on port 389.
  if ! has slapd && has debconf-set-selections; then
    echo 'slapd slapd/no_configuration boolean true' | debconf-set-selections >>$log 2>&1 || :
  fi
  apt_get slapd ldap-utils openssl
  end
fi

if ! browser_ready "${1:-}"; then
  begin 'Installing Chromium'
  apt_knows chromium || run apt-get update
  # It has no windows to draw: the tests take it half as long. Debian alone has it.
  if apt_knows chromium-headless-shell; then apt_get chromium-headless-shell; else apt_get chromium; fi
  end
fi
