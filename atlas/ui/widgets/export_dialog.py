"""The dialog that makes a file of a page: format, paper, language and resolution, progress, download."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.publishing.document_formats import ONE_SCENE, WITH_APPENDIX, DocumentFormat, Options, exported
from atlas.publishing.map_series import Series, series_archive, series_briefing
from atlas.ui.state.background_jobs import EXPORTS, Job, watch
from atlas.ui.state.reader_list import placed_list
from atlas.ui.widgets.browser_frames import live_view
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, MapView
from geo.dataset.atlas_data import AtlasData
from geo.dataset.gazetteer import folded
from geo.dataset.records import data_version
from geo.errors import GeoError
from geo.exports import tables
from geo.exports.documents.deck_parts import MOST_BYTES
from geo.exports.documents.document import PRINT_PPI, SCREEN_PPI, ExportCancelledError, Paper
from geo.exports.documents.document_layers import ListLayer
from geo.exports.tables import Download, TableFormat

SERIES_PAGE: Final = "explore"
"""The page whose current filters can be exported as a series."""

IN_SERIES: Final = frozenset({DocumentFormat.PDF, DocumentFormat.PPTX, DocumentFormat.HTML})
"""Formats with a page, a slide or a file for each member of a series."""

OWN_PAGE: Final = "own_layers"
"""The page whose files show the reader's list as it is drawn there."""

AT_ONCE_S: Final = 1.2
"""The page waits this long for a file before it shows its progress."""

MEDIA_TYPES: Final = {
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    DocumentFormat.HTML: "text/html",
    DocumentFormat.PNG: "image/png",
    DocumentFormat.SVG: "image/svg+xml",
    DocumentFormat.CSV: "text/csv",
}


@dataclass(frozen=True)
class AnswerExport:
    """A file of an answer.

    `with_list` returns the list that is drawn, of the one that the reader has chosen; the list of this
    session is offered where `offers_list`, because an answer about it includes it anyway.
    """

    with_list: Callable[[ListLayer | None], ListLayer | None]
    offers_list: bool


LANGUAGES: Final = {Language.ENGLISH: "English", Language.SPANISH: "Español"}


@dataclass(frozen=True)
class Order:
    """A file to make: of which briefing, in which language and format, with which options."""

    briefing: Briefing
    language: Language
    kind: DocumentFormat
    options: Options = field(default_factory=Options)
    series: Series | None = None

    @property
    def suffix(self) -> str:
        """The suffix of the file name: a series of HTML pages is an archive."""
        return "zip" if self.series and self.kind is DocumentFormat.HTML else str(self.kind)


Export = Job[Order, tuple[int, int], bytes]
"""A file in the making; reports how many of how many steps are done."""


def start_export(order: Order, data: AtlasData) -> Export:
    """Start an export; `ExportCancelledError` is its result if it is cancelled before its last step."""

    def make(job: Export) -> bytes:
        def report(done: int, total: int) -> None:
            job.report((done, total))
            require_wanted()

        def require_wanted() -> None:
            if job.is_cancelled:
                raise ExportCancelledError

        require_wanted()
        options = replace(order.options, progress=report)
        if order.suffix == "zip":
            return series_archive(order.briefing, data, order.language, options)
        return exported(order.briefing, data, order.language, order.kind, options)

    return Job(EXPORTS, order, make)


def draw_export(
    page: str,
    make: Callable[[MapView | None], Briefing],
    t: Translator,
    answer: AnswerExport | None = None,
) -> None:
    """Draw the choice of a file of `page`; `make` puts together what goes into it from the map's view.

    A file of an `answer` draws the list that it says.
    """
    box = st.popover(t("exports.button"), icon=":material/download:", key=_opened(page), on_change="rerun")
    if box.open:
        with box:
            _choices(page, make, t, answer)


