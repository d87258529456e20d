#!/bin/bash
# Runs pyodps_types_test.py against the emulator's program ($1), with the Python that has pyodps.
set -euo pipefail
venv="${SLUICE_VENV:-${HOME:-/root}/.cache/sluice/venv}"
if [[ ! -x "$venv/bin/python" ]]; then
  echo "no Python environment at $venv; run ./dev setup" >&2
  exit 1
fi
SLUICE_EMULATOR="$(pwd)/$1"
export SLUICE_EMULATOR PYTHONDONTWRITEBYTECODE=1
exec "$venv/bin/python" tests/conformance/pyodps_types_test.py
