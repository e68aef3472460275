# Everything that a person or CI does with this repository. On a bare machine (git, make, node or
# python) each target installs what it needs into .cache/.

DENO := tools/deno
TARGETS := x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc

.PHONY: help build build-all check fmt docs test rig bench sim races deploys demo demo-aws tenancy-demo clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## dist/panka for this machine
	@$(DENO) run -A tools/build.ts

build-all: ## dist/panka-TARGET for linux, macOS and Windows
	@$(DENO) run -A tools/build.ts $(TARGETS)

check: ## format, lint, types, module graph
	@bash tools/check.sh

fmt: ## format everything
	@$(DENO) fmt -q

docs: ## regenerate docs/kinds
	@$(DENO) run -A tools/docs.ts

test: ## check, build, rig and all tests
	@bash tools/test.sh

rig: ## Pulumi, its AWS bridge and the emulators, into .cache
	@bash tools/rig.sh || { code=$$?; [ $$code -eq 77 ]; }

bench: build ## ratios against terraform, printed
	@$(DENO) run -A tests/bench/main.ts

demo: build ## examples/shop in a simulated cloud, in seconds
	@bash tools/demo.sh

demo-aws: build rig ## the same through real Pulumi, on an emulator of AWS
	@$(DENO) run -A tools/demo_aws.ts

tenancy-demo: build rig ## two teams in one account, isolated by IAM as a proxy before the emulator plays it
	@$(DENO) run -A tools/tenancy_demo.ts

sim: ## a million schedules of lock and state
	@$(DENO) run -A tests/simulation/main.ts --schedules 1000000

deploys: ## ten thousand random deployments that fail and die, in the sandbox
	@$(DENO) run -A tests/operations/main.ts --cases 10000

races: ## 50 processes for one lock, 20 for one state with kill -9, on an emulator
	@$(DENO) run -A tests/races/main.ts --on ministack

clean: ## forget everything that was built or installed
	rm -rf .cache dist
