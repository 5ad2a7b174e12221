"""Parts of pages that need the browser itself: each a frame of its own, served by this server."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st
from streamlit.components.v1.custom_component import CustomComponent
from streamlit.runtime import get_instance

from atlas.frontend.bundles import PARTS
from atlas.i18n.messages import Translator
from geo.briefings import MapView
from geo.share_links import view_of

_PART: Final = CustomComponent("pages.ui.parts.part", str(PARTS), module_name=__name__)


def draw_part(name: str, key: str, **arguments: Any) -> Any:
    """Draw the part `name` of `atlas/frontend/parts` with what it must know; return what it said last."""
    register(_PART)
    return _PART(part=name, key=key, default=None, **arguments)


def name_tab(page: str, t: Translator) -> None:
    """Name the browser's tab, and so the entry in its history, after the page and the atlas."""
    st.set_page_config(page_title=f"{t(f'page.{page}')} · {t('app.title')}")


def live_view(key: str, again: int = 0) -> MapView | None:
    """Return the view that the reader's map has now; None until the browser has told, or without a map.

    Nothing is seen of it. `again` is told back: another number asks anew.
    """
    with st.container(key=f"unseen_{key}"):
        told = draw_part("view", key, again=again)
    return view_of(told.get("at")) if isinstance(told, dict) else None


def has_told(key: str) -> bool:
    """Whether the browser has told the view that `live_view` asks for under `key`."""
    return isinstance(st.session_state.get(key), dict)


def register(component: CustomComponent) -> None:
    """Tell the server where a component's files are.

    A component registers itself only when it is first imported inside a page's run; ours are
    imported before the first visitor comes.
    """
    registry = get_instance().component_registry
    if registry.get_component_path(component.name) is None:
        registry.register_component(component)
