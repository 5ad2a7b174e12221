"""Pages of facts in AppTest, and the text in their markup."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from atlas.i18n.messages import Language
from geo.choices import Pillar, Programme
from tests.ui.app import opened, ran

CHAPTERS = (None, *Programme, *Pillar)


def turned_to(page: str, **query: str) -> AppTest:
    """Open the app and turn to a page at an address, as a link within the app does."""
    app = opened(lang=query.pop("lang", "en"))
    app.switch_page(f"{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return ran(app)


def markup(app: AppTest) -> str:
    """Return all markup of the page."""
    parts: Any = app.get("html")
    return "\n".join(part.value for part in parts)


def text(written: str) -> str:
    """Return markup as a reader sees it: without tags, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", written))).strip()


def part(written: str, identifier: str) -> str:
    """Return the element with this id, from its tag to the end of it; fail where there is none."""
    tag, start = re.search(rf'<(\w+)[^>]* id="{identifier}"', written), 0
    assert tag, f"nothing has the id {identifier}"
    start = tag.start()
    depth = 0
    for match in re.finditer(rf"<(/?){tag[1]}\b", written[start:]):
        depth += -1 if match[1] else 1
        if depth == 0:
            return written[start : start + match.end()]
    raise AssertionError(f"{identifier} does not end")


def first(pattern: str, written: str) -> str:
    """Return the group, or else all, of the first match; fail where there is none."""
    match = re.search(pattern, written)
    assert match, f"nothing matches {pattern}"
    return match[1] if match.groups() else match[0]


def choose(app: AppTest, key: str, value: str) -> None:
    """Choose one of the pills or segments with this key, and run the page."""
    groups: Any = app.get("button_group")
    (group,) = [group for group in groups if group.key == key]
    group.set_value(value).run()


def links(written: str) -> list[str]:
    """Return the addresses of all links."""
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]*)"', written)]


@cache
def chapter(about: Programme | Pillar | None, language: Language) -> str:
    """Return the markup of a chapter, run once."""
    query: dict[str, Any] = {"lang": str(language)}
    if about is not None:
        query["programme" if isinstance(about, Programme) else "pillar"] = str(about)
    return markup(turned_to("programmes", **query))
