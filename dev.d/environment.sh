# Sourced by the verbs: where things that are made once are kept, and how to become root for packages.

cache=${SLUICE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sluice}
export SLUICE_CACHE=$cache
jars=$cache/jars
odps_jars=$cache/odps-jars
venv=$cache/venv
# By what is mended in it: a program is never taken for one with another library.
librdkafka=$cache/librdkafka-$(cat "$(dirname "${BASH_SOURCE[0]}")"/librdkafka/*.patch | sha256sum | cut -c1-16)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else
    command -v sudo >/dev/null || die "installing packages needs root: install sudo, or run ./dev setup as root"
    sudo "$@"
  fi
}

# Runs a long step with its output in a file, and names the file when it fails.
logged() {  # NAME COMMAND…
  local log=$cache/log/$1.log; shift
  mkdir -p "$cache/log"
  if ! "$@" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "failed: $* (the whole log: $log)"
  fi
}
