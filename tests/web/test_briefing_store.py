"""Shared briefings in the host's store: kept until their day or their maker's deletion, within limits."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import date

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

TODAY, LAST_DAY, DAY_AFTER = date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)
BRIEFING = read_briefing("villa-nueva")


@pytest.fixture
def store(tmp_path):
    """A store that keeps briefings for 30 days and has room for two like `BRIEFING`."""
    return BriefingStore(tmp_path / "briefings.sqlite", 30, 2 * len(to_link(BRIEFING)))


def test_a_briefing_is_read_again_by_another_replica_until_its_last_day(store):
    receipt = store.put(BRIEFING, TODAY)
    other_replica = BriefingStore(store.path, store.days, store.most_bytes)
    assert NAME.fullmatch(receipt.name)
    assert other_replica.read(receipt.name, LAST_DAY) == (BRIEFING, LAST_DAY)
    assert other_replica.read(receipt.name, DAY_AFTER) is None
    assert other_replica.read("nothing", TODAY) is None


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


def test_the_file_holds_no_code_and_nothing_of_what_was_deleted(store):
    receipt = store.put(BRIEFING)
    assert receipt.code.encode() not in store.path.read_bytes()
    assert to_link(BRIEFING)[:40].encode() in store.path.read_bytes()
    store.delete(receipt.name, receipt.code)
    assert to_link(BRIEFING)[:40].encode() not in store.path.read_bytes()


def test_a_file_that_cannot_be_used_is_an_error_with_its_path(tmp_path):
    broken = tmp_path / "broken.sqlite"
    broken.write_text("this is no database, and never was one " * 100, encoding="utf-8")
    for path in (broken, tmp_path / "missing" / "briefings.sqlite"):
        with pytest.raises(BriefingStoreError, match=path.name) as raised:
            BriefingStore(path, 30, 1_000).put(BRIEFING)
        assert raised.value.fault is StoreFault.UNREACHABLE


def test_a_locked_file_is_an_error_and_changes_nothing(store, monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE_S", 0)
    receipt = store.put(BRIEFING)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BriefingStoreError):
            store.delete(receipt.name, receipt.code)
    assert store.read(receipt.name)


def test_without_a_setting_there_is_no_store(monkeypatch):
    monkeypatch.delenv(STORE, raising=False)
    assert briefing_store() is None
    require_store()


def test_the_host_sets_file_days_and_size(monkeypatch, tmp_path):
    monkeypatch.setenv(STORE, str(tmp_path / "a.sqlite"))
    assert briefing_store() == BriefingStore(tmp_path / "a.sqlite", 90, 100_000_000)
    monkeypatch.setenv(DAYS, "7")
    monkeypatch.setenv(MEGABYTES, "2")
    assert briefing_store() == BriefingStore(tmp_path / "a.sqlite", 7, 2_000_000)


@pytest.mark.parametrize(
    ("name", "value"),
    [(DAYS, "0"), (DAYS, "a week"), (DAYS, "3651"), (MEGABYTES, "-1"), (STORE, "mysql://db/x")],
)
def test_an_invalid_setting_stops_the_start_with_its_name(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(STORE, str(tmp_path / "a.sqlite"))
    monkeypatch.setenv(name, value)

    async def start():
        async with lifespan()(None):
            pass

    with pytest.raises(StoreSettingError, match=f"^{name}: "):
        asyncio.run(start())
