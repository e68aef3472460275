#!/usr/bin/env bash
# rig.sh: makes ready what the end-to-end tests run against. 77 means "skip".
set -euo pipefail
cd "$(dirname "$0")/.."
tests/rig/install_servers.sh
tests/rig/build.sh
