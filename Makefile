# Both commands need git, make and Python 3.11 or newer; they install the rest themselves.
PYTHON ?= python3
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-all lint format sbom elasticsearch python

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: python ## Run the portal with demo content at http://127.0.0.1:8000 (PORT=8001 for another port); Ctrl-C stops it
	@$(PYTHON) -m tools.demo --port $(PORT)

demo-reset: python ## Throw away the demo's data, changes and accounts included, and start over
	@$(PYTHON) -m tools.demo --port $(PORT) --reset

test: python ## Install what the tests need and run them all: lint, types, contracts, unit tests on two databases, browser
	@$(PYTHON) -m tools.check

test-all: python ## The same, and the long suites (scale, faults)
	@$(PYTHON) -m tools.check --long

lint: python ## Only the checks that need no database: lint, types, import contracts, templates
	@$(PYTHON) -m tools.check --only static

format: python ## Put the code in the one format that the tests ask for
	@$(PYTHON) -m tools.bootstrap --tests
	@.venv/bin/python -m ruff check --fix --quiet .
	@.venv/bin/python -m ruff format .

sbom: python ## Write what a portal is made of, packages and licences, as CycloneDX in var/sbom.cdx.json
	@$(PYTHON) -m tools.bootstrap
	@.venv/bin/python -m tools.sbom

elasticsearch: python ## Fetch a real Elasticsearch once and run it on this machine, with Docker or without
	@$(PYTHON) -m tools.bootstrap
	@.venv/bin/python -m tools.elasticsearch

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "$(PYTHON) was not found: install Python 3.11 or newer (Debian: apt install python3 python3-venv) and try again." >&2; exit 1; }
