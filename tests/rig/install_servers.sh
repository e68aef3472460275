#!/usr/bin/env bash
# install_servers.sh: puts ministack and moto into .cache/servers/venv, once per
# content of requirements.txt. Exits with 77 (skip) where Python is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$(cd "$here/../.." && pwd)/.cache/servers
venv=$cache/venv

python=$(command -v "${PYTHON:-python3}") || {
	echo "servers: python3 is missing, so ministack and moto can't be installed" >&2
	exit 77
}
want=$(sha256sum < "$here/requirements.txt" | cut -c1-16)

mkdir -p "$cache"
exec 9> "$cache/lock"
flock 9
if [ "$(cat "$venv/stamp" 2> /dev/null)" = "$want" ]; then
	echo "servers: up to date"
	exit 0
fi
began=$SECONDS
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
echo "$want" > "$venv/stamp"
echo "servers: installed in $((SECONDS - began)) s"
