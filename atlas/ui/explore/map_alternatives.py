"""The map for readers who cannot see it: in words, to copy into mail, and as a table of its sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text, number_text
from atlas.ui.facts.fact_words import fact_link, publishers
from atlas.ui.frame.link_notices import footer_text
from atlas.ui.frame.share_dialog import share_address
from atlas.ui.state import session
from atlas.ui.state.cached_data import departamento_names, facts, municipio_names, named_facts, timeline
from atlas.ui.widgets.browser_frames import draw_part
from atlas.ui.widgets.markup import Html, draw, h, listed
from atlas.ui.widgets.region_words import km_text, place_name
from atlas.web.served_data import atlas_data
from geo.choices import Confirmation, FactKind, Field, Precision
from geo.dataset.facts.programmes_and_events import events_by_site
from geo.dataset.schema import rows
from geo.exports.documents.document_rows import figure_row, status_text
from geo.exports.documents.document_text import filters_text
from geo.views.area_figures import area_figures
from geo.views.sites_view import Group, NearestSite, SitesView, groups, nearest_shown


@dataclass(frozen=True)
class Item:
    """A site in one paragraph, and the pages that a reader of the page may open: programme and events."""

    text: str
    links: Html


@dataclass(frozen=True)
class Section:
    """A heading, a paragraph under it, and a list."""

    heading: str
    text: str
    items: tuple[Item, ...] = ()


def draw_map_words(view: SitesView, total: int, t: Translator) -> None:
    """Draw the fold; what is in it travels only when a reader opens it."""
    if view.is_empty:
        return
    fold = st.expander(t("twin.title"), key="map_words", on_change="rerun", icon=":material/notes:")
    if not fold.open:
        return
    data = f"{footer_text(t)} {share_address(None)}"
    sections = tuple(map_words(view, total, t, data))
    with fold:
        draw_part(
            "copy",
            "copy_words",
            text=plain_text(sections),
            label=t("twin.copy"),
            done=t("share.copied"),
            failed=t("twin.not_copied"),
        )
        draw(*map(_markup, sections))


def map_words(view: SitesView, total: int, t: Translator, data: str) -> Iterator[Section]:
    """Yield what the map shows: the whole first, then each layer with its sites, then `data`."""
    filters = filters_text(view.selection, atlas_data(), ExportWords(t.language))
    near = nearest_shown(view)
    events = {} if (known := facts()) is None else events_by_site(known.events)
    age = dated_text(view, t) or confirmed_text(view, t)
    counts = f"{count_text(view, total, t)} {age}".strip()
    whole = (counts, *area_lines(view, t), t("twin.filters", filters=filters), t("twin.how"))
    yield Section(t("app.title"), " ".join(whole))
    for group in groups(view):
        rows = view.shown.loc[list(group.sites)].to_dict("index")
        items = (
            Item(_site(str(site), row, near.get(str(site)), view, t), _links(row, events.get(str(site)), t))
            for site, row in rows.items()
        )
        heading = f"{t(f'layer.{group.layer}')} ({len(group.sites)})"
        yield Section(heading, _group_text(group, t), tuple(items))
    yield Section(t("twin.data"), data)


def count_text(view: SitesView, total: int, t: Translator) -> str:
    """Return how many sites are shown, how many of them on the map, and how many layers hold back."""
    listed, off = len(view.unplaced), len(view.filtered) - len(view.shown)
    return t(
        "explore.count",
        count=len(view.shown),
        total=total,
        off=t("explore.off", count=off) if off else "",
        placed=len(view.shown) - listed,
        listed=listed,
    )


def area_lines(view: SitesView, t: Translator) -> tuple[str, ...]:
    """Return the figures of the area drawn on the map in sentences; nothing without one."""
    figures = area_figures(view, atlas_data())
    if figures is None:
        return ()
    count = partial(number_text, language=t.language)
    low, best, high = figures.people
    exact = {"low": count(low), "high": count(high), "best": count(float(f"{best:.3g}"))}
    lines = [
        t("area.land", area=count(figures.area_km2), land=count(figures.land_km2)),
        t("area.everyone", count=count(best)) if low == high else t("area.people", **exact),
        t("area.sites", certain=figures.certain, possible=figures.possible),
        t("area.lines", border=count(figures.border_km), coast=count(figures.coast_km)),
    ]
    if figures.road_km is not None:
        lines.append(t("area.roads", km=count(figures.road_km)))
    elif figures.route_km:
        least, most = figures.route_km
        lines.append(t("area.routes", low=count(least), high=count(most)))
    return tuple(lines)


def confirmed_text(view: SitesView, t: Translator) -> str:
    """Return of how many shown sites the status was last confirmed long ago, or at no known date."""
    confirmations = view.shown["confirmation"].tolist()
    return " ".join(
        t(f"explore.{value}", count=confirmations.count(value))
        for value in (Confirmation.OLD, Confirmation.UNDATED)
        if value in confirmations
    )


def dated_text(view: SitesView, t: Translator) -> str:
    """Return the date of a view and how many of its shown sites are undated; nothing for today."""
    when = view.selection.when
    if when is None:
        return ""
    date = date_text(when, t.language)
    return t(f"time.shown_{view.selection.clock}", date=date, undated=len(view.undated))


def plain_text(sections: tuple[Section, ...]) -> str:
    """Return the sections as plain text for mail."""
    parts = (
        "\n".join([section.heading, section.text, *(f"- {item.text}" for item in section.items)])
        for section in sections
    )
    return "\n\n".join(parts)


def _markup(section: Section) -> Html:
    items = [h("li", item.text, " ", item.links) for item in section.items]
    listed = h("ul", *items, class_="a-list") if items else None
    return h("section", h("h4", section.heading), h("p", section.text), listed)


def _group_text(group: Group, t: Translator) -> str:
    names = departamento_names(atlas_data())
    places = [f"{names[code]} ({count})" for code, count in group.departamentos.items()]
    known = [t(f"twin.{name}", count=count) for name, count in group.precisions.items()]
    sentences = [
        t("twin.places", places=", ".join(places)) if places else "",
        t("twin.known", known=", ".join(known)),
        t("twin.inferred", count=group.inferred) if group.inferred else "",
    ]
    return " ".join(filter(None, sentences))


def _site(site: str, row: dict[str, Any], near: NearestSite | None, view: SitesView, t: Translator) -> str:
    """Return a site in one line: what, status, US role, confidence, where, what is nearest, sources."""
    code = next(
        (int(row[name]) for name in ("codigo_muni", "codigo_depto") if not pd.isna(row[name])), None
    )
    name, kind = str(row[f"name_{t.language}"]), t(f"kind.{row['kind']}")
    status = status_text(row, ExportWords(t.language))
    sentences = [
        f"{name}, {place_name(code)}" if code else name,
        f"{kind}, {t('field.status')}: {status[0].lower()}{status[1:]}",
        f"{t('map.role')}: {t('inl_role.' + row['inl_role'])}",
        f"{t('map.confidence')}: {t('confidence.' + row['confidence'])}",
        _position(row, t),
    ]
    if near:
        other = str(view.shown.at[near.site, f"name_{t.language}"])
        sentences.append(t("twin.nearest", name=other, distance=distance_text(near, t)))
    if figures := _figures(site, view, t):
        sentences.append(f"{t('twin.figures')}: {figures}")
    sentences.append(f"{t('figures.sources')} {publishers(row['sources'], t.language)}")
    return ". ".join(sentences) + "."


def _figures(site: str, view: SitesView, t: Translator) -> str:
    """Return the figures about a site that are valid at the date of the view, in one line."""
    known = timeline(atlas_data())
    if known is None or site not in known.figures_of_sites:
        return ""
    words, named = ExportWords(t.language), known.facts.by_reference
    valid = known.figures_of(site, view.selection.when, view.selection.clock)
    figures = [figure_row(named[reference], words) for reference in valid]
    lines = (f"{row.amount} ({row.label}, {row.claim}, {row.when})" for row in figures)
    return "; ".join(lines) or t("time.no_figure")


def _links(row: dict[str, Any], events: pd.DataFrame | None, t: Translator) -> Html:
    """Return the links to the programme of a site and to the `events` that name it."""
    known = named_facts(atlas_data())
    ids: list[str] = [] if events is None else events["event_id"].tolist()
    keys = [(FactKind.PROGRAMME, str(row["programme"])), *((FactKind.EVENT, event) for event in ids)]
    return listed(fact_link(known[key], t.language) for key in keys if key in known)


def _position(row: dict[str, Any], t: Translator) -> str:
    precision = Precision(row["precision"])
    if precision is Precision.UNPLACED:
        return t("twin.no_position", reason=str(row[f"position_note_{t.language}"]).rstrip("."))
    within = "" if pd.isna(row["uncertainty_m"]) else f", {_within(float(row['uncertainty_m']), t)}"
    inferred = [t(f"field.{part}") for part in (Field.POSITION, Field.MUNICIPIO) if part in row["inferred"]]
    ours = f" ({t('twin.ours', parts=', '.join(inferred))})" if inferred else ""
    return f"{t('map.position')}: {t(f'precision.{precision}').lower()}{within}{ours}"


def _within(metres: float, t: Translator) -> str:
    distance = f"{metres:.0f} m" if metres < 1000 else km_text(metres / 1000, t.language)
    return t("map.within", distance=distance)


def distance_text(near: NearestSite, t: Translator) -> str:
    """Return a distance as the range that two locations allow; one figure where both ends read alike."""
    low, high = (km_text(metres / 1000, t.language) for metres in (near.low_m, near.high_m))
    return t("twin.about", distance=low) if low == high else t("twin.range", low=low, high=high)


KEY: Final = "site_table"
FOLD: Final = "map_table"
"""The key of the fold that holds the table."""


def draw_site_table(view: SitesView, t: Translator) -> None:
    """Draw the fold with the table; selecting a row selects the site, and the other way round.

    The browser loads a megabyte of scripts for a table, so it is drawn when a reader opens it.
    """
    if view.is_empty:
        return
    fold = st.expander(t("explore.table"), key=FOLD, on_change="rerun", icon=":material/table:")
    if not fold.open:
        return
    ids = view.shown.index.tolist()
    chosen = [ids.index(view.selection.site)] if view.selection.site in ids else []
    st.session_state[KEY] = {"selection": {"rows": chosen}}
    fold.caption(t("explore.table_help"))
    fold.dataframe(
        table_of(view, t),
        key=KEY,
        hide_index=True,
        on_select=lambda: _take_row(ids, chosen),
        selection_mode="single-row",
    )


def table_of(view: SitesView, t: Translator) -> pd.DataFrame:
    """Return the shown sites in words, one row each, in the order of the view."""
    departamentos, municipios = departamento_names(atlas_data()), municipio_names(atlas_data())
    shown = view.shown

    def place(codigo_muni: object, codigo_depto: object) -> str:
        names = (municipios.get(_code(codigo_muni)), departamentos.get(_code(codigo_depto)))
        return ", ".join(name for name in names if name)

    return pd.DataFrame(
        {
            t("explore.name"): shown[f"name_{t.language}"].tolist(),
            t("explore.kind"): [t(f"kind.{kind}") for kind in shown["kind"]],
            t("explore.place"): [
                place(*codes) for codes in zip(shown["codigo_muni"], shown["codigo_depto"], strict=True)
            ],
            t("explore.status"): [status_text(row, ExportWords(t.language)) for row in rows(shown)],
            t("explore.precision"): [t(f"precision.{precision}") for precision in shown["precision"]],
            t("explore.sources"): [len(sources) for sources in shown["sources"]],
        }
    )


def _code(value: object) -> int:
    return 0 if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _take_row(ids: list[str], drawn: list[int]) -> None:
    """Take in a selected row; the table also calls when it only repeats what was `drawn`."""
    rows = st.session_state[KEY]["selection"]["rows"]
    if rows != drawn:
        session.choose_site(ids[rows[0]] if rows else None)
