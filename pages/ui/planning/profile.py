"""Profiles: what a region is, beside up to three others."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.analysis.region_profile import Profile
from geo.exports.tables.analysis_tables import profile_file
from geo.selection import Selection
from geo.views.planning_answers import filters_of, place_codes, profile_of, region_codes
from geo.views.planning_query import MAX_BESIDE, PlanningQuery
from geo.views.sites_view import sites_view
from pages.ui import state
from pages.ui.facts.html import Html, draw, h, table
from pages.ui.load import atlas_data, departamento_names, municipio_names
from pages.ui.own.beside import draw_own_rows, own_rows
from pages.ui.planning.choice import bound
from pages.ui.planning.compared import (
    NamedProfile,
    comparison,
    draw_chosen_indicator,
    draw_peoples,
    rank_text,
    value_text,
)
from pages.ui.planning.downloads import draw_downloads
from pages.ui.planning.picture import Picture, draw_picture
from pages.ui.planning.stage import Stage, draw_basis, draw_filtered, draw_stage_map
from pages.ui.planning.words import (
    ARROWS,
    LINES,
    indicator_name,
    km_text,
    line_name,
    place_name,
    region_name,
    short_range,
)
from pages.ui.problems import plain

HEADLINE: Final = ("population", "area_km2", "people_per_km2", "land_border_km", "coast_km")
"""What stands beside the map."""

DATASETS: Final = ("municipios", "boundaries", "sites")
METHODS: Final = ("regions.profile_method", "regions.straight")


def draw_profile(plan: PlanningQuery, at: Stage, t: Translator, language: Language) -> None:
    """Draw the region of the side panel, beside the others that are chosen."""
    with at.terms:
        _terms(t)
    selection = state.reader_session().selection
    filters = filters_of(selection)
    codes = region_codes(atlas_data(), selection)
    regions = _regions(plan, codes, filters, t)
    sites = sites_view(selection, atlas_data().sites)
    draw_stage_map(at, sites)
    picture = Picture(sites, None, partial(_lines, plan, codes, filters), DATASETS, METHODS)
    draw_picture(at, plan, picture, t, language)
    with at.answer:
        draw_filtered(t)
        _headline(regions[0], filters, t, language)
        st.markdown(f"##### {t('regions.peoples')}")
        draw_peoples(regions, t, language)
    with at.below:
        _below(regions, plan, t, language)


def _regions(
    plan: PlanningQuery, codes: tuple[int, ...], filters: Selection, t: Translator
) -> list[NamedProfile]:
    """Return the region of the side panel, and those that are compared with it."""
    beside = [
        NamedProfile(place_name(code), profile_of(atlas_data(), filters, place_codes(atlas_data(), code)))
        for code in plan.beside
    ]
    return [NamedProfile(region_name(t), profile_of(atlas_data(), filters, codes)), *beside]


def _lines(
    plan: PlanningQuery, codes: tuple[int, ...], filters: Selection, t: Translator, language: Language
) -> tuple[str, ...]:
    """Return the main figures of each region, then the border, coast and sites of the first."""
    regions = _regions(plan, codes, filters, t)
    figures = [
        [f"{indicator_name(name, t)}: {value_text(one.profile, name, t, language)}" for name in HEADLINE]
        for one in regions
    ]
    # One region has a line for each figure; several are told apart by a line each.
    beside = [f"{one.name}. {'; '.join(lines)}." for one, lines in zip(regions, figures, strict=True)]
    first = regions[0].profile
    texts = figures[0] if len(regions) == 1 else beside
    return (
        *texts,
        _border_text(first, t, language),
        f"{_inside_text(first, filters, t).removesuffix('.')}.",
    )


def _terms(t: Translator) -> None:
    places = [*sorted(departamento_names(atlas_data()), key=place_name), *municipio_names(atlas_data())]
    st.multiselect(
        t("regions.beside"),
        places,
        format_func=lambda code: (
            t("regions.departamento_option", name=place_name(code)) if code <= 100 else place_name(code)
        ),
        max_selections=MAX_BESIDE,
        placeholder=t("regions.beside_placeholder", count=MAX_BESIDE),
        help=t("regions.beside_help"),
        **bound("beside"),
    )


def _headline(region: NamedProfile, filters: Selection, t: Translator, language: Language) -> None:
    draw(h("h4", region.name, class_="p-region"))
    rows = []
    for name in HEADLINE:
        text = value_text(region.profile, name, t, language)
        rows.append((indicator_name(name, t), h("strong", text), rank_text(region.profile, name, t)))
    draw(table((), rows))
    st.markdown(plain(_border_text(region.profile, t, language)))
    st.markdown(plain(_inside_text(region.profile, filters, t)))
    draw_own_rows(region.profile.codes, t, language)
    if not region.profile.unlocated.empty:
        names = ", ".join(region.profile.unlocated[f"name_{language}"])
        st.caption(plain(t("regions.unlocated", count=len(region.profile.unlocated), names=names)))


def _border_text(profile: Profile, t: Translator, language: Language) -> str:
    km = profile.border.set_index("line")["km"].to_dict()
    parts = [f"{line_name(line, t)} {km_text(km[line], language)}" for line in LINES if line in km]
    return t("regions.border", parts=" · ".join(parts)) if parts else t("regions.no_border")


def _inside_text(profile: Profile, filters: Selection, t: Translator) -> str:
    if profile.inside.empty:
        return t("regions.none_inside" if filters.has_filters else "regions.none_known")
    counts = profile.inside["kind"].value_counts()
    parts = [f"{t(f'kind.{kind}')} {count}" for kind, count in counts.items()]
    return t("regions.inside", count=len(profile.inside), parts=" · ".join(parts))


def _below(regions: list[NamedProfile], plan: PlanningQuery, t: Translator, language: Language) -> None:
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.markdown(f"##### {t('regions.side_by_side')}")
        more = own_rows([one.profile.codes for one in regions], t, language)
        draw(comparison(regions, more, t, language))
    with right:
        draw_chosen_indicator(regions, plan, t, language)
        st.markdown(f"##### {t('regions.outside')}")
        _outside(regions[0].profile, t, language)
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    profiles, labels = [one.profile for one in regions], [one.name for one in regions]
    make = partial(profile_file, profiles, labels, atlas_data().municipios)
    draw_downloads(plan, make, methods, t, language)


def _outside(profile: Profile, t: Translator, language: Language) -> None:
    if len(profile.codes) == len(atlas_data().country.ground.table):
        st.info(t("regions.outside_whole"), icon=":material/info:")
        return
    # As a table of the page: beside the map a grid cut off the distance, which is the answer.
    draw(h("div", outside_table(profile, t, language), class_="p-outside"))


def outside_table(profile: Profile, t: Translator, language: Language) -> Html:
    """Return the nearest site of each kind outside the region, nearest first, in words."""
    rows, write = profile.outside.sort_values("distance_km"), partial(km_text, language=language)
    cells = zip(
        (t(f"kind.{kind}") for kind in rows["kind"]),
        rows[f"name_{language}"],
        (short_range(row, "distance_km", write, t) for row in rows.to_dict("records")),
        (f"{ARROWS[wind]} {t(f'direction.{wind}')}" for wind in rows["direction"]),
        strict=True,
    )
    return table((t(f"regions.{name}") for name in ("kind", "site", "distance", "direction")), cells)
