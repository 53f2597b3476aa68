# For GNU make and a POSIX shell. README.md says the same in plain Python, for Windows too.

# The first Python on the path that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
# Python compiles a module when it is first used, which is a tenth of what is installed here:
# compiling all of it would take a third of the time and of the disk.
PIP := $(BIN)/python -m pip install --no-compile --quiet --quiet --disable-pip-version-check
# Whoever forbids Python to keep what it compiled makes each server of a test compile it anew.
export PYTHONDONTWRITEBYTECODE :=
DATA := annotator-demo
# Two test processes, one for each core of a small machine; a file stays in one of them, since
# its tests may share what is slow to make. Slow files come first, so both end together.
# PYTEST="-n 0 -x tests/rounds" runs a part in one.
PYTEST ?= -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
# Where the tests at full size begin to draw at random; a run says which it was.
SEED ?= $(shell date +%s)
FULL := ANNOTATOR_TEST_SIZE=full ANNOTATOR_TEST_SEED=$(SEED)

.PHONY: help demo test test-full break lint bench

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed  ## load the demo study into annotator-demo/ and serve it
	@$(BIN)/annotator --data $(DATA) demo

test: $(VENV)/.tools $(VENV)/.browser  ## run all tests, in a browser and on PostgreSQL too
	@$(BIN)/python -m pytest -q $(PYTEST)

test-full: $(VENV)/.tools $(VENV)/.browser  ## run all tests at full size, from a seed that it prints
	@$(FULL) $(BIN)/python -m pytest $(PYTEST) --hypothesis-seed=$(SEED)

break: $(VENV)/.tools  ## break each promise in a copy and see that its tests fail
	@$(BIN)/python tools/break_promises.py $(PROMISE)

lint: $(VENV)/.tools  ## check style, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(VENV)/.tools  ## measure what has to be quick
	@$(BIN)/python -m benchmarks

# Each stamp is made again when what is to be installed has changed.
$(VENV)/.installed: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing annotator into $(VENV) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.tools: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing annotator and what its tests need into $(VENV) ..."
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.browser: tools/browser.py $(VENV)/.tools
	@$(BIN)/python tools/browser.py && touch $@ || true

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "annotator needs Python 3.11 or newer:" \
		"install it, or name it with make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
