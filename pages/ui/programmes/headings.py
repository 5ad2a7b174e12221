"""Headings of the parts of a chapter, the links to them, and what it carries of the founding documents."""

from __future__ import annotations

import pandas as pd

from atlas.i18n.messages import Translator
from geo.views.founding import statements_in
from geo.views.programme_chapter import ChapterView
from geo.views.time_charts import charts_of
from pages.ui.facts.html import Html, h, joined
from pages.ui.here import address_of


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


def founding_line(view: ChapterView, statements: pd.DataFrame, t: Translator) -> Html:
    """Return how many founding statements a chapter carries, with the way to all of them."""
    carried = len(statements_in(statements, view))
    which = "founding_all" if view.chapter is None else "founding_some"
    said = t(f"programmes.{which}", count=carried, total=len(statements))
    way = h("a", t("programmes.founding_way"), href=address_of("sources", part="founding"))
    return h("p", said, " ", way, class_="a-when a-founding")
