"""A store of shared briefings under short names, which a host switches on: one SQLite file.

All replicas on a machine can use the same file. A briefing is kept until its day of expiry, or until its
maker deletes it with a code that only the maker has; the store holds a digest of the code.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from geo.briefings import Briefing
from geo.briefings.briefing_files import LARGEST, from_link, to_link
from geo.dataset.records import sha256
from geo.errors import GeoError

STORE: Final = "ATLAS_BRIEFING_STORE"
DAYS: Final = "ATLAS_BRIEFING_STORE_DAYS"
MEGABYTES: Final = "ATLAS_BRIEFING_STORE_MB"

ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that people cannot confuse when they read a name aloud."""

NAME_LENGTH: Final = 12
"""59 bits: a million guesses a second for a year find one of a thousand briefings with a chance of 5 %."""

NAME: Final = re.compile(f"[{ALPHABET}]{{{NAME_LENGTH}}}")
MOST_DAYS: Final = 3_650
PATIENCE_S: Final = 5
"""Seconds to wait for another replica that is writing."""

TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS briefings (name TEXT PRIMARY KEY, content TEXT NOT NULL, "
    "expires TEXT NOT NULL, code_digest TEXT NOT NULL)"
)


class StoreFault(StrEnum):
    """Why the store cannot do what was asked; the interface has a sentence for each."""

    FULL = "full"
    """The briefings in it have reached the host's limit."""
    UNREACHABLE = "unreachable"
    """The file cannot be opened, read or written."""


class BriefingStoreError(GeoError):
    """The store cannot keep or give a briefing; `fault` is the kind of error."""

    def __init__(self, fault: StoreFault, detail: str) -> None:
        self.fault = fault
        super().__init__(f"{STORE}: {detail}")


class StoreSettingError(GeoError):
    """A setting of the store is invalid."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}: {value!r} is not valid; write {expected}")


@dataclass(frozen=True)
class Receipt:
    """What the maker of a shared briefing gets: its short name, its last day, the code that deletes it."""

    name: str
    expires: date
    code: str


@dataclass(frozen=True)
class BriefingStore:
    """The briefings in a SQLite file, each kept for some days, all of them within `most_bytes`."""

    path: Path
    days: int
    most_bytes: int

    def put(self, briefing: Briefing, today: date | None = None) -> Receipt:
        """Keep a briefing; raise `BriefingStoreError` if it does not fit."""
        content, day = to_link(briefing), today or _today()
        name = "".join(secrets.choice(ALPHABET) for _ in range(NAME_LENGTH))
        receipt = Receipt(name, day + timedelta(days=self.days), secrets.token_urlsafe(12))
        with self._writing() as store:
            store.execute("DELETE FROM briefings WHERE expires < ?", (day.isoformat(),))
            (size,) = store.execute("SELECT COALESCE(SUM(LENGTH(content)), 0) FROM briefings").fetchone()
            if size + len(content) > self.most_bytes:
                raise BriefingStoreError(
                    StoreFault.FULL, f"{self.path} holds {size:,} bytes; raise {MEGABYTES} or wait"
                )
            store.execute(
                "INSERT INTO briefings VALUES (?, ?, ?, ?)",
                (name, content, receipt.expires.isoformat(), _digest(receipt.code)),
            )
        return receipt

    def read(self, name: str, today: date | None = None) -> tuple[Briefing, date] | None:
        """Return a briefing and its last day; None if it never existed, has expired or was deleted."""
        day = (today or _today()).isoformat()
        with self._writing() as store:
            row = store.execute(
                "SELECT content, expires FROM briefings WHERE name = ? AND expires >= ?", (name, day)
            ).fetchone()
        return (from_link(row[0], LARGEST), date.fromisoformat(row[1])) if row else None

    def delete(self, name: str, code: str) -> bool:
        """Delete a briefing; return whether `code` is the code of its maker."""
        with self._writing() as store:
            row = store.execute("SELECT code_digest FROM briefings WHERE name = ?", (name,)).fetchone()
            if row is None or not hmac.compare_digest(row[0], _digest(code.strip())):
                return False
            store.execute("DELETE FROM briefings WHERE name = ?", (name,))
        return True

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one change that happens whole or not at all."""
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE_S, isolation_level=None)) as store:
                store.execute("PRAGMA secure_delete = ON")
                store.execute("BEGIN IMMEDIATE")
                store.execute(TABLE)
                yield store
                store.execute("COMMIT")
        except sqlite3.Error as error:
            raise BriefingStoreError(StoreFault.UNREACHABLE, f"{self.path}: {error}") from error


def briefing_store() -> BriefingStore | None:
    """Return the store that the host has switched on; None by default.

    Raises
    ------
    StoreSettingError
        The days or the size are no whole number above 0.
    """
    return _store(*(os.environ.get(name, "").strip() for name in (STORE, DAYS, MEGABYTES)))


@cache
def _store(path: str, days: str, megabytes: str) -> BriefingStore | None:
    if not path:
        return None
    if "://" in path:
        raise StoreSettingError(STORE, path, "the path of a SQLite file")
    return BriefingStore(
        Path(path),
        _number(DAYS, days or "90", MOST_DAYS),
        _number(MEGABYTES, megabytes or "100", 100_000) * 10**6,
    )


def _number(name: str, value: str, most: int) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise StoreSettingError(name, value, f"a whole number from 1 to {most:,}")
    return int(value)


def require_store() -> None:
    """Check the store at the start of the server: a file that cannot be used stops it."""
    if store := briefing_store():
        store.read("")


def _today() -> date:
    return datetime.now(UTC).date()


def _digest(code: str) -> str:
    return sha256(code.encode())
