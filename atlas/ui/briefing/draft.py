"""The briefing that the reader edits: its current scene, its changes to undo, and its errors in words.

Each change keeps the briefing as it was, so that a mistake loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple
from uuid import uuid4

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.state import session
from atlas.web.briefing_pages import remember
from atlas.web.briefing_store import BriefingStoreError, briefing_store
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, BriefingError, Flaw, Scene, Text, unknown_references
from geo.briefings.briefing_files import briefing_names, read_briefing
from geo.briefings.scenes import MOST_SCENES
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import data_version
from geo.errors import GeoError
from geo.selection import Selection

PAGE: Final = "briefing"
OWN: Final = "own"
"""In the address and the choice: the briefing that the reader has changed or made."""

SHOWN: Final = "desk_shown"
"""Where the turn that the page shows is kept; nothing while another page is open."""

WRITTEN: Final = "desk_written"
"""Where the page's own part of the address is kept as it was last written."""

NOTICE: Final = "desk_notice"
"""Where what happened to a link or a draft is kept for the reader: the key of a sentence, and errors."""

MOST_UNDONE: Final = 50
"""Changes that can be taken back."""


class Version(NamedTuple):
    """A briefing as it was before a change, and which one it was."""

    name: str
    briefing: Briefing
    number: int
    id: str
    shared: str


@dataclass
class Draft:
    """A briefing in work: `name` is one that comes with the atlas, or `OWN`; `turn` counts openings.

    `id` names an own briefing in the storage of the reader's browser. `shared` is the short name under
    which it was opened, as long as it is unchanged.
    """

    name: str
    briefing: Briefing
    number: int = 0
    past: list[Version] = field(default_factory=list)
    turn: int = 0
    id: str = ""
    shared: str = ""

    @property
    def scene(self) -> Scene | None:
        """The scene at hand; None in an empty briefing."""
        return self.briefing.scenes[self.number] if self.briefing.scenes else None

    @property
    def is_full(self) -> bool:
        """Whether no further scene fits."""
        return len(self.briefing.scenes) >= MOST_SCENES

    def change(self, briefing: Briefing, number: int | None = None, name: str = OWN) -> None:
        """Put a changed or included briefing on the desk; a new own one gets a draft of its own."""
        is_same = self.name == name == OWN
        self._put(Version(name, briefing, self.number if number is None else number, self.id, ""))
        if not is_same:
            self.id = new_id() if name == OWN else ""

    def open(self, briefing: Briefing, id: str = "", shared: str = "") -> None:
        """Put another own briefing on the desk; the draft of the one before stays in the browser."""
        self._put(Version(OWN, briefing, 0, id or new_id(), shared))

    def _put(self, version: Version) -> None:
        """Remember the briefing before if it cannot simply be chosen again."""
        if OWN in {self.name, version.name}:
            before = Version(self.name, self.briefing, self.number, self.id, self.shared)
            self.past = [*self.past, before][-MOST_UNDONE:]
        self._show(version)

    def _show(self, version: Version) -> None:
        self.name, self.briefing, self.number, self.id, self.shared = version
        self.to(self.number)

    def undo(self) -> None:
        """Take the last change back."""
        if self.past:
            self._show(self.past.pop())

    def to(self, number: int) -> None:
        """Take a scene in hand, or the nearest that there is."""
        self.number = max(0, min(number, len(self.briefing.scenes) - 1))
        self.turn += 1


def new_id() -> str:
    """Return the name of a new draft in the storage of a browser."""
    return uuid4().hex


@cache
def ready_made(of: AtlasData) -> dict[str, Briefing]:
    """Return the briefings that come with the atlas, by name."""
    return {name: read_briefing(name, of.data) for name in briefing_names(of.data)}


def current_draft() -> Draft:
    """Return this visit's desk; at first the first briefing that comes with the atlas lies on it."""
    if "desk" not in st.session_state:
        name, briefing = next(iter(ready_made(atlas_data()).items()))
        st.session_state["desk"] = Draft(name, briefing)
    draft: Draft = st.session_state["desk"]
    return draft


def open_linked(page: str) -> None:
    """On the briefing page, take in what the address asks for; only before widgets are drawn."""
    if page != PAGE:
        st.session_state.pop(SHOWN, None)
        return
    try:
        at = current_draft()
    except GeoError:
        return
    query = session.reader_session().own.get(PAGE, {})
    if query != st.session_state.get(WRITTEN, {}):
        _take(at, query)
    if st.session_state.get(SHOWN) != at.turn:
        # A link may hold more than the scene: filters that its sender had set besides.
        is_plain = {*Selection.parameters()}.isdisjoint(st.query_params)
        show_scene(choosing=SHOWN in st.session_state or is_plain)


