# The commands that the README names. PYTHON may name any Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements.lock
RUNTIME_LOCK := requirements-runtime.lock

.PHONY: help run test test-unit lint rebuild-data seal screenshots bench bench-load bench-soak fuzz audit lock programs

run: .venv/installed  ## set everything up and open the app
	$(BIN)/streamlit run app.py

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Side by side: mypy and the longest file of the tests each leave a core idle for most of a minute.
test: .venv/installed programs  ## set everything up and run the checks and every test, in a browser too
	$(MAKE) --no-print-directory --jobs 3 --output-sync=target audit lint test-unit
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/browser

test-unit: .venv/installed  ## run every test that needs no browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/browser
	$(BIN)/deno test --quiet --no-check --allow-read

lint: .venv/installed  ## check style, types, spelling and that every imported package is declared
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/deptry .
	$(BIN)/deptry . --exclude '\.venv' --optional-dependencies-dev-groups build
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --check --quiet
	$(BIN)/deno check --quiet atlas/frontend tests/frontend

rebuild-data: .venv/installed  ## rebuild the boundaries and the map's layers from their packages
	$(BIN)/atlas build

seal: .venv/installed  ## after editing a table: write its rows and checksum into its record
	$(BIN)/atlas seal

screenshots: .venv/installed programs  ## take the pictures of the guides again
	$(BIN)/python -m docs.pictures

bench: .venv/installed programs  ## measure and write the tables of the benchmarks
	$(BIN)/python -m bench

bench-load: .venv/installed  ## measure crowds of viewers on one process of this machine; about 15 minutes
	$(BIN)/python -m bench.load

bench-soak: .venv/installed  ## measure memory while viewers come and go; about 35 minutes
	$(BIN)/python -m bench.soak

fuzz: .venv/installed  ## send more than 100,000 hostile inputs; about 15 minutes
	$(BIN)/python -m bench.fuzz

audit: .venv/installed  ## look for known vulnerabilities of the pinned packages, where a database can be reached
	$(BIN)/python -m bench.audit

# The names that these commands had before.
.PHONY: units data pictures load soak
units: test-unit
data: rebuild-data
pictures: screenshots
load: bench-load
soak: bench-soak

.venv/installed: $(LOCK) pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	# The lock is complete, so there is nothing to resolve; what is imported compiles itself.
	$(BIN)/python -m pip install --quiet --no-compile --no-deps --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

# Programs of the distribution that the tests drive, each with its package: a browser, GDAL, a proxy.
# Without one its tests fail, they are never skipped.
PROGRAMS := chromium:chromium ogrinfo:gdal-bin nginx:nginx-light

programs:  ## install the programs that the tests run: a browser, GDAL, a proxy
	@missing=$$(for pair in $(PROGRAMS); do \
	  PATH="$$PATH:/usr/sbin" command -v "$${pair%%:*}" >/dev/null || printf ' %s' "$${pair##*:}"; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing fonts-dejavu-core; \
	else \
	  echo "The tests need these packages:$$missing. Install them (Debian, Ubuntu: sudo apt-get install$$missing) and run this again." >&2; exit 1; \
	fi

# Pin every dependency with its hashes; the locks name no index. What is pinned stays, unless
# `make lock OPTIONS=--upgrade` asks for the newest versions. Production gets no extras, and no other versions.
COMPILE = .venv/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet

lock:  ## pin the packages that pyproject.toml names, for development and for production
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/python -m pip install --quiet uv
	$(COMPILE) --extra data --extra test --extra build $(OPTIONS) --output-file $(LOCK)
	$(COMPILE) --extra build --constraint $(LOCK) --output-file $(RUNTIME_LOCK)
