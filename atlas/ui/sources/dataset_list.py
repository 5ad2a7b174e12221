"""Every data set from its record, and the one that a reader opens: its tables, columns and files.

A row of a table leads to the fact that it holds and to the sources of the fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import date_text, number_text
from atlas.ui.facts.fact_words import attribute_of, citations, fact_link
from atlas.ui.state.cached_data import named_facts
from atlas.ui.state.session import address_of, page_parameter, set_page_parameters
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.export_dialog import draw_download
from atlas.ui.widgets.markup import Html, draw, h, joined, labelled, plain, table, terms
from atlas.web.served_data import atlas_data
from geo.choices import FactKind
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import DatasetEntry, catalogue, read_rows, require_file
from geo.dataset.schema import Row, rows
from geo.errors import GeoError
from geo.views.evidence import kind_of

TALLEST = 420
"""The height of a table in pixels, beyond which it scrolls."""


def draw_table(dataset: str, name: str, t: Translator) -> None:
    """Draw a table; of a table of facts, above it the row that is selected or asked for."""
    try:
        table = _rows(atlas_data(), dataset, name)
    except GeoError as error:
        st.error(plain(sentence(error, t)))
        return
    if dataset != "sources" and kind_of(name) is None:
        st.dataframe(table, hide_index=True, height=_height(table))
        return
    key, ids, linked = f"rows_{dataset}_{name}", table.iloc[:, 0].tolist(), page_parameter("row")
    drawn = [ids.index(linked)] if linked in ids else []
    for row in rows(table.iloc[drawn]):
        draw(_row(dataset, name, row, t))
    st.caption(t("sources.rows_help"))
    st.session_state[key] = {"selection": {"rows": drawn}}
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        height=_height(table),
        on_select=partial(_take_row, dataset, key, ids, drawn),
        selection_mode="single-row",
    )


def _height(table: pd.DataFrame) -> int:
    return min(TALLEST, 37 + 35 * len(table))


@cache
def _rows(of: AtlasData, dataset: str, name: str) -> pd.DataFrame:
    return read_rows(dataset, name, of.data)


def _row(dataset: str, name: str, row: Row, t: Translator) -> Html:
    """Return where a row is shown, on what it rests, and all its cells."""
    identifier = str(next(iter(row.values())))
    cells = {column: text for column, text in row.items() if text}
    return h(
        "div",
        h("h5", t("sources.row", row=identifier)),
        *_ways(dataset, name, identifier, t),
        h("details", h("summary", t("sources.cells")), terms(cells, "a-cells")),
        class_="a-caution-box",
    )


def _ways(dataset: str, name: str, identifier: str, t: Translator) -> list[Html]:
    """Return the ways from a row to where it is shown and to its sources."""
    kind = kind_of(name)
    if dataset == "sources":
        address = address_of("sources", source=identifier)
        return [h("p", h("a", t("sources.to_source", source=identifier), href=address))]
    if kind is None or (kind, identifier) not in named_facts(atlas_data()):
        return []
    fact = named_facts(atlas_data())[kind, identifier]
    if kind in (FactKind.ROUTE, FactKind.SPEED):
        # No other page shows them.
        return [citations(fact.sources, t)]
    return [labelled(t("sources.to_fact"), fact_link(fact, t.language)), citations(fact.sources, t)]


def _take_row(dataset: str, key: str, ids: list[str], drawn: list[int]) -> None:
    """Take in a selected row; the table also calls when it only repeats what was `drawn`."""
    selected = st.session_state[key]["selection"]["rows"]
    if selected != drawn:
        set_page_parameters(dataset=dataset, row=ids[selected[0]] if selected else None)


def draw_datasets(t: Translator) -> None:
    """Draw the data set that is asked for, then all of them."""
    entries = {entry.record.dataset: entry for entry in _catalogue(atlas_data())}
    if entry := entries.get(page_parameter("dataset") or ""):
        draw(_sheet(entry, t))
        for name in entry.tables:
            _draw_file(entry, name, t)
        draw(h("h4", t("sources.all_datasets"), class_="a-heading"))
    draw(_overview(entries.values(), t))


@cache
def _catalogue(of: AtlasData) -> tuple[DatasetEntry, ...]:
    return catalogue(of.data)


def _overview(entries: Iterable[DatasetEntry], t: Translator) -> Html:
    heads = (t(f"sources.{name}") for name in ("dataset", "producer", "licence", "accessed", "rows"))
    return table(heads, (_line(entry, t.language) for entry in entries))


def _line(entry: DatasetEntry, language: Language) -> tuple[str, ...]:
    record = entry.record
    title = attribute_of(record, "title", language)
    return (
        h("a", title, href=address_of("sources", dataset=record.dataset)),
        attribute_of(entry, "producer", language),
        attribute_of(entry, "licence", language),
        date_text(record.accessed.isoformat(), language),
        number_text(entry.rows, language),
    )


def _sheet(entry: DatasetEntry, t: Translator) -> Html:
    record = entry.record
    about = {
        "producer": attribute_of(entry, "producer", t.language),
        "citation": attribute_of(entry, "citation", t.language),
        "licence": attribute_of(entry, "licence", t.language),
        "accessed": date_text(record.accessed.isoformat(), t.language),
        "rows": number_text(entry.rows, t.language),
        "crs": record.crs,
    }
    return h(
        "section",
        h("a", t("sheet.close"), href=address_of("sources", part="tables"), class_="a-close"),
        h("h4", attribute_of(record, "title", t.language)),
        terms({t(f"sources.{name}"): text for name, text in about.items()}),
        *_listed(t("sources.caveats"), (t(f"caveat.{caveat}") for caveat in record.caveats)),
        *_listed(t("sources.repairs"), attribute_of(entry, "repairs", t.language)),
        h("h5", t("sources.files")),
        _files(entry, t),
        *_columns(entry, t),
        class_="a-sheet",
        id=f"dataset-{record.dataset}",
    )


def _listed(title: str, lines: Iterable[str]) -> tuple[Html, ...]:
    items = [h("li", line) for line in lines]
    return (h("h5", title), h("ul", *items, class_="a-list")) if items else ()


def _files(entry: DatasetEntry, t: Translator) -> Html:
    folder = f"data/{entry.record.dataset}"
    body = (
        (f"{folder}/{file.name}", number_text(file.rows, t.language), h("code", file.sha256))
        for file in entry.record.files.values()
    )
    return table((t(f"sources.{name}") for name in ("file", "rows", "checksum")), body)


def _columns(entry: DatasetEntry, t: Translator) -> Iterable[Html]:
    """Yield the columns of each file, folded; those that stand for every file have no file's name."""
    for name, notes in entry.columns.items():
        title = joined([t("sources.columns"), name, f"({len(notes)})"], " ")
        body = ((h("code", n.name), attribute_of(n, "description", t.language), n.source) for n in notes)
        yield h("details", h("summary", title), table((), body))


def _draw_file(entry: DatasetEntry, name: str, t: Translator) -> None:
    """Draw one table of a data set under its name, with a button that downloads it."""
    dataset = entry.record.dataset
    with st.container(horizontal=True, vertical_alignment="center"):
        draw(h("h5", f"data/{dataset}/{name}"))
        draw_download(
            t("sources.download"),
            partial(content, atlas_data(), dataset, name),
            (name, "text/csv"),
            f"download_{dataset}_{name}",
        )
    draw_table(dataset, name, t)


def content(of: AtlasData, dataset: str, name: str) -> bytes:
    """Return a file as it is stored, for a download."""
    return require_file(dataset, name, of.data).read_bytes()
