"""The list page: a list is confirmed before it is drawn, corrected on request."""

import gc
import json
import re

import geopandas as gpd
import pytest
from starlette.applications import Starlette

from atlas.ui.lists.list_page import KEY as LARGE
from atlas.ui.state.reader_list import KEY, folder_of_copies
from atlas.web.list_points import list_routes
from geo.lists.readers import SUFFIXES
from geo.lists.reading_process import ReaderError
from geo.lists.uploaded_table import Fault, ListFormat, UnreadableFileError
from tests.geo.lists.served import serving
from tests.ui.app import map_state, opened, ran, said
from tests.web.asking import ask

LIST = "nombre;fecha;longitud;latitud\nuno;2020-01-05;-90,51;14,63\ndos;2021-03-04;14,63;-90,51\ntres;;;\n"


def at_the_page(**query):
    return opened("own_layers", **({"lang": "en"} | query))


def with_file(name="list.csv", content=LIST, **query):
    app = at_the_page(**query)
    text = content if isinstance(content, bytes) else content.encode()
    app.file_uploader(key="own_file").upload(name, text)
    return ran(app)


def placed(app):
    app.button(key="own_place").click()
    return ran(app)


def overlay(app):
    return map_state(app)["overlay"]


def written(app):
    return "\n".join(element.value for element in (*app.markdown, *app.caption)).replace("\\", "")


def test_it_says_where_a_list_is_kept():
    assert "not written to disk" in written(at_the_page())
    assert "No se escribe en disco" in written(at_the_page(lang="es"))


def test_nothing_is_drawn_before_the_reading_is_confirmed():
    app = with_file()
    assert "encoding: UTF-8 · separator: ;" in written(app)
    assert [app.selectbox(key=f"own_column_{name}").value for name in ("x", "y")] == ["longitud", "latitud"]
    assert not app.get("component_instance")
    assert overlay(placed(app))["points"]["mode"] == "points"


def test_a_fix_is_offered_and_applied_only_on_request():
    app = with_file()
    assert "with longitude and latitude swapped: 1" in said(app)
    app.button(key="own_offer_swap").click()
    app = ran(app)
    assert "Corrected as you chose" in "\n".join(box.value for box in app.success).replace("\\", "")
    app = placed(app)
    assert "list.csv: rows located: 2 of 3." in written(app)
    assert "no location given: 1" in written(app)


def test_without_the_fix_the_row_stays_out_with_its_reason():
    text = written(placed(with_file()))
    assert "list.csv: rows located: 1 of 3." in text
    assert "longitude and latitude seem to be swapped: 1" in text


SIGNLESS = (
    "nombre;longitud;latitud;municipio;departamento\n"
    "uno;90,51;14,63;Mixco;Guatemala\ndos;91,52;14,85;;\ntres;-90,5;14,6;;\n"
)


def test_all_rows_without_a_minus_sign_are_fixed_by_one_button():
    app = placed(with_file(content=SIGNLESS))
    text = written(app) + said(app)
    assert "rows located: 2 of 3" in text
    assert "because their coordinates fail: 1" in text
    assert "the minus sign of the longitude seems to be missing: 2" in text
    app.button(key="own_fix_all_sign").click()
    text = written(ran(app))
    assert "rows located: 3 of 3" in text
    assert "Corrected as you chose, with a minus sign before the longitude. Rows: 2." in text


def test_no_reason_is_cut_off():
    app = placed(with_file(content=SIGNLESS))
    (grid,) = [grid for grid in app.dataframe if "Reason" in grid.value]
    width = json.loads(grid.proto.columns)["Reason"]["width"]
    assert width >= 6 * max(map(len, grid.value["Reason"]))


PAGES = ("explore.py", "regions.py")


@pytest.mark.parametrize("page", PAGES)
def test_the_list_is_a_layer_on_other_maps_and_in_their_legend(page):
    app = placed(with_file(content=SIGNLESS))
    app.switch_page(page)
    drawn = overlay(ran(app))
    assert drawn["points"]["mode"] == "points"
    assert drawn["legend"]["entries"][0]["label"] == "“list.csv” (your own list): 1"
    assert drawn["legend"]["entries"][1]["label"].startswith("Municipios of rows located only")


def test_the_list_is_on_the_maps_of_the_programmes_and_in_their_legend():
    app = placed(with_file("<b>.csv", SIGNLESS))
    app.switch_page("programmes.py")
    page = "\n".join(part.proto.body for part in ran(app).get("html"))
    assert "“&lt;b&gt;.csv” (your own list): 1</li>" in page
    assert 'class="a-own"' in page


def test_without_a_list_the_map_has_no_such_layer():
    assert "overlay" not in map_state(opened(lang="en"))


