# The commands that the README names. PYTHON may name any Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements.lock

.PHONY: run test units data seal bench pictures load soak fuzz audit lint lock programs

run: .venv/installed
	$(BIN)/streamlit run app.py

# Side by side: mypy and the longest file of the tests each leave a core idle for most of a minute.
test: .venv/installed programs
	$(MAKE) --no-print-directory --jobs 3 --output-sync=target audit lint units
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/browser

units: .venv/installed  ## every test that needs no browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/browser
	$(BIN)/deno test --quiet --no-check --allow-read

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --check --quiet
	$(BIN)/deno check --quiet atlas/frontend tests/frontend

data: .venv/installed  ## rebuild the derived layers from their packages
	$(BIN)/atlas build

seal: .venv/installed  ## after editing a table: write its rows and checksum into its record
	$(BIN)/atlas seal

bench: .venv/installed programs
	$(BIN)/python -m bench

pictures: .venv/installed programs  ## take the pictures of the guides anew
	$(BIN)/python -m docs.pictures

load: .venv/installed  ## crowds of viewers against one process, on this machine alone; about 15 minutes
	$(BIN)/python -m bench.load

soak: .venv/installed  ## half an hour of viewers who come and go; the memory must stay flat
	$(BIN)/python -m bench.soak

fuzz: .venv/installed  ## hostile input by the hundred thousand; nothing may crash, leak or let in
	$(BIN)/python -m bench.fuzz

audit: .venv/installed  ## known faults of the pinned packages, where a database of them can be reached
	$(BIN)/python -m bench.audit

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

programs:
	@missing=$$(for pair in $(PROGRAMS); do \
	  PATH="$$PATH:/usr/sbin" command -v "$${pair%%:*}" >/dev/null || printf ' %s' "$${pair##*:}"; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing fonts-dejavu-core; \
	else \
	  echo "The tests need these packages:$$missing. Install them (Debian, Ubuntu: sudo apt-get install$$missing) and run this again." >&2; exit 1; \
	fi

# Pin every dependency with its hashes; the lock names no index.
lock:
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/python -m pip install --quiet uv
	.venv/lock/bin/uv pip compile pyproject.toml --extra data --extra test --extra build --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file $(LOCK)
