# Two commands for a fresh machine: `make run` and `make test`. They need Python 3.11 or later, make and git.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
KEYS := var/keys.env
# What `make run` sets and a deployment never does: the demo, and cookies that travel without TLS on loopback.
DEMO := set -a; source $(KEYS); DAMAN_DEMO=1; DAMAN_SECURE_COOKIES=0; set +a;

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: .venv/.serving $(KEYS) ## the service with its worker and invented families, on http://127.0.0.1:8000 (HOST=, PORT=)
	@$(DEMO) $(BIN)/daman demo; exec $(BIN)/daman serve --host "$(HOST)" --port "$(PORT)"

test: .venv/.test browser ## every test, those in a real browser and on a real PostgreSQL included
	@$(BIN)/python -m pytest

check: lint test ## what must hold before a change goes in

lint: .venv/.test ## style, types, the arrows between packages, templates, the labelled posts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint review_ui/templates --lint --quiet
	@$(BIN)/python -m nlp_models.corpus.lint

bench: .venv/.serving $(KEYS) ## speed of intake, queue and reading, one JSON line a figure
	@$(DEMO) $(BIN)/daman bench

clean: ## forget the environment and the demo's data and keys
	rm -rf .venv var

.venv/.made:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or later is needed"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "make: $(PYTHON) is older than Python 3.11 (PYTHON= names another)"; exit 1; }
	@$(PYTHON) -m venv .venv || { $(APT) python3-venv && $(PYTHON) -m venv --clear .venv; } \
	  || { echo "make: no virtual environment could be made; on Debian install python3-venv"; exit 1; }
	@touch $@

# Only what serving needs: no torch, no camel-tools.
.venv/.serving: pyproject.toml | .venv/.made
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[routes]'
	@touch $@

.venv/.test: pyproject.toml | .venv/.made
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch .venv/.serving $@

# Keys that encrypt the demo's fields. They belong to the database beside them: without them it cannot be read.
$(KEYS): | .venv/.made
	@test ! -e var/daman.db || { echo "make: $(KEYS) is gone, and var/daman.db cannot be read without it: remove var/"; exit 1; }
	@mkdir -p var; umask 077; $(BIN)/python -c 'import base64, secrets; \
	print("DAMAN_FIELD_KEYS=" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()); \
	print("DAMAN_INDEX_KEY=" + secrets.token_urlsafe(32))' > $@

APT := test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
CHROMIUM = command -v chromium || command -v chromium-browser || command -v google-chrome

browser:
	@{ $(CHROMIUM); } >/dev/null || { $(APT) chromium >/dev/null; } \
	  || echo "make: no Chromium here and no right to install it: the tests in a browser will be skipped"

.PHONY: help run test check lint bench clean browser
