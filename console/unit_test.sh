#!/usr/bin/env bash
# Rules, hooks and components of the console, without a browser.
set -euo pipefail
work=$TEST_TMPDIR/console
console/scripts/workplace.sh "$work"
SLUICE_API=$(pwd)/api
SLUICE_GOLDEN=$(pwd)/tests/golden
export SLUICE_API SLUICE_GOLDEN
cd "$work"
npm run -s generate
npm run -s test
