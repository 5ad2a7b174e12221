"""Each page shows the filters that it obeys, and nothing on it depends on any other."""

import re
from pathlib import Path

import pytest

from atlas.ui.state.page_parameters import FILTERS_OF_PAGE, filters_of_page
from geo.choices import Layer, Pillar, Programme
from geo.choices.planning_kinds import PlanningQuestion
from geo.selection import FILTERS, LAYERS, ROWS
from tests.ui.app import FRAME, opened
from tests.ui.reading import markup, text

VALUES = {
    "departamentos": {"dep": "18"},
    "municipios": {"mun": "1801"},
    "areas": {"area": "cAvyRgkuC"},
    "kinds": {"kind": "port"},
    "layers": {"layers": "ports"},
    "programmes": {"prog": "police"},
    "neighbours": {"with": "MEX"},
    "precisions": {"prec": "exact"},
    "statuses": {"status": "operating"},
    "confirmations": {"confirmed": "recent"},
}
PAGES = {
    "home": {},
    "explore": {},
    "sources": {},
    "briefing": {},
    "own_layers": {},
    "programmes": {},
    "regions": {"ask": PlanningQuestion.INDICATORS},
}
WHOLE_PAGE_READS_NO_FILTER = [
    ("home", {}),
    ("sources", {}),
    ("programmes", {}),
    ("programmes", {"programme": Programme.BORDER_PORT}),
    ("programmes", {"pillar": Pillar.ALLIANCES}),
]


def open_page(page, **query):
    return opened("" if page == "explore" else page, lang="en", **query)


def fields(app):
    """Return the attributes of the filters that the side panel shows."""
    keys = (re.fullmatch(r"filter_([a-z]+)(_\d+)?", str(one.key)) for one in app.multiselect)
    return {key[1] for key in keys if key}


def shown(app):
    """Return all that the page says, without the choice that its links carry on."""
    parts = (*app.main.markdown, *app.main.caption, *app.main.subheader)
    return [part.value for part in parts], text(markup(app))


def chips(app):
    keys = (re.fullmatch(r"chip_([a-z]+)", str(one.key)) for one in app.button)
    return {key[1] for key in keys if key}


def test_every_page_and_every_filter_is_declared():
    scripts = {path.stem for path in Path(FRAME).parent.glob("[a-z]*.py")} - {"frame"}
    assert set(FILTERS_OF_PAGE) == scripts == set(PAGES)
    assert set(VALUES) == {row.attribute for row in ROWS}
    assert set(filters_of_page("explore", {})) == set(VALUES)


@pytest.mark.parametrize("page", PAGES)
def test_the_panel_shows_the_filters_that_the_page_obeys(page):
    obeyed = set(filters_of_page(page, PAGES[page]))
    # Types of site are one field, and an area is drawn on the map.
    assert fields(open_page(page, **PAGES[page])) == obeyed - {"kinds", "areas"}


@pytest.mark.parametrize("page", PAGES)
def test_the_scope_line_names_the_filters_that_the_page_obeys(page):
    every = {name: value for values in VALUES.values() for name, value in values.items()}
    app = open_page(page, **PAGES[page], **every)
    # A briefing shows the filters of its scene unless a link brings others.
    assert chips(app) == set(filters_of_page(page, PAGES[page]))


@pytest.mark.parametrize(("page", "own"), WHOLE_PAGE_READS_NO_FILTER, ids=str)
def test_a_page_does_not_depend_on_a_filter_that_it_does_not_show(page, own):
    plain = shown(open_page(page, **own))
    for row in ROWS:
        if row.attribute not in filters_of_page(page, own):
            assert shown(open_page(page, **own, **VALUES[row.attribute])) == plain, row.attribute


@pytest.mark.parametrize("attribute", [row.attribute for row in FILTERS])
def test_the_map_page_depends_on_each_filter_that_it_shows(attribute):
    every = {LAYERS.parameter: ".".join(Layer)}
    assert shown(open_page("explore", **every, **VALUES[attribute])) != shown(open_page("explore", **every))


def test_a_filter_survives_a_page_that_does_not_show_it():
    app = open_page("explore")
    (region,) = [one for one in app.multiselect if one.key == "filter_departamentos"]
    region.set_value([18]).run()
    for page in ("sources", "home", "explore"):
        app.switch_page(f"{page}.py").run()
        app.run()
    assert app.query_params["dep"] in ("18", ["18"])
    (region,) = [one for one in app.multiselect if re.match("filter_departamentos", str(one.key))]
    assert region.value == [18]
