"""Programmes and sources in the browser: links, and the way from fact to source."""

import csv
import io

import pytest
from playwright.sync_api import expect

from geo.dataset.records import data_version, read_record


@pytest.fixture
def visitor(new_reader):
    """A reader in a new window; nothing may fail or be requested from outside."""
    made = new_reader()
    yield made
    assert made.errors == []
    assert made.outside == []


def visit(reader, path):
    """Load a page that has no map, and wait until its script has run."""
    reader.page.goto(reader.address + path)
    return reader.settled()


def follow(reader, link):
    """Click a link that loads a page, and wait until it is another one and has run."""
    before = reader.page.url
    link.click()
    reader.page.wait_for_url(lambda url: url != before)
    reader.settled()


def test_a_link_to_a_figure_opens_its_sheet_in_its_language(visitor):
    visit(visitor, "/programmes?figure=I006&lang=es")
    sheet = visitor.page.locator("#sheet-I006")
    expect(sheet).to_contain_text("540 agentes policiales")
    expect(sheet).to_contain_text("Reportado")
    expect(visitor.page.get_by_role("heading", name="Seguridad fronteriza y portuaria")).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Fuentes", exact=True)).to_be_visible()
    visitor.wait_for_address(figure="I006", lang="es", v=data_version())


def test_from_a_figure_to_its_source_to_its_row_and_back(visitor):
    visit(visitor, "/programmes?programme=pbs&lang=en")
    card = visitor.page.locator("#figure-I013")
    follow(visitor, card.get_by_role("link", name="U.S. Department of State, INL"))
    sheet = visitor.page.locator("#source-P01")
    expect(sheet).to_contain_text("Guatemala Summary")
    sheet.locator("summary").filter(has_text="Figure").click()
    follow(visitor, sheet.get_by_role("link", name="Change in homicides in zone 12 of Villa Nueva"))
    sheet = visitor.page.locator("#sheet-I013")
    expect(sheet).to_contain_text("A claim of the archived page")
    follow(visitor, sheet.get_by_role("link", name="Row I013"))
    expect(visitor.page.get_by_role("heading", name="Row I013")).to_be_visible()
    visitor.wait_for_address(dataset="figures", row="I013")


def test_choosing_a_programme_changes_the_address_without_a_new_load(visitor):
    visit(visitor, "/programmes?lang=en")
    visitor.page.evaluate("window.stayed = true")
    visitor.page.get_by_role("radio", name="Forensics", exact=True).click()
    visitor.wait_for_address(programme="forensics")
    expect(visitor.page.locator("#component-codis")).to_be_visible()
    assert visitor.page.evaluate("window.stayed")


def test_a_link_to_a_card_opens_it_also_when_the_page_is_new(visitor):
    visit(visitor, "/programmes?programme=border_port&lang=en#conflict-task-force-chorti-start-text")
    conflict = visitor.page.locator("#conflict-task-force-chorti-start-text")
    expect(conflict).to_be_in_viewport()


def test_the_details_of_a_site_lead_to_its_programme_and_its_events(visitor):
    visitor.open("/?lang=en&site=pci-pajapita&layers=police.checkpoints&dep=12")
    links = {
        "Border and port security": "programme=border_port",
        "A crowd attacks the PCI Pajapita": "event=T024",
    }
    for name, parameter in links.items():
        with visitor.page.expect_popup() as opening:
            visitor.details.get_by_role("link", name=name).click()
        opened = opening.value
        opened.wait_for_url(lambda url: "/programmes?" in url)
        assert {"lang=en", "dep=12", parameter} <= set(opened.url.partition("?")[2].split("&"))
        opened.close()


def test_the_small_map_opens_the_big_one_with_the_filter_set(visitor):
    visit(visitor, "/programmes?programme=pbs&lang=en")
    follow(visitor, visitor.page.get_by_role("link", name="Open 6 sites on the large map"))
    assert visitor.atlas("app.shown.length") == 6
    visitor.wait_for_address(prog="pbs", layers="pbs")


def test_charts_are_read_aloud_and_each_point_leads_to_its_source(visitor):
    visit(visitor, "/programmes?programme=countering_narcotics&lang=en")
    charts = visitor.page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(2)
    expect(charts.first.locator("svg path[aria-roledescription=bar]")).to_have_count(11)
    named = visitor.page.locator("[aria-label^='Cocaine seized in the country: 11 points']")
    expect(named.first).to_be_visible()
    bar = charts.first.get_by_label("Cocaine seized, Guatemala, 2019: over 19,000 kg")
    bar.scroll_into_view_if_needed()
    follow(visitor, bar)
    visitor.wait_for_address(source="P66")


def test_a_link_with_an_older_data_version_says_so_once(visitor):
    visit(visitor, "/programmes?lang=en&v=0123456789")
    notice = visitor.page.get_by_text("This link was made with data version 0123456789")
    expect(notice).to_be_visible()
    visitor.wait_for_address(v=data_version())


def test_a_table_is_downloaded_as_it_is_stored(visitor):
    visit(visitor, "/sources?dataset=figures&lang=en")
    with visitor.page.expect_download() as downloading:
        visitor.page.get_by_role("button", name="Download CSV").click()
    rows = list(csv.reader(io.StringIO(downloading.value.path().read_text(encoding="utf-8"))))
    assert downloading.value.suggested_filename == "figures.csv"
    assert len(rows) - 1 == read_record("figures").files["figures.csv"].rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_a_chapter_without_scrolling_sideways(new_reader, scheme):
    phone = new_reader(locale="es-GT", width=390, height=844, color_scheme=scheme)
    visit(phone, "/programmes?programme=border_port")
    expect(phone.page.locator("#figure-I007")).to_contain_text("Meta")
    wide = "document.querySelector('[data-testid=stMain]').scrollWidth"
    assert phone.page.evaluate(wide) <= 390
    assert phone.outside == []
