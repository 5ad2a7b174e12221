"""Access rules: who can read the atlas, and which settings are valid."""

import ast
import asyncio
from pathlib import Path
from time import time

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from streamlit.runtime.secrets import Secrets as StreamlitSecrets

from app import PAGES
from atlas.web import access_rules
from atlas.web.access_middleware import OWN_ADDRESS, AccessMiddleware
from atlas.web.access_rules import (
    LONGEST_HOURS,
    AccessSettingsError,
    Rules,
    SecretsError,
    Standing,
    name_of,
    places,
    rules,
    rules_of,
)
from atlas.web.server import lifespan, routes
from tests.web.asking import ask

NOW = 1_800_000_000
GUARD = AccessMiddleware(PlainTextResponse("from within"), PAGES)
ANA = {"is_logged_in": True, "iat": NOW - 60, "sub": "1", "email": "ana@state.gov", "email_verified": True}


def standing(rules=None, **changed):
    return (rules or Rules()).standing(ANA | changed, NOW)


def test_nobody_has_to_sign_in_without_a_provider():
    assert rules() is None


@pytest.mark.parametrize(
    "changed",
    [
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"iat": None},
        {"iat": "now"},
        {"iat": True},
        {"email": "", "sub": ""},
        {"email": None, "sub": None},
    ],
)
def test_claims_with_a_hole_are_no_sign_in(changed):
    assert standing(**changed) is Standing.OUT
    assert Rules().standing({}, NOW) is Standing.OUT


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, Standing.IN),
        (12 * 3600, Standing.IN),
        (12 * 3600 + 1, Standing.EXPIRED),
        (-60, Standing.IN),
        (-61, Standing.EXPIRED),
    ],
)
def test_a_sign_in_lasts_twelve_hours(age, expected):
    assert standing(iat=NOW - age) is expected


def test_a_host_may_choose_how_long_it_lasts():
    assert standing(Rules(session_hours=0.5), iat=NOW - 1801) is Standing.EXPIRED


LISTED = Rules(domains=frozenset({"state.gov"}), groups=frozenset({"atlas"}))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Standing.IN),
        ({"email": "Ana@STATE.GOV"}, Standing.IN),
        ({"email": "ana@evil.org"}, Standing.REFUSED),
        ({"email": "ana@evil.org@state.gov"}, Standing.REFUSED),
        ({"email": "ana@notstate.gov"}, Standing.REFUSED),
        ({"email": "ana@sub.state.gov"}, Standing.REFUSED),
        ({"email_verified": False}, Standing.REFUSED),
        ({"email_verified": "true"}, Standing.REFUSED),
        ({"email": "ana@evil.org", "groups": ["atlas", "other"]}, Standing.IN),
        ({"email": "ana@evil.org", "groups": "atlas"}, Standing.IN),
        ({"email": "ana@evil.org", "groups": "atlas-not"}, Standing.REFUSED),
        ({"email": "ana@evil.org", "groups": None}, Standing.REFUSED),
        ({"email": "ana@evil.org", "groups": [{"atlas": 1}, ["atlas"], 7]}, Standing.REFUSED),
        ({"email": ["ana@state.gov"], "sub": "1"}, Standing.REFUSED),
    ],
)
def test_a_list_lets_in_a_verified_domain_or_a_group(changed, expected):
    assert standing(LISTED, **changed) is expected


def test_a_provider_of_ones_own_may_be_trusted_with_addresses():
    trusting = Rules(domains=LISTED.domains, trust_unverified_email=True)
    assert standing(trusting, email_verified=None) is Standing.IN


def test_a_group_may_stand_in_another_claim():
    assert standing(Rules(groups=frozenset({"x"}), groups_claim="roles"), roles=["x"]) is Standing.IN


def test_a_person_is_called_by_address_or_else_by_identifier():
    assert name_of(ANA) == "ana@state.gov"
    assert name_of({"sub": "1"}) == "1"
    assert len(name_of({"email": "x" * 5000})) == 200


def test_settings_are_read():
    made = rules_of({"domains": ["@State.gov"], "groups": ["a"], "session_hours": 8})
    assert made == Rules(frozenset({"state.gov"}), frozenset({"a"}), session_hours=8)


