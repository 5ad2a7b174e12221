"""A selection and its URL are lossless; invalid values are dropped and reported."""

from hypothesis import given
from hypothesis import strategies as st

from geo.choices import (
    MISSION_LAYERS,
    Clock,
    Confirmation,
    Kind,
    Layer,
    Neighbour,
    Precision,
    Programme,
    Status,
)
from geo.selection import MAX_VALUES, Dropped, Selection, from_query, only_known


def chosen(values):
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=6).map(tuple)


months = st.none() | st.builds("{}-{:02}".format, st.integers(2004, 2099), st.integers(1, 12))

selections = st.builds(
    Selection,
    departamentos=chosen(range(1, 23)),
    municipios=chosen(range(101, 118)),
    areas=st.lists(st.sampled_from(["cAvyRgkuC", "pAvyRw7Fw7F_zPg9Dv4J_wT"]), max_size=1).map(tuple),
    kinds=chosen(Kind),
    programmes=chosen(Programme),
    neighbours=chosen(Neighbour),
    precisions=chosen(Precision),
    statuses=chosen(Status),
    confirmations=chosen(Confirmation),
    layers=chosen(Layer),
    site=st.none() | st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    when=months,
    against=months,
    clock=st.sampled_from(Clock),
)


@given(selections)
def test_a_selection_survives_its_address(selection):
    assert from_query(selection.to_query()) == (selection, ())


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "dep",
                "mun",
                "area",
                "kind",
                "layers",
                "site",
                "prec",
                "confirmed",
                "when",
                "against",
                "clock",
                "other",
            ]
        ),
        st.text(max_size=200),
    )
)
def test_any_address_gives_a_selection(query):
    selection, dropped = from_query(query)
    assert from_query(selection.to_query()) == (selection, ())
    assert all(len(parameter.value) <= 40 for parameter in dropped)


def test_what_is_as_at_the_start_is_not_in_the_address():
    assert Selection().to_query() == {}


def test_a_link_from_before_a_filter_was_there_leaves_it_open():
    selection, dropped = from_query({"status": "operating", "layers": "ports"})
    assert (selection.confirmations, dropped) == ((), ())
    assert selection.to_query() == {"status": "operating", "layers": "ports"}


def test_switching_every_layer_off_is_in_the_address():
    assert Selection(layers=()).to_query() == {"layers": ""}
    assert from_query({"layers": ""})[0].layers == ()
    assert from_query({})[0].layers == MISSION_LAYERS


def test_unreadable_values_are_dropped_and_named():
    selection, dropped = from_query({"dep": "18.x.-1", "kind": "port.castle", "site": "<script>"})
    assert selection == Selection(departamentos=(18,), kinds=(Kind.PORT,))
    assert dropped == (
        Dropped("dep", "x"),
        Dropped("dep", "-1"),
        Dropped("kind", "castle"),
        Dropped("site", "<script>"),
    )


def test_codes_that_no_table_has_are_dropped_and_named():
    selection = Selection(
        departamentos=(18, 23), municipios=(1802, 1899), site="atlantis", kinds=(Kind.PORT,)
    )
    known, dropped = only_known(selection, [18], [1802], ["champerico"])
    assert known == Selection(departamentos=(18,), municipios=(1802,), kinds=(Kind.PORT,))
    assert dropped == (Dropped("dep", "23"), Dropped("mun", "1899"), Dropped("site", "atlantis"))


def test_a_very_long_list_is_cut():
    selection, _ = from_query({"mun": ".".join(str(code) for code in range(100, 1100))})
    assert len(selection.municipios) == MAX_VALUES


def test_a_date_that_is_no_month_of_the_map_is_dropped():
    for text in ("2003-12", "2019", "2019-13", "2019-03-08", "yesterday"):
        assert from_query({"when": text}) == (Selection(), (Dropped("when", text),))
    assert from_query({"clock": "later"})[1] == (Dropped("clock", "later"),)


def test_the_month_of_today_is_today_and_a_later_one_is_dropped():
    chosen = Selection(when="2026-11", against="2030-01")
    assert only_known(chosen, (), (), (), month="2026-11") == (
        Selection(),
        (Dropped("against", "2030-01"),),
    )
    earlier = Selection(when="2019-03", clock=Clock.KNOWN_THEN)
    assert only_known(earlier, (), (), (), month="2026-11") == (earlier, ())
    assert earlier.of_today == Selection()
