# Needed beforehand: Python 3.11 to 3.13, pip and make. Everything else is installed into .venv.
# `make run PORT=9000 DOORSTEP_HOME=/srv/doorstep` chooses the port and the folder of all data.
# `make test PYTEST_ARGS="doorstep/leads -x"` runs a part of the tests.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(shell uv --version >/dev/null 2>&1 && echo "uv pip install -q --python $(BIN)/python" \
	|| echo "$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check")
APT_INSTALL := test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -q \
	&& apt-get install -q -y --no-install-recommends
PYTEST_ARGS ?=
BENCH_ARGS ?=
unexport PYTHONDONTWRITEBYTECODE  # else each of the many processes that the tests start compiles all of Doorstep

.PHONY: help install run test test-debian test-pythons acceptance faults bench lint messages ci pictures chromium nginx migrations
.DEFAULT_GOAL := help

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

install: .venv/installed ## make the environment and install what Doorstep needs

run: .venv/installed ## start Doorstep with its demo world on http://localhost:8000; Ctrl-C stops all of it
	@DOORSTEP_PARENT=$$PPID exec $(BIN)/doorstep run

test: .venv/installed-dev chromium nginx ## run every test (installs what the tests need)
	@$(BIN)/pytest -q -n 3 --dist loadgroup $(PYTEST_ARGS)  # on two cores: some of them wait most of the time

test-debian: .venv/installed-dev ## follow the papers on the PostgreSQL of the distribution, and run the database's part of the tests there
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { $(APT_INSTALL) postgresql; } \
		|| { echo "These tests need the distribution's PostgreSQL. Install it: sudo apt-get install postgresql" >&2; exit 1; }
	@$(BIN)/python -m tests.on_debian

test-pythons: .venv/installed ## import everything, back up and restore on the oldest and the newest Python that the README names
	@$(BIN)/python -m tests.on_pythons

acceptance: .venv/installed-dev chromium ## try every requirement through the pages, and print each with its test and whether it is met
	@$(BIN)/pytest -q tests/acceptance $(PYTEST_ARGS)

faults: .venv/installed-dev nginx ## kill every part in the middle of everything and print how soon it was back, in a quarter of an hour
	@$(BIN)/pytest -q tests/faults tests/runtime/test_restoring.py -m "" $(PYTEST_ARGS)

lint: .venv/installed-dev ## check style, types, templates, floors and common security mistakes
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	DATABASE_URL=postgresql:///none SECRET_KEY=none BASE_URL=http://localhost $(BIN)/mypy
	$(BIN)/djlint --lint --quiet doorstep
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r doorstep

bench: .venv/installed ## measure every promise of speed and memory, in a quarter of an hour (docs/benchmarks.md)
	@$(BIN)/python -m bench $(BENCH_ARGS)

migrations: .venv/installed ## write the migrations of what was changed in the models
	@DATABASE_URL=postgresql:///none SECRET_KEY=none BASE_URL=http://localhost DJANGO_SETTINGS_MODULE=doorstep.config.settings \
		$(BIN)/python -W ignore -m django makemigrations 2>/dev/null

messages: .venv/installed ## gather the strings of the code into doorstep/locale, and compile what is translated
	@$(BIN)/python -m tests.messages

pictures: .venv/installed-dev chromium ## take the README's pictures anew
	@$(BIN)/python -m tests.browser.pictures

ci: ## what the continuous integration runs: lint, then test on both servers and on the oldest and newest Python
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test-pythons
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-debian

# Installed again only when the requirements changed.
.venv/installed: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@echo "Installing what Doorstep needs into .venv …"
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing what the tests and checks need into .venv …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The shell draws what Chromium draws, without the rest of a browser: the same tests in three quarters of the time.
chromium:
	@command -v chromium-headless-shell >/dev/null || { $(APT_INSTALL) chromium-headless-shell; } \
		|| command -v chromium >/dev/null || command -v google-chrome >/dev/null || { $(APT_INSTALL) chromium; } \
		|| { echo "The browser tests need Chromium. Install it: sudo apt-get install chromium" >&2; exit 1; }

# In front of the web in one test, which says that it was left out where nginx is missing.
nginx:
	@command -v nginx >/dev/null || { $(APT_INSTALL) nginx-light; } \
		|| echo "Without nginx tests/faults/test_proxy.py is left out: sudo apt-get install nginx-light" >&2
