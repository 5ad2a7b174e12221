"""Drafts in the browser are kept, offered, opened and discarded; links to own briefings open."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from atlas.i18n.messages import Language, translator
from atlas.ui.briefing import browser_drafts
from atlas.ui.briefing.browser_drafts import age_text
from atlas.web.briefing_store import DAYS, STORE, briefing_store
from geo.briefings import Briefing, Scene, Text
from geo.briefings.briefing_files import LONGEST_LINK, from_json, from_link, read_briefing, to_json, to_link
from geo.share_links import LONGEST
from tests.ui.app import FRAME, address, components, opened, ran, said

PAGE = str(FRAME.parent / "briefing.py")
NOW = 1_800_000_000_000
MINE = read_briefing("villa-nueva").without(0)
SHORT = Briefing(Text(en="Mine **b**"), (Scene(Text(en="One")),))


def on_page(report: object = None, lang: str = "en", **query: str) -> AppTest:
    """Open the briefing page in a browser that reports its drafts."""
    app = opened(lang=lang)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(PAGE)
    ran(app)
    return reported(app, report) if report is not None else app


def reported(app: AppTest, report: object) -> AppTest:
    """Let the browser report something."""
    app.session_state[browser_drafts.FRAME] = report
    return ran(app)


def listed(*drafts, **more):
    """Return a report of drafts, each with its identifier, title and age in seconds."""
    items = [
        {"id": id, "title": title, "scenes": 2, "saved": NOW - 1000 * age} for id, title, age in drafts
    ]
    return {"drafts": items, "now": NOW, "failed": "", "link": "", "opened": None, "moved": None, **more}


def asked(app):
    """Return what the frame is asked."""
    (request,) = [arguments for arguments in components(app) if arguments.get("part") == "drafts"]
    return request


def desk(app):
    return app.session_state["desk"]


def labels(app):
    return [button.label for button in app.button]


@pytest.fixture
def store(monkeypatch, tmp_path):
    """The store that the host has switched on."""
    monkeypatch.setenv(STORE, str(tmp_path / "briefings.sqlite"))
    monkeypatch.setenv(DAYS, "30")
    return briefing_store()


def test_only_an_own_briefing_is_kept_and_each_change_of_it():
    app = on_page(briefing="villa-nueva")
    assert asked(app)["keep"] is None
    app.button(key="scene_remove").click().run()
    kept = asked(app)["keep"]
    assert from_json(kept["content"]) == desk(app).briefing == MINE
    assert (kept["title"], kept["scenes"]) == (MINE.title.en, 4)
    app.button(key="scene_down").click().run()
    assert asked(app)["keep"]["id"] == kept["id"]
    assert from_json(asked(app)["keep"]["content"]) == MINE.moved(0, 1)
    assert translator(Language.ENGLISH)("briefing.own_note") in [
        caption.value.replace("\\", "") for caption in app.caption
    ]


def test_a_briefing_is_kept_on_other_pages_too():
    app = on_page(briefing="villa-nueva")
    app.switch_page(str(FRAME.parent / "sources.py")).run()
    assert components(app) == []
    app.switch_page(PAGE).run()
    app.button(key="scene_remove").click().run()
    app.switch_page(str(FRAME.parent / "sources.py")).run()
    assert from_json(asked(app)["keep"]["content"]) == MINE


def test_another_briefing_gets_another_draft_and_undo_returns_to_the_first():
    app = on_page(briefing="villa-nueva")
    app.button(key="scene_remove").click().run()
    first = desk(app).id
    app.button(key="desk_new").click().run()
    assert desk(app).id not in {"", first}
    assert asked(app)["keep"] is None
    app.button(key="scene_undo").click().run()
    assert (desk(app).id, asked(app)["keep"]["id"]) == (first, first)


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Continue “Mine **b**”, saved 2 minutes ago"),
        ("es", "Continuar «Mine **b**», guardado hace 2 minutos"),
    ],
)
def test_a_draft_is_offered_and_continued(language, label):
    app = on_page(listed(("a", SHORT.title.en, 125)), lang=language)
    assert app.button(key="draft_continue_a").label.replace("\\", "") == label
    app.button(key="draft_continue_a").click().run()
    assert asked(app)["ask"] == "a"
    reported(app, listed(opened={"id": "a", "content": to_json(SHORT)}))
    assert (desk(app).briefing, desk(app).id, desk(app).name) == (SHORT, "a", "own")
    ran(app)
    assert asked(app)["ask"] == ""
    assert asked(app)["keep"]["id"] == "a"


def test_older_drafts_and_those_next_to_an_own_one_are_in_a_menu():
    report = listed(("a", "One", 5), ("b", "Two", 90_000))
    app = on_page(report, briefing="villa-nueva")
    assert [label for label in labels(app) if label.startswith("Continue")] == [
        "Continue “One”, saved just now",
        "Continue “Two”, saved 1 day ago",
    ]
    assert [
        box.proto.popover.label for box in app.get("popover") if "draft" in box.proto.popover.label
    ] == ["1 other draft in this browser"]
    app.button(key="scene_remove").click().run()
    reported(app, report)
    assert [
        box.proto.popover.label for box in app.get("popover") if "draft" in box.proto.popover.label
    ] == ["2 other drafts in this browser"]


def test_a_draft_is_discarded_after_a_second_click():
    app = on_page(listed(("a", "One", 5)))
    app.button(key="draft_discard_a").click().run()
    assert asked(app)["drop"] == ""
    assert app.button(key="draft_discard_a").label == "Discard for good"
    app.button(key="draft_discard_a").click().run()
    assert asked(app)["drop"] == "a"
    reported(app, listed())
    assert asked(app)["drop"] == ""
    assert not [label for label in labels(app) if label.startswith("Continue")]


def test_a_draft_that_cannot_be_read_is_reported_and_changes_nothing():
    for content in (None, "{", to_json(SHORT).replace("atlas-briefing-2", "other"), 7):
        app = on_page(listed(("a", "One", 5)))
        app.button(key="draft_continue_a").click().run()
        before = desk(app).briefing
        reported(app, listed(opened={"id": "a", "content": content}))
        assert "The draft in this browser cannot be opened" in said(app)
        assert desk(app).briefing == before


def test_a_copy_that_the_browser_made_is_followed_and_reported():
    app = on_page(briefing="villa-nueva")
    app.button(key="scene_remove").click().run()
    reported(app, listed(moved={"id": desk(app).id, "to": "copy"}))
    assert (asked(app)["keep"]["id"], desk(app).briefing) == ("copy", MINE)
    assert "Another tab has changed this briefing" in said(app)
    app.button(key="draft_understood").click().run()
    assert "Another tab" not in said(app)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("failed", ["full", "refused"])
def test_a_browser_that_keeps_nothing_is_reported(failed, language):
    app = on_page(lang=str(language), briefing="villa-nueva")
    app.button(key="scene_remove").click().run()
    reported(app, listed(failed=failed))
    t = translator(language)
    assert t(f"briefing.storage_{failed}") in said(app)
    assert t("briefing.own_note") not in [caption.value.replace("\\", "") for caption in app.caption]


HOSTILE = [
    7,
    {"drafts": 7, "now": NOW},
    {
        "drafts": [None, {}, {"id": "<b>", "title": "x", "scenes": 1, "saved": 1}, {"id": "a", "title": 7}],
        "now": NOW,
    },
    {
        "drafts": [],
        "now": "x",
        "link": 7,
        "moved": {"id": "", "to": "../x"},
        "opened": [],
        "failed": {"a": 1},
    },
]


@pytest.mark.parametrize("report", HOSTILE, ids=str)
def test_a_malformed_report_changes_nothing(report):
    app = on_page(report)
    assert (desk(app).name, said(app)) == ("four-layers", "")
    assert not [label for label in labels(app) if label.startswith("Continue")]


@pytest.mark.parametrize("language", Language)
def test_ages_are_in_words(language):
    t = translator(language)
    words = [age_text(age, t) for age in (0, 59, 60, 3_599, 3_600, 86_399, 86_400, 10**6)]
    assert [[int(part) for part in text.split() if part.isdigit()] for text in words] == [
        [],
        [],
        [1],
        [59],
        [1],
        [23],
        [1],
        [11],
    ]


def test_a_link_opens_a_briefing_once_and_every_reader_gets_the_same_draft():
    app = on_page(listed(link=to_link(MINE)))
    assert (desk(app).briefing, desk(app).name, desk(app).number) == (MINE, "own", 0)
    assert asked(app)["taken"] == to_link(MINE)
    assert desk(app).id == desk(on_page(listed(link=to_link(MINE)))).id
    app.button(key="scene_remove").click().run()
    assert desk(app).briefing == MINE.without(0)


@pytest.mark.parametrize("language", Language)
def test_a_link_that_was_cut_gets_a_sentence_and_loses_nothing(language):
    app = on_page(lang=str(language), briefing="villa-nueva")
    app.button(key="scene_remove").click().run()
    reported(app, listed(link=to_link(SHORT)[:-9]))
    assert translator(language)("briefing.bad_link") in said(app)
    assert desk(app).briefing == MINE


def test_what_todays_data_lack_of_a_linked_briefing_is_named():
    linked = replace(SHORT, scenes=(replace(SHORT.scenes[0], figures=("I999",)),))
    app = on_page(listed(link=to_link(linked)))
    assert "not in today's data" in said(app)
    assert [block.value for block in app.code] == ["Scene 1: figure I999"]


def shared_links(app):
    """Open the dialog and return the links in it."""
    app.button(key="share_open").click().run()
    assert not app.exception
    return [code.value for code in app.code if "?" in code.value]


@pytest.mark.parametrize("language", Language)
def test_the_dialog_shares_the_own_briefing_and_says_what_the_link_holds(language, monkeypatch):
    monkeypatch.delenv(STORE, raising=False)
    app = on_page(listed(link=to_link(SHORT)), lang=str(language))
    (link,) = shared_links(app)
    assert from_link(link.partition("#briefing=")[2]) == SHORT
    t = translator(language)
    shown = [caption.value.replace("\\", "") for caption in app.caption]
    assert t("share.own_holds") in shown
    assert t("share.own_short", count=f"{len(link):,}", most=f"{LONGEST:,}") in shown
    assert "share_store" not in {button.key for button in app.button}


def test_a_long_link_is_shown_with_its_length_and_a_warning():
    app = on_page(listed(link=to_link(MINE)))
    (link,) = shared_links(app)
    assert len(link) > LONGEST
    assert f"The link has {len(link):,} characters." in said(app)


def test_a_briefing_beyond_any_link_is_offered_as_a_file():
    words = "".join(chr(33 + (7 * n * n + n // 5) % 90) for n in range(6_000))
    scenes = tuple(Scene(Text(en=f"S{n}"), notes=Text(en=words[n:] + words[:n][::-1])) for n in range(8))
    huge = Briefing(
        Text(en="Huge"),
        tuple(
            replace(
                scene,
                notes=Text(
                    en="".join(chr(161 + (ord(c) * (n + 3) * (i + 7)) % 8_000) for i, c in enumerate(words))
                ),
            )
            for n, scene in enumerate(scenes)
        ),
    )
    app = on_page(briefing="villa-nueva")
    desk(app).open(huge)
    ran(app)
    assert len(to_link(huge)) > LONGEST_LINK
    assert shared_links(app) == []
    assert "Save it with File" in " ".join(box.value for box in app.info)


def test_a_short_link_is_made_opened_by_others_and_deleted_by_its_maker(store):
    app = on_page(listed(link=to_link(SHORT)))
    shared_links(app)
    app.button(key="share_store").click().run()
    shared_links(app)
    short, code = [code.value for code in app.code][1:]
    name = short.partition("shared=")[2]
    assert len(name) == 12
    assert store.read(name)[0] == SHORT

    other = on_page(shared=name)
    assert (desk(other).briefing, desk(other).shared) == (SHORT, name)
    assert address(other)["shared"] == name
    assert asked(other)["keep"] is None
    shared_links(other)
    other.text_input(key="share_code").set_value("wrong")
    other.button(key="share_delete").click().run()
    shared_links(other)
    assert "not the code of this briefing" in said(other)
    other.text_input(key="share_code").set_value(code)
    other.button(key="share_delete").click().run()
    assert store.read(name) is None
    assert "shared" not in address(other)
    assert desk(other).briefing == SHORT
    assert asked(other)["keep"]["content"] == to_json(SHORT)


def test_a_changed_briefing_leaves_its_short_link(store):
    app = on_page(shared=store.put(MINE).name)
    app.button(key="scene_remove").click().run()
    assert "shared" not in address(app)
    assert from_json(asked(app)["keep"]["content"]) == MINE.without(0)


@pytest.mark.parametrize("language", Language)
def test_a_short_link_that_expired_or_has_no_store_gets_a_sentence(store, monkeypatch, language):
    t = translator(language)
    assert t("briefing.link_gone") in said(on_page(lang=str(language), shared="a" * 12))
    monkeypatch.delenv(STORE)
    assert t("briefing.link_gone") in said(on_page(lang=str(language), shared="a" * 12))


def test_a_store_that_fails_gets_a_sentence_and_loses_nothing(store):
    app = on_page(listed(link=to_link(SHORT)))
    Path(store.place).write_text("no database " * 100, encoding="utf-8")
    shared_links(app)
    app.button(key="share_store").click().run()
    shared_links(app)
    assert "cannot be reached" in said(app)
    assert desk(app).briefing == SHORT
    assert "cannot be reached" in said(on_page(shared="a" * 12))


def test_the_sentences_on_the_page_hold_no_markup():
    app = on_page(listed(("a", "<b>x</b> [y](z)", 5)))
    assert "\\[y\\]" in app.button(key="draft_continue_a").label
    assert json.dumps(asked(app))
