"""Make a map series: an overview and one scene for each departamento or programme area.

A series is a briefing, so PDF and PowerPoint are written as for any other. As HTML it is an archive or a
folder with one offline page for each scene and an index.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from html import escape
from io import BytesIO
from typing import Final

from atlas.frontend.bundles import MAP_SERIES_TEMPLATE, STATIC_SITE_STYLE
from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.briefings import Briefing, Scene, Text
from geo.choices import Layer, Programme
from geo.dataset.atlas_data import AtlasData
from geo.dataset.gazetteer import folded
from geo.dataset.records import data_version
from geo.exports.documents.deck_parts import dated_entry
from geo.exports.documents.document_rows import site_rows
from geo.exports.documents.document_text import dates
from geo.selection import Selection
from geo.views.sites_view import sites_view


class Series(StrEnum):
    """What a series has a page for."""

    DEPARTAMENTOS = "departamentos"
    """Each of the 22 departamentos."""
    PROGRAMMES = "programmes"
    """Each programme area that a site belongs to."""


MOST_LISTED: Final = 12
"""Sites that a scene names; a longer list leaves no room for the map."""


def series_briefing(series: Series, atlas: AtlasData, selection: Selection | None = None) -> Briefing:
    """Return the overview and a scene for each member, within the filters of `selection`.

    The filter that the series itself sets is replaced, and a selected site is left out. A scene has only
    the layers that have sites in it, so that its legend lists no zeros.
    """
    within = replace(selection or Selection(layers=tuple(Layer)), site=None)
    members = tuple(_members(series, atlas, within))
    title = _text(lambda words: words(f"series.{series}"))
    counts = {headline: len(sites_view(chosen, atlas.sites, atlas).shown) for headline, chosen in members}
    overview = Scene(
        title,
        _text(
            lambda words: "\n".join(
                f"- **{headline.in_(words.language)}**: {_number(count, words)}"
                for headline, count in counts.items()
            )
        ),
        selection=_overview(series, within),
    )
    scenes = (Scene(headline, _sites(chosen, atlas), selection=chosen) for headline, chosen in members)
    return Briefing(title, (overview, *scenes), data_version(atlas.data))


def _text(write: Callable[[ExportWords], str]) -> Text:
    return Text(**{str(language): write(ExportWords(language)) for language in Language})


def _number(count: int, words: ExportWords) -> str:
    return words("series.sites", count=count) if count else words("series.none")


def _overview(series: Series, within: Selection) -> Selection:
    if series is Series.DEPARTAMENTOS:
        return replace(within, departamentos=(), municipios=())
    return replace(within, programmes=())


def _members(series: Series, atlas: AtlasData, within: Selection) -> Iterator[tuple[Text, Selection]]:
    """Yield the name and the selection of each member."""
    if series is Series.DEPARTAMENTOS:
        regions = atlas.regions.sort_values("codigo_depto")
        for code, name in zip(regions["codigo_depto"], regions["departamento"], strict=True):
            chosen = replace(within, departamentos=(int(code),), municipios=())
            yield Text(name, name), _with_sites(chosen, atlas)
        return
    used = set(atlas.sites["programme"])
    for programme in (member for member in Programme if member in used):
        name = _text(lambda words, programme=programme: words(f"programme.{programme}"))  # type: ignore[misc]
        yield name, _with_sites(replace(within, programmes=(programme,)), atlas)


def _with_sites(selection: Selection, atlas: AtlasData) -> Selection:
    """Return a selection without the layers that show nothing."""
    used = set(sites_view(selection, atlas.sites, atlas).shown["layer"])
    return replace(selection, layers=tuple(layer for layer in selection.layers if layer in used))


def _sites(selection: Selection, atlas: AtlasData) -> Text:
    """Return the number of sites and the first of them, each with its status."""
    view = sites_view(selection, atlas.sites, atlas)

    def write(words: ExportWords) -> str:
        rows = site_rows(view, atlas, words)
        named = [f"- **{row.name}**: {row.kind}. {row.status}" for row in rows[:MOST_LISTED]]
        more = len(rows) - len(named)
        last = ["", words("series.more", count=more)] if more else []
        return "\n".join([_number(len(rows), words), "", *named, *last])

    return _text(write)


def series_pages(
    briefing: Briefing, atlas: AtlasData, language: Language, options: Options | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the file name and content of the index and of an offline page for each scene."""
    chosen = options or Options()
    names = [_page_name(number, scene, language) for number, scene in enumerate(briefing.scenes)]
    yield "index.html", _index(briefing, names, atlas, language, chosen.made or date.today()).encode()
    for done, (name, scene) in enumerate(zip(names, briefing.scenes, strict=True)):
        chosen.progress(done, len(names))
        alone = replace(briefing, title=scene.headline, scenes=(scene,))
        yield name, exported(alone, atlas, language, DocumentFormat.HTML, chosen)


def series_archive(
    briefing: Briefing, atlas: AtlasData, language: Language, options: Options | None = None
) -> bytes:
    """Return the index and the pages of a series as a ZIP archive."""
    out = BytesIO()
    chosen = options or Options()
    day = chosen.made or date.today()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in series_pages(briefing, atlas, language, replace(chosen, made=day)):
            archive.writestr(dated_entry(name, day), content)
    return out.getvalue()


def _page_name(number: int, scene: Scene, language: Language) -> str:
    name = folded(scene.headline.in_(language)).replace(" ", "-")[:60]
    return f"{number:02}-{name}.html"


def _index(briefing: Briefing, names: list[str], atlas: AtlasData, language: Language, made: date) -> str:
    t, words = translator(language), ExportWords(language)
    pages = zip(names, briefing.scenes, strict=True)
    values = {
        "language": str(language),
        "style": STATIC_SITE_STYLE.read_text(encoding="utf-8"),
        "title": escape(briefing.title.in_(language)),
        "about": escape(t("series.about")),
        "pages": "".join(
            f'<li><a href="{name}">{escape(scene.headline.in_(language))}</a></li>' for name, scene in pages
        ),
        "made": escape(t("export.made", date=words.date(made.isoformat()))),
        "version": escape(
            t("export.version", version=data_version(atlas.data), **dates(atlas.data, words))
        ),
        "caution": escape(t("export.caution")),
        "attribution": escape(t("export.attribution")),
    }
    template = MAP_SERIES_TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], template)
