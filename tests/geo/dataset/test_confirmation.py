"""The age of a status depends only on its source's date and the consultation date."""

from __future__ import annotations

import re
from datetime import date

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import ExportWords
from geo.choices import Confirmation, Layer, Status
from geo.dataset.records import read_record
from geo.dataset.sites import RECENT_YEARS, confirmation_of, read_sites
from geo.exports.documents.document_rows import status_text
from geo.selection import FILTERS, Selection
from geo.views.sites_view import sites_view
from tests.copies import copy_of_data

CONSULTED = date(2026, 11, 21)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
NTH = {Confirmation.RECENT: 0, Confirmation.OLD: 1}


@pytest.mark.parametrize(
    ("as_of", "confirmation"),
    [
        ("2026", Confirmation.RECENT),
        ("2024", Confirmation.RECENT),
        ("2023-12", Confirmation.RECENT),
        ("2023-11-21", Confirmation.RECENT),
        ("2023-11-20", Confirmation.OLD),
        ("2018", Confirmation.OLD),
        (None, Confirmation.UNDATED),
    ],
)
def test_three_years_are_counted_back_to_the_day(as_of: str | None, confirmation: Confirmation) -> None:
    assert confirmation_of(Status.OPERATING, as_of, CONSULTED) == confirmation


@pytest.mark.parametrize("as_of", ["2023", "2023-11"])
def test_a_status_that_may_be_older_is_not_called_recent(as_of: str) -> None:
    assert confirmation_of(Status.OPERATING, as_of, CONSULTED) == Confirmation.OLD


def test_a_status_that_is_not_known_was_confirmed_by_nobody() -> None:
    assert confirmation_of(Status.UNKNOWN, "2026", CONSULTED) == Confirmation.UNDATED


def test_the_day_of_a_leap_year_has_its_limit() -> None:
    limits = [
        confirmation_of(Status.LIMITED, day, date(2028, 2, 29)) for day in ("2025-02-28", "2025-03-01")
    ]
    assert limits == [Confirmation.OLD, Confirmation.RECENT]


@given(as_of=DAYS, consulted=DAYS, later=DAYS)
def test_consulting_later_makes_no_status_younger(as_of: date, consulted: date, later: date) -> None:
    first, second = sorted((consulted, later))
    before, after = (
        NTH[confirmation_of(Status.OPERATING, as_of.isoformat(), day)] for day in (first, second)
    )
    assert before <= after


@pytest.fixture(scope="module")
def sites() -> gpd.GeoDataFrame:
    return read_sites()


def test_reading_old_sources_again_makes_no_site_younger(tmp_path, sites: gpd.GeoDataFrame) -> None:
    data = copy_of_data(tmp_path)
    record = data / "sites" / "source.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(r"(?m)^accessed = .*$", "accessed = 2031-01-01", text), encoding="utf-8")
    later = read_sites(data)
    assert later["status_as_of"].equals(sites["status_as_of"])
    assert set(later["confirmation"]) == {Confirmation.OLD, Confirmation.UNDATED}
    assert (later["confirmation"] == Confirmation.UNDATED).equals(
        sites["confirmation"] == Confirmation.UNDATED
    )


def test_each_site_is_seen_from_the_day_of_its_record(sites: gpd.GeoDataFrame) -> None:
    day = read_record("sites").accessed
    pairs = zip(sites["status"], sites["status_as_of"], strict=True)
    assert sites["confirmation"].tolist() == [
        confirmation_of(status, as_of, day) for status, as_of in pairs
    ]
    assert set(sites["confirmation"]) == set(Confirmation)


def test_the_filter_parts_the_sites(sites: gpd.GeoDataFrame) -> None:
    parts = [
        sites_view(Selection(confirmations=(day,), layers=tuple(Layer)), sites).shown
        for day in Confirmation
    ]
    assert sorted(site for part in parts for site in part.index) == sorted(sites.index)
    assert [set(part["confirmation"]) for part in parts] == [{state} for state in Confirmation]


def test_every_filter_has_a_column_of_sites(sites: gpd.GeoDataFrame) -> None:
    assert {row.column for row in FILTERS} <= set(sites.columns)


@pytest.mark.parametrize(
    ("as_of", "confirmation", "english", "spanish"),
    [
        ("2018", "old", "last confirmed 2018", "confirmado por última vez en 2018"),
        ("2021-05", "old", "last confirmed May 2021", "confirmado por última vez en mayo de 2021"),
        (
            "2015-03-31",
            "old",
            "last confirmed 31 March 2015",
            "confirmado por última vez el 31 de marzo de 2015",
        ),
        ("2026", "recent", "as of 2026", "fecha del dato: 2026"),
        (None, "undated", "date of confirmation unknown", "fecha de confirmación desconocida"),
    ],
)
def test_a_status_says_when_it_was_last_confirmed(
    as_of: str | None, confirmation: str, english: str, spanish: str
) -> None:
    row = {"status": "operating", "status_as_of": as_of, "confirmation": Confirmation(confirmation)}
    assert status_text(row, ExportWords(Language.ENGLISH)) == f"Operating ({english})"
    assert status_text(row, ExportWords(Language.SPANISH)) == f"En funcionamiento ({spanish})"


def test_a_status_that_is_not_known_claims_no_confirmation() -> None:
    words = ExportWords(Language.ENGLISH)
    row = {"status": Status.UNKNOWN, "confirmation": Confirmation.UNDATED}
    assert status_text(row | {"status_as_of": None}, words) == words("status.unknown")
    assert status_text(row | {"status_as_of": "2018"}, words) == f"{words('status.unknown')} (as of 2018)"


@pytest.mark.parametrize(("language", "three"), [(Language.ENGLISH, "three"), (Language.SPANISH, "tres")])
def test_the_words_name_the_limit(language: Language, three: str) -> None:
    t = translator(language)
    assert RECENT_YEARS == 3
    for key in ("confirmation.recent", "confirmation.old", "explore.old", "help.confirmed"):
        assert re.search(rf"\b{three}\b", t(key).lower()), key
