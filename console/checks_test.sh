#!/usr/bin/env bash
# Types, form, and whether the built console keeps its budget.
set -euo pipefail
work=$TEST_TMPDIR/console
console/scripts/workplace.sh "$work"
SLUICE_API=$(pwd)/api
export SLUICE_API
cd "$work"
npm run -s check
npm run -s build
