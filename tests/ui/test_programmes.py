"""The programmes page in both languages: claims and caveats of every figure."""

import json
import re
from collections import Counter
from datetime import date

import pytest

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import amount, date_text
from geo.choices import Chart, Pillar, Programme, Scope, SummaryTopic
from geo.dataset.data_history import recency
from geo.dataset.facts import RESULTS
from geo.dataset.records import data_version
from geo.dataset.schema import rows
from geo.views.evidence import statements_in
from geo.views.programme_chapter import chapter_view
from tests.copies import copy_of_data, reading, truncate
from tests.shared_data import ATLAS
from tests.ui.app import address, said
from tests.ui.reading import CHAPTERS, chapter, choose, first, links, markup, part, text, turned_to

FACTS, SITES = ATLAS.facts, ATLAS.sites
FOUNDING = rows(FACTS.figures[FACTS.figures["founding"]])
CARDS = [row for row in rows(FACTS.figures) if row["series"] is None]
CONFLICTS = rows(FACTS.conflicts)


def home(row):
    return Programme(row["programme"]) if row["programme"] else None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("about", CHAPTERS, ids=str)
def test_a_chapter_is_complete_in_each_language(about, language):
    written, t = text(chapter(about, language)), translator(language)
    heads = rows(FACTS.programmes if isinstance(about, Programme) else FACTS.pillars)
    own = [row for row in heads if about in {row.get("programme"), row.get("pillar")}] if about else []
    for row in own[:1]:
        assert row[f"name_{language}"] in written
        assert row[f"summary_{language}"] in written
    assert t("programmes.units") in written
    assert t("programmes.open_map", what="").split()[0] in written
    other = translator(next(candidate for candidate in Language if candidate is not language))
    assert other("programmes.units") not in written


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("component", rows(FACTS.components), ids=lambda row: row["component_id"])
def test_each_unit_has_its_kind_and_the_basis_of_its_pillar(component, language):
    t = translator(language)
    card = text(part(chapter(home(component), language), f"component-{component['component_id']}"))
    assert component[f"name_{language}"] in card
    assert component[f"what_{language}"] in card
    assert t(f"inl_role.{component['inl_role']}") in card
    assert component["pillar_basis"] is None or t(f"basis.{component['pillar_basis']}") in card
    assert component[f"caution_{language}"] is None or component[f"caution_{language}"] in card


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("figure", FOUNDING, ids=lambda row: row["figure_id"])
def test_founding_figures_are_on_the_first_page_and_in_their_area(figure, language):
    number = text(amount(figure, translator(language)).text)
    for about in {None, home(figure)}:
        card = text(part(chapter(about, language), f"figure-{figure['figure_id']}"))
        assert number in card
        assert figure[f"label_{language}"] in card


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("about", CHAPTERS, ids=str)
def test_a_chapter_says_how_many_founding_statements_it_carries(about, language):
    written, t = chapter(about, language), translator(language)
    carried, total = (
        len(statements_in(FACTS.statements, chapter_view(about, FACTS, SITES))),
        len(FACTS.statements),
    )
    key = "programmes.founding_some" if about else "programmes.founding_all"
    line = first(r'<p class="a-when a-founding">.*?</p>', written)
    assert t(key, count=carried, total=total) in text(line)
    assert all("part=founding" in link for link in links(line))


def test_the_founding_figures_are_nineteen():
    assert len(FOUNDING) == 19


@pytest.mark.parametrize("figure", CARDS, ids=lambda row: row["figure_id"])
def test_only_results_look_like_results(figure):
    card = part(chapter(home(figure), Language.ENGLISH), f"figure-{figure['figure_id']}")
    t = translator(Language.ENGLISH)
    assert t(f"claim_kind.{figure['claim']}") in text(card)
    style = first(r'class="([^"]*)"', card).split()
    assert ("a-result" in style) == (figure["claim"] in RESULTS)
    assert ("a-plan" in style) == (figure["claim"] not in RESULTS)


