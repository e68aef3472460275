#!/usr/bin/env bash
# Format, lint, types; the module graph's rules are tests (tests/architecture_test.ts).
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
step() {
  local name=$1
  shift
  if ! output=$("$@" 2>&1); then
    echo "$output" | tail -60
    echo "check: $name failed"
    failed=1
  fi
}
step format tools/deno fmt --check -q
step lint tools/deno lint -q
step types tools/deno check -q main.ts src tests tools
step "module graph" tools/deno test -q -A tests/architecture_test.ts
[ $failed -eq 0 ] && echo "check: format, lint, types and module graph are fine"
exit $failed
