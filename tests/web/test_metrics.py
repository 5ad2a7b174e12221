"""Metrics and logs cover parts, errors and times, and nothing about readers."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import REGISTRY as FOREIGN
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from atlas.web import logs
from atlas.web.metrics import REGISTRY, RequestMetrics, Runs, note_script_error, part_of
from atlas.web.server import routes
from geo.dataset.records import data_version
from tests.web.asking import ask

ROOT = Path(__file__).resolve().parents[2]
READER = "maria.lopez@example.org"


async def fails(_request):
    raise KeyError(READER)


async def well(_request):
    return PlainTextResponse("ok")


app = RequestMetrics(Starlette(routes=[Route("/fails", fails), *routes(), Route("/{rest:path}", well)]))


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


def figures():
    return ask(app, "/metrics").body.decode()


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/", "page"),
        ("/programmes", "page"),
        ("/layers/0123/adm1.json", "layers"),
        ("/_stcore/upload_file/session/file", "upload"),
        ("/_stcore/health", "streamlit"),
        ("/media/0123.csv", "media"),
        ("/oauth2callback", "login"),
    ],
)
def test_a_request_counts_for_its_part_of_the_server(path, part):
    labels = {"part": part, "method": "GET", "status": "200"}
    assert part_of(path) == part
    before = value("atlas_requests_total", **labels)
    status = ask(app, path).status
    assert value("atlas_requests_total", **labels) - before == (status == 200)
    assert value("atlas_request_seconds_count", part=part) > 0


def test_the_metrics_give_the_data_version_and_what_is_broken():
    assert f'atlas_data_info{{version="{data_version()}"}} 1.0' in figures()
    assert "\natlas_data_broken 0.0\n" in figures()


def test_an_error_counts_by_its_kind():
    before = value("atlas_errors_total", kind="http 500")
    with pytest.raises(KeyError):
        ask(app, "/fails")
    assert value("atlas_errors_total", kind="http 500") - before == 1
    note_script_error(ZeroDivisionError(READER))
    assert value("atlas_errors_total", kind="ZeroDivisionError") >= 1


def test_no_address_and_no_odd_method_becomes_a_label():
    ask(app, f"/{READER}", method="X" * 5000)
    assert READER not in figures()
    assert "XXX" not in figures()
    assert FOREIGN is not REGISTRY


def asks(query):
    message = BackMsg()
    message.rerun_script.query_string = query
    return message.SerializeToString()


def begun():
    message = ForwardMsg()
    message.new_session.name = "x" * 500
    return message.SerializeToString()


def ended(how):
    return ForwardMsg(script_finished=how).SerializeToString()


def test_a_run_is_timed_from_its_request_to_its_end():
    runs, name = Runs(), "atlas_rerun_seconds_count"
    before = value(name)
    runs.receive(asks("dep=1"))
    runs.send(begun())
    runs.send(ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    assert value(name) == before
    runs.send(ended(ForwardMsg.FINISHED_SUCCESSFULLY))
    assert value(name) == before + 1
    runs.send(ended(ForwardMsg.FINISHED_SUCCESSFULLY))
    assert value(name) == before + 1
    assert value("atlas_reruns_total", outcome="finished_successfully") >= 2


def test_a_message_that_cannot_be_read_is_counted_and_passed_on():
    before = value("atlas_errors_total", kind="unreadable message")
    Runs().receive(b"\xff\xff\xff")
    assert value("atlas_errors_total", kind="unreadable message") == before + 1


@pytest.fixture
def lines(monkeypatch):
    """What is logged with ATLAS_LOG=json, as the handler writes it."""
    monkeypatch.setenv("ATLAS_LOG", "json")
    logs.set_up()
    written = []
    monkeypatch.setattr(
        logs.LOG.handlers[0], "emit", lambda record: written.append(logs.AsJson().format(record))
    )
    yield written
    monkeypatch.undo()
    logs.set_up()


def test_a_log_line_is_json_with_the_part_and_no_address(lines):
    ask(app, f"/{READER}", headers={"x-forwarded-for": "198.51.100.7", "cookie": READER})
    (line,) = map(json.loads, lines)
    assert {"event": "request", "part": "page", "method": "GET", "status": 200}.items() <= line.items()
    assert line["time"].endswith("+00:00")
    assert READER not in lines[0]
    assert "198.51" not in lines[0]


def test_an_error_is_logged_by_its_kind_and_place_and_not_by_its_text(lines):
    rows: dict[str, int] = {}
    try:
        rows[READER]
    except KeyError as error:
        note_script_error(error)
    line = json.loads(lines[0])
    assert line["error"] == "KeyError"
    assert line["where"][-1].startswith("web/test_metrics.py:")
    assert READER not in lines[0]


def test_the_logs_of_libraries_carry_no_arguments():
    record = logging.LogRecord("streamlit", logging.WARNING, "p", 1, "rejected %s", (READER,), None)
    assert json.loads(logs.AsJson().format(record))["event"] == "rejected %s"


def said_of_a_failed_page(*settings):
    """Return what Streamlit prints of an error of a page, with our logs and settings of Streamlit."""
    program = [
        "from streamlit import config",
        "from streamlit.error_util import _log_uncaught_app_exception",
        "from atlas.web import logs",
        "config.get_config_options()",
        *(f"config.set_option({name!r}, {value!r})" for name, value in settings),
        "logs.set_up()",
        f"_log_uncaught_app_exception(ZeroDivisionError({READER!r}))",
    ]
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=ROOT, env=os.environ | {"ATLAS_LOG": "json"}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return run.stdout + run.stderr


def test_a_failed_page_is_json_though_rich_is_installed():
    said = said_of_a_failed_page()
    assert [json.loads(line)["error"] for line in said.splitlines()] == ["ZeroDivisionError"]
    assert READER not in said


def test_without_the_setting_rich_draws_the_error_with_its_text():
    said = said_of_a_failed_page(("logger.enableRich", True))
    assert "\x1b[" in said
    assert "maria.lopez" in said


def test_a_laptop_hears_of_errors_alone():
    logs.set_up()
    assert logs.LOG.level == logging.WARNING
