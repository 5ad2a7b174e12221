"""Find Source Sans, the typeface of the interface, for browsers and for documents.

Streamlit's package contains it as a variable font for browsers, and `font-source-sans-pro` as one file for
each weight, which typst and matplotlib need; both are under the SIL Open Font License 1.1.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Final

from font_source_sans_pro import font_directory

FAMILY: Final = "Source Sans"
"""The name of the typeface in style sheets."""

DOCUMENT_FAMILY: Final = "Source Sans Pro"
"""The name of the typeface in the files of `DOCUMENT_FONTS`."""

DOCUMENT_FONTS: Final = Path(font_directory)

_STYLES: Final = {
    (400, False): "Regular",
    (600, False): "Semibold",
    (700, False): "Bold",
    (400, True): "It",
    (600, True): "SemiboldIt",
    (700, True): "BoldIt",
}

LETTERS: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2040),
    *(0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25B4, 0x25BE),
)
"""The characters of the interface and of names, a sixth of the font's size."""


def document_font(weight: int, is_italic: bool = False) -> Path:
    """Return the TrueType file of a weight and style."""
    return DOCUMENT_FONTS / f"SourceSansPro-{_STYLES[weight, is_italic]}.ttf"


def web_font() -> Path:
    """Return the variable font that Streamlit serves below `/static/media/`.

    The package is found without importing it, because files are also written without Streamlit.
    """
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("streamlit is not installed; `make .venv/installed` installs it")
    return next(Path(spec.origin).parent.glob("static/static/media/SourceSansVF-Upright.*.woff2"))


@cache
def small_web_font() -> bytes:
    """Return the variable font with `LETTERS` alone, about 30 kB, for a file that contains its font."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    # Its own date: the time of saving would make each file another.
    font = TTFont(web_font(), recalcTimestamp=False)
    letters = subset.Subsetter(subset.Options(layout_features=["kern", "tnum"]))
    letters.populate(unicodes=LETTERS)
    letters.subset(font)
    font.flavor, out = "woff2", BytesIO()
    font.save(out)
    return out.getvalue()


def font_face(url: str) -> str:
    """Return the CSS rule that loads the typeface; browsers slant it themselves."""
    source = f'url("{url}") format("woff2")'
    return f'@font-face {{ font-family: "{FAMILY}"; font-weight: 200 900; src: {source}; }}\n'
