"""The briefing page says what changed since a briefing was made, and updates presentations."""

from dataclasses import replace
from io import BytesIO

from pptx import Presentation

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, exported
from geo.briefings.briefing_files import read_briefing
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import record_version
from geo.dataset.records import data_version
from geo.exports.documents.stamp import briefing_changes
from tests.copies import copy_of_data, reading, rewrite
from tests.shared_data import ATLAS
from tests.ui.app import ran, said
from tests.ui.test_briefing import desk, on_page

NOTE = {"note_en": "Read again.", "note_es": "Leído de nuevo."}


def changed_data(folder):
    data = copy_of_data(folder)
    rewrite(data, "figures/figures.csv", "I025", **NOTE)
    record_version(data)
    return data


def old_briefing():
    return replace(read_briefing("dialogue-2024"), data_version=data_version())


def test_a_changed_fact_belongs_to_the_scenes_that_show_it(tmp_path):
    changes = briefing_changes(old_briefing(), AtlasData(changed_data(tmp_path)))
    assert changes is not None
    assert {number: [fact.identifier for fact in facts] for number, facts in changes.scenes.items()} == {
        1: ["I025"]
    }
    assert changes.gone == ()


def test_a_briefing_of_the_current_data_has_no_changes():
    assert briefing_changes(old_briefing(), ATLAS) is None
    assert briefing_changes(read_briefing("dialogue-2024"), ATLAS) is None


def test_a_version_that_the_history_lacks_is_reported_as_unknown():
    changes = briefing_changes(replace(old_briefing(), data_version="0" * 10), ATLAS)
    assert changes is not None
    assert not changes.is_known


def test_the_page_names_the_changed_facts_before_the_first_scene(tmp_path):
    with reading(changed_data(tmp_path)):
        app = on_page(lang="es", briefing="dialogue-2024")
        assert "Hay datos que cambiaron" not in said(app)
        desk(app).change(old_briefing(), 0)
        ran(app)
        text = said(app)
        assert f"con la versión {data_version()}" in text
        assert "Escena 1, Guatemala Se Transforma: tres pilares y dos montos" in text
        assert "Escena 2" not in text


def uploaded(app, name, content):
    media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    app.file_uploader(key="deck_file").set_value((name, content, media_type))
    ran(app)
    app.button(key="deck_refresh").click()
    return ran(app)


def test_an_uploaded_presentation_is_updated():
    short = replace(old_briefing(), scenes=old_briefing().scenes[1:2])
    content = exported(short, ATLAS, Language.ENGLISH, DocumentFormat.PPTX)
    app = uploaded(on_page(briefing="villa-nueva"), "visit.pptx", content)
    assert "Every fact is unchanged." in app.success[0].value.replace("\\", "")
    assert app.get("download_button")


def test_a_presentation_from_elsewhere_is_refused_in_a_sentence():
    out = BytesIO()
    Presentation().save(out)
    app = uploaded(on_page(briefing="villa-nueva"), "other.pptx", out.getvalue())
    assert "other.pptx cannot be updated. It may be from elsewhere" in said(app)
