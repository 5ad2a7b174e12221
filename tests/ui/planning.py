"""The planning page in AppTest."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from atlas.ui.planning.find_out_question import FIND_OUT_KEY
from atlas.ui.planning.next_sites_question import KEY
from atlas.ui.planning.travel_terms import MEASURING_KEY
from tests.ui.app import FRAME, ran

NEEDED = {"distance": {"start": "101"}}
"""What a question needs before it has an answer."""


def planning_page(question: str, **query: str) -> AppTest:
    """Open the planning page at a question."""
    app = AppTest.from_file(str(FRAME), default_timeout=300)
    app.switch_page("regions.py")
    for name, value in {"ask": question, "lang": "en", **NEEDED.get(question, {}), **query}.items():
        app.query_params[name] = value
    return ran(app)


def answered(question: str, **query: str) -> AppTest:
    """Open the page at a question and wait until what it measures or searches has ended.

    The page runs again even if that has ended by now: it may have been drawn just before.
    """
    app = planning_page(question, **query)
    for key in (MEASURING_KEY, KEY, FIND_OUT_KEY):
        if key in app.session_state:
            app.session_state[key].wait(60)
            ran(app)
    return app


def texts(app: AppTest) -> str:
    """Return every Markdown text and caption of the page without its escapes."""
    return "\n".join(part.value for part in (*app.markdown, *app.caption)).replace("\\", "")
