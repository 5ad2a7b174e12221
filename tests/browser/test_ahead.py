"""The map shows a choice in the side panel before the server answers."""

from tests.browser.reader import shown_by


def test_a_choice_is_on_the_map_before_the_server_has_answered(new_reader):
    reader = new_reader().open("/?lang=en&kind=port")
    _server_unheard(reader)
    reader.choose("Departamento", "Izabal")
    reader.wait("app.boundaries.region.departamentos.has(18)")
    assert (
        reader.atlas("app.shown.map((site) => site.site_id)")
        == shown_by({"dep": "18", "kind": "port"}).index.tolist()
    )
    reader.clear_filters()
    reader.wait("app.boundaries.region.departamentos.size === 0")
    assert reader.atlas("app.shown.length") == len(shown_by({}))
    assert "dep=" not in reader.page.url


def _server_unheard(reader):
    """Let nothing that the page says reach the server any more."""
    reader.page.evaluate("() => { WebSocket.prototype.send = () => {}; }")


def test_answers_to_earlier_choices_do_not_undo_later_ones(new_reader):
    reader = new_reader().open("/?lang=en")
    reader.map.evaluate(
        "() => { const { boundaries } = Atlas.app, drawn = boundaries.emphasise; window.seen = [];"
        " boundaries.emphasise = function (chosen, ...rest)"
        " { window.seen.push(chosen.length); drawn.call(this, chosen, ...rest); }; }"
    )
    for name in ("Izabal", "Zacapa", "Jutiapa"):
        reader.choose("Departamento", name)
    reader.wait_for_address(dep="18.19.22")
    seen = reader.map.evaluate("() => window.seen")
    assert seen == sorted(seen)
    assert seen[-1] == 3


def test_a_press_on_the_button_below_a_long_name_is_not_lost(new_reader):
    reader = new_reader().open("/?lang=en")
    reader.choose("Departamento", "Huehuetenango")
    reader.wait_for_address(dep="13")
    reader.clear_filters()
    reader.wait_for_address(dep=None)


def test_an_answer_that_says_what_is_shown_draws_nothing(new_reader):
    reader = new_reader().open("/?lang=en")
    reader.map.evaluate(
        "() => { const { app } = Atlas; window.calls = [];"
        " for (const name of ['show', 'fly']) { const act = app[name];"
        " app[name] = (given) => { window.calls.push(name); act.call(app, given); }; } }"
    )
    reader.choose("Departamento", "Izabal")
    reader.wait_for_address(dep="18")
    reader.map.wait_for_function("() => window.calls.includes('fly')")
    assert reader.settled().map.evaluate("() => window.calls") == ["show", "fly"]


def test_without_an_answer_the_map_flies_to_the_choice_all_the_same(new_reader):
    reader = new_reader().open("/?lang=en")
    before = reader.atlas("app.map.getZoom()")
    _server_unheard(reader)
    reader.choose("Departamento", "Izabal")
    reader.wait(f"app.map.getZoom() > {before}")
