# Everyday commands: `make help` lists them. Each makes .venv by itself when it is missing or out of date.
# Works with GNU make 3.81 and later. PYTHONS may be set: make test PYTHONS=python3.12

PYTHONS ?= python3.13 python3.12 python3.11 python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test test-long test-postgresql bench golden format install lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: $(STAMP) ## chat with the bot in the browser, no account needed (ARGS="--port 8081")
	@$(BIN)/python -m bot demo $(ARGS)

test: $(STAMP) ## format, lint, types, import contracts, tests; stops at the first that fails
	$(call step,ruff format --check)
	$(call step,ruff check)
	$(call step,mypy)
	$(call step,lint-imports)
	$(call step,pytest -m watched $(COVERAGE) tests/core)
	$(call step,pytest -m "not long and not watched" -n auto --dist worksteal)

test-long: $(STAMP) ## the tests that take minutes: crash matrix, soak
	@$(BIN)/pytest -m long --collect-only -q >/dev/null 2>&1; \
	if [ $$? -eq 5 ]; then echo "There are no long tests yet."; exit 0; fi; \
	$(call run,pytest -m long)

test-postgresql: $(STAMP) ## the tests of rows, conversations and commands once more, on a private PostgreSQL server
	@NHACNOP_TEST_DATABASE=postgresql $(BIN)/pytest -m "not long" -n auto $(ON_POSTGRESQL) \
		|| { status=$$?; echo 'make $@ stopped' >&2; exit $$status; }

bench: $(STAMP) ## measure what the design gives figures for (ARGS are passed on)
	@$(BIN)/python -m bench $(ARGS)

golden: $(STAMP) ## write the rendered texts in tests/golden anew; read the difference before committing
	@NHACNOP_WRITE_GOLDEN=1 $(BIN)/pytest -n auto tests/texts tests/journeys tests/contract
	@NHACNOP_WRITE_GOLDEN=1 $(BIN)/pytest -n auto -m "not long" tests/telegram

format: $(STAMP) ## put the code into the common form
	@$(BIN)/ruff format && $(BIN)/ruff check --fix

install: $(STAMP) ## .venv with everything, and the command .venv/bin/nhacnop
	@echo "Ready: $(BIN)/nhacnop"

clean: ## remove .venv, caches and build output; data/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- one step of `make test` -------------------------------------------------------------------------------
ON_POSTGRESQL := tests/db tests/scheduler tests/journeys tests/telegram tests/reports/test_clerk.py
# Only of core/, by its own examples: watching every line makes all others take half as long again.
COVERAGE := --cov=core --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100
run = $(BIN)/$(1) || { status=$$?; echo 'make $@ stopped at: $(1)' >&2; exit $$status; }
step = @echo '== $(1)'; $(call run,$(1))

# ---- .venv -------------------------------------------------------------------------------------------------
# The stamp is written last and removed first. No stamp: an install was interrupted or never made, so begin anew.
# An old stamp: the venv is whole, and only what changed is installed on top.
$(STAMP): requirements.lock pyproject.toml
	@echo "Installing into .venv (once, less than a minute) ..."
	@if [ -e $@ ]; then rm $@; else rm -rf .venv; fi
	@if uv --version >/dev/null 2>&1 && $(with_uv); then :; else $(with_python); fi
	@touch $@

# With uv from PATH: it finds a Python by itself and downloads none.
with_uv = { [ -x $(BIN)/python ] || UV_PYTHON_DOWNLOADS=never uv venv --quiet --python '>=3.11' .venv; } \
	&& $(call install,uv $(UV_INSTALL))

# With plain Python: pip installs uv from the lock, and uv the rest, four times as fast as pip.
# pip does it all where uv cannot, for example behind a proxy that only pip is told of.
with_python = { [ -x $(BIN)/pip ] || { rm -rf .venv; $(find_python) && $$python -m venv .venv; }; } \
	&& { $(uv_from_lock) && $(call install,$(BIN)/uv $(UV_INSTALL)) \
		|| { echo "uv could not; once more with pip, this takes a minute ..." >&2; $(call install,$(PIP) install); }; }

install = $(1) --require-hashes -r requirements.lock && $(1) --no-deps --no-build-isolation -e .
# Byte code is made now, so that the first start is as fast as the second.
UV_INSTALL := pip install --quiet --compile-bytecode --python $(BIN)/python
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

uv_from_lock = awk '/^[^ \#]/ {wanted = /^uv==/} wanted' requirements.lock >.venv/uv.txt \
	&& $(PIP) install --no-deps --require-hashes -r .venv/uv.txt

find_python = { python=; for name in $(PYTHONS); do \
		if $$name -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	[ -n "$$python" ] || { echo "Python 3.11 or newer with its venv module is needed (Debian, Ubuntu: apt-get install python3-venv)." >&2; false; }; }

# ---- requirements.lock -------------------------------------------------------------------------------------
# Resolved anew, for every platform, with hashes and without host names, so that it installs from any mirror.
lock: $(STAMP) ## resolve requirements.lock, and requirements.run.lock without the tools, anew from pyproject.toml
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && cp pyproject.toml "$$folder" \
	&& $(call export,--all-groups,requirements.lock) && $(call export,--no-dev --all-extras,requirements.run.lock) \
	&& if grep -nE '://|^ *--?[a-z-]*(index|find-links)' "$$folder"/requirements*.lock; then \
		echo "The lock names a host; the locks are left as they were." >&2; exit 1; fi \
	&& cp "$$folder"/requirements*.lock . && echo "requirements.lock: $$(grep -c == requirements.lock) packages"

export = UV_PYTHON_DOWNLOADS=never $(CURDIR)/$(BIN)/uv export --quiet --directory "$$folder" --format requirements-txt \
	--no-header --no-emit-project $(1) --output-file $(2) >/dev/null
