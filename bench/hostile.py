"""Generate hostile input with hypothesis: text, URLs, files, cookies and claims."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any, Final

from hypothesis import strategies as st

from atlas.ui.state.page_parameters import PARAMETERS
from atlas.ui.state.session import SHARED
from bench.hostile_files import SETTINGS
from geo.briefings.briefing_files import briefing_names, read_briefing, to_json

SNIPPETS: Final = (
    "<script>window.top.hacked=1</script>",
    "<img src=x onerror=alert(1)>",
    "</title></script><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    '#eval(read("/etc/passwd"))',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r\nSet-Cookie: a=1",
    "＝1",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "C:\\windows\\win.ini",
    "%00",
    "\x00",
    "\x1b[31m",
    "\u202eright to left\u202c",
    "\u2066\u200b\ufeff",
    "' OR 1=1 --",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "[a](javascript:alert(1))",
    "*_`$x$ :red[x]",
    "Z̸̡͝alg̶o",
    "😀" * 50,
    "A" * 20_000,
    "9" * 400,
    "1e999",
    "NaN",
    "-0",
    "٣",
    "\ud83d",
    "\ufffe\v\x85\u2028",
    "",
)

text: Final = st.one_of(
    st.sampled_from(SNIPPETS),
    st.text(max_size=60),
    st.builds(
        lambda a, b, c: a + b + c, st.text(max_size=8), st.sampled_from(SNIPPETS), st.text(max_size=8)
    ),
)
"""Any text, often of a kind that is known to break programs."""

known_values: Final = st.sampled_from(
    (
        "en", "es", "18", "18.19", "1801", "1801.1802", "0", "23", "-1", "port", "border_checkpoint.port",
        "BZ", "exact", "operating", "corinto", "pbs-zone-12", "checkpoints.ports", "coverage", "30", "5",
        "F001", "T023", "P24", "tables", "sites", "forensics", "15.7,-90.3", "maximal_covering",
    )
)  # fmt: skip

queries: Final = st.dictionaries(
    st.one_of(st.sampled_from((*SHARED, *PARAMETERS)), st.text(max_size=12)),
    st.one_of(known_values, text, st.lists(known_values, max_size=40).map(".".join)),
    max_size=8,
)
"""Parameters of a URL: valid, invalid, and valid with invalid values."""

json_values: Final = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(text, inner, max_size=4)),
    max_leaves=12,
)


@st.composite
def briefings(draw: st.DrawFn) -> bytes:
    """Return a saved briefing with damage, or other content."""
    if draw(st.booleans()):
        return draw(st.one_of(st.binary(max_size=300), json_values.map(lambda v: json.dumps(v).encode())))
    saved = json.loads(to_json(read_briefing(draw(st.sampled_from(briefing_names())))))
    for _ in range(draw(st.integers(0, 3))):
        place: Any = saved
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = draw(st.sampled_from(keys))
            if not isinstance(place[key], dict | list) or draw(st.booleans()):
                place[key] = draw(json_values)
                break
            place = place[key]
    return json.dumps(saved).encode()


@st.composite
def uploads(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a file name and content: lists, damaged lists, archives, other formats."""
    suffix = draw(
        st.sampled_from(("csv", "xlsx", "geojson", "gpkg", "kml", "kmz", "zip", "parquet", "exe"))
    )
    content = draw(st.one_of(_lists(), _shapes(), _archives(), _beginnings()))
    return draw(text)[:50] + "." + suffix, content


def _lists() -> st.SearchStrategy[bytes]:
    rows = st.lists(st.lists(st.one_of(text, known_values), min_size=1, max_size=5), min_size=1, max_size=6)
    written = st.builds(
        lambda rows, mark: "\n".join(mark.join(row) for row in rows), rows, st.sampled_from(",;\t|")
    )
    encodings = st.sampled_from(("utf-8", "utf-16", "latin-1", "cp1252", "utf-8-sig"))
    return st.builds(lambda words, how: words.encode(how, "replace"), written, encodings)


def _shapes() -> st.SearchStrategy[bytes]:
    pair = st.lists(st.one_of(st.floats(), st.integers(), text), max_size=4)
    geometry = st.fixed_dictionaries(
        {"type": st.sampled_from(("Point", "Polygon", "LineString", "X")), "coordinates": pair}
    )
    feature = st.fixed_dictionaries(
        {"type": st.just("Feature"), "geometry": geometry, "properties": json_values}
    )
    whole = st.fixed_dictionaries(
        {"type": st.just("FeatureCollection"), "features": st.lists(feature, max_size=3)}
    )
    return st.one_of(whole, json_values).map(lambda value: json.dumps(value).encode())


@st.composite
def _archives(draw: st.DrawFn) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in draw(st.lists(text.filter(bool), max_size=3, unique=True)):
            archive.writestr(
                name.encode("utf-8", "replace").decode().replace("\0", "?")[:200],
                draw(st.binary(max_size=100)),
            )
        if draw(st.booleans()):
            archive.writestr("doc.kml", draw(_kml()))
    whole = content.getvalue()
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.booleans()) else whole


def _kml() -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda a, b: f"<?xml version='1.0'?><kml><Placemark><name>{a}</name><Point><coordinates>{b}".encode(
            "utf-8", "replace"
        ),
        text,
        text,
    )


def _beginnings() -> st.SearchStrategy[bytes]:
    starts = (
        b"SQLite format 3\0",
        b"PK\x03\x04",
        b"PAR1",
        b"<?xml version='1.0'?>",
        b"{",
        b"\xff\xfe",
        b"",
    )
    return (
        st.builds(lambda start, rest: start + rest, st.sampled_from(starts), st.binary(max_size=200))
        | _kml()
    )


settings: Final = st.one_of(
    st.sampled_from(SETTINGS),
    st.builds(
        lambda start, rest: start + rest, st.sampled_from(("[auth]\n", "[access]\n", "a = ", "")), text
    ),
)
"""Files of secrets, most of them wrong."""

addresses: Final = st.builds(
    lambda start, rest: start + "/".join(rest),
    st.sampled_from(
        (
            "/", "/layers/", "/map/", "/vendor/", "/api", "/api/", "/api/collections/",
            "/api/collections/sites/items/", "/own/", "/present/", "/healthz", "/readyz", "/component/",
            "/static/", "/media/", "/_stcore/", "//", "/\\", "/regions/", "/oauth2callback",
        )
    ),
    st.lists(text, max_size=3),
)  # fmt: skip
"""URLs of every part of the server, with malicious parts."""

headers: Final = st.dictionaries(
    st.sampled_from(
        (
            "accept",
            "accept-encoding",
            "cookie",
            "host",
            "if-none-match",
            "origin",
            "range",
            "sec-fetch-mode",
        )
    ),
    text.map(lambda value: value.encode("latin-1", "replace")),
    max_size=3,
)
