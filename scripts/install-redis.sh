#!/usr/bin/env bash
# Installs redis-server if it is missing. Prints nothing if there is nothing to do.
set -euo pipefail

if command -v redis-server >/dev/null; then
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  cat >&2 <<'TEXT'
The tests and the demo need a redis-server, and this script can install one only where there is apt-get. Other ways:
  Homebrew        brew install redis
  Debian, Ubuntu  sudo apt-get install redis-server
  Docker          docker run --rm -it -v "$PWD:/src" -w /src node:20 bash
                  (and inside it the same command again: that image has apt-get)
TEXT
  exit 1
fi

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env "$@"
  elif command -v sudo >/dev/null; then
    sudo env "$@"
  else
    echo 'Installing redis-server needs root: run "apt-get install redis-server" as root, then this again.' >&2
    exit 1
  fi
}

service_runs() {
  command -v service >/dev/null && service redis-server status >/dev/null 2>&1
}

ran_before=no
if service_runs; then
  ran_before=yes
fi

as_root DEBIAN_FRONTEND=noninteractive apt-get update -qq
as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server

# The package starts a service of its own on the default port; tests and demo start their own servers.
if [ "$ran_before" = no ] && service_runs; then
  as_root service redis-server stop
fi
