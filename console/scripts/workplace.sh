#!/usr/bin/env bash
# Lays a copy of the console out where it may be built: the sources are links in Bazel's tree, and node_modules may not be there.
#
# workplace.sh FOLDER: afterwards `npm run …` works in FOLDER.
set -euo pipefail
console=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages=$("$console/scripts/packages.sh")
mkdir -p "$1"
# What was built or written beside the sources stays behind.
(cd "$console" && tar -ch --exclude=./node_modules --exclude=./dist --exclude=./src/api/generated --exclude=./test-results \
  --exclude=./screenshots .) | tar -x -C "$1"
ln -sfn "$packages/node_modules" "$1/node_modules"
