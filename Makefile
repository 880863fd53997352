# Two commands for everybody: `make demo` and `make test`. The others are for whoever changes something.
# Needs Python 3.11 or newer, and make. `make PYTHON=/path/to/python3 demo` chooses another Python.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long check bench faults screenshots words lock venv

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE =
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q install
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadscope --no-loadscope-reorder
LOCK := uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make lock" pyproject.toml

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /: /' | sed 's/^/  make /'

demo: .venv/.run ## set up, start the bot beside a local workspace, print one address
	@$(BIN)/cofnod demo

test: .venv/.dev ## set up and run the quick tests, on SQLite and PostgreSQL
	@$(PYTEST) --quick

test-long: .venv/.dev ## the tests that `make test` leaves out: whole weeks, killed processes, a real browser
	@$(PYTEST) --long

check: .venv/.dev ## lint, types, import contracts, house rules, and nothing generated out of date
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check . && echo "lint: clean"
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/test_house_rules.py
	@$(BIN)/python -m bot.slack.words check

bench: .venv/.dev ## the benchmarks, each beside its reference
	@$(BIN)/python -m benchmarks

faults: .venv/.dev ## the fault tests, the long ones too
	@$(BIN)/python -m pytest -q --faults tests/faults

screenshots: .venv/.dev ## take the README's pictures anew, from a running demo
	@$(BIN)/python -m tests.browser.screenshots

words: .venv/.dev ## gather every sentence of the templates into the catalogues
	@$(BIN)/python -m bot.slack.words extract

lock: ## make both lock files anew (needs uv); UPGRADE=--upgrade takes newer versions
	@$(LOCK) $(UPGRADE) --group build -o requirements.lock
	@$(LOCK) $(UPGRADE) --group dev -c requirements.lock -o requirements-dev.lock

venv: .venv/.dev ## only the set-up

.venv/bin/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(NEW_ENOUGH)' \
		|| { echo "Cofnod needs Python 3.11 or newer: install it, or name one with make PYTHON=/path/to/python3."; exit 2; }
	@$(PYTHON) -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv: about a minute, this once."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --no-deps -e . && touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv with the tests' tools: about a minute, this once."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-build-isolation --no-deps -e . && touch $@
