"""Atom feeds of what changed between data versions: the whole atlas, a departamento, a programme area.

A feed is made from the data history. A fact belongs to a departamento or a programme by its row of today;
one that is gone belongs to the whole atlas alone. Links are absolute, made from what the request says of
itself; `?lang=es` gives the Spanish feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from atlas.i18n.messages import Language, Translator, translator
from atlas.web.api.api_requests import BadHostError, root
from atlas.web.api.api_routes import HEADERS, is_unchanged
from atlas.web.served_data import atlas_data
from geo.choices import MISSION_LAYERS, FactKind, Programme
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import FILE, SOURCE, Changes, changes_of, read_history
from geo.dataset.records import data_version, sha256
from geo.dataset.schema import rows
from geo.errors import GeoError
from geo.selection import Selection
from geo.share_links import link
from geo.views.evidence import Fact, by_identifier, every_fact

FOLDER: Final = "/feeds"
ATOM: Final = "application/atom+xml"
NAMESPACE: Final = "http://www.w3.org/2005/Atom"

LATEST: Final = 30
"""The most versions of a feed, newest first."""

MOST_NAMED: Final = 100
"""The most facts that an entry names; it counts the others."""

UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


@dataclass(frozen=True)
class Feed:
    """A feed: its address below `/feeds`, its title, and whether a fact belongs to it."""

    path: str
    title: str
    holds: Callable[[str], bool]


class NoFeedError(LookupError):
    """There is no such feed."""


def feed_routes() -> list[BaseRoute]:
    """Return the routes of the feeds."""
    return [
        Route(f"{FOLDER}/atlas.atom", _answer, methods=["GET"]),
        Route(f"{FOLDER}/{{kind}}/{{code}}.atom", _answer, methods=["GET"]),
    ]


async def _answer(request: Request) -> Response:
    kind, code = request.path_params.get("kind", ""), request.path_params.get("code", "")
    spoken = request.query_params.get("lang", "")
    language = Language(spoken) if spoken in set(Language) else Language.ENGLISH
    try:
        base = root(request).removesuffix("/api")
        version = data_version(atlas_data().data)
        content = await run_in_threadpool(_content, kind, code, base, language, version)
    except BadHostError as error:
        return PlainTextResponse(f"{error}\n", 400)
    except NoFeedError as error:
        return PlainTextResponse(f"{error}\n", 404)
    except GeoError as error:
        return PlainTextResponse(f"{str(error).splitlines()[0]}\n", 503)
    headers = HEADERS | {"ETag": f'"{version}-{sha256(content)[:16]}"'}
    if is_unchanged(headers["ETag"], request.headers.getlist("if-none-match")):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=ATOM)


@lru_cache(maxsize=64)
def _content(kind: str, code: str, base: str, language: Language, version: str) -> bytes:
    """Return a feed as XML; made again for other data (`version`)."""
    del version
    data, t = atlas_data(), translator(language)
    return FeedWriter(data, base, t).written(_feed(kind, code, data, t))


def _feed(kind: str, code: str, data: AtlasData, t: Translator) -> Feed:
    """Return the feed at an address.

    Raises
    ------
    NoFeedError
        There is none.
    """
    if not kind:
        return Feed("atlas.atom", t("feeds.atlas"), lambda _: True)
    if kind == "departamento":
        names = dict(zip(data.regions["codigo_depto"], data.regions["departamento"], strict=True))
        if code not in {str(depto) for depto in names}:
            raise NoFeedError(f"no departamento has the code {code[:20]!r}; write its INE code, 1 to 22")
        belonging = _belonging(data, "codigo_depto", int(code))
        title = t("feeds.part", part=names[int(code)])
    elif kind == "programme":
        if code not in set(Programme):
            raise NoFeedError(
                f"no programme area is called {code[:20]!r}; use one of {', '.join(Programme)}"
            )
        belonging = _belonging(data, "programme", code) | {f"{FactKind.PROGRAMME} {code}"}
        title = t("feeds.part", part=t(f"programme.{code}"))
    else:
        raise NoFeedError("no such feed; use atlas.atom, departamento/CODE.atom or programme/CODE.atom")
    return Feed(f"{kind}/{code}.atom", title, belonging.__contains__)


def _belonging(data: AtlasData, column: str, value: int | str) -> frozenset[str]:
    """Return the facts whose row has a value in a column, and the states and points of these."""
    facts, sites = data.facts, data.sites.reset_index()
    tables = {
        FactKind.SITE: (sites, "site_id"),
        FactKind.COMPONENT: (facts.components, "component_id"),
        FactKind.FIGURE: (facts.figures, "figure_id"),
        FactKind.EVENT: (facts.events, "event_id"),
        FactKind.CONFLICT: (facts.conflicts, "conflict_id"),
        FactKind.SERIES: (facts.series, "series_id"),
        FactKind.POINT: (facts.points, "point_id"),
    }
    own = {
        f"{kind} {identifier}"
        for kind, (table, key) in tables.items()
        if column in table.columns
        for identifier in table.loc[table[column] == value, key]
    }
    for row in rows(facts.states):
        about = f"{FactKind.SITE} {row['site_id']}", f"{FactKind.COMPONENT} {row['component_id']}"
        if own.intersection(about):
            own.add(f"{FactKind.STATE} {row['state_id']}")
    for row in rows(facts.points):
        if f"{FactKind.SERIES} {row['series_id']}" in own:
            own.add(f"{FactKind.POINT} {row['point_id']}")
    return frozenset(own)


@dataclass(frozen=True)
class FeedWriter:
    """Writes feeds in one language; `base` is the address of the atlas, without a slash at its end."""

    data: AtlasData
    base: str
    t: Translator

    @cached_property
    def named(self) -> dict[tuple[FactKind, str], Fact]:
        """Every fact of today by kind and identifier."""
        return by_identifier(every_fact(self.data.facts, self.data.sites))

    def page(self, path: str, **query: str) -> str:
        """Return the absolute address of a page."""
        return f"{self.base}/{path}?{urlencode({'lang': str(self.t.language)} | query)}"

    def written(self, feed: Feed) -> bytes:
        """Return a feed as XML."""
        history, t = read_history(self.data.data), self.t
        root_element = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": str(t.language)})
        _add(root_element, "id", _identifier(feed.path))
        _add(root_element, "title", feed.title)
        _add(root_element, "updated", f"{history.versions[-1].day}T00:00:00Z")
        own = self.page(f"{FOLDER.lstrip('/')}/{feed.path}")
        ET.SubElement(root_element, "link", rel="self", type=ATOM, href=own)
        ET.SubElement(root_element, "link", rel="alternate", type="text/html", href=self.page(""))
        _add(ET.SubElement(root_element, "author"), "name", t("feeds.author"))
        # The first version has nothing to compare with.
        versions = (changes_of(history, sealed.number) for sealed in reversed(history.versions[1:]))
        own_changes = (changes.only(feed.holds) for changes in versions)
        entries = (self._entry(feed, changes) for changes in own_changes if changes.count)
        root_element.extend(islice(entries, LATEST))
        xml: bytes = ET.tostring(root_element, encoding="utf-8", xml_declaration=True)
        return xml

    def _entry(self, feed: Feed, changes: Changes) -> ET.Element:
        entry, sealed, t = ET.Element("entry"), changes.sealed, self.t
        _add(entry, "id", _identifier(f"{feed.path} {sealed.number} {sealed.version}"))
        _add(entry, "title", t("feeds.entry", count=changes.count, version=sealed.version))
        _add(entry, "updated", f"{sealed.day}T00:00:00Z")
        address = self.page("", v=sealed.version)
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=address)
        content = ET.SubElement(entry, "content", type="xhtml")
        body = ET.SubElement(content, "div", xmlns="http://www.w3.org/1999/xhtml")
        for part in ("changed", "added", "gone"):
            facts: tuple[str, ...] = getattr(changes, part)
            if facts:
                _add(body, "p", t(f"notice.{part}"))
                shown = ET.SubElement(body, "ul")
                for fact in facts[:MOST_NAMED]:
                    self._name(ET.SubElement(shown, "li"), fact)
                if len(facts) > MOST_NAMED:
                    _add(shown, "li", t("feeds.more", count=len(facts) - MOST_NAMED))
        return entry

    def _name(self, item: ET.Element, fact: str) -> None:
        """Write the kind and name of a fact into an item, linked to where the atlas shows it."""
        t, (kind, _, identifier) = self.t, fact.partition(" ")
        known = self.named.get((FactKind(kind), identifier)) if kind in set(FactKind) else None
        item.text = f"{t(f'fact_kind.{kind}')}: " if kind in set(FactKind) else ""
        if known is not None and known.leads_to:
            _add(item, "a", known.name(t.language), href=self._address(known.leads_to))
        elif kind == SOURCE and identifier in self.data.sources.index:
            title = str(self.data.sources.at[identifier, f"title_{t.language}"])
            _add(item, "a", f"{identifier}: {title}", href=self.page("sources", source=identifier))
        else:
            name = f"data/{identifier}" if kind == FILE else known.name(t.language) if known else identifier
            item.text += UNWRITABLE.sub("", name)

    def _address(self, leads_to: tuple[str, str]) -> str:
        parameter, identifier = leads_to
        if parameter != "site":
            return self.page("programmes", **{parameter: identifier})
        layer = self.data.sites.at[identifier, "layer"]
        layers = tuple(dict.fromkeys((*MISSION_LAYERS, layer)))
        selection = Selection(site=identifier, layers=layers)
        return link(selection, self.t.language, data_version(self.data.data), self.base)


def _identifier(name: str) -> str:
    """Return an identifier that is the same on every server."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'guatemala-security-atlas {name}')}"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = UNWRITABLE.sub("", text)
    return element