def test_columns_that_are_not_recognised_are_asked_for():
    app = with_file(content="a;b;c\nfoo;24,63;-70,51\nbar;24,64;-70,52\n")
    assert "No column was recognised" in said(app)
    app.selectbox(key="own_column_x").set_value("c")
    app.selectbox(key="own_column_y").set_value("b")
    app = ran(app)
    assert app.button(key="own_place")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_hostile_file_is_one_sentence(language):
    app = with_file("x.kml", '<!DOCTYPE a [<!ENTITY b "c">]><kml/>', lang=language)
    (error,) = app.error
    assert "x.kml" in error.value.replace("\\", "")


def test_a_file_that_cannot_be_read_is_read_once(monkeypatch):
    calls = []

    def refusing(name, _content, **_options):
        calls.append(name)
        raise UnreadableFileError(Fault.COSTLY, name, "400 MB")

    monkeypatch.setattr("atlas.ui.lists.list_upload.read_apart", refusing)
    app = with_file()
    for _ in range(2):
        assert "list.csv takes too much memory or time" in said(app)
        app = ran(app)
    assert calls == ["list.csv"]
    app.file_uploader(key="own_file").upload("other.csv", LIST.encode())
    assert "other.csv takes" in said(ran(app))


def test_a_name_of_a_file_is_text_and_never_markup():
    app = with_file("**bold** [x](http:y).csv", LIST)
    raw = "\n".join(element.value for element in app.markdown)
    assert r"\*\*bold\*\*" in raw


@pytest.mark.parametrize("file_format", list(ListFormat))
def test_every_sample_is_two_clicks_away(file_format):
    app = at_the_page()
    app.session_state["own_sample"] = file_format
    app = ran(app)
    app.button(key="own_open_sample").click()
    app = placed(ran(app))
    message = overlay(app)
    assert ("fills" if file_format is ListFormat.XLSX else "points") in message
    assert message["legend"]["entries"]


def test_each_way_of_showing_has_its_legend_and_hexagons_their_classes():
    app = placed(with_file())
    for way in ("clusters", "heat", "hexagons"):
        app.session_state["own_show"] = way
        message = overlay(ran(app))
        assert message["points"]["mode"] == way
        assert message["legend"]["entries"]
    for way in ("municipios", "departamentos"):
        app.session_state["own_show"] = way
        message = overlay(ran(app))
        assert "points" not in message
        assert len(message["fills"]["classes"]) == 340
    app.session_state["own_colour_by"] = "per_100k"
    assert "Per 100,000 people" in overlay(ran(app))["legend"]["title"]


def test_a_time_leaves_out_what_has_no_date_and_says_so():
    app = with_file(content=LIST.replace("tres;;;", "tres;;-90,51;14,64"))
    app.button(key="own_offer_swap").click()
    app = placed(ran(app))
    assert "Rows shown in Guatemala: 3." in written(app)
    app.select_slider(key="own_time").set_value(("2021-01", "2021-03"))
    text = written(ran(app))
    assert "Rows shown in Guatemala: 1." in text
    assert "Located rows without a date, left out while a period is chosen: 1." in text


def test_the_region_of_the_side_panel_narrows_the_list():
    app = placed(with_file(dep="17"))
    assert "Rows shown in Petén: 0." in written(app)


def test_each_comparison_has_its_answer():
    app = placed(with_file())
    for way, words in (
        ("demand", "of 1 rows."),
        ("supply", "14,901,286 people"),
        ("next", "of your rows"),
    ):
        app.session_state["own_compared"] = way
        assert words in written(ran(app))


def test_the_drawing_is_gone_with_the_visit():
    app = placed(with_file())
    path = overlay(app)["points"]["url"].removeprefix("../..")
    server = Starlette(routes=list_routes())
    assert ask(server, path).status == 200
    assert len(re.findall(r"[\w-]{32}", path)) == 1
    app.button(key="own_remove").click()
    ran(app)
    gc.collect()
    assert ask(server, path).status == 404


def test_a_host_may_keep_a_copy_and_then_the_page_says_so(tmp_path, monkeypatch):
    assert folder_of_copies() is None
    monkeypatch.setenv("ATLAS_KEEP_LISTS", str(tmp_path))
    app = with_file("../../evil.csv")
    assert "keeps a copy" in written(app)
    (copy,) = tmp_path.iterdir()
    assert copy.read_text() == LIST
    assert re.fullmatch(r"[0-9a-f]{24}\.csv", copy.name)


def test_without_that_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    placed(with_file())
    assert list(tmp_path.iterdir()) == []


def test_every_suffix_that_is_offered_is_a_format():
    assert set(ListFormat) - {"shp"} <= set(SUFFIXES)


