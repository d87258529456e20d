#!/usr/bin/env bash
# Runs a campaign; when it fails, the logs of all parts stay where Bazel shows them.
set -uo pipefail
faults=$1
shift
"$faults" "$@"
code=$?
for folder in "$TEST_TMPDIR"/kafka* "$TEST_TMPDIR"/postgres*; do
  # Only where the harness itself has died something is left to end.
  case $folder in
    */kafka*) [[ -s $folder/pid ]] && tests/cluster/kafka stop "$folder" ;;
    */postgres*) [[ -s $folder/home ]] && tests/cluster/postgres remove "$folder" ;;
  esac
done
if [[ $code != 0 && -n ${TEST_UNDECLARED_OUTPUTS_DIR:-} ]]; then
  mkdir -p "$TEST_UNDECLARED_OUTPUTS_DIR/logs"
  cp "$TEST_TMPDIR"/sluice/*.log "$TEST_UNDECLARED_OUTPUTS_DIR/logs" 2>/dev/null
  for part in kafka emulator; do cp "$TEST_TMPDIR/$part/log" "$TEST_UNDECLARED_OUTPUTS_DIR/logs/$part.log" 2>/dev/null; done
fi
exit $code
