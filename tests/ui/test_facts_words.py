"""Numbers, dates and amounts in each language, with safe text of tables."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.i18n.messages import Language, plural, translator
from atlas.i18n.numbers_and_dates import MONEY, PERCENT, amount, amount_text, date_text, period_text
from atlas.ui.facts.series_charts import SIGNS
from atlas.ui.state.session import CHOSEN
from atlas.ui.widgets.markup import Html, h, joined, outside, table, terms
from atlas.ui.widgets.region_words import percent, percent_axis, percent_format, span_text
from geo.choices import Qualifier, Unit
from tests.ui.reading import text

EN, ES = Language.ENGLISH, Language.SPANISH


@pytest.mark.parametrize(
    ("partial", "english", "spanish"),
    [
        ("2018", "2018", "2018"),
        ("2021-05", "May 2021", "mayo de 2021"),
        ("2020-05-29", "29 May 2020", "29 de mayo de 2020"),
        ("2024-10-02", "2 October 2024", "2 de octubre de 2024"),
    ],
)
def test_a_date_is_written_as_finely_as_it_is_known(partial, english, spanish):
    assert (date_text(partial, EN), date_text(partial, ES)) == (english, spanish)


@pytest.mark.parametrize(
    ("start", "end", "english", "spanish"),
    [
        ("2018", "2018", "2018", "2018"),
        ("2019", "2024", "2019–2024", "2019–2024"),
        ("2024-01", "2024-09", "January – September 2024", "enero – septiembre de 2024"),
        (
            "2025-12-22",
            "2026-01-07",
            "22 December 2025 – 7 January 2026",
            "22 de diciembre de 2025 – 7 de enero de 2026",
        ),
        ("2020-01-01", "2020-03-16", "1 January – 16 March 2020", "1 de enero – 16 de marzo de 2020"),
    ],
)
def test_a_span_names_a_year_once(start, end, english, spanish):
    assert (period_text(start, end, EN), period_text(start, end, ES)) == (english, spanish)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1400, "1,400"),
        (18218.08, "18,218.08"),
        (5036.66, "5,036.66"),
        (16.3, "16.3"),
        (-26, "−26"),
        (0, "0"),
    ],
)
def test_a_number_has_the_decimals_that_it_has(value, written):
    assert [amount_text(value, language) for language in Language] == [written, written]


@given(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100))
def test_a_number_can_be_read_back(value):
    assert float(amount_text(value, EN).replace(",", "").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "english", "spanish"),
    [
        (1400, "tonnes", "about", "about 1,400 tonnes", "alrededor de 1,400 toneladas"),
        (1, "incinerators", "exact", "1 incinerator", "1 incinerador"),
        (100_000_000, "usd", "about", "about US$100 million", "alrededor de US$100 millones"),
        (1_000_000, "usd", "exact", "US$1 million", "US$1 millón"),
        (1_500_000, "usd", "exact", "US$1.5 million", "US$1.5 millones"),
        (300_000, "usd", "about", "about US$300,000", "alrededor de US$300,000"),
        (6_000_000, "gtq", "exact", "Q6 million", "Q6 millones"),
        (-26, "percent", "exact", "−26%", "−26\u202f%"),
        (250, "officers", "up_to", "up to 250 officers", "hasta 250 agentes policiales"),
        (4, "precincts", "at_least", "at least 4 model police precincts", "al menos 4 comisarías modelo"),
        (11000, "kg", "almost", "almost 11,000 kg", "casi 11,000 kg"),
        (16.7, "per_100k", "exact", "16.7 per 100,000 people", "16.7 por cada 100,000 habitantes"),
    ],
)
def test_an_amount_keeps_the_hedge_of_its_source(value, unit, qualifier, english, spanish):
    row = {"value": value, "unit": unit, "qualifier": qualifier}
    assert amount(row, translator(EN)).text == english
    assert amount(row, translator(ES)).text == spanish


def test_the_units_written_apart_are_units_of_the_data():
    assert [Unit(code) for code in MONEY] == [Unit.USD, Unit.GTQ]
    assert Unit(PERCENT) is Unit.PERCENT


def test_every_hedge_has_a_sign_of_its_own():
    assert set(SIGNS) == set(Qualifier)
    assert len(set(SIGNS.values())) == len(SIGNS)


@pytest.mark.parametrize(("language", "written"), [(EN, "84.5%"), (ES, "84.5\u202f%")])
def test_a_share_is_written_alike_in_tables_charts_and_files(language, written):
    assert percent(0.845, language) == written
    assert percent_format(language) % 84.5 == written
    assert (
        amount({"value": 84.5, "unit": "percent", "qualifier": "exact"}, translator(language)).text
        == written
    )
    assert percent_axis(language).endswith(f"+ '{written.removeprefix('84.5')}'")


def test_both_ends_of_a_span_share_one_sign():
    for language, written in ((EN, "41–63%"), (ES, "41–63\u202f%")):
        assert span_text(0.41, 0.63, partial(percent, language=language, decimals=0)) == written


@pytest.mark.parametrize(
    ("count", "form"), [(1, "one"), (0, "many"), (2, "many"), (1.5, "many"), (-1, "one")]
)
def test_one_has_its_own_form(count, form):
    assert plural("one|many", count) == form
    assert plural("kg", count) == "kg"


NASTY = '<script>alert("1")</script>&\'"'


def test_text_of_a_table_cannot_break_a_page():
    written = joined([h("p", NASTY, title=NASTY), NASTY, terms({NASTY: NASTY}), table([NASTY], [[NASTY]])])
    assert "<script" not in written
    assert text(written).count(NASTY.split(">")[1].split("<", maxsplit=1)[0]) == 6
    assert 'title="&lt;script&gt;' in written


@given(st.text())
def test_text_in_markup_is_escaped_once_and_read_back(anything):
    inner = h("b", anything)
    assert inner.count("<") == 2
    assert h("p", inner) == f"<p>{inner}</p>"


def test_empty_attributes_are_omitted_and_void_elements_unclosed():
    assert h("details", "x", open=True, class_=None) == "<details open>x</details>"
    assert h("img", src="a", alt="") == '<img src="a" alt="">'
    assert isinstance(joined(["a", None, ""]), Html)


def test_a_link_to_the_outside_opens_in_a_tab_that_cannot_reach_back():
    link = outside("https://example.org/?a=1&b=2", "there")
    assert 'href="https://example.org/?a=1&amp;b=2"' in link
    assert 'rel="noopener noreferrer"' in link
    assert CHOSEN not in link
