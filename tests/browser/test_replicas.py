"""Two replicas behind nginx: a session survives the loss of its replica."""

from __future__ import annotations

import httpx
import pytest

from tests.browser.conftest import started_app
from tests.proxy import started_proxy


@pytest.fixture(scope="module")
def replicas():
    """Two replicas: their addresses and processes."""
    with started_app() as first, started_app() as other:
        yield dict([first, other])


@pytest.fixture(scope="module")
def proxy(tmp_path_factory, replicas):
    """The address of the proxy in front of both."""
    with started_proxy(tmp_path_factory.mktemp("proxy"), list(replicas)) as address:
        yield address


def figure(replica, name):
    lines = httpx.get(f"{replica}/metrics").text.splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))


def pages_of(replicas):
    return [figure(replica, 'atlas_requests_total{method="GET",part="page"') for replica in replicas]


def test_a_browser_keeps_its_replica_and_browsers_spread(proxy, replicas):
    first = httpx.get(proxy)
    assert "HttpOnly; SameSite=Lax" in first.headers["set-cookie"]
    before = pages_of(replicas)
    for _ in range(6):
        answer = httpx.get(proxy, cookies={"atlas_replica": first.cookies["atlas_replica"]})
        assert "set-cookie" not in answer.headers
    increases = [after - was for after, was in zip(pages_of(replicas), before, strict=True)]
    assert sorted(increases) == [0, 6]
    for n in range(40):
        httpx.get(proxy, cookies={"atlas_replica": f"{n * 7919:032x}"})
    assert all(after > was for after, was in zip(pages_of(replicas), before, strict=True))


def test_over_tls_the_cookie_of_the_replica_never_travels_without_it(proxy):
    over_tls = httpx.get(proxy, headers={"X-Forwarded-Proto": "https"})
    assert over_tls.headers["set-cookie"].endswith("; HttpOnly; SameSite=Lax; Secure")
    assert "Secure" not in httpx.get(proxy).headers["set-cookie"]


def test_what_is_served_by_address_may_be_kept_by_a_delivery_network(proxy):
    page = httpx.get(f"{proxy}/sources").text
    script = page.partition('src="./static/js/')[2].partition('"')[0]
    for attempt in range(2):
        answer = httpx.get(f"{proxy}/static/js/{script}", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, attempt
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_the_figures_stay_inside(proxy, path):
    assert httpx.get(proxy + path).status_code == 404


def test_the_mirror_is_kept_an_hour_and_runs_nothing_foreign(proxy):
    answer = httpx.get(f"{proxy}/mirror/")
    assert "the static mirror" in answer.text
    assert answer.headers["cache-control"].startswith("public, max-age=3600")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_session_whose_replica_dies_goes_on_with_one_reload(new_reader, proxy, replicas):
    reader = new_reader(address=proxy)
    reader.open("/?lang=en&dep=18&layers=ports.checkpoints")
    reader.choose("Types of site", "Airports")
    reader.wait_for_address(layers="checkpoints.ports.airports")
    before, shown = reader.address_bar(), reader.shown()
    (home,) = [replica for replica in replicas if figure(replica, "atlas_sessions ") == 1]
    replicas[home].kill()
    replicas[home].wait()
    reader.page.reload()
    reader.settled()
    reader.wait(f"app.shown.length === {len(shown)}")
    assert shown
    assert reader.shown() == shown
    assert reader.address_bar() == before
    (other,) = [replica for replica in replicas if replica != home]
    assert figure(other, "atlas_sessions ") == 1
    reader.choose("Types of site", "Model police precincts")
    reader.wait_for_address(layers="checkpoints.ports.precincts.airports")


def test_without_any_replica_readers_get_the_mirror(proxy, replicas):
    for process in replicas.values():
        process.kill()
        process.wait()
    answer = httpx.get(f"{proxy}/regions?dep=18", follow_redirects=True)
    assert answer.status_code == 200
    assert "the static mirror" in answer.text
