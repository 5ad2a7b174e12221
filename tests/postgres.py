"""Run a PostgreSQL server of its own for tests, on a socket in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

# Debian keeps the programs of a server outside the path, in a folder for each version.
FOLDERS = [*map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), os.environ["PATH"]]
PG_CTL = shutil.which("pg_ctl", path=":".join(FOLDERS))


def run(*command: str) -> None:
    """Run a program of the server; as root under the account of the package, which it insists on."""
    account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    result = subprocess.run(
        [*(account if os.geteuid() == 0 else []), *command],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        timeout=120,
    )
    if result.returncode:
        pytest.fail(f"{' '.join(command)}: {result.stdout}{result.stderr}")


@contextmanager
def started_postgres() -> Iterator[str]:
    """Start an empty database; yield its URL."""
    if not PG_CTL:
        pytest.fail("PostgreSQL is missing; `make programs` installs it or says how")
    # A short path: that of a socket may have 107 bytes.
    folder = Path(mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, settings = str(folder / "data"), f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        run(PG_CTL, "initdb", "--pgdata", data, "-o", "--username=atlas --auth=trust --no-sync")
        run(PG_CTL, "start", "--pgdata", data, "--wait", "--log", str(folder / "log"), "-o", settings)
        yield f"postgresql://atlas@/postgres?host={folder}"
        run(PG_CTL, "stop", "--pgdata", data, "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
