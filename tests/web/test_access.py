"""Access rules: who can read the atlas, and which settings are valid."""

import ast
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse

from app import PAGES
from atlas.web.access_middleware import OWN_ADDRESS, AccessMiddleware
from atlas.web.access_rules import AccessSettingsError, Rules, Standing, name_of, rules, rules_of
from atlas.web.server import routes
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


class Secrets(dict[str, object]):
    """What `st.secrets` holds."""

    def load_if_toml_exists(self):
        return True


def test_a_list_without_a_provider_stops_the_start(monkeypatch):
    monkeypatch.setattr("atlas.web.access_rules.st.secrets", Secrets(access={"domains": ["state.gov"]}))
    with pytest.raises(AccessSettingsError, match=r"there is no \[auth\]; name the provider there"):
        rules.__wrapped__()


def test_a_provider_alone_asks_everyone_to_sign_in(monkeypatch):
    monkeypatch.setattr("atlas.web.access_rules.st.secrets", Secrets(auth={}))
    assert rules.__wrapped__() == Rules()


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
def test_only_the_door_is_open(path):
    assert not GUARD.is_open(path)


@pytest.mark.parametrize("path", ["/", "/regions", "/static/js/x.js"])
def test_the_door_is_open(path):
    assert GUARD.is_open(path)


@pytest.mark.parametrize(
    "address",
    ["//evil.org", "/\\evil.org", "https://evil.org", "", "regions", "/x\r\nSet-Cookie: a=1", "/ñ"],
)
def test_after_the_sign_in_nobody_is_sent_elsewhere(address):
    assert not OWN_ADDRESS.fullmatch(address)


def test_a_link_of_ours_is_found_again():
    assert OWN_ADDRESS.fullmatch("/regions?lang=es&dep=18.19&q=coverage&center=15.7,-90.3")


def test_the_proxy_is_told_whether_everyone_may_look(monkeypatch):
    app = Starlette(routes=routes())
    assert ask(app, "/open_to_everyone").status == 204
    monkeypatch.setattr("atlas.web.access_rules.rules", Rules)
    assert ask(app, "/open_to_everyone").status == 403
    assert ask(AccessMiddleware(app, PAGES), "/open_to_everyone").status == 401
