"""Draw a map as a matplotlib figure: boundaries, sites, names, scale and north.

It is drawn in GTM metres, so that the scale bar is correct everywhere and a circle of uncertainty is a
circle. Figures are made with `Figure()`: pyplot is not safe in threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib_scalebar.scalebar import ScaleBar

from geo.dataset.atlas_data import AtlasData
from geo.drawn_area import gtm_shape
from geo.exports.documents.document_layers import AnalysisLayer, ListLayer
from geo.exports.documents.document_rows import AnnotationRow
from geo.exports.documents.map_extent import Extent, MapOutlines, OutlineRings, Ring, ground
from geo.exports.documents.map_ground import draw_ground, draw_towns
from geo.exports.documents.map_names import write_names
from geo.exports.documents.map_overlays import (
    draw_analysis_areas,
    draw_analysis_marks,
    draw_annotations,
    draw_own_areas,
    draw_own_marks,
)
from geo.exports.documents.map_sites import draw_sites
from geo.mapping.typefaces import document_font
from geo.views.sites_view import SitesView

SEA: Final = "#dde9f0"
LAND: Final = "#fdfcf9"
VEIL: Final = "#d3d8dc"
LAKE: Final = "#b7d5e6"
NEIGHBOUR: Final = "#eceae3"
COAST: Final = "#a9a394"
MUNICIPIO: Final = "#cfc9bb"
DEPARTAMENTO: Final = "#857d6c"
BORDER: Final = "#6a6354"
STRONG: Final = "#1c2b39"

RELIEF_DPI: Final = 72
"""Pixels an inch of the relief in a scalable picture: a few more than `map_ground.SAMPLES`."""

SETTINGS: Final[dict[Any, Any]] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "atlas",
    "path.simplify_threshold": 0.2,
}


def draw_map(  # noqa: PLR0913, PLR0917 - what, where, from what, in whose words, how large, below what
    view: SitesView,
    extent: Extent,
    atlas: AtlasData,
    language: str,
    size: tuple[float, float],
    own: ListLayer | None = None,
    analysis: AnalysisLayer | None = None,
    annotations: Sequence[AnnotationRow] = (),
) -> Figure:
    """Return the map of a view, with an analysis and a list below the sites, arrows and notes above.

    Parameters
    ----------
    extent
        The area to show, in GTM metres; it is widened to the proportions of the figure.
    size
        Width and height of the figure in inches.
    """
    figure = Figure(figsize=size)
    axes = figure.add_axes((0, 0, 1, 1))
    seen = extent.shaped(size[0] / size[1])
    axes.set(xlim=(seen.west, seen.east), ylim=(seen.south, seen.north))
    axes.set(xticks=[], yticks=[], facecolor=SEA)
    axes.set_aspect("equal", adjustable="box")
    for spine in axes.spines.values():
        spine.set(color=DEPARTAMENTO, linewidth=0.8)
    below = ground(seen, atlas)
    _ground(axes, seen, below, view, atlas, own, analysis)
    own_names = draw_own_marks(axes, own, seen) if own is not None else ()
    numbers = draw_analysis_marks(axes, analysis) if analysis is not None else ()
    names = draw_sites(axes, view, below, language)
    write_names(axes, seen, (*numbers, *own_names, *names), atlas, language)
    _furniture(axes)
    draw_annotations(axes, annotations, seen)
    return figure


def as_svg(figure: Figure) -> str:
    """Return the figure as SVG with letters as outlines, independent of fonts."""
    # Only the relief is a picture; at this resolution it keeps its own pixels.
    return _rendered(figure, format="svg", dpi=RELIEF_DPI, metadata={"Date": None}).decode()


def as_png(figure: Figure, dpi: float) -> bytes:
    """Return the figure as PNG at `dpi` pixels an inch."""
    # The default, zlib level 6, takes three times as long and saves a tenth.
    return _rendered(
        figure, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": 1}
    )


def _rendered(figure: Figure, **options: Any) -> bytes:
    out = BytesIO()
    with mpl.rc_context(SETTINGS):
        figure.savefig(out, **options)
    return out.getvalue()


def _ground(  # noqa: PLR0913, PLR0917 - where, what, for whom, from what, below what
    axes: Axes,
    seen: Extent,
    below: MapOutlines,
    view: SitesView,
    atlas: AtlasData,
    own: ListLayer | None,
    analysis: AnalysisLayer | None,
) -> None:
    region = view.region
    municipios, departamentos = set(region.municipios), set(region.departamentos)
    inside = [
        outlines
        for outlines in below.municipios
        if not region.has_places
        or outlines.properties["codigo_muni"] in municipios
        or outlines.properties["codigo_depto"] in departamentos
    ]
    _fill(axes, below.neighbours, NEIGHBOUR, COAST, 0.6)
    _fill(axes, below.municipios, VEIL if region.has_places else LAND, MUNICIPIO, 0.35)
    if region.has_places:
        _fill(axes, inside, LAND, DEPARTAMENTO, 0.7)
    if analysis is not None:
        draw_analysis_areas(axes, analysis, inside)
    if own is not None:
        draw_own_areas(axes, own, below)
    draw_ground(axes, seen, atlas, is_plain=analysis is None and own is None)
    _fill(axes, below.lakes, LAKE, LAKE, 0.3)
    _fill(axes, below.departamentos, "none", DEPARTAMENTO, 0.7)
    for outlines in below.border:
        disputed = outlines.properties["disputed"]
        if disputed:
            # The outlines below are solid, so dashes over them would be invisible.
            _line(axes, outlines, NEIGHBOUR, 2.2, "-")
        _line(axes, outlines, BORDER, 1.6, (0, (3.5, 3)) if disputed else "-")
    if region.area:
        parts = shapely.get_parts(gtm_shape(region.area))
        rings = tuple(shapely.get_coordinates(ring) for ring in shapely.get_rings(parts))
        axes.add_collection(LineCollection(rings, colors=STRONG, linewidths=1.8), autolim=False)
    draw_towns(axes, seen, atlas)


def _fill(axes: Axes, outlines: Iterable[OutlineRings], face: str, edge: str, width: float) -> None:
    """Fill outlines as one path; 340 separate paths take four times as long to write."""
    rings = [ring for outline in outlines for ring in outline.rings]
    if not rings:
        return
    area = PathCollection([_together(rings)], facecolors=face, edgecolors=edge, linewidths=width, zorder=1)
    area.set_transform(axes.transData)
    axes.add_collection(area, autolim=False)


def _together(rings: Sequence[Ring]) -> Path:
    ends = np.cumsum([len(ring) for ring in rings])
    codes = np.full(ends[-1], Path.LINETO, dtype=Path.code_type)
    codes[ends - 1], codes[[0, *ends[:-1]]] = Path.CLOSEPOLY, Path.MOVETO
    return Path(np.concatenate(rings), codes)


def _line(axes: Axes, outline: OutlineRings, colour: str, width: float, style: Any) -> None:
    line = LineCollection(outline.rings, colors=colour, linewidths=width, linestyles=style)
    axes.add_collection(line, autolim=False)


def _furniture(axes: Axes) -> None:
    bar = ScaleBar(
        1,
        "m",
        location="lower left",
        length_fraction=0.2,
        width_fraction=0.008,
        box_color="white",
        box_alpha=0.8,
        color=STRONG,
        pad=0.5,
        border_pad=0.6,
        font_properties={"size": 8, "fname": str(document_font(400))},
    )
    axes.add_artist(bar)
    axes.annotate(
        "N",
        (0.955, 0.965),
        (0.955, 0.885),
        xycoords="axes fraction",
        ha="center",
        va="center",
        color=STRONG,
        fontproperties=FontProperties(fname=str(document_font(700)), size=10),
        arrowprops={"arrowstyle": "-|>", "color": STRONG, "lw": 1.6},
        bbox={"boxstyle": "circle,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
        zorder=9,
    )
