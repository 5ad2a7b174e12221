"""Files contain an uploaded list on request and state whose it is."""

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.ui.lists.list_files import counts_download
from atlas.ui.state.reader_list import KEY
from geo.analysis.indicators import country_of
from geo.exports.documents.document_layers import statement
from geo.exports.tables import TableFormat, written
from geo.mapping.map_styles import RAMPS
from geo.views.list_view import own_view
from tests.shared_data import ATLAS
from tests.ui.app import ran
from tests.ui.test_lists import placed, with_file


def ordered(app, page):
    """Order a file of a page as it is offered; return what was ordered."""
    app.session_state[f"export_open_{page}"] = True
    app = ran(app)
    app.selectbox(key=f"export_format_{page}").set_value("svg").run()
    app.button(key=f"export_make_{page}").click().run()
    job = app.session_state[f"export_job_{page}"]
    job.wait(60)
    return job


def test_a_file_of_the_page_carries_the_list_as_it_is_drawn():
    app = placed(with_file("**mine**.csv"))
    app.session_state["own_show"] = "municipios"
    job = ordered(ran(app), "own_layers")
    assert job.task.options.own.fills == {101: RAMPS[1][0]}
    text = job.result().decode()
    assert "“**mine**.csv”, rows drawn: 1. An uploaded list, not a source of the atlas" in text


def test_other_files_carry_the_list_only_where_the_reader_wants_so():
    app = placed(with_file())
    app.switch_page("explore.py")
    app = ran(app)
    assert ordered(app, "explore").task.options.own is None
    app.session_state["export_open_explore"] = True
    app = ran(app)
    app.checkbox(key="export_own_explore").check().run()
    app.button(key="export_make_explore").click().run()
    own = app.session_state["export_job_explore"].task.options.own
    assert (own.name, own.shown, len(own.points)) == ("list.csv", 1, 1)


def test_a_removed_list_goes_into_no_file():
    app = placed(with_file())
    app.button(key="own_remove").click()
    app = ran(app)
    app.switch_page("explore.py")
    app.session_state["export_open_explore"] = True
    assert not [box for box in ran(app).checkbox if box.key == "export_own_explore"]


def test_the_counts_of_a_list_say_in_their_file_whose_they_are():
    app = placed(with_file())
    layer = app.session_state[KEY].layer
    note = statement(layer, ExportWords(Language.ENGLISH))
    people = country_of(ATLAS).ground.table
    counts = own_view(app.session_state[KEY].placement, people).counts
    said_in_file = written(counts_download(counts, ("Rows", note)), TableFormat.CSV)
    assert "not a source of the atlas. It has 3 rows: 1 located, 1 drawn." in said_in_file.decode()