@pytest.mark.parametrize(
    "settings",
    [
        {"domain": ["state.gov"]},
        {"domains": "state.gov"},
        {"domains": []},
        {"groups": [""]},
        {"groups": [1]},
        {"session_hours": 0},
        {"session_hours": "8"},
        {"session_hours": 1000},
    ],
)
def test_settings_that_mean_nothing_stop_the_start_and_say_what_to_write(settings):
    with pytest.raises(AccessSettingsError, match=r"\[access\] in secrets.toml: .*; (write|known are)"):
        rules_of(settings)


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """The place of the secrets in a working folder of their own, where Streamlit reads them afresh."""
    home = tmp_path / "home"
    (home / ".streamlit").mkdir(parents=True)
    (tmp_path / ".streamlit").mkdir()
    places = [str(folder / ".streamlit/secrets.toml") for folder in (home, tmp_path)]
    monkeypatch.setattr("atlas.web.access_rules.st.secrets", StreamlitSecrets())
    set_places(monkeypatch, places)
    return Path(places[1])


def set_places(monkeypatch, places):
    monkeypatch.setattr("streamlit.runtime.secrets.config.get_option", {"secrets.files": places}.get)
    monkeypatch.setattr("atlas.web.access_rules.places", lambda: tuple(places))


@pytest.mark.parametrize(
    "content",
    ['[access]\ndomains = ["state.gov"]\n', '[access]\n# domains = ["state.gov"]\n', "access = 1\n"],
)
def test_a_list_without_a_provider_stops_the_start(secrets, content):
    """An empty section once left the atlas open."""
    secrets.write_text(content)
    with pytest.raises(AccessSettingsError, match=r"there is no \[auth\]; name the provider there"):
        rules.__wrapped__()


@pytest.mark.parametrize("content", ["access = 1\n[auth]\n", "[auth]\n[access]\ndomains = 1\n"])
def test_rules_of_another_shape_stop_the_start(secrets, content):
    secrets.write_text(content)
    with pytest.raises(AccessSettingsError, match="write "):
        rules.__wrapped__()


def test_a_provider_alone_asks_everyone_to_sign_in(secrets):
    secrets.write_text("[auth]\n")
    assert rules.__wrapped__() == Rules()


@pytest.mark.parametrize("content", [None, "", "other = 1\n"])
def test_no_secrets_and_secrets_for_something_else_leave_the_atlas_open(secrets, content):
    if content is not None:
        secrets.write_text(content)
    assert rules.__wrapped__() is None


UNREADABLE = {
    "a missing quote": lambda path: path.write_text('[auth]\nclient_id = "a\n'),
    "a duplicate key": lambda path: path.write_text('[auth]\na = "1"\na = "2"\n'),
    "a byte order mark": lambda path: path.write_text("\ufeff[auth]\n", encoding="utf-8"),
    "another encoding": lambda path: path.write_bytes(b'[auth]\nname = "\xe1"\n'),
    "a folder": lambda path: path.mkdir(),
    "a link to nothing": lambda path: path.symlink_to(path.parent / "nowhere.toml"),
    "a link to itself": lambda path: path.symlink_to(path),
    "capitals": lambda path: path.write_text("[Auth]\n"),
}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_secrets_that_cannot_be_read_stop_the_start_wherever_they_are(secrets, spoil):
    spoil(secrets)
    with pytest.raises(SecretsError, match=r"^secrets: .*(it must be TOML|write \[auth\])"):
        rules.__wrapped__()


def test_secrets_in_the_home_that_cannot_be_read_stop_the_start_too(secrets):
    secrets.write_text("other = 1\n")
    (secrets.parents[1] / "home/.streamlit/secrets.toml").write_text("[auth")
    with pytest.raises(SecretsError, match="cannot be read"):
        rules.__wrapped__()


@pytest.mark.parametrize("name", ["atlas.toml", "folder"])
def test_a_configured_file_that_does_not_exist_stops_the_start(secrets, monkeypatch, name):
    set_places(monkeypatch, [str(secrets.parent / name)])
    with pytest.raises(SecretsError, match=r"cannot be read|does not exist"):
        rules.__wrapped__()


