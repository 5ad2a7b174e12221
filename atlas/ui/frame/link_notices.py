"""Notices for readers who followed a link: values that were left out, and data that changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text
from atlas.ui.facts.fact_words import fact_link
from atlas.ui.state import session
from atlas.ui.state.cached_data import named_facts
from atlas.ui.state.session import address_of
from atlas.ui.widgets.markup import Html, draw, h, plain
from atlas.web.served_data import atlas_data
from geo.choices import FactKind
from geo.dataset.data_history import FILE, SOURCE, Changes, changes_since
from geo.dataset.records import data_date, data_version, read_record
from geo.errors import GeoError
from geo.exports.documents.document_text import dates
from geo.selection import Dropped

PARTS = ("changed", "added", "gone")
"""What may have become of a fact, as `Changes` names it."""


def draw_changes(linked: str, t: Translator) -> None:
    """Say what changed since the data version of the followed link, and let the reader see it."""
    changes = _changes(linked)
    if changes is None:
        words = {"linked": linked, "version": data_version(atlas_data().data), "date": day(t)}
        st.info(plain(t("notice.unknown_version", **words)), icon=":material/history:")
        return
    made = date_text(changes.sealed.day, t.language)
    said = t("notice.since", linked=linked, date=made, what=_counted(changes, t))
    st.info(plain(said), icon=":material/history:")
    if changes.count:
        with st.expander(t("notice.show")):
            draw(*_listed(changes, t))


def _counted(changes: Changes, t: Translator) -> str:
    """Return how many facts changed, and how many other files: an outline is no fact."""
    facts = changes.count - changes.files
    said = t("notice.changes", count=facts) if facts else t("notice.no_change")
    if not changes.files:
        return said
    return f"{said}; {t('notice.files', count=changes.files)}"


def day(t: Translator) -> str:
    """Return the day on which the sources were last looked at, in words."""
    newest = data_date(atlas_data().data)
    return (
        date_text(newest.isoformat(), session.reader_session().language) if newest else t("notice.no_date")
    )


def consulted_sites(t: Translator) -> str:
    """Return the day on which the sources of the sites were last looked at, in words."""
    try:
        accessed = read_record("sites", atlas_data().data).accessed
    except GeoError:
        return t("notice.no_date")
    return date_text(accessed.isoformat(), session.reader_session().language)


def _changes(linked: str) -> Changes | None:
    try:
        return changes_since(linked, atlas_data().data)
    except GeoError:
        return None


def _listed(changes: Changes, t: Translator) -> Iterator[Html]:
    for part in PARTS:
        facts: Iterable[str] = getattr(changes, part)
        if facts:
            yield h("p", h("strong", t(f"notice.{part}")))
            yield h("ul", *(h("li", _named(fact, t)) for fact in facts))


def _named(fact: str, t: Translator) -> Html:
    """Return a fact by its kind and name, linked to where it is shown."""
    kind, _, identifier = fact.partition(" ")
    if kind == FILE:
        dataset, _, name = identifier.partition("/")
        link = h("a", f"{dataset}/{name}", href=address_of("sources", part="tables", dataset=dataset))
        return h("span", t("notice.file"), ": ", link)
    if kind == SOURCE:
        return h("span", t("notice.source"), ": ", _source(identifier, t.language))
    known = named_facts(atlas_data()).get((FactKind(kind), identifier))
    name = fact_link(known, t.language) if known else identifier
    return h("span", t(f"fact_kind.{kind}"), ": ", name)


def _source(identifier: str, language: Language) -> str:
    sources = atlas_data().or_empty("sources")
    if sources is None or identifier not in sources.index:
        return identifier
    publisher, title = (
        str(sources.at[identifier, f"{name}_{language}"]) for name in ("publisher", "title")
    )
    return h("a", f"{publisher}, {title}", href=address_of("sources", source=identifier))


def draw_notices(t: Translator) -> None:
    """Say what of the followed link means nothing here, and whether the data have changed since."""
    _dropped(session.reader_session().dropped, t)
    if linked := session.reader_session().linked_version:
        draw_changes(linked, t)


def draw_footer(t: Translator) -> None:
    """Say on which data the page rests, and how current they are."""
    st.caption(plain(footer_text(t)))


def footer_text(t: Translator) -> str:
    """Return the data version, the date of the newest fact, and when sources were last consulted."""
    data = atlas_data().data
    return t(
        "app.footer",
        version=data_version(data),
        **dates(data, ExportWords(session.reader_session().language)),
    )


def _dropped(dropped: tuple[Dropped, ...], t: Translator) -> None:
    if dropped:
        values = ", ".join(f"{part.parameter}={part.value}" for part in dropped[:8])
        st.warning(plain(t("dropped.one", values=values, count=len(dropped))), icon=":material/link_off:")
