#!/bin/bash
# Runs the test named in $3 (reflection_test.py) against the programs of control plane ($1) and emulator ($2), with the Python that has grpcio;
# what follows is for the test.
set -euo pipefail
venv="${SLUICE_VENV:-${HOME:-/root}/.cache/sluice/venv}"
if [[ ! -x "$venv/bin/python" ]]; then
  echo "no Python environment at $venv; run ./dev setup" >&2
  exit 1
fi
SLUICE_CONTROLPLANE="$(pwd)/$1"
SLUICE_EMULATOR="$(pwd)/$2"
export SLUICE_CONTROLPLANE SLUICE_EMULATOR PYTHONDONTWRITEBYTECODE=1
# Where psql is, when it is not on the path.
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)"
exec "$venv/bin/python" "tests/conformance/${3:-reflection_test.py}" "${@:4}"
