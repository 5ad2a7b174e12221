"""The security headers of every answer, and the wider ones of the map's frame."""

import base64
import hashlib

import pytest
from starlette.responses import PlainTextResponse

from atlas.frontend.bundles import first_picture_script
from atlas.streamlit_compat.static_files import INDEX
from atlas.web.security_headers import SecurityHeaders, ancestors, hash_source, script_hashes
from atlas.web.streamlit_page import BACKEND
from tests.web.asking import ask

FRAME = "/component/streamlit_folium.st_folium/index.html"
app = SecurityHeaders(PlainTextResponse("from within"), embedded_by="https://portal.example.org")


def policy(path):
    parts = ask(app, path).headers["content-security-policy"].split("; ")
    return {name: set(values) for name, *values in (part.split() for part in parts)}


@pytest.mark.parametrize("path", ["/", "/regions", "/layers/x", "/_stcore/health", FRAME])
def test_every_answer_has_the_headers(path):
    headers = ask(app, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["referrer-policy"] in {"same-origin", "strict-origin-when-cross-origin"}
    assert policy(path)["object-src"] == {"'none'"}
    assert policy(path)["default-src"] == {"'none'"}


@pytest.mark.parametrize("path", ["/", "/regions", "/map/0/atlas.js", "/static/js/index.js"])
def test_a_page_runs_only_local_files_and_streamlit_scripts(path):
    ours = {hash_source(script) for script in (BACKEND, first_picture_script())}
    assert policy(path)["script-src"] == {"'self'", "'wasm-unsafe-eval'", *script_hashes(), *ours}
    assert policy(path)["connect-src"] == {"'self'"}
    assert policy(path)["img-src"] == {"'self'", "data:", "blob:"}


def test_the_frame_alone_evaluates_and_alone_may_ask_for_tiles():
    assert {"'unsafe-inline'", "'unsafe-eval'"} <= policy(FRAME)["script-src"]
    assert "https://tile.openstreetmap.org" in policy(FRAME)["img-src"]
    assert policy(FRAME)["connect-src"] == {"'self'"}
    assert policy(FRAME)["frame-ancestors"] == policy("/")["frame-ancestors"]


def test_the_hash_is_that_of_the_script_in_the_page(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(
        "<p>text</p><script src='x.js'></script><script>\n  let a = 1 < 2;\n</script><p>more</p>"
    )
    digest = hashlib.sha256(b"\n  let a = 1 < 2;\n").digest()
    assert script_hashes(page) == (f"'sha256-{base64.b64encode(digest).decode()}'",)


def test_streamlit_still_has_inline_scripts_to_hash():
    assert len(script_hashes(INDEX)) == INDEX.read_text().count("<script>")


def test_who_may_embed_is_configured():
    assert policy("/")["frame-ancestors"] == {"'self'", "https://portal.example.org"}
    assert ancestors("") == "'self'"
    assert ancestors("https://a.gob.gt  *.usembassy.gov") == "'self' https://a.gob.gt *.usembassy.gov"


@pytest.mark.parametrize("setting", ["https://a.org; script-src *", "*", "javascript:alert(1)", "'none'"])
def test_a_setting_that_is_no_site_stops_the_start_with_what_to_write(setting):
    with pytest.raises(ValueError, match=r"ATLAS_FRAME_ANCESTORS: .* write addresses"):
        ancestors(setting)


def answered(scheme, cookie):
    return ask(
        SecurityHeaders(PlainTextResponse("x", headers={"Set-Cookie": cookie})), "/", scheme=scheme
    ).headers["set-cookie"]


def test_a_cookie_that_came_over_tls_does_not_go_back_without_it():
    assert answered("https", "a=1; Path=/") == "a=1; Path=/; Secure"
    assert answered("https", "a=1; secure") == "a=1; secure"
    assert answered("http", "a=1; Path=/") == "a=1; Path=/"


@pytest.mark.parametrize(
    "path", ["/regions/component/x", "/x/component/streamlit_folium.st_folium/", "/component"]
)
def test_an_address_that_only_contains_the_word_has_the_strict_policy(path):
    assert policy(path)["script-src"] == policy("/")["script-src"]


def test_below_a_path_the_frame_is_below_it_too(monkeypatch):
    def scripts(path):
        return "'unsafe-eval'" in ask(below, path).headers["content-security-policy"]

    monkeypatch.setattr(
        "atlas.streamlit_compat.static_files.st.get_option", {"server.baseUrlPath": "/atlas/"}.get
    )
    below = SecurityHeaders(PlainTextResponse("from within"))
    assert scripts(f"/atlas{FRAME}")
    assert not scripts(FRAME)


def test_over_https_the_response_has_hsts():
    assert ask(app, "/", scheme="https").headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in ask(app, "/").headers
