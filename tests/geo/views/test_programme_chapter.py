"""A chapter contains its rows, its map shows its sites, and no row is lost."""

import pytest

from geo.choices import Basis, Pillar, Programme
from geo.dataset.schema import rows
from geo.selection import from_query
from geo.views.evidence import sides_of
from geo.views.programme_chapter import by_whose_word, chapter_of, chapter_view, key_figures, naming
from geo.views.sites_view import sites_view
from tests.geo.dataset.facts_rows import row_of
from tests.shared_data import ATLAS

FACTS, SITES = ATLAS.facts, ATLAS.sites
CHAPTERS = [None, *Programme, *Pillar]
VIEWS = {chapter: chapter_view(chapter, FACTS, SITES) for chapter in CHAPTERS}
NAMED_BY_THE_MISSION = {
    "dea-vetted-units": Programme.COUNTERING_NARCOTICS,
    "precursor-rules": Programme.COUNTERING_NARCOTICS,
    "incinerator": Programme.COUNTERING_NARCOTICS,
    "tag": Programme.GANGS,
    "dipanda": Programme.GANGS,
    "cbp-advisors": Programme.BORDER_PORT,
    "dipafront": Programme.BORDER_PORT,
    "highway-checkpoints": Programme.BORDER_PORT,
    "port-security-alliances": Programme.BORDER_PORT,
    "difep": Programme.POLICE,
    "police-academy": Programme.POLICE,
    "model-precincts": Programme.POLICE,
    "recruitment": Programme.POLICE,
    "inacif": Programme.FORENSICS,
    "codis": Programme.FORENSICS,
    "pbs-zone-12": Programme.PBS,
    "public-ministry": Programme.JUSTICE,
    "feci": Programme.JUSTICE,
    "commission-against-corruption": Programme.JUSTICE,
    "fraijanes-1": Programme.CORRECTIONS,
    "fraijanes-1-certification": Programme.CORRECTIONS,
    "cer-1": Programme.CORRECTIONS,
    "casa-intermedia": Programme.CORRECTIONS,
    "guatemala-se-transforma": None,
    "high-level-security-dialogue": None,
}


@pytest.mark.parametrize("component", NAMED_BY_THE_MISSION)
def test_each_unit_and_partner_of_the_mission_has_its_place(component):
    view = VIEWS[NAMED_BY_THE_MISSION[component]]
    assert component in set(view.components["component_id"])


@pytest.mark.parametrize("chapter", CHAPTERS, ids=str)
def test_the_link_to_the_map_shows_just_the_sites_of_the_chapter(chapter):
    view = VIEWS[chapter]
    selection, dropped = from_query(view.on_map.to_query())
    assert not dropped
    assert sites_view(selection, SITES).shown.index.tolist() == view.sites.index.tolist()


@pytest.mark.parametrize("chapter", [*Programme, *Pillar], ids=str)
def test_an_area_and_a_pillar_have_one_head_and_sites(chapter):
    assert len(VIEWS[chapter].head) == 1
    assert not VIEWS[chapter].sites.empty


def test_the_whole_begins_with_every_figure_of_the_founding_documents():
    founding = set(FACTS.figures.loc[FACTS.figures["founding"], "figure_id"])
    assert len(founding) == 19
    assert founding <= set(VIEWS[None].figures["figure_id"])


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("components", "component_id"),
        ("figures", "figure_id"),
        ("events", "event_id"),
        ("conflicts", "conflict_id"),
        ("series", "series_id"),
    ],
)
def test_no_fact_is_in_no_chapter(table, key):
    shown = {row for chapter in [None, *Programme] for row in getattr(VIEWS[chapter], table)[key]}
    assert shown == set(getattr(FACTS, table)[key])


def test_every_area_is_listed_under_the_pillars_of_its_row():
    for row in FACTS.programmes.to_dict("records"):
        under = {pillar for pillar in Pillar if row["programme"] in set(VIEWS[pillar].areas["programme"])}
        assert under == {row["pillar"], row["alternative_pillar"]} - {None}


@pytest.mark.parametrize("pillar", Pillar)
def test_under_a_pillar_the_articles_words_come_before_our_analysis(pillar):
    bases = VIEWS[pillar].figures["pillar_basis"].tolist()
    assert bases == sorted(bases, key=lambda basis: basis != Basis.EXPLICIT)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=str)
