"""The pages in AppTest, with their messages to the map and their table."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from atlas.ui.explore.map_alternatives import FOLD
from atlas.ui.frame.sidebar import MORE_FILTERS
from atlas.ui.state.session import MAP_KEY

FRAME = Path(__file__).resolve().parents[2] / "pages/frame.py"


def opened(page: str = "", /, **query: str) -> AppTest:
    """Open a page of the app at an address, at first the map's, its table and all filters shown."""
    return first_seen(page, {FOLD: True, MORE_FILTERS: True}, **query)


def first_seen(page: str = "", state: Mapping[str, Any] | None = None, /, **query: str) -> AppTest:
    """Open a page of the app as a reader sees it first, or with the `state` of a session."""
    app = AppTest.from_file(str(FRAME), default_timeout=300)
    for key, value in (state or {}).items():
        app.session_state[key] = value
    if page:
        app.switch_page(f"{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return ran(app)


def ran(app: AppTest) -> AppTest:
    """Run the page once and fail if it crashes."""
    app.run()
    assert not app.exception, app.exception
    return app


def did(app: AppTest, **event: Any) -> AppTest:
    """Let the map report what the reader did in it."""
    app.session_state[MAP_KEY] = {"last_active_drawing": {"mount": "m", **event}}
    return ran(app)


def component(app: AppTest) -> dict[str, Any]:
    """Return the arguments that the map's component gets."""
    (arguments,) = [arguments for arguments in components(app) if "feature_group" in arguments]
    return arguments


def components(app: AppTest) -> list[dict[str, Any]]:
    """Return the arguments that each frame of the page gets."""
    return [json.loads(instance.proto.json_args) for instance in app.get("component_instance")]


def map_state(app: AppTest) -> dict[str, Any]:
    """Return the message that the map gets."""
    call = component(app)["feature_group"]
    state: dict[str, Any] = json.loads(call.removeprefix("Atlas.show(").removesuffix(");"))
    return state


def names(app: AppTest) -> list[str]:
    """Return the first column of the table: the names of the sites, in order; empty without a table."""
    return [] if not app.dataframe else app.dataframe[0].value.iloc[:, 0].tolist()


def cells_of(app: AppTest, head: str) -> list[str]:
    """Return the cells below a head of the page's own tables, in order."""
    markup = "".join(part.proto.body for part in app.get("html"))
    return [
        html.unescape(cell) for cell in re.findall(f'<td data-head="{re.escape(head)}">([^<]*)', markup)
    ]


def field(app: AppTest, name: str) -> Any:
    """Return the widget that holds a filter now: a value set from elsewhere creates a new widget."""
    (widget,) = [
        candidate
        for candidate in app.multiselect
        if re.fullmatch(rf"filter_{name}(_\d+)?", str(candidate.key))
    ]
    return widget


def said(app: AppTest) -> str:
    """Return every message, as Markdown writes it without its escapes."""
    boxes = [*app.info, *app.warning, *app.error]
    return "\n".join(box.value for box in boxes).replace("\\", "")


def address(app: AppTest) -> dict[str, str]:
    """Return the query parameters, one value each."""
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}
