#!/usr/bin/env bash
# The whole product on examples/shop, with no account and no download: a simulated cloud, state in a
# folder. Shows a first deployment, a change, a failure that is undone, and the end.
set -uo pipefail
cd "$(dirname "$0")/.."
panka=$PWD/dist/panka
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -r examples/shop "$place/shop"
cd "$place/shop" || exit 1

show() {
  printf '\n$ panka %s\n' "$*"
  "$panka" "$@"
}
expect() {
  local code=$1
  shift
  show "$@"
  local got=$?
  [ $got -eq "$code" ] || { echo "demo: exit $got, expected $code" >&2; exit 1; }
}

common=(-e staging --sandbox)
expect 0 plan "${common[@]}" --offline
expect 0 apply "${common[@]}" --yes
expect 0 state list "${common[@]}"
expect 0 apply "${common[@]}" --yes
echo; echo "# a new version that does not start is undone"
expect 9 apply "${common[@]}" --yes --var VERSION=1.9.0 --sandbox-fail jobs/packer
echo; echo "# the same version, and now it starts"
expect 0 apply "${common[@]}" --yes --var VERSION=1.9.0
expect 0 history "${common[@]}"
expect 0 destroy "${common[@]}" --yes --allow-data-loss all
