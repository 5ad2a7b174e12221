"""The planning page as AppTest runs it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.app import FRAME, ran


def asked(question: str, **query: str) -> AppTest:
    """Open the planning page at a question."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.switch_page("regions.py")
    for name, value in {"ask": question, "lang": "en", **query}.items():
        app.query_params[name] = value
    return ran(app)


def texts(app: AppTest) -> str:
    """Return every Markdown text and caption of the page without its escapes."""
    return "\n".join(part.value for part in (*app.markdown, *app.caption)).replace("\\", "")
