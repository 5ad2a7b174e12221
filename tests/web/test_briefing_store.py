"""Shared briefings in the host's store: kept until their day or their maker's deletion, within limits."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from atlas.web import briefing_store as store_module
from atlas.web.briefing_store import (
    DAYS,
    MEGABYTES,
    NAME,
    STORE,
    BriefingStore,
    BriefingStoreError,
    StoreFault,
    StoreSettingError,
    briefing_store,
    require_store,
)
from atlas.web.server import lifespan
from geo.briefings.briefing_files import read_briefing, to_link
from tests.postgres import started_postgres

TODAY, LAST_DAY, DAY_AFTER = date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)
BRIEFING = read_briefing("villa-nueva")


@pytest.fixture(scope="module")
def database():
    """The URL of a PostgreSQL database."""
    with started_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """A store that keeps briefings for 30 days and has room for two like `BRIEFING`."""
    room = 30, 2 * len(to_link(BRIEFING))
    if request.param == "sqlite":
        return BriefingStore(str(tmp_path / "briefings.sqlite"), *room)
    store = BriefingStore(request.getfixturevalue("database"), *room)
    with store._transaction() as connection:
        connection.exec_driver_sql("DROP TABLE briefings")
    return store


def test_a_briefing_is_read_again_by_another_replica_until_its_last_day(store):
    receipt = store.put(BRIEFING, TODAY)
    other_replica = BriefingStore(store.place, store.days, store.most_bytes)
    assert NAME.fullmatch(receipt.name)
    assert other_replica.read(receipt.name, LAST_DAY) == (BRIEFING, LAST_DAY)
    assert other_replica.read(receipt.name, DAY_AFTER) is None
    assert other_replica.read("nothing", TODAY) is None


def test_another_process_reads_the_same_briefing(store):
    """A replica, or the server after a restart."""
    receipt = store.put(BRIEFING)
    code = (
        "import sys; from atlas.web.briefing_store import BriefingStore; "
        "print(BriefingStore(sys.argv[1], 30, 10**6).read(sys.argv[2])[0].title.es)"
    )
    command = [sys.executable, "-c", code, store.place, receipt.name]
    assert subprocess.check_output(command, text=True).strip() == BRIEFING.title.es


def test_a_full_store_has_room_again_after_the_expiry(store):
    first, second = (store.put(BRIEFING, TODAY).name for _ in range(2))
    assert first != second
    with pytest.raises(BriefingStoreError) as raised:
        store.put(BRIEFING, LAST_DAY)
    assert raised.value.fault is StoreFault.FULL
    assert MEGABYTES in str(raised.value)
    assert store.read(store.put(BRIEFING, DAY_AFTER).name, DAY_AFTER)


def test_only_the_code_of_its_maker_deletes_a_briefing(store):
    mine, other = store.put(BRIEFING), store.put(BRIEFING)
    assert not store.delete(mine.name, other.code)
    assert not store.delete("nothing", mine.code)
    assert store.read(mine.name)
    assert store.delete(mine.name, f" {mine.code} ")
    assert store.read(mine.name) is None
    assert store.read(other.name)


def test_the_store_holds_no_code(store):
    receipt = store.put(BRIEFING)
    with store._transaction() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM briefings").all()
    assert row[:2] == (receipt.name, to_link(BRIEFING))
    assert receipt.code not in "".join(row)


@pytest.fixture
def file(tmp_path):
    """A store in a file."""
    return BriefingStore(str(tmp_path / "briefings.sqlite"), 30, 10**6)


def test_a_file_holds_nothing_of_what_was_deleted(file):
    receipt, kept = file.put(BRIEFING), to_link(BRIEFING)[:40].encode()
    assert kept in Path(file.place).read_bytes()
    file.delete(receipt.name, receipt.code)
    assert kept not in Path(file.place).read_bytes()


def test_a_file_that_cannot_be_used_is_an_error_with_its_path(tmp_path):
    broken = tmp_path / "broken.sqlite"
    broken.write_text("this is no database, and never was one " * 100, encoding="utf-8")
    for path in (broken, tmp_path / "missing" / "briefings.sqlite"):
        with pytest.raises(BriefingStoreError, match=path.name) as raised:
            BriefingStore(str(path), 30, 1_000).put(BRIEFING)
        assert raised.value.fault is StoreFault.UNREACHABLE


def test_a_locked_file_is_an_error_and_changes_nothing(file, monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE_S", 0)
    receipt = file.put(BRIEFING)
    with closing(sqlite3.connect(file.place, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BriefingStoreError):
            file.delete(receipt.name, receipt.code)
    assert file.read(receipt.name)


def test_a_database_that_does_not_answer_is_an_error_without_its_password():
    with pytest.raises(BriefingStoreError, match="postgresql") as raised:
        BriefingStore("postgres://atlas:secret@127.0.0.1:1/atlas", 30, 1_000).read("name")
    assert raised.value.fault is StoreFault.UNREACHABLE
    assert "secret" not in str(raised.value)


def test_without_a_setting_there_is_no_store(monkeypatch):
    monkeypatch.delenv(STORE, raising=False)
    assert briefing_store() is None
    require_store()


@pytest.mark.parametrize("place", ["a.sqlite", "postgresql://atlas:secret@db.example.org/atlas"])
def test_the_host_sets_place_days_and_size(monkeypatch, place):
    monkeypatch.setenv(STORE, place)
    assert briefing_store() == BriefingStore(place, 90, 100_000_000)
    monkeypatch.setenv(DAYS, "7")
    monkeypatch.setenv(MEGABYTES, "2")
    assert briefing_store() == BriefingStore(place, 7, 2_000_000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (DAYS, "0"),
        (DAYS, "a week"),
        (DAYS, "3651"),
        (MEGABYTES, "-1"),
        (STORE, "mysql://u:secret@db/x"),
        (STORE, "postgresql://u:secret@db"),
    ],
)
def test_an_invalid_setting_stops_the_start_with_its_name(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(STORE, str(tmp_path / "a.sqlite"))
    monkeypatch.setenv(name, value)

    async def start():
        async with lifespan()(None):
            pass

    with pytest.raises(StoreSettingError, match=f"^{name}: ") as raised:
        asyncio.run(start())
    assert "secret" not in str(raised.value)
