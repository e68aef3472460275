#!/usr/bin/env bash
# Everything that must be true before something lands; ends with one line of counts.
set -uo pipefail
cd "$(dirname "$0")/.."
began=$SECONDS
failed=0
say() { echo "== $* ($((SECONDS - began))s)"; }

say check
bash tools/check.sh || failed=$((failed + 1))
say build
tools/deno run -A tools/build.ts || failed=$((failed + 1))
say rig
bash tools/rig.sh
rig=$?
if [ $rig -eq 77 ]; then echo "the rig is skipped: see above"; elif [ $rig -ne 0 ]; then failed=$((failed + 1)); fi
say tests
log=.cache/test.log
tools/deno test -A --coverage=.cache/coverage --clean tests 2>&1 | tee "$log"
result=${PIPESTATUS[0]}
counts=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^(ok|FAILED) \| ' | tail -n 1)
number() { echo "$counts" | grep -oE "[0-9]+ $1" | grep -oE '[0-9]+' || echo 0; }
passed=$(number passed) broken=$(number failed) skipped=$(number ignored)
[ "$result" -ne 0 ] && [ "$broken" -eq 0 ] && broken=1
say coverage
tools/deno coverage .cache/coverage --include=/src/ 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | grep -E 'All files' || echo "no coverage was measured"
say end
echo "$passed passed, $((broken + failed)) failed, $skipped skipped"
[ "$passed" -gt 0 ] && [ $((broken + failed)) -eq 0 ]
