"""The sheet of the figure or event that a link names: everything that the tables hold about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from atlas.i18n.messages import Translator
from atlas.ui.facts.fact_cards import event_item, number
from atlas.ui.facts.fact_words import (
    citations,
    claim_badge,
    period_words,
    pillar_words,
    publication_date,
    site_links,
    text_of,
)
from atlas.ui.programmes.chapter_choice import current_chapter, parameters_of
from atlas.ui.state.session import address_of
from atlas.ui.widgets.markup import Html, draw, h, joined, outside, terms
from atlas.web.served_data import atlas_data
from geo.dataset.facts import Facts, conflicts_of
from geo.dataset.schema import Row, rows


def draw_sheet(figure: str | None, event: str | None, facts: Facts, t: Translator) -> None:
    """Draw the sheet of the figure or the event that the address asks for, if any."""
    if figure:
        draw(figure_sheet(figure, facts, t))
    if event:
        draw(event_sheet(event, facts, t))


def figure_sheet(figure_id: str, facts: Facts, t: Translator) -> Html:
    """Return everything about a figure."""
    row = rows(facts.figures[facts.figures["figure_id"] == figure_id])[0]
    about = {
        "when": period_words(row, t),
        "period_note": text_of(row, "period_note", t.language),
        "place": text_of(row, "place", t.language),
        "tie": t(f"scope.{row['scope']}"),
        "programme": t(f"programme.{row['programme']}") if row["programme"] else None,
        "pillar": pillar_words(row, "pillars", "pillar_basis", t),
        "location": text_of(row, "source_location", t.language),
        "note": text_of(row, "note", t.language),
        "confidence": t(f"confidence.{row['confidence']}"),
        "inferred": _parts(row, t),
    }
    details = (
        h("p", claim_badge(row["claim"], t), " ", t(f"claim_plain.{row['claim']}"), class_="a-badges"),
        number(row, t),
        h("h4", text_of(row, "label", t.language)),
        terms({t(f"sheet.{name}"): text for name, text in about.items()}),
        site_links(row["site_ids"], t),
    )
    return _sheet(details, _rest(row, "figures", facts, t), row_id=figure_id, t=t)


def event_sheet(event_id: str, facts: Facts, t: Translator) -> Html:
    """Return everything about an event."""
    row = rows(facts.events[facts.events["event_id"] == event_id])[0]
    about = {
        "pillar": pillar_words(row, "pillars", "pillar_basis", t),
        "confidence": t(f"confidence.{row['confidence']}"),
        "inferred": _parts(row, t),
    }
    details = (
        h("ol", event_item(row, t), class_="a-events"),
        terms({t(f"sheet.{name}"): text for name, text in about.items()}),
    )
    return _sheet(details, _rest(row, "events", facts, t), row_id=event_id, t=t)


def _sheet(details: Iterable[Html | None], rest: Iterable[Html], row_id: str, t: Translator) -> Html:
    back = address_of("programmes", None, **parameters_of(current_chapter()))
    close = h("a", t("sheet.close"), href=back, class_="a-close")
    return h("section", close, *details, *rest, class_="a-sheet", id=f"sheet-{row_id}")


def _rest(row: Row, dataset: str, facts: Facts, t: Translator) -> Iterator[Html]:
    """Yield on what a row rests, what contradicts it, and the way to its table."""
    row_id = row["figure_id" if dataset == "figures" else "event_id"]
    yield h("h5", t("sheet.sources"))
    yield h("ul", *(_source(source, t) for source in row["sources"]), class_="a-list")
    for conflict in rows(conflicts_of(facts.conflicts, row_id)):
        yield _conflict(conflict, t)
    in_table = address_of("sources", dataset=dataset, row=row_id)
    yield h("p", h("a", t("sheet.row", dataset=dataset, row=row_id), href=in_table))


def _conflict(row: Row, t: Translator) -> Html:
    return h(
        "div",
        h("h5", t("figures.conflict"), " ", text_of(row, "title", t.language)),
        h("p", text_of(row, "statement", t.language)),
        citations(row["sources"], t),
        class_="a-caution-box",
    )


def _source(source_id: str, t: Translator) -> Html:
    sources = atlas_data().or_empty("sources")
    if sources is None or source_id not in sources.index:
        return h("li", source_id)
    (row,) = rows(sources.loc[[source_id]])
    title = h("a", text_of(row, "title", t.language), href=address_of("sources", source=source_id))
    original = outside(row["url"], t("sheet.open_source")) if row["url"] else None
    return h(
        "li",
        joined(
            [
                title,
                h("span", f"{text_of(row, 'publisher', t.language)}, {publication_date(row, t.language)}"),
                original,
            ],
            " · ",
        ),
    )


def _parts(row: Row, t: Translator) -> str:
    return ", ".join(t(f"field.{part}") for part in row["inferred"] or ())