@pytest.mark.parametrize("figure", CARDS, ids=lambda row: row["figure_id"])
def test_a_figure_names_its_date_its_age_and_each_source(figure):
    card = part(chapter(home(figure), Language.SPANISH), f"figure-{figure['figure_id']}")
    assert f"fecha del dato: {date_text(figure['as_of'], Language.SPANISH)}, hace " in text(card)
    cited = [link for link in links(card) if link.startswith("sources?")]
    assert [first(r"source=(\w+)", link) for link in cited] == list(figure["sources"])


def test_540_officers_and_the_goal_of_2500_are_two_things():
    written = chapter(Programme.BORDER_PORT, Language.ENGLISH)
    there, goal = (text(part(written, f"figure-{name}")) for name in ("I006", "I007"))
    age = date.today().year - 2019 - 1
    assert there.startswith("● Reported Founding document 540 officers Officers of DIPAFRONT")
    assert f"as of 2019, at least {age} years old" in there
    assert goal.startswith("◎ Target Founding document 2,500 officers Goal for the strength of DIPAFRONT")
    assert "Period: 2019–2024" in goal


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda row: row["conflict_id"])
def test_each_trap_has_its_sentence_on_a_page(conflict, language):
    card = part(chapter(home(conflict), language), f"conflict-{conflict['conflict_id']}")
    assert conflict[f"title_{language}"] in text(card)
    assert conflict[f"statement_{language}"] in text(card)
    assert any("source=" in link for link in links(card))


def test_the_sides_of_a_conflict_stand_next_to_each_other():
    card = part(chapter(None, Language.ENGLISH), "conflict-money-2024")
    sides = [text(side) for side in re.findall(r'<div class="a-side">.*?</div>', card)]
    assert sides[0].startswith("about US$100 million")
    assert sides[1].startswith("US$50 million")
    assert "Commitment" in sides[1]
    assert "Intent" in sides[2]


@pytest.mark.parametrize("row", rows(FACTS.programmes), ids=lambda row: row["programme"])
def test_the_first_page_gives_the_basis_of_each_pillar(row):
    t = translator(Language.ENGLISH)
    written = text(chapter(None, Language.ENGLISH))
    said_so = f"{row['name_en']} {t('pillar.' + row['pillar'])} {t('basis.' + row['pillar_basis'])}"
    assert said_so in written


def test_the_commission_has_a_pillar_by_article_and_by_analysis():
    safe = text(chapter(Pillar.SAFE_COMMUNITIES, Language.ENGLISH))
    assert "National Commission Against Corruption under this heading" in safe
    app = turned_to("programmes", pillar="good_governance")
    identifier = "component-commission-against-corruption"
    assert identifier not in markup(app)
    app.session_state["analysis_good_governance"] = True
    app.run()
    assert "Good Governance (our analysis)" in text(part(markup(app), identifier))
    assert "conflict-commission-pillar" in markup(app)


@pytest.mark.parametrize("about", [chapter_ for chapter_ in CHAPTERS if chapter_], ids=str)
def test_the_small_map_leads_to_the_big_one_with_the_filter_set(about):
    written = chapter(about, Language.ENGLISH)
    opening = [link for link in links(written) if link.startswith("./?") and "site=" not in link]
    assert opening
    assert all(f"v={data_version()}" in link and "layers=" in link for link in opening)
    assert any("prog=" in link or "kind=" in link for link in opening)


def test_a_link_to_a_figure_opens_its_sheet_in_its_chapter():
    app = turned_to("programmes", figure="I006", lang="es")
    sheet = part(markup(app), "sheet-I006")
    assert "540 agentes policiales" in text(sheet)
    assert "P01 línea 31" in text(sheet)
    assert "540 es la fuerza de la DIPAFRONT" in text(sheet)
    assert any("dataset=figures&row=I006" in link for link in links(sheet))
    assert "División de Puertos" in text(markup(app))
    assert address(app) == {"lang": "es", "v": data_version(), "figure": "I006"}


def test_a_link_to_an_event_opens_its_sheet():
    app = turned_to("programmes", event="T031")
    sheet = text(part(markup(app), "sheet-T031"))
    assert sheet.startswith("Close ✕ February 2024 The Ministry of the Interior announces the dissolution")
    assert "no source found says that the dissolution was completed" in sheet


