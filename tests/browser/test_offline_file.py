"""The offline file works from disk: map, scenes, search and filters, no requests."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from atlas.i18n.messages import Language
from atlas.publishing.offline_page import offline_html
from geo.briefings.briefing_files import read_briefing
from geo.choices import Layer
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document_layers import ListLayer
from geo.lists.point_aggregation import ListPoints
from geo.selection import Selection, choice_columns
from geo.views.sites_view import sites_view

SITES = AtlasData().sites


@pytest.fixture(scope="module")
def requests():
    return []


@pytest.fixture(scope="module")
def page(tmp_path_factory, chromium, requests):
    path: Path = tmp_path_factory.mktemp("offline") / "briefing.html"
    briefing = read_briefing("villa-nueva")
    text = offline_html(briefing, AtlasData(), Language.SPANISH, date(2026, 11, 22))
    path.write_text(text, encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: requests.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-atlas=ready]")
    yield page
    page.close()


def test_scenes_are_presented_by_keyboard(page):
    expect(page.locator("#story h2")).to_have_text("Un municipio, dos programas, una zona")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#story h2")).to_contain_text("Cuatro colonias por su nombre")
    page.click("[data-step='-1']")
    expect(page.locator("#story h2")).to_contain_text("Un municipio")


def test_a_search_ignores_accents_and_typos_and_opens_details(page):
    page.fill("#search", "tecum uman")
    page.locator("#hits button", has_text="Tecún Umán I (").click()
    expect(page.locator(".atlas-details h2")).to_contain_text("Tecún Umán I")
    expect(page.locator(".atlas-sources li").first).to_be_visible()
    expect(page.locator("[data-sites*=tecun-uman-i]").first).to_be_visible()


def test_a_filter_leaves_what_passes(page):
    page.click("[data-step='1']")
    page.click("[data-step='-1']")
    expect(page.locator("#list summary")).to_have_text("Sitios mostrados (7)")
    page.uncheck("[data-layer=pbs]")
    expect(page.locator("#list summary")).to_have_text("Sitios mostrados (1)")


def test_the_statuses_of_long_ago_can_be_filtered_and_say_so(page):
    assert page.evaluate("Atlas.json('data').filters") == choice_columns()
    everywhere = {"region": {"departamentos": [], "municipios": []}, "layers": list(Layer)}
    page.evaluate("(all) => Atlas.app.tell(all)", everywhere)
    page.locator("#filters select[data-filter=confirmations]").select_option("old")
    old = SITES[SITES["confirmation"] == "old"]
    assert 0 < len(old) < len(SITES)
    expect(page.locator("#list summary")).to_have_text(f"Sitios mostrados ({len(old)})")
    page.evaluate("(site) => Atlas.app.tell({ site })", old.index[0])
    expect(page.locator(".atlas-details")).to_contain_text("confirmado por última vez")
    page.click("[data-step='1']")
    page.click("[data-step='-1']")


def test_the_language_is_switched(page):
    page.click("#languages [lang=en]")
    expect(page.locator("#title")).to_have_text("Villa Nueva and the Place Based Strategy")
    expect(page.locator(".atlas-legend-title")).to_have_text("Legend")


def test_no_network_request_was_made(page, requests):
    assert page.locator("#story h2").is_visible()
    assert [url for url in requests if not url.startswith("file:")] == []
    assert len(requests) == 1


def test_a_list_that_goes_along_is_drawn_without_asking_anyone(tmp_path, chromium):
    layer = ListLayer(
        "<b>mine</b>.csv", ShowAs.POINTS, ColourBy.ROWS, 5, 6, 7,
        ListPoints(np.array([-90.51, -91.52]), np.array([14.63, 14.85])), {1701: 3}, {},
    )  # fmt: skip
    briefing, path = read_briefing("villa-nueva"), tmp_path / "mine.html"
    text = offline_html(briefing, AtlasData(), Language.ENGLISH, date(2026, 11, 22), own=layer)
    path.write_text(text, encoding="utf-8")
    requests: list[str] = []
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: requests.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-own=drawn]", state="attached")
    page.click("[data-step='1']")
    legend = page.locator(".atlas-analysis")
    expect(legend).to_contain_text(
        "“<b>mine</b>.csv”, rows drawn: 5. An uploaded list, not a source of the atlas"
    )
    page.click("#languages [lang=es]")
    expect(legend).to_contain_text("no una fuente del atlas")
    page.locator("#about summary").click()
    expect(page.locator("#about")).to_contain_text("Tiene 7 filas: 6 ubicadas y 5 dibujadas.")
    assert requests == [path.as_uri()]
    page.close()


def test_a_scene_of_a_drawn_area_shows_it_without_a_server(tmp_path, chromium):
    briefing, path = read_briefing("villa-nueva"), tmp_path / "area.html"
    selection = Selection(areas=("cAvyRgkuC",), layers=tuple(Layer))
    scene = replace(briefing.scenes[0], selection=selection, view=None)
    text = offline_html(
        replace(briefing, scenes=(scene,)), AtlasData(), Language.ENGLISH, date(2026, 11, 22)
    )
    path.write_text(text, encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-atlas=ready]", state="attached")
    shown = page.evaluate("Atlas.app.shown.map((site) => site.site_id)")
    view = sites_view(selection, SITES, AtlasData())
    assert sorted(shown) == sorted(view.shown.index)
    assert len(shown) > 3
    expect(page.locator("path.atlas-area")).to_have_count(1)
    page.locator(".atlas-draw-open").click()
    # Without a server no figures can be worked out for another area.
    assert page.locator(".atlas-draw [data-tool]:visible").evaluate_all(
        "all => all.map((one) => one.dataset.tool)"
    ) == ["measure"]
    page.close()
