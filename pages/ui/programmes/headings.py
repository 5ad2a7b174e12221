"""Headings of the parts of a chapter, the links to them, and parts that are folded."""

from __future__ import annotations

from geo.views.chapter import ChapterView
from geo.views.chart import charts_of
from pages.ui.facts.html import Html, h, joined
from pages.ui.text import Translator


def heading(name: str, count: int, t: Translator) -> Html:
    """Return the heading of a part, with how much stands below it."""
    return h("h4", t(f"programmes.{name}"), " ", h("small", str(count)), id=name, class_="a-heading")


def contents(view: ChapterView, t: Translator) -> Html:
    """Return links to the parts of a chapter, each with its count."""
    counts = {
        "units": len(view.components),
        "figures": len(view.figures),
        "conflicts": len(view.conflicts),
        "charts": len(charts_of(view.series)),
        "events": len(view.events),
    }
    links = (
        h("a", f"{t(f'programmes.{name}')} {count}", href=f"#{name}")
        for name, count in counts.items()
        if count
    )
    return h("nav", joined(links), class_="a-contents", aria_label=t("programmes.contents"))
