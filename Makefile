# Two commands on a fresh machine: `make serve` and `make test`.
#
#   make serve ARGS="--data DIR --port 8081"   what is in ARGS overrides the defaults
#   make test PYTHON=python3.14                 which interpreter .venv is made with
#   make tests PYTEST_ARGS="-k lobby"           some tests only
#
# Files .venv/stamp-* remember what is installed, so that a second run installs nothing.

PYTHON ?=
ARGS ?=
PYTEST_ARGS ?=
LOCK_ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# The build backend is locked too: without isolation pip takes the one that is installed.
INSTALL_SELF := $(PIP) install --no-build-isolation --no-deps -e .

.PHONY: help serve test debian format-check lint types layers tests format lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//; p' Makefile
	@echo 'Also: format lint types layers tests lock clean'

# `exec`, so that Ctrl-C and SIGTERM reach the server and nothing in between.
serve: .venv/stamp-runtime
	@exec $(BIN)/veche serve --host 127.0.0.1 --port 8080 $(ARGS)

test: .venv/stamp-dev debian format-check lint types layers tests

debian:
	@scripts/debian-packages

format-check: .venv/stamp-dev
	$(BIN)/ruff format --check .

lint: .venv/stamp-dev
	$(BIN)/ruff check .

types: .venv/stamp-dev
	$(BIN)/mypy src tests $(wildcard bench)

layers: .venv/stamp-dev
	$(BIN)/lint-imports --no-logo

# Last of all, so that pytest's summary is the last line. A part of the tests covers only a part.
tests: .venv/stamp-dev
	$(BIN)/pytest -n 2 --dist worksteal $(if $(PYTEST_ARGS),$(PYTEST_ARGS),--cov)

format: .venv/stamp-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/stamp-venv:
	@scripts/make-venv .venv "$(PYTHON)"
	@touch $@

.venv/stamp-runtime: .venv/stamp-venv requirements/runtime.txt requirements/build.txt pyproject.toml
	@echo 'Installing the locked dependencies into .venv ...'
	@$(PIP) install --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	@$(INSTALL_SELF)
	@touch $@

# dev.txt holds all of the runtime's and the build's versions, so this serves `make serve` as well.
.venv/stamp-dev: .venv/stamp-venv requirements/dev.txt pyproject.toml
	@echo 'Installing the locked dependencies and the development tools into .venv ...'
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(INSTALL_SELF)
	@touch $@ .venv/stamp-runtime

# Keeps the pinned versions where it can; LOCK_ARGS=--upgrade takes the newest.
lock: .venv/stamp-venv
	@scripts/lock $(BIN)/python $(LOCK_ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf .coverage .coverage.* htmlcov build dist
