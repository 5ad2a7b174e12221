"""Run an OpenID Connect provider in its own process, and sign visitors in."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.browser.conftest import free_port, process_wait

SECRET = "a-secret-of-the-test-that-signs-cookies"  # noqa: S105
PEOPLE: dict[str, dict[str, object]] = {
    "ana": {"email": "ana@state.gov", "email_verified": True},
    "luis": {"email": "luis@example.org", "groups": ["atlas-readers"]},
    "eva": {"email": "eva@example.org", "email_verified": True, "groups": ["others"]},
    "ines": {"email": "ines@state.gov", "email_verified": False},
}
"""Who the provider knows, by identifier."""


@contextmanager
def running_provider(*options: str) -> Iterator[str]:
    """Start the provider; yield its address."""
    port = free_port()
    people = (
        part
        for name, claims in PEOPLE.items()
        for part in ("--user-claims", json.dumps({"sub": name, **claims}))
    )
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *options, *people]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=1)
            except OSError:
                process_wait(process, 0.1)
            else:
                break
        else:
            pytest.fail("the provider did not start")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def secrets_file(folder: Path, port: int, providers: dict[str, str], access: str) -> Path:
    """Write the settings of an app at `port` with its providers: their metadata's addresses by name."""
    client = 'client_id = "atlas"\nclient_secret = "any"\nserver_metadata_url = '
    parts = [
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{SECRET}"',
        *(
            (f"[auth.{name}]\n" if name else "") + client + json.dumps(metadata)
            for name, metadata in providers.items()
        ),
        f"[access]\n{access}",
    ]
    path = folder / "secrets.toml"
    path.write_text("\n".join(parts) + "\n")
    return path


@contextmanager
def signed_in(app: str, person: str, provider: str = "default") -> Iterator[httpx.Client]:
    """Yield a visitor who has gone through the sign-in as `person`, whatever came of it."""
    expires = int((datetime.now(UTC) + timedelta(minutes=2)).timestamp())
    token = jwt.encode({"alg": "HS256"}, {"provider": provider, "exp": expires}, OctKey.import_key(SECRET))
    with httpx.Client(base_url=app) as visitor:
        response = visitor.get("/auth/login", params={"provider": token})
        answer = visitor.post(response.headers["location"], data={"sub": person})
        visitor.get(answer.headers["location"])
        yield visitor
