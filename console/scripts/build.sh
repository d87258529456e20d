#!/usr/bin/env bash
# Builds the console into a folder that the control plane serves (--console_dir); what was in the folder before is replaced.
#
# build.sh FOLDER. Does nothing when the folder was built from the same sources and protos.
set -euo pipefail
console=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
api=${SLUICE_API:-$console/../api}
target=$(realpath -m "$1")
sources() { find -L "$console" "$api/sluice" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/generated/*' \
  -not -path '*/test-results/*' -not -path '*/screenshots/*'; }
wanted=$(sources | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)
[[ $(cat "$target/.sources" 2>/dev/null) == "$wanted" ]] && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$console/scripts/workplace.sh" "$work"
(cd "$work" && SLUICE_API=$(realpath "$api") npm run -s build >&2)
echo "$wanted" >"$work/dist/.sources"
mkdir -p "$(dirname "$target")"
rm -rf "$target.new"
cp -r "$work/dist" "$target.new"
rm -rf "$target"
mv "$target.new" "$target"
