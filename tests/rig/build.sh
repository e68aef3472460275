#!/usr/bin/env bash
# build.sh: builds pulumi, pulumi-language-yaml and pulumi-resource-aws into
# .cache/rig/bin. Does again only what has changed since. Exits with 77 (skip)
# where something that it can't install itself is missing.
#
#   AWS_BRIDGE_PROVIDER  the Terraform AWS provider binary; searched for when unset
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$(cd "$here/../.." && pwd)/.cache/rig
bin=$cache/bin

missing() {
	echo "rig: $1" >&2
	exit 77
}
step() { printf 'rig: %-22s %s\n' "$1" "$2"; }

[ "$(uname -s)" = Linux ] || missing "runs on Linux only"
command -v go > /dev/null || missing "Go is missing, and without it the rig can't be built"

mkdir -p "$bin"
exec 9> "$cache/lock"
flock 9

# The bridge's tables are made for this version of the provider.
find_provider() {
	find / -name 'terraform-provider-aws_v5.100.0*' -type f -not -path '/proc/*' -print -quit 2> /dev/null || true
}
provider=${AWS_BRIDGE_PROVIDER:-}
if [ -z "$provider" ] && [ -f "$bin/bridge.json" ]; then
	provider=$(sed -n 's/.*"provider": "\([^"]*\)".*/\1/p' "$bin/bridge.json")
	[ -x "$provider" ] || provider=
fi
[ -n "$provider" ] || provider=$(find_provider)
[ -x "$provider" ] ||
	missing "no executable terraform-provider-aws_v5.100.0* found; set AWS_BRIDGE_PROVIDER to one (got '$provider')"

# digest FOLDER: what a binary made from that folder depends on.
digest() {
	{
		go version
		cd "$1"
		find . -type f -print0 | sort -z | xargs -0 sha256sum
	} | sha256sum | cut -c1-16
}

# build NAME FOLDER PACKAGE
build() {
	local began=$SECONDS want
	want=$(digest "$here/$2")
	if [ -x "$bin/$1" ] && [ "$(cat "$cache/$1.stamp" 2> /dev/null)" = "$want" ]; then
		step "$1" "up to date"
		return
	fi
	# Not -trimpath, which would share no compiled package with other builds.
	(cd "$here/$2" && nice go build -buildvcs=false -ldflags='-s -w' -o "$bin/$1" "$3")
	echo "$want" > "$cache/$1.stamp"
	step "$1" "$((SECONDS - began)) s"
}

# The longest comes last, so that trouble with the others shows early.
build pulumi-language-yaml pulumi-yaml github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml
build pulumi-resource-aws bridge .
build pulumi pulumi-cli github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

printf '{ "provider": "%s", "cache": "../bridge" }\n' "$provider" > "$bin/bridge.json"
want="$(cat "$cache/pulumi-resource-aws.stamp") $(stat -c '%n %s %Y' "$provider" "$bin/pulumi-resource-aws")"
if [ "$(cat "$cache/schema.stamp" 2> /dev/null)" = "$want" ]; then
	step schema "up to date"
else
	began=$SECONDS
	# Each build has a cache folder of its own; the old ones are of no use.
	find "$cache/bridge" -mindepth 1 -maxdepth 1 -not -name assets -exec rm -rf {} + 2> /dev/null || true
	env -i PATH=/usr/bin:/bin "$bin/pulumi-resource-aws" -schema > "$cache/schema.json"
	echo "$want" > "$cache/schema.stamp"
	step schema "$((SECONDS - began)) s"
fi
