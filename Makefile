# `make help` lists the commands. PYTHON selects the Python to use, 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements.lock
RUNTIME_LOCK := requirements-runtime.lock
# Some machines forbid Python to keep what it compiled; then every process would compile a thousand modules.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test test-unit test-versions test-office lint rebuild-data update-checksums screenshots bench bench-load bench-peers bench-soak fuzz audit lock programs

run: .venv/installed  ## install everything and open the app
	$(BIN)/streamlit run app.py

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# In parallel: pip, mypy and the longest test file each leave a core idle for most of a minute.
test:  ## install everything and run all checks and tests, including the browser tests
	$(MAKE) --no-print-directory --jobs 2 .venv/installed programs
	$(MAKE) --no-print-directory --jobs 3 --output-sync=target audit lint test-unit
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/browser

test-unit: .venv/installed  ## run the tests that need no browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/browser --ignore tests/office
	$(BIN)/deno test --quiet --no-check --allow-read

# Each in an environment of its own, .venv/VERSION; a Python that is not installed is named and left out.
PYTHONS ?= python3.12 python3.13
test-versions: .venv/installed programs  ## run the unit tests on the other supported versions of Python; PYTHONS lists them
	@set -e; for python in $(PYTHONS); do \
	  version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) \
	    || { echo "$$python is not installed: not tested"; continue; }; \
	  place=.venv/$$version; echo "Python $$version"; \
	  "$$python" -m venv $$place; \
	  $(BIN)/uv pip install --quiet --python $$place/bin/python --no-deps --require-hashes -r $(LOCK); \
	  $$place/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
	  $$place/bin/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/browser --ignore tests/office; \
	done

test-office: .venv/installed  ## open presentations of every sort in LibreOffice, which must be installed
	$(BIN)/python -m pytest tests/office

lint: .venv/installed  ## check style, types, layers, spelling and declared dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell
	$(BIN)/deptry .
	$(BIN)/deptry . --exclude '\.venv' --exclude 'bench/peers/apps' --optional-dependencies-dev-groups build
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --check --quiet
	$(BIN)/deno check --quiet atlas/frontend tests/frontend

rebuild-data: .venv/installed  ## rebuild boundaries, map layers and ground from their source packages
	$(BIN)/atlas build

update-checksums: .venv/installed  ## after editing tables: update row counts and checksums in their records
	$(BIN)/atlas update-checksums

screenshots: .venv/installed programs  ## retake the screenshots of the documentation
	$(BIN)/python -m docs.pictures

bench: .venv/installed programs  ## run the benchmarks and update docs/benchmarks.md
	$(BIN)/python -m bench

bench-load: .venv/installed  ## measure many viewers on one process; about 15 minutes
	$(BIN)/python -m bench.load

bench-peers: .venv/installed programs  ## measure the atlas next to other map programs, each in its own environment
	$(BIN)/python -m bench.peers

bench-soak: .venv/installed  ## measure memory over 30 minutes of changing viewers; about 35 minutes
	$(BIN)/python -m bench.soak

fuzz: .venv/installed  ## send more than 100,000 malformed and malicious inputs; about 30 minutes
	$(BIN)/python -m bench.fuzz

audit: .venv/installed  ## check the pinned packages for known vulnerabilities
	$(BIN)/python -m bench.audit

# Former names of these commands.
.PHONY: units data seal pictures load soak
units: test-unit
data: rebuild-data
seal: update-checksums
pictures: screenshots
load: bench-load
soak: bench-soak

.venv/installed: $(LOCK) pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	# The lock is complete, so nothing is resolved. uv installs it in seconds, pip in minutes; but pip alone
	# knows an index or a proxy that its own settings name.
	sed -n '/^uv==/,/[^\\]$$/p' $(LOCK) > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r .venv/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r $(LOCK) \
	  || $(BIN)/python -m pip install --quiet --no-compile --no-deps --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

# Programs that the tests run, each with its Debian package: a browser, GDAL, a proxy, a database.
# If one is missing, its tests fail; they are never skipped. Of two names one is enough.
PROGRAMS := chromium-headless-shell,chromium:chromium-headless-shell ogrinfo:gdal-bin nginx:nginx-light psql:postgresql

programs:  ## install the programs that the tests run: a browser, GDAL, nginx, PostgreSQL
	@missing=$$(for pair in $(PROGRAMS); do \
	  for name in $$(echo "$${pair%%:*}" | tr , ' '); do \
	    PATH="$$PATH:/usr/sbin" command -v "$$name" >/dev/null && continue 2; \
	  done; printf ' %s' "$${pair##*:}"; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing fonts-dejavu-core; \
	else \
	  echo "The tests need these packages:$$missing. Install them (Debian, Ubuntu: sudo apt-get install$$missing) and run this again." >&2; exit 1; \
	fi

# Pin every dependency with its hashes; the lock files name no package index. Pinned versions stay, unless
# `make lock OPTIONS=--upgrade` asks for the newest. Production gets the same versions without the extras.
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet

lock: .venv/installed  ## pin the dependencies of pyproject.toml, for development and production
	$(COMPILE) --extra data --extra test --extra build $(OPTIONS) --output-file $(LOCK)
	$(COMPILE) --extra build --constraint $(LOCK) --output-file $(RUNTIME_LOCK)
