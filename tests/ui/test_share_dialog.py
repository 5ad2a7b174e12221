"""A link shows what the reader sees; with newer data it lists the changes."""

import pytest

from atlas.cli.data_commands import update_checksums
from atlas.i18n.messages import Language, translator
from atlas.ui.frame.share_dialog import qr_svg
from geo.dataset.data_history import read_history
from geo.dataset.records import DATA, data_version
from tests.copies import copy_of_data, reading, rewrite
from tests.ui.app import FRAME, address, map_state, opened, said
from tests.ui.test_session import EVERYTHING

OLD = read_history().versions[0].version


@pytest.mark.parametrize("language", Language)
def test_the_dialog_shows_the_link_of_what_is_chosen(language):
    app = opened(lang=str(language), **EVERYTHING)
    app.button(key="share_open").click().run()
    (code,) = app.code
    assert code.value.endswith("&".join(f"{name}={value}" for name, value in EVERYTHING.items()))
    assert f"?lang={language}&v={data_version()}&" in code.value


def test_the_button_is_on_every_page():
    for page in ("regions", "programmes", "sources"):
        app = opened(lang="en")
        app.switch_page(str(FRAME.parent / f"{page}.py")).run()
        app.button(key="share_open").click().run()
        assert not app.exception
        assert app.code


def test_the_code_is_a_whole_picture():
    picture = qr_svg("https://atlas.example/?lang=en").decode()
    assert picture.count("<svg") == 1
    assert "http://www.w3.org/2000/svg" in picture
    assert qr_svg("x" * 1999)


def test_a_packed_link_opens_as_what_it_holds():
    from geo.share_links import packed

    app = opened(lang="en", z=packed(EVERYTHING))
    assert address(app) == {"lang": "en", "v": data_version(), **EVERYTHING}
    assert map_state(app)["site"] == EVERYTHING["site"]


def test_a_packed_link_that_means_nothing_is_named_and_taken_out():
    app = opened(lang="en", z="nothing", dep="18")
    assert "z=nothing" in said(app)
    assert address(app) == {"lang": "en", "v": data_version(), "dep": "18"}


@pytest.mark.parametrize("language", Language)
def test_a_link_to_other_data_says_how_many_facts_changed_and_which(tmp_path, language):
    data = copy_of_data(tmp_path)
    for table, key in (("figures/figures.csv", "I002"), ("figures/figures.csv", "I003")):
        rewrite(data, table, key, note_en="Read again.", note_es="Leído de nuevo.")
    rewrite(data, "sites/sites.csv", "corinto", position_note_en="Seen.", position_note_es="Visto.")
    with reading(data):
        app = opened(lang=str(language), v=data_version(DATA))
        assert {"en": "Since then: 3 facts changed.", "es": "Desde entonces: cambiaron 3 datos."}[
            language
        ] in said(app)
        assert translator(language)("notice.show") in [expander.label for expander in app.expander]
        listed = next(body for part in app.get("html") if "I00" in (body := part.proto.body))
        assert "Corinto" in listed
        assert listed.count("<li>") == 3


def test_a_changed_file_is_no_changed_fact(tmp_path):
    data = copy_of_data(tmp_path)
    path = data / "briefings/villa-nueva.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    update_checksums("briefings", data)
    with reading(data):
        assert "no fact changed; one other file changed." in said(opened(lang="en", v=data_version(DATA)))


def test_an_unknown_data_version_is_reported():
    assert "which is unknown here" in said(opened(lang="en", v="0123456789"))


def test_a_link_to_todays_data_says_nothing():
    assert not said(opened(lang="en", v=data_version()))
