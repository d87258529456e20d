#!/usr/bin/env bash
# The built console in a browser, with answers that the tests make up: what rarely happens, and what must look right.
set -euo pipefail
work=$TEST_TMPDIR/console
console/scripts/workplace.sh "$work"
SLUICE_API=$(pwd)/api
export SLUICE_API
cd "$work"
npm run -s build
SLUICE_CONSOLE_PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
SLUICE_BROWSER_OUT=${TEST_UNDECLARED_OUTPUTS_DIR:-$work/out}
export SLUICE_CONSOLE_PORT SLUICE_BROWSER_OUT
# Chromium keeps its profile there.
export HOME=$TEST_TMPDIR
npx --no-install playwright test --project=pretend
