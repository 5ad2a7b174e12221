"""Run the proxy of the deployment with Debian's nginx on local ports."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, free_port, is_up, process_wait

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def settings(folder: Path, port: int, replicas: list[str], limits: dict[str, str] | None = None) -> Path:
    """Write the settings of the deployment with what differs here; `limits` replaces patterns."""
    hosts = (replica.removeprefix("http://") for replica in replicas)
    servers = "".join(f"server {host} max_fails=1 fail_timeout=60s;" for host in hosts)
    (folder / "replicas.conf").write_text(f"upstream atlas {{ hash $atlas_seat consistent; {servers} }}\n")
    places = {
        " /tmp/": f" {folder}/",
        "/etc/atlas/": f"{folder}/",
        "/srv/mirror/": f"{folder}/mirror/",
        "listen 8080": f"listen 127.0.0.1:{port}",
    }
    for name in ("proxy.conf", "nginx.conf"):
        text = (DEPLOY / name).read_text()
        for there, replacement in places.items():
            text = text.replace(there, replacement)
        for pattern, replacement in (limits or {}).items() if name == "proxy.conf" else ():
            text, count = re.subn(pattern, replacement, text)
            assert count, pattern
        (folder / name).write_text(text)
    (folder / "mirror").mkdir()
    (folder / "mirror/index.html").write_text("<p>the static mirror</p>")
    return folder / "nginx.conf"


@contextmanager
def started_proxy(folder: Path, replicas: list[str], limits: dict[str, str] | None = None) -> Iterator[str]:
    """Start nginx in front of the replicas; yield its address."""
    if not NGINX:
        pytest.fail("nginx is missing; `make programs` installs it or says how")
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    path = settings(folder, port, replicas, limits)
    command = [NGINX, "-p", str(folder), "-c", str(path), "-g", f"daemon off; {user}"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        if not is_up(address, process):
            process.kill()
            pytest.fail(f"nginx did not start: {process.communicate()[1].decode()}")
        yield address
    finally:
        process.terminate()
        process_wait(process, 10)
        process.communicate()
