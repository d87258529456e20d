#!/usr/bin/env bash
# Installs the console's packages once for each lock file, into the user's cache, and prints the folder that has node_modules.
#
# No package may run anything when it is installed.
set -euo pipefail
console=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${SLUICE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sluice}/console
wanted=$(cat "$console/package-lock.json" "$console/.npmrc" <(node --version) | sha256sum | cut -c1-16)
folder=$cache/$wanted

if [[ ! -e $folder/.done ]]; then
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  if [[ ! -e $folder/.done ]]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    cp -L "$console/package.json" "$console/package-lock.json" "$console/.npmrc" "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-progress >&2)
    touch "$folder/.done"
  fi
fi
echo "$folder"