def _take(at: Draft, query: Mapping[str, str]) -> None:
    name, number = query.get("briefing", at.name), int(query.get("scene", at.number + 1)) - 1
    if query.get("shared", at.shared) != at.shared:
        _open_shared(at, query["shared"])
    elif name != at.name:
        at.change(ready_made(atlas_data())[name], number, name)
    elif number != at.number:
        at.to(number)


def _open_shared(at: Draft, name: str) -> None:
    """Open a briefing from the host's store; if that is not possible, nothing changes."""
    try:
        store = briefing_store()
        stored = store.read(name) if store else None
    except (BriefingStoreError, BriefingError):
        st.session_state[NOTICE] = ("briefing.store_unreachable", ())
        return
    if stored:
        receive(at, stored[0], shared=name)
    else:
        st.session_state[NOTICE] = ("briefing.link_gone", ())


def receive(at: Draft, briefing: Briefing, id: str = "", shared: str = "") -> None:
    """Open a briefing that was kept elsewhere, and name what today's data lack of it."""
    at.open(briefing, id, shared)
    missing = tuple(unknown_references(briefing, atlas_data()))
    st.session_state[NOTICE] = ("briefing.received_without", missing) if missing else None


def show_scene(*, choosing: bool = True) -> None:
    """Write the scene at hand into the address, and choose what it shows."""
    at = current_draft()
    linked = {"shared": at.shared} if at.shared else {}
    if at.name != OWN:
        linked = {"briefing": at.name, "scene": str(at.number + 1)}
    st.session_state[SHOWN], st.session_state[WRITTEN] = at.turn, linked
    session.reader_session().own[PAGE] = dict(linked)
    if at.scene and choosing:
        session.choose(session.known_selection(at.scene.selection))


def go(number: int) -> None:
    """Take a scene in hand."""
    current_draft().to(number)
    show_scene()


def change(briefing: Briefing, number: int | None = None, name: str = OWN) -> None:
    """Put a changed briefing on the desk and show its scene."""
    current_draft().change(briefing, number, name)
    show_scene()


def open_own(briefing: Briefing) -> None:
    """Put another own briefing on the desk and show its first scene."""
    current_draft().open(briefing)
    show_scene()


def undo() -> None:
    """Take the last change back and show what was there."""
    current_draft().undo()
    show_scene()


def add(scene: Scene) -> None:
    """Put a scene after the one at hand, or at the end of a briefing that is open elsewhere."""
    at = current_draft()
    number = len(at.briefing.scenes)
    at.change(at.briefing.with_scene(scene), number)


def blank(t: Translator) -> Briefing:
    """Return an empty briefing."""
    title = Text().written(session.reader_session().language, t("briefing.untitled"))
    return Briefing(title, (), data_version(atlas_data().data))


def page_name() -> str:
    """Return the name under which the server shows the briefing on stage."""
    at = current_draft()
    return at.name if at.name != OWN else remember(at.briefing)


def with_scene_at_hand(scene: Scene) -> Briefing:
    """Return the briefing with `scene` in place of the one at hand, made with today's data."""
    at = current_draft()
    changed = at.briefing.with_changed(at.number, scene)
    return replace(changed, data_version=data_version(atlas_data().data))


PARTS: Final = {
    "title": "briefing.name",
    "headline": "briefing.headline",
    "text": "briefing.text",
    "notes": "briefing.notes",
    "figures": "export.figures",
    "conflicts": "export.disagreements",
    "chart": "briefing.chart",
    "query": "briefing.query",
    "view": "briefing.view",
    "kind": "briefing.kind",
    "address": "briefing.address",
    "answer": "briefing.answer",
    "annotations": "briefing.annotations",
    "data_version": "briefing.data_version",
    "scenes": "briefing.scenes",
}
"""The locale keys of the parts of a file, for errors."""


def draw_flaws(flaws: Iterable[Flaw], t: Translator, more: int = 0) -> None:
    """Return errors as plain text, and how many `more` there are."""
    lines = [flaw_text(flaw, t) for flaw in flaws]
    if more:
        lines.append(t("briefing.more_errors", count=f"{more:,}"))
    st.code("\n".join(lines), language=None, wrap_lines=True)


def flaw_text(flaw: Flaw, t: Translator) -> str:
    """Return the place of an error and its correction as one line."""
    where = [t("briefing.scene_number", number=flaw.scene)] if flaw.scene else []
    if flaw.part:
        where.append(f"{t(PARTS[flaw.part.partition('.')[0]])} ({flaw.part})")
    said = t(f"flaw_kind.{flaw.kind}", actual=flaw.actual, expected=flaw.expected)
    return ": ".join([", ".join(where), said] if where else [said])