def test_a_large_list_is_counted_where_the_host_allows_it(tmp_path, monkeypatch):
    assert not [field for field in at_the_page().text_input if field.key == "own_large_where"]
    points = gpd.points_from_xy([-90.51, -90.51, 0], [14.63, 14.63, 0], crs="EPSG:4326")
    gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=points).to_parquet(tmp_path / "part-0.parquet")
    monkeypatch.setenv("ATLAS_LIST_SOURCES", f"{tmp_path}/*.parquet")
    app = at_the_page()
    app.text_input(key="own_large_where").set_value(f"{tmp_path}/part-*.parquet")
    app = ran(app)
    app.button(key="own_large_go").click()
    app = ran(app)
    app.session_state[LARGE].job.wait(30)
    app = ran(app)
    assert "3 rows, 2 of them in Guatemala" in written(app)
    assert overlay(app)["legend"]["entries"]
    app.session_state["own_large_show"] = "clusters"
    assert overlay(ran(app))["points"]["mode"] == "clusters"
    app.text_input(key="own_large_where").set_value("/etc/passwd")
    app = ran(app)
    app.button(key="own_large_go").click()
    assert "this server does not allow it" in said(ran(app))


@pytest.mark.parametrize(("language", "sentence"), [("en", "part-{0..15}"), ("es", "Escriba un archivo")])
def test_a_large_list_is_counted_or_the_refusal_is_explained(tmp_path, monkeypatch, language, sentence):
    points = gpd.points_from_xy([-90.51, 0], [14.63, 0], crs="EPSG:4326")
    for nth in range(2):
        gpd.GeoDataFrame({"n": [1, 2]}, geometry=points).to_parquet(tmp_path / f"part-{nth}.parquet")
    with serving(tmp_path) as server:
        monkeypatch.setenv("ATLAS_LIST_SOURCES", f"{server}/lists/*")
        app = at_the_page(lang=language)
        for pattern in ("part-{0..1}.parquet", "part-*.parquet"):
            app.text_input(key="own_large_where").set_value(f"{server}/lists/{pattern}")
            app = ran(app)
            app.button(key="own_large_go").click()
            app = ran(app)
            if "*" not in pattern:
                app.session_state[LARGE].job.wait(30)
                app = ran(app)
                assert "4 " in written(app)
                assert "2 " in written(app)
    assert sentence in said(app).replace("\\", "")


def test_the_profile_of_a_region_tells_the_rows_of_the_list():
    app = placed(with_file(dep="1"))
    app.switch_page("regions.py")
    text = written(ran(app))
    assert "Your list “list.csv”, rows in this region: 1; per 100,000 people: 0.0." in text


def test_municipios_without_rows_stay_uncoloured():
    app = placed(with_file())
    app.session_state["own_show"] = "municipios"
    classes = overlay(ran(app))["fills"]["classes"]
    assert classes[0] == "0"
    assert set(classes[1:]) == {"-"}


def test_the_reading_can_be_changed_after_the_list_was_placed():
    app = placed(with_file())
    app.button(key="own_change").click()
    app = ran(app)
    assert "encoding: UTF-8" in written(app)
    app.button(key="own_offer_swap").click()
    app = placed(ran(app))
    assert "list.csv: rows located: 2 of 3." in written(app)


def test_an_error_that_no_reader_of_files_expects_is_a_sentence(monkeypatch, caplog):
    def failing(_table, content):
        raise ZeroDivisionError(content)

    monkeypatch.setattr("atlas.ui.lists.list_upload.recognised", failing)
    app = with_file(content="a secret of the reader;b\n1;2\n")
    assert "list.csv cannot be read" in said(app)
    assert "ZeroDivisionError" in caplog.text
    assert "test_lists.py" in caplog.text
    assert "secret" not in caplog.text


def test_an_error_in_the_process_that_reads_is_a_sentence_and_in_the_log(monkeypatch, caplog):
    def failing(name, _content, **_options):
        raise ReaderError("ZeroDivisionError", ["readers/vector.py:7"])

    monkeypatch.setattr("atlas.ui.lists.list_upload.read_apart", failing)
    assert "list.csv cannot be read" in said(with_file())
    assert "vector.py:7" in caplog.text


def test_removing_a_list_ends_the_process_that_reads_it(monkeypatch):
    monkeypatch.setattr("atlas.ui.lists.list_page.AT_ONCE_S", 0)
    monkeypatch.setattr("atlas.ui.lists.list_upload.connection_of_reader", lambda: lambda: True)
    app = with_file(content=LIST)
    job = app.session_state[KEY].reading_job
    app.file_uploader(key="own_file").clear()
    ran(app)
    assert job.is_cancelled
    assert KEY not in app.session_state