def test_article_and_analysis_are_a_partition_of_a_pillar(chapter):
    view = VIEWS[chapter]
    first, second = by_whose_word(view)
    if second is None:
        assert first is view
        return
    for table in ("components", "figures", "conflicts"):
        both = sorted([*getattr(first, table).index, *getattr(second, table).index])
        assert both == sorted(getattr(view, table).index)
    assert set(first.components["pillar_basis"]) == {Basis.EXPLICIT}
    assert set(second.components["pillar_basis"]) == {Basis.ANALYSIS}


def test_the_commission_is_under_good_governance_by_analysis():
    row = row_of(VIEWS[Pillar.GOOD_GOVERNANCE].components, "commission-against-corruption")
    assert row["pillar_basis"] == Basis.ANALYSIS
    assert "commission-pillar" in set(VIEWS[Pillar.GOOD_GOVERNANCE].conflicts["conflict_id"])
    under = VIEWS[Pillar.SAFE_COMMUNITIES].areas
    assert Programme.JUSTICE in set(under["programme"])


def test_an_area_shows_events_of_its_units_and_sites():
    assert set(VIEWS[Programme.PBS].events["event_id"]) == {"T020", "T041", "T074"}


def test_task_forces_are_not_sites_of_border_security():
    view = VIEWS[Programme.BORDER_PORT]
    assert "Not INL programmes" in row_of(view.components, "joint-task-forces")["caution_en"]
    assert not {"task-force-tecun-uman", "task-force-xinca"} & set(view.sites.index)


@pytest.mark.parametrize(
    ("query", "chapter"),
    [
        ({"figure": "I006"}, Programme.BORDER_PORT),
        ({"event": "T045"}, None),
        ({"figure": "I021"}, None),
        ({"chart": "cocaine_seized"}, Programme.COUNTERING_NARCOTICS),
        ({"chart": "homicides"}, None),
        ({"figure": "I999"}, None),
        ({}, None),
    ],
)
def test_a_link_to_a_fact_leads_to_its_chapter(query, chapter):
    names = dict.fromkeys(("figure", "event", "chart")) | query
    assert chapter_of(FACTS, **names) == chapter


def test_the_sides_of_a_conflict_are_the_rows_that_it_names():
    (conflict,) = rows(FACTS.conflicts.query("conflict_id == 'homicides-2023'"))
    sides = sides_of(conflict, FACTS, SITES)
    assert sides.figures["figure_id"].tolist() == ["I201", "I212"]
    assert dict(zip(sides.points["point_id"], sides.points["value"], strict=True)) == {
        "N043": 2942,
        "N051": 16.6,
    }
    assert set(sides.points["unit"]) == {"victims", "per_100k"}
    assert sides.events.empty
    assert sides.sites.empty


def test_naming_finds_the_conflicts_of_a_unit():
    dipafront = VIEWS[Programme.BORDER_PORT].components.query("component_id == 'dipafront'")
    named = FACTS.conflicts.loc[naming(FACTS.conflicts, dipafront), "conflict_id"]
    assert named.tolist() == ["dipafront-strength", "dipafront-dissolution"]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=str)
def test_key_figures_begin_with_the_founding_documents(chapter):
    figures = VIEWS[chapter].figures
    first = key_figures(figures, 3)
    assert len(first) == min(3, len(figures))
    founding = int(figures["founding"].sum())
    assert first["founding"].tolist() == [True] * min(founding, 3) + [False] * max(len(first) - founding, 0)


def test_a_result_of_high_confidence_comes_before_a_plan_and_before_an_older_one():
    figures = (
        VIEWS[Programme.COUNTERING_NARCOTICS]
        .figures.iloc[:4]
        .assign(
            figure_id=["old", "plan", "new", "weak"],
            founding=False,
            claim=["reported", "target", "reported", "reported"],
            confidence=["high", "high", "high", "low"],
            as_of=["2019", "2025", "2024-05", "2025"],
        )
    )
    assert key_figures(figures, 4)["figure_id"].tolist() == ["new", "old", "weak", "plan"]