@pytest.mark.parametrize(
    "parameter", ["programme", "pillar", "figure", "event", "chart"], ids=lambda parameter: parameter
)
def test_an_unknown_code_is_left_out_and_named(parameter):
    app = turned_to("programmes", **{parameter: "castle"})
    assert f"{parameter}=castle" in said(app)
    assert address(app) == {"lang": "en", "v": data_version()}
    assert "All figures of these two documents" in text(markup(app))


def test_choosing_a_chapter_closes_the_sheet_and_is_in_the_address():
    app = turned_to("programmes", figure="I006")
    choose(app, "chapter", "forensics")
    assert address(app)["programme"] == "forensics"
    assert "figure" not in address(app)
    assert 'id="sheet-' not in markup(app)
    assert "CODIS" in text(markup(app))


def test_what_is_chosen_stays_in_every_link():
    written = markup(turned_to("programmes", programme="police", dep="18", lang="es"))
    onward = [link for link in links(written) if link.startswith(("programmes?", "sources?"))]
    assert onward
    assert all(f"lang=es&v={data_version()}&dep=18" in link for link in onward)
    assert "-chosen-" not in written


def test_events_are_filtered_by_place_and_programme_and_the_page_says_so():
    t = translator(Language.ENGLISH)
    app = turned_to("programmes", dep="18", prog="police")
    captions = [caption.value for caption in app.caption]
    assert t("timeline.hidden", count=len(FACTS.events) - 1) in captions
    assert f"{t('programmes.events')} 1</a>" in markup(app)
    assert "event-T018" not in markup(app)
    app.session_state["events_None"] = True
    app.run()
    assert "event-T018" in markup(app)
    assert "event-T001" not in markup(app)


def test_a_range_of_years_chooses_events_and_is_in_the_address():
    app = turned_to("programmes", years="2025-2026", programme="corrections")
    own = chapter_view(Programme.CORRECTIONS, FACTS, SITES).events
    shown = own[own["date_end"].fillna(own["date"]).str[:4] >= "2025"]
    assert 0 < len(shown) < len(own)
    assert f"Events {len(shown)}</a>" in markup(app)
    app.session_state["events_corrections"] = True
    app.run()
    assert re.findall(r'id="event-(\w+)"', markup(app)) == shown["event_id"].tolist()[::-1]
    (slider,) = app.slider
    slider.set_value((2016, 2020)).run()
    assert address(app)["years"] == "2016-2020"
    choose(app, "chapter", "police")
    assert address(app)["years"] == "2016-2020"
    app.slider[0].set_value((app.slider[0].min, app.slider[0].max)).run()
    assert "years" not in address(app)


@pytest.mark.parametrize("years", ["2020", "2026-2016", "20-30", "2016-2020-2024"])
def test_years_that_are_no_range_are_left_out_and_named(years):
    app = turned_to("programmes", years=years)
    assert f"years={years}" in said(app)
    assert "years" not in address(app)


def test_events_that_a_source_links_to_inl_differ_from_the_others():
    app = turned_to("programmes", programme="border_port")
    app.session_state["events_border_port"] = True
    app.run()
    t, written = translator(Language.ENGLISH), markup(app)
    for event in rows(chapter_view(Programme.BORDER_PORT, FACTS, SITES).events):
        item = part(written, f"event-{event['event_id']}")
        is_own = event["scope"] == Scope.PROGRAMME
        assert ('class="a-own"' in item) == is_own
        assert f"{'◆' if is_own else '◇'} {t('scope.' + event['scope'])}" in text(item)
    legend = text(first(r'<ul class="a-ties".*?</ul>', written))
    for words in ("timeline.day", "timeline.span", "scope.programme", "scope.related", "scope.context"):
        assert t(words) in legend


def test_facts_of_the_whole_programme_are_drawn_on_request():
    assert len(turned_to("programmes").get("vega_lite_chart")) == 1
    assert len(turned_to("programmes", chart="homicides").get("vega_lite_chart")) == 2


def test_a_place_without_events_is_no_error():
    app = turned_to("programmes", dep="16", programme="gangs")
    assert translator(Language.ENGLISH)("timeline.hidden", count=4) in app.caption[0].value
    assert not app.get("vega_lite_chart")


