"""A store of shared briefings under short names, which a host switches on.

It is a SQLite file, which all replicas on a machine can use, or one table in a PostgreSQL database of the
host. A briefing is kept until its day of expiry, or until its maker deletes it with a code that only the
maker has; the store holds a digest of the code.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from geo.briefings import Briefing
from geo.briefings.briefing_files import LARGEST, from_link, to_link
from geo.dataset.records import sha256
from geo.errors import GeoError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

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
"""Seconds to wait for a database, or for another replica that is writing."""

SCHEME: Final = re.compile(r"postgres(ql)?(\+psycopg)?://")
"""The start of the URL of a database; everything else is the path of a file."""

TABLE: Final = (
    "CREATE TABLE briefings (name VARCHAR(40) PRIMARY KEY, content TEXT NOT NULL, "
    "expires VARCHAR(10) NOT NULL, code_digest VARCHAR(64) NOT NULL)"
)


class StoreFault(StrEnum):
    """Why the store cannot do what was asked; the interface has a sentence for each."""

    FULL = "full"
    """The briefings in it have reached the host's limit."""
    UNREACHABLE = "unreachable"
    """The file or database cannot be opened, read or written."""


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
    """The briefings in a database, each kept for some days, all of them within `most_bytes`.

    `place` is the path of a SQLite file or the URL of a PostgreSQL database.
    """

    place: str
    days: int
    most_bytes: int

    def put(self, briefing: Briefing, today: date | None = None) -> Receipt:
        """Keep a briefing; raise `BriefingStoreError` if it does not fit."""
        content, day = to_link(briefing), today or _today()
        name = "".join(secrets.choice(ALPHABET) for _ in range(NAME_LENGTH))
        receipt = Receipt(name, day + timedelta(days=self.days), secrets.token_urlsafe(12))
        with self._transaction() as store:
            if store.dialect.name == "postgresql":
                # One writer at a time, so that two cannot both take the last room.
                _run(store, "LOCK TABLE briefings IN SHARE ROW EXCLUSIVE MODE")
            _run(store, "DELETE FROM briefings WHERE expires < :day", day=day.isoformat())
            (row,) = _run(store, "SELECT COALESCE(SUM(LENGTH(content)), 0) FROM briefings")
            if row[0] + len(content) > self.most_bytes:
                raise BriefingStoreError(
                    StoreFault.FULL,
                    f"{_shown(self.place)} holds {row[0]:,} bytes; raise {MEGABYTES} or wait",
                )
            _run(
                store,
                "INSERT INTO briefings VALUES (:name, :content, :expires, :digest)",
                name=name,
                content=content,
                expires=receipt.expires.isoformat(),
                digest=_digest(receipt.code),
            )
        return receipt

    def read(self, name: str, today: date | None = None) -> tuple[Briefing, date] | None:
        """Return a briefing and its last day; None if it never existed, has expired or was deleted."""
        query = "SELECT content, expires FROM briefings WHERE name = :name AND expires >= :day"
        with self._transaction() as store:
            rows = _run(store, query, name=name, day=(today or _today()).isoformat())
        return (from_link(rows[0][0], LARGEST), date.fromisoformat(rows[0][1])) if rows else None

    def delete(self, name: str, code: str) -> bool:
        """Delete a briefing; return whether `code` is the code of its maker."""
        with self._transaction() as store:
            rows = _run(store, "SELECT code_digest FROM briefings WHERE name = :name", name=name)
            if not rows or not hmac.compare_digest(rows[0][0], _digest(code.strip())):
                return False
            _run(store, "DELETE FROM briefings WHERE name = :name", name=name)
        return True

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Yield a connection for one change that happens whole or not at all; the table exists."""
        from sqlalchemy import inspect
        from sqlalchemy.exc import DBAPIError, SQLAlchemyError

        try:
            with _engine(self.place).begin() as store:
                if not inspect(store).has_table("briefings"):
                    _run(store, TABLE)
                yield store
        except SQLAlchemyError as error:
            # The driver's own message: SQLAlchemy's holds the statement.
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise BriefingStoreError(StoreFault.UNREACHABLE, f"{_shown(self.place)}: {reason}") from None


def _run(store: Connection, statement: str, **values: str) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows, if it has any."""
    from sqlalchemy import text

    result = store.execute(text(statement), values)
    return [tuple(row) for row in result] if result.returns_rows else []


@cache
def _engine(place: str) -> Engine:
    """Return the access to a database, without connections that stay open."""
    # Imported on first use: most hosts keep no briefings.
    from sqlalchemy import NullPool, create_engine, event

    url = _url(place)
    if url.drivername != "sqlite":
        return create_engine(
            url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": PATIENCE_S}
        )
    engine = create_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": PATIENCE_S}
    )

    def connected(connection: Any, _record: object) -> None:
        # The driver would begin a transaction only before the first change.
        connection.isolation_level = None
        connection.execute("PRAGMA secure_delete = ON")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _url(place: str) -> URL:
    from sqlalchemy import URL, make_url

    if SCHEME.match(place):
        return make_url(SCHEME.sub("postgresql+psycopg://", place, count=1))
    return URL.create("sqlite", database=place)


def _shown(place: str) -> str:
    """Return a file or a database as logs may name it: without its password."""
    url = _url(place)
    return place if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


def briefing_store() -> BriefingStore | None:
    """Return the store that the host has switched on; None by default.

    Raises
    ------
    StoreSettingError
        The days or the size are no whole number above 0.
    """
    return _store(*(os.environ.get(name, "").strip() for name in (STORE, DAYS, MEGABYTES)))


@cache
def _store(place: str, days: str, megabytes: str) -> BriefingStore | None:
    if not place:
        return None
    if "://" in place:
        _require_url(place)
    return BriefingStore(
        place,
        _number(DAYS, days or "90", MOST_DAYS),
        _number(MEGABYTES, megabytes or "100", 100_000) * 10**6,
    )


def _require_url(place: str) -> None:
    """Check the URL of a database; an error does not repeat it, because it holds a password."""
    from sqlalchemy.exc import ArgumentError

    expected = "the path of a SQLite file, or postgresql://USER:PASSWORD@HOST/DATABASE"
    try:
        if SCHEME.match(place) and _url(place).database:
            return
    except (ArgumentError, ValueError):
        pass
    raise StoreSettingError(STORE, f"{place.partition('://')[0]}://...", expected)


def _number(name: str, value: str, most: int) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise StoreSettingError(name, value, f"a whole number from 1 to {most:,}")
    return int(value)


def require_store() -> None:
    """Check the store at the start of the server: one that cannot be used stops it."""
    if store := briefing_store():
        store.read("")


def _today() -> date:
    return datetime.now(UTC).date()


def _digest(code: str) -> str:
    return sha256(code.encode())
