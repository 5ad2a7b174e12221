"""Every data set from its record, and the one that a reader opens: its tables, columns, downloads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

import streamlit as st

from atlas.i18n.messages import Language, Translator, date_text, number_text
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import DatasetEntry, catalogue, require_file
from pages.ui.facts.html import Html, draw, h, joined, table, terms
from pages.ui.facts.words import here_of
from pages.ui.here import address_of, chosen_here
from pages.ui.load import atlas_data
from pages.ui.sources.data_table import draw_table


def draw_datasets(t: Translator, language: Language) -> None:
    """Draw the data set that is asked for, then all of them."""
    entries = {entry.record.dataset: entry for entry in _catalogue(atlas_data())}
    if asked := entries.get(chosen_here("dataset") or ""):
        draw(_sheet(asked, t, language))
        for name in asked.tables:
            _draw_file(asked, name, t, language)
        draw(h("h4", t("sources.all_datasets"), class_="a-heading"))
    draw(_overview(entries.values(), t, language))


@cache
def _catalogue(of: AtlasData) -> tuple[DatasetEntry, ...]:
    return catalogue(of.data)


def _overview(entries: Iterable[DatasetEntry], t: Translator, language: Language) -> Html:
    heads = (t(f"sources.{name}") for name in ("dataset", "producer", "licence", "accessed", "rows"))
    return table(heads, (_line(entry, language) for entry in entries))


def _line(entry: DatasetEntry, language: Language) -> tuple[str, ...]:
    record = entry.record
    title = here_of(record, "title", language)
    return (
        h("a", title, href=address_of("sources", dataset=record.dataset)),
        here_of(entry, "producer", language),
        here_of(entry, "licence", language),
        date_text(record.accessed.isoformat(), language),
        number_text(entry.rows, language),
    )


def _sheet(entry: DatasetEntry, t: Translator, language: Language) -> Html:
    record = entry.record
    about = {
        "producer": here_of(entry, "producer", language),
        "citation": here_of(entry, "citation", language),
        "licence": here_of(entry, "licence", language),
        "accessed": date_text(record.accessed.isoformat(), language),
        "rows": number_text(entry.rows, language),
        "crs": record.crs,
    }
    return h(
        "section",
        h("a", t("sheet.close"), href=address_of("sources", part="tables"), class_="a-close"),
        h("h4", here_of(record, "title", language)),
        terms({t(f"sources.{name}"): text for name, text in about.items()}),
        *_listed(t("sources.caveats"), (t(f"caveat.{caveat}") for caveat in record.caveats)),
        *_listed(t("sources.repairs"), here_of(entry, "repairs", language)),
        h("h5", t("sources.files")),
        _files(entry, t, language),
        *_columns(entry, t, language),
        class_="a-sheet",
        id=f"dataset-{record.dataset}",
    )


def _listed(title: str, lines: Iterable[str]) -> tuple[Html, ...]:
    items = [h("li", line) for line in lines]
    return (h("h5", title), h("ul", *items, class_="a-list")) if items else ()


def _files(entry: DatasetEntry, t: Translator, language: Language) -> Html:
    folder = f"data/{entry.record.dataset}"
    body = (
        (f"{folder}/{file.name}", number_text(file.rows, language), h("code", file.sha256))
        for file in entry.record.files.values()
    )
    return table((t(f"sources.{name}") for name in ("file", "rows", "checksum")), body)


def _columns(entry: DatasetEntry, t: Translator, language: Language) -> Iterable[Html]:
    """Yield the columns of each file, folded; those that stand for every file have no file's name."""
    for name, notes in entry.columns.items():
        title = joined([t("sources.columns"), name, f"({len(notes)})"], " ")
        body = ((h("code", n.name), here_of(n, "description", language), n.source) for n in notes)
        yield h("details", h("summary", title), table((), body))


def _draw_file(entry: DatasetEntry, name: str, t: Translator, language: Language) -> None:
    """Draw one table of a data set under its name, with a button that downloads it."""
    dataset = entry.record.dataset
    with st.container(horizontal=True, vertical_alignment="center"):
        draw(h("h5", f"data/{dataset}/{name}"))
        st.download_button(
            t("sources.download"),
            data=partial(content, atlas_data(), dataset, name),
            file_name=name,
            mime="text/csv",
            key=f"download_{dataset}_{name}",
            on_click="ignore",
            icon=":material/download:",
        )
    draw_table(dataset, name, t, language)


def content(of: AtlasData, dataset: str, name: str) -> bytes:
    """Return a file as it is stored, for a download."""
    return require_file(dataset, name, of.data).read_bytes()