def _choices(
    page: str,
    make: Callable[[MapView | None], Briefing],
    t: Translator,
    answer: AnswerExport | None,
) -> None:
    formats = list(DocumentFormat)
    # Drawn when the popover opens, so that it tells the view of that moment.
    view = live_view(f"export_view_{page}")
    # The widget's types know no closed choice of a first member.
    kind: Any = st.selectbox(
        t("exports.format"),
        formats,
        # A closed popover forgets its widgets; the last choice comes first again.
        formats.index(_last_kind(page)),
        format_func=lambda name: t(f"document_format.{name}"),
        key=f"export_format_{page}",
    )
    series = _series(kind, t) if page == SERIES_PAGE else None
    options = _options(page, kind, t)
    if kind in WITH_APPENDIX:
        wanted = st.checkbox(
            t("exports.appendix"), help=t("exports.appendix_help"), key=f"export_appendix_{page}"
        )
        options = replace(options, appendix=wanted)
    if answer is None or answer.offers_list:
        options = replace(options, own=_own(page, kind, t))
    spoken = st.segmented_control(
        t("app.language"),
        list(Language),
        default=t.language,
        format_func=LANGUAGES.__getitem__,
        required=True,
        # Another language of the page is another first choice here.
        key=f"export_language_{page}_{t.language}",
    )
    holds = "exports.one_scene" if kind in ONE_SCENE else "exports.stamped"
    st.caption(plain(t("exports.analysed" if answer else holds)))
    st.button(
        t("exports.make"),
        key=f"export_make_{page}",
        type="primary",
        icon=":material/description:",
        on_click=lambda: _start(
            page, _order(make(view), spoken, kind, _with_answer(options, answer), series)
        ),
    )


def _with_answer(options: Options, answer: AnswerExport | None) -> Options:
    return replace(options, own=answer.with_list(options.own)) if answer else options


def _series(kind: DocumentFormat, t: Translator) -> Series | None:
    """Draw the choice of one view or a series, in formats that can hold one; return the series."""
    if kind not in IN_SERIES:
        return None
    series: Series | None = st.selectbox(
        t("series.pages"),
        [None, *Series],
        format_func=lambda series: t(f"series_choice.{series}" if series else "series_choice.view"),
        help=t("series.help"),
        key="export_series",
    )
    return series


def _order(
    briefing: Briefing, language: Language, kind: DocumentFormat, options: Options, series: Series | None
) -> Order:
    """Return the order of a file, or of a series within the filters of the briefing's first scene."""
    if series:
        briefing = series_briefing(series, atlas_data(), briefing.scenes[0].selection)
    return Order(briefing, language, kind, options, series)


def _options(page: str, kind: DocumentFormat, t: Translator) -> Options:
    if kind is DocumentFormat.PDF:
        paper = st.segmented_control(
            t("exports.paper"),
            [Paper.A4, Paper.LETTER],
            default=Paper.A4,
            format_func=lambda name: t(f"paper.{name}"),
            required=True,
            key=f"export_paper_{page}",
        )
        return Options(paper=paper)
    if kind is DocumentFormat.PNG:
        ppi = st.segmented_control(
            t("exports.resolution"),
            [SCREEN_PPI, PRINT_PPI],
            default=SCREEN_PPI,
            format_func=lambda ppi: t("exports.print" if ppi == PRINT_PPI else "exports.screen"),
            required=True,
            key=f"export_ppi_{page}",
        )
        return Options(ppi=ppi)
    if kind is DocumentFormat.PPTX:
        theme = st.file_uploader(
            t("exports.theme"),
            type=["potx", "pptx"],
            help=t("exports.theme_help"),
            key=f"export_theme_{page}",
            max_upload_size=MOST_BYTES // 1_000_000,
        )
        return Options(theme=theme.getvalue() if theme else None)
    return Options()


def _own(page: str, kind: DocumentFormat, t: Translator) -> ListLayer | None:
    """Draw the choice to include the list of this session, where it can be drawn; return it if chosen."""
    mine = placed_list()
    if mine is None or kind is DocumentFormat.CSV:
        return None
    layer = mine.layer if page == OWN_PAGE else mine.map_layer
    if layer is None:
        return None
    wanted = st.checkbox(
        plain(t("exports.own", name=mine.name)),
        # A file is passed on: elsewhere the list is in it only if the reader says so.
        value=page == OWN_PAGE,
        help=t("exports.own_help"),
        key=f"export_own_{page}",
    )
    return layer if wanted else None