def test_a_line_of_time_names_its_years_also_where_all_events_are_in_one():
    (line,) = turned_to("programmes", pillar="good_governance", dep="1").get("vega_lite_chart")
    (x,) = {json.dumps(layer["encoding"]["x"]) for layer in json.loads(line.proto.spec)["layer"]}
    years = [{"year": year, "month": 1, "date": 1} for year in (2024, 2025)]
    assert json.loads(x)["axis"]["values"] == years[:1]
    assert json.loads(x)["scale"]["domain"] == years


@pytest.mark.parametrize("language", Language)
def test_the_line_of_time_and_the_chart_say_what_they_show(language):
    app = turned_to("programmes", programme="countering_narcotics", lang=str(language))
    chart, line = app.get("vega_lite_chart")
    highest = {"en": "over 19,000 kg (2019", "es": "más de 19,000 kg (2019"}[language]
    assert highest in chart.proto.alt
    assert date_text("2017-07", language) in line.proto.alt


def test_a_missing_year_is_labelled_as_missing():
    app = turned_to("programmes", programme="countering_narcotics", chart="precursors_destroyed")
    t = translator(Language.ENGLISH)
    assert t("charts.missing", years="2020, 2021") in text(markup(app))


def test_each_point_of_a_chart_leads_to_its_source():
    app = turned_to("programmes", chart="returns")
    table = first(r"<summary>The 7 points and their sources.*?</details>", markup(app))
    drawn = [re.findall(r"source=(\w+)", row) for row in re.findall(r"<tr>.*?</tr>", table)[1:]]
    points = FACTS.every_point()
    own = FACTS.series.loc[FACTS.series["chart"] == Chart.RETURNS, "series_id"]
    expected = points.loc[points["series_id"].isin(own), "sources"]
    assert Counter(map(tuple, drawn)) == Counter(map(tuple, expected))


def test_too_few_points_are_a_table_and_no_chart():
    app = turned_to("programmes", programme="corrections", chart="cer_1_population")
    assert len(app.get("vega_lite_chart")) == 1
    table = first(r"<details open>.*?</details>", markup(app))
    assert "112 residents" in text(table)


def test_the_data_version_and_its_date_are_at_the_foot_of_the_page():
    app = turned_to("programmes", lang="es")
    known = recency()
    newest, consulted = (date_text(str(date), Language.SPANISH) for date in (known.newest, known.consulted))
    assert (
        app.caption[-1]
        .value.replace("\\", "")
        .startswith(
            f"Versión de los datos: {data_version()}. Dato más reciente: {newest}. "
            f"Última consulta de las fuentes: {consulted}."
        )
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("about", CHAPTERS, ids=str)
def test_a_chapter_begins_with_five_lines_that_link_to_their_facts(about, language):
    written, t = chapter(about, language), translator(language)
    lines = first(r'<dl class="a-summary">.*?</dl>', written)
    assert re.findall(r"<dt>(.*?)</dt>", lines) == [t(f"summary_topic.{topic}") for topic in SummaryTopic]
    assert links(lines)
    assert (
        written.index('<dl class="a-summary">') < written.index('id="figures"') < written.index("a-where")
    )


def test_a_link_made_with_other_data_says_so():
    app = turned_to("programmes", v="0123456789")
    assert "made with data version 0123456789" in said(app)
    assert address(app)["v"] == data_version()
    assert not said(turned_to("programmes", v=data_version()))
    assert "v=yesterday" in said(turned_to("programmes", v="yesterday"))


def test_a_broken_table_of_facts_is_named_and_the_other_pages_work(tmp_path):
    data = copy_of_data(tmp_path)
    truncate(data / "figures/figures.csv")
    with reading(data):
        programmes, sources = turned_to("programmes"), turned_to("sources")
    assert "data/figures/figures.csv" in said(programmes)
    assert translator(Language.ENGLISH)("programmes.broken") in said(programmes)
    assert "data/figures/figures.csv" in said(sources)
    assert markup(sources).count("&amp;source=") == 20