def test_a_configured_folder_without_sections_stops_the_start(secrets, monkeypatch):
    (secrets.parent / "folder").mkdir()
    (secrets.parent / "folder/auth").write_text("")
    set_places(monkeypatch, [str(secrets.parent / "folder")])
    with pytest.raises(SecretsError, match="cannot be read"):
        rules.__wrapped__()


def test_the_places_are_those_where_streamlit_looks():
    assert places() == tuple(st.get_option("secrets.files"))
    assert len(places()) >= 1
    assert all(Path(place).name == "secrets.toml" for place in places())


def test_secrets_that_cannot_be_read_stop_the_server_before_it_answers(secrets, monkeypatch):
    secrets.write_text('[auth]\nclient_id = "a\n')
    monkeypatch.setattr("atlas.web.access_rules.rules", rules.__wrapped__)

    async def start():
        async with lifespan()(None):
            raise AssertionError("the server has started")

    with pytest.raises(SecretsError):
        asyncio.run(start())


def test_the_pages_of_the_guard_are_those_of_the_frame():
    tree = ast.parse((Path(__file__).parents[2] / "pages/frame.py").read_text())
    urls = {
        f"/{name}"
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
        for name in ast.literal_eval(node.value)
    }
    assert urls
    assert urls <= PAGES


@pytest.mark.parametrize(
    "path",
    [
        "/layers/0/x.json",
        "/media/x.csv",
        "/component/x/index.html",
        "/api/x",
        "/metrics",
        "/open_to_everyone",
        "/_stcore/metrics",
        "/_stcore/upload_file/a/b",
        "/_stcore/agent/interact",
        "/_stcore/healthz",
        "/regions/_stcore/stream",
        "/layers/_stcore/health",
        "/regions/_stcore/health",
        "//static/x",
        "/regions/",
    ],
)
def test_only_the_sign_in_page_is_open(path):
    assert not GUARD.is_open(path)


@pytest.mark.parametrize("path", ["/", "/regions", "/static/js/x.js"])
def test_the_sign_in_page_is_open(path):
    assert GUARD.is_open(path)


@pytest.mark.parametrize(
    "address",
    ["//evil.org", "/\\evil.org", "https://evil.org", "", "regions", "/x\r\nSet-Cookie: a=1", "/ñ"],
)
def test_after_the_sign_in_nobody_is_sent_elsewhere(address):
    assert not OWN_ADDRESS.fullmatch(address)


def test_a_link_of_the_atlas_is_kept_through_sign_in():
    assert OWN_ADDRESS.fullmatch("/regions?lang=es&dep=18.19&q=coverage&center=15.7,-90.3")


def test_a_copy_of_the_cookie_is_refused_after_signing_out(monkeypatch):
    held = ANA | {"iat": time() - 60}
    monkeypatch.setattr(access_rules, "_ENDED", set())
    monkeypatch.setattr(access_rules, "rules", Rules)
    monkeypatch.setattr("atlas.web.access_middleware.claims", lambda _cookies: held)
    assert ask(GUARD, "/media/x.csv").status == 200
    assert ask(GUARD, "/auth/logout").status == 200
    assert ask(GUARD, "/media/x.csv").status == 401
    held |= {"iat": time()}
    assert ask(GUARD, "/media/x.csv").status == 200
    held |= {"iat": time() - 60, "sub": "2"}
    assert ask(GUARD, "/media/x.csv").status == 200


def test_a_session_that_has_expired_anyway_is_not_remembered(monkeypatch):
    monkeypatch.setattr(access_rules, "_ENDED", set())
    for issued in (NOW - 3600 * LONGEST_HOURS - 1, NOW - 3600 * LONGEST_HOURS, NOW):
        access_rules.end_session(ANA | {"iat": issued})
    assert {issued for _, issued in access_rules._ENDED} == {NOW - 3600 * LONGEST_HOURS, NOW}


def test_the_proxy_learns_whether_access_is_open(monkeypatch):
    app = Starlette(routes=routes())
    assert ask(app, "/open_to_everyone").status == 204
    monkeypatch.setattr("atlas.web.access_rules.rules", Rules)
    assert ask(app, "/open_to_everyone").status == 403
    assert ask(AccessMiddleware(app, PAGES), "/open_to_everyone").status == 401
