#!/bin/bash
# Runs follow_the_messages_test.py against the programs of control plane ($1), worker ($2), emulator ($3) and sluicectl ($4).
set -euo pipefail
venv="${SLUICE_VENV:-${HOME:-/root}/.cache/sluice/venv}"
if [[ ! -x "$venv/bin/python" ]]; then
  echo "no Python environment at $venv; run ./dev setup" >&2
  exit 1
fi
SLUICE_CONTROLPLANE="$(pwd)/$1"
SLUICE_WORKER="$(pwd)/$2"
SLUICE_EMULATOR="$(pwd)/$3"
SLUICE_CTL="$(pwd)/$4"
export SLUICE_CONTROLPLANE SLUICE_WORKER SLUICE_EMULATOR SLUICE_CTL PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH=tests/conformance:tests/e2e
# Where psql is, when it is not on the path.
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)"
exec "$venv/bin/python" tests/e2e/follow_the_messages_test.py
