#!/bin/bash
# Runs java_conformance_test.py against the emulator's program ($1), with the jars that ./dev setup fetches.
set -euo pipefail
SLUICE_ODPS_JARS="${SLUICE_CACHE:-${HOME:-/root}/.cache/sluice}/odps-jars"
if [[ ! -f "$SLUICE_ODPS_JARS/.pom" ]] || ! command -v javac >/dev/null; then
  echo "no Java client in $SLUICE_ODPS_JARS, or no javac; run ./dev setup" >&2
  exit 1
fi
SLUICE_EMULATOR="$(pwd)/$1"
export SLUICE_EMULATOR SLUICE_ODPS_JARS PYTHONDONTWRITEBYTECODE=1
exec python3 tests/conformance/java_conformance_test.py
