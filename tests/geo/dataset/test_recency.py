"""The newest fact has the newest date of a source, not a consultation date."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo.choices import ClaimKind
from geo.dataset.data_history import Recency, newest_fact, recency
from geo.dataset.facts import Facts
from geo.dataset.records import data_date
from tests.copies import copy_of_data, rewrite, truncate

CONSULTED = date(2026, 11, 21)
NONE = pd.DataFrame()


def facts_of(
    *events: tuple[str, str | None],
    figures: tuple[tuple[ClaimKind, str], ...] = (),
    points: tuple[tuple[ClaimKind, str], ...] = (),
) -> Facts:
    """Return facts with these dates; each point has a series of its own, with its kind of claim."""
    names = [f"series-{nth}" for nth, _ in enumerate(points)]
    return Facts(
        programmes=NONE,
        pillars=NONE,
        components=NONE,
        figures=pd.DataFrame(figures, columns=["claim", "as_of"], dtype=object),
        events=pd.DataFrame(events, columns=["date", "date_end"], dtype=object),
        series=pd.DataFrame({"series_id": names, "claim": [claim for claim, _ in points]}, dtype=object),
        points=pd.DataFrame({"series_id": names, "period_end": [end for _, end in points]}, dtype=object),
        conflicts=NONE,
        statements=NONE,
        routes=NONE,
        stops=NONE,
        lengths=NONE,
        bends=NONE,
        speeds=NONE,
        states=NONE,
    )


def sites_of(*dates: str | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"status_as_of": pd.Series(dates, dtype=object)})


def newest(facts: Facts, *statuses: str | None) -> str | None:
    return newest_fact(facts, sites_of(*statuses), CONSULTED)


def test_each_table_may_hold_the_newest_fact() -> None:
    assert newest(facts_of(("2024", None)), "2023", None) == "2024"
    assert newest(facts_of(("2024", "2025-02"))) == "2025-02"
    assert newest(facts_of(("2024", None)), "2025-12") == "2025-12"
    assert newest(facts_of(("2024", None), figures=((ClaimKind.REPORTED, "2026-01"),))) == "2026-01"
    assert newest(facts_of(("2024", None), points=((ClaimKind.ESTIMATE, "2025"),))) == "2025"


def test_without_a_date_there_is_no_newest_fact() -> None:
    assert newest(facts_of(), None) is None


def test_a_fact_of_a_year_is_not_called_newer_than_one_of_a_day_in_it() -> None:
    assert newest(facts_of(("2026", None), ("2026-01-27", None), ("2026-01", None))) == "2026-01-27"
    assert newest(facts_of(("2026", None), ("2026-01-01", None), ("2026-01", None))) == "2026-01-01"


def test_what_is_still_to_come_is_no_fact() -> None:
    assert newest(facts_of(("2026-11-21", None), ("2026-11-22", None), ("2024", "2030"))) == "2026-11-21"


@pytest.mark.parametrize("claim", [ClaimKind.TARGET, ClaimKind.COMMITMENT, ClaimKind.INTENT])
def test_a_future_commitment_is_dated_by_its_announcement(claim: ClaimKind) -> None:
    assert newest(facts_of(("2024", None), points=((claim, "2026"),))) == "2024"
    assert newest(facts_of(("2024", None), figures=((claim, "2025-03-25"),))) == "2025-03-25"


@pytest.mark.parametrize("claim", [ClaimKind.COUNTED, ClaimKind.DERIVED])
def test_what_we_count_in_old_sources_is_no_new_fact(claim: ClaimKind) -> None:
    ours = facts_of(("2024", None), figures=((claim, "2026-11"),), points=((claim, "2026"),))
    assert newest(ours) == "2024"


def test_consulting_the_sources_again_makes_no_fact_newer(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    for record in data.glob("*/source.toml"):
        text = record.read_text(encoding="utf-8")
        record.write_text(re.sub(r"(?m)^accessed = .*$", "accessed = 2031-05-06", text), encoding="utf-8")
    assert recency(data) == Recency(newest=recency().newest, consulted="2031-05-06")


def test_a_newer_fact_is_reported(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    rewrite(data, "events/events.csv", "T002", date="2026-11-20")
    assert recency(data).newest == "2026-11-20"


def test_broken_tables_leave_the_newest_fact_unknown(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    truncate(data / "events" / "events.csv")
    assert recency(data) == Recency(newest=None, consulted=str(data_date()))
    assert recency(tmp_path / "nowhere") == Recency(newest=None, consulted=None)