def _start(page: str, order: Order) -> None:
    """Start a file, and cancel the one that was being made for this page."""
    before: Export | None = st.session_state.get(_key(page))
    if before is not None:
        before.cancel()
    job = st.session_state[_key(page)] = start_export(order, atlas_data())
    st.session_state[_opened(page)] = False
    job.wait(AT_ONCE_S)


def draw_job(page: str, t: Translator) -> None:
    """Draw the progress of the file of `page`, or the file; nothing where none was ordered."""
    job: Export | None = st.session_state.get(_key(page))
    if job is None or job.is_cancelled:
        return
    if job.is_running:
        watch(job, partial(_draw_progress, page, job, t))
        return
    try:
        _offer(page, job, t)
    except GeoError as error:
        st.error(plain(t("exports.failed", why=sentence(error, t))), icon=":material/report:")


def _draw_progress(page: str, job: Export, t: Translator) -> None:
    done, total = job.progress or (0, 0)
    words = t("exports.progress", done=done, total=total) if total else t("exports.waiting")
    bar, stop = st.columns([5, 1], vertical_alignment="center")
    bar.progress(done / total if total else 0.0, text=words)
    if stop.button(t("exports.cancel"), key=f"export_cancel_{page}", icon=":material/stop_circle:"):
        job.cancel()
        st.rerun()


def _offer(page: str, job: Export, t: Translator) -> None:
    content, order = job.result(), job.task
    size = number_text(len(content) / 1e6, t.language, 2)
    name = file_name(order)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(plain(t("exports.ready", name=name, size=size)))
        media_type = "application/zip" if order.suffix == "zip" else MEDIA_TYPES[order.kind]
        file = (name, media_type)
        draw_download(t("exports.download"), content, file, f"export_file_{page}", type="primary")
        st.button(
            t("exports.dismiss"),
            key=f"export_dismiss_{page}",
            type="tertiary",
            on_click=lambda: st.session_state.pop(_key(page)),
        )


def file_name(order: Order) -> str:
    """Return a name of letters, digits and hyphens: the title, the data version, the language."""
    scenes = order.briefing.scenes
    is_answer = len(scenes) == 1 and scenes[0].answer is not None
    title = (scenes[0].headline if is_answer else order.briefing.title).in_(order.language)
    name = folded(title).replace(" ", "-")[:60] or "atlas"
    return f"{name}-{data_version(atlas_data().data)}.{order.language}.{order.suffix}"


def _last_kind(page: str) -> DocumentFormat:
    job: Export | None = st.session_state.get(_key(page))
    return job.task.kind if job else DocumentFormat.PDF


def _key(page: str) -> str:
    return f"export_job_{page}"


def _opened(page: str) -> str:
    return f"export_open_{page}"


LABELS: Final = {
    TableFormat.CSV: "CSV",
    TableFormat.XLSX: "Excel",
    TableFormat.GEOJSON: "GeoJSON",
    TableFormat.GEOPACKAGE: "GeoPackage",
    TableFormat.KML: "KML",
}
"""Names of the formats, the same in every language."""


def draw_table_files(
    make: Callable[[], Download], name: str, key: str, label: Callable[[str], str] = str
) -> None:
    """Draw a button for each format of the tables that `make` makes when a reader presses one.

    `name` is the file's without its suffix, `label` makes the text of a button of the format's name.
    """
    for kind, title in LABELS.items():
        file = (f"{name}.{kind}", tables.MEDIA_TYPES[kind])
        draw_download(label(title), partial(_written, make, kind), file, f"{key}_{kind}")


def _written(make: Callable[[], Download], kind: TableFormat) -> bytes:
    return tables.written(make(), kind)


def draw_download(
    label: str, content: str | bytes | Callable[[], bytes], file: tuple[str, str], key: str, **options: Any
) -> None:
    """Draw a button that downloads a file, given as its name and media type, without running the page."""
    name, media_type = file
    arguments = {"icon": ":material/download:", **options}
    st.download_button(
        label, content, file_name=name, mime=media_type, key=key, on_click="ignore", **arguments
    )
