"""Text of the tables is never markup, script or template."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import running_app
from tests.copies import copy_of_data, rewrite

IMAGE = "<img src=x onerror=\"window.top.hacked=1;alert('x')\">"
NAME = f"{IMAGE}{{{{1234*4321}}}} '\"</script><b>*_`$x$ \u202eright-to-left\u202c [a](javascript:alert(1))"
CAUTION = f"caution {IMAGE} {{{{ [].constructor }}}} </aside><script>window.top.hacked=1</script>"
SITE = "tecun-uman-i"


@pytest.fixture(scope="module")
def hostile(chromium, tmp_path_factory):
    """The address of an app whose tables hold hostile text."""
    data = copy_of_data(tmp_path_factory.mktemp("hostile"))
    rewrite(
        data, "sites/sites.csv", SITE, name_en=NAME, name_es=NAME, caution_en=CAUTION, caution_es=CAUTION
    )
    rewrite(data, "sites/sites.csv", "bethel", name_en=NAME, position_note_en=CAUTION)
    rewrite(data, "sources/sources.csv", "P01", title=NAME, publisher=CAUTION)
    with running_app(ATLAS_DATA=str(data)) as address:
        yield address


@pytest.fixture
def reader(new_reader, hostile):
    made = new_reader(address=hostile)
    dialogs: list[str] = []

    def dismiss(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    made.page.on("dialog", dismiss)
    yield made
    assert dialogs == []
    assert made.errors == []
    assert made.outside == []
    assert made.page.evaluate("window.hacked") is None
    for document in (made.page, made.map):
        assert document.locator("img[src=x]").count() == 0
        assert document.get_by_text("5332114").count() == 0


def test_a_hostile_name_and_caution_are_shown_as_they_are_written(reader):
    reader.open(f"/?lang=en&site={SITE}")
    assert reader.details.get_by_role("heading", level=2).text_content() == NAME
    expect(reader.details.locator(".atlas-caution")).to_contain_text(CAUTION)
    marker = reader.map.locator(f"[data-sites={SITE}]")
    marker.dispatch_event("mouseover")
    assert reader.map.locator(".atlas-tooltip div div").first.text_content() == NAME
    assert reader.rows()[0] == NAME
    reader.unfold("Not on the map (1)")
    assert NAME in (reader.map.locator(".atlas-unplaced .atlas-listed").text_content() or "")
    expect(reader.map.locator(".atlas-unplaced small")).to_have_text(CAUTION)


def test_a_hostile_source_is_shown_as_it_is_written(reader):
    reader.open("/?lang=en&layers=pbs&site=pbs-zone-12")
    titles = reader.details.locator(".atlas-sources li").all_text_contents()
    assert any(NAME in title and CAUTION in title for title in titles)


def test_a_hostile_name_stays_text_in_search_and_sentence(reader):
    reader.open("/?lang=en&site=bethel")
    sentence = reader.page.get_by_test_id("stAlert").text_content() or ""
    assert NAME in sentence
    assert CAUTION in sentence
    hit = reader.search("right-to-left").first
    assert NAME in (hit.text_content() or "")
    assert reader.page.locator("a[href^=javascript]").count() == 0


def test_the_text_would_run_as_markup(new_reader, hostile):
    # The policy of the page would stop it as well; what is shown here is that escaping alone holds.
    page = new_reader(address=hostile, bypass_csp=True).open("/?lang=en").page
    with page.expect_event("dialog") as opened_dialog:
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("text => { document.body.insertAdjacentHTML('beforeend', text); }", IMAGE)
    assert opened_dialog.value.message == "x"
    assert page.evaluate("window.hacked") == 1
