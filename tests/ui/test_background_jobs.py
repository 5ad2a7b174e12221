"""Jobs: a call runs in a thread, reports its progress and ends when it is cancelled."""

from threading import Barrier, Event, current_thread
from unittest.mock import Mock

import pytest

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from atlas.ui.planning import next_sites_question
from atlas.ui.state.background_jobs import EXPORTS, LISTS, SEARCHES, Job
from atlas.ui.widgets import export_dialog
from atlas.ui.widgets.export_dialog import Order, file_name, start_export
from geo.briefings.briefing_files import read_briefing
from geo.exports.documents.document import ExportCancelledError
from geo.exports.documents.stamp import read_stamp
from tests.shared_data import ATLAS

VILLA_NUEVA = read_briefing("villa-nueva")


def test_a_file_is_made_and_is_what_was_ordered():
    job = start_export(Order(VILLA_NUEVA, Language.SPANISH, DocumentFormat.CSV), ATLAS)
    assert read_stamp(job.result(), "x").language == "es"
    assert not job.is_running


@pytest.mark.parametrize("kind", [DocumentFormat.PDF, DocumentFormat.PPTX])
def test_progress_is_reported_before_each_scene_and_at_the_end(kind):
    reports = []

    def listen(done, total):
        reports.append((done, total))
        if done == 1:
            raise ExportCancelledError

    with pytest.raises(ExportCancelledError):
        exported(VILLA_NUEVA, ATLAS, Language.ENGLISH, kind, Options(progress=listen))
    assert reports == [(0, 6), (1, 6)]


@pytest.fixture
def stepwise(monkeypatch):
    """Replace the export by one that waits to be cancelled between its two steps."""
    begun, may_go_on = Event(), Event()

    def exported(briefing, data, language, kind, options):
        options.progress(1, 2)
        begun.set()
        may_go_on.wait(10)
        options.progress(2, 2)

    monkeypatch.setattr(export_dialog, "exported", exported)
    yield begun, may_go_on
    may_go_on.set()


ORDER = Order(VILLA_NUEVA, Language.ENGLISH, DocumentFormat.PDF)


def test_a_cancelled_export_ends_at_its_next_step(stepwise):
    begun, may_go_on = stepwise
    job = start_export(ORDER, ATLAS)
    assert begun.wait(10)
    assert job.progress == (1, 2)
    job.cancel()
    may_go_on.set()
    with pytest.raises(ExportCancelledError):
        job.result()
    assert not job.is_running


def test_an_export_cancelled_in_the_queue_never_begins(stepwise):
    begun, may_go_on = stepwise
    first, second = start_export(ORDER, ATLAS), start_export(ORDER, ATLAS)
    assert begun.wait(10)
    second.cancel()
    may_go_on.set()
    with pytest.raises(ExportCancelledError):
        second.result()
    assert first.progress == (2, 2)
    assert second.progress is None


def test_a_cancelled_search_keeps_its_best_answer(monkeypatch):
    begun, may_go_on, best, progress = Event(), Event(), Mock(), Mock()

    def best_so_far(instance, control):
        control.on_progress(progress)
        begun.set()
        may_go_on.wait(10)
        assert control.should_stop()
        return best

    monkeypatch.setattr(next_sites_question, "next_sites", best_so_far)
    monkeypatch.setattr(next_sites_question, "gain_curve", lambda instance, control: [])
    search = next_sites_question.start_search(Mock(), 60)
    assert begun.wait(10)
    search.cancel()
    may_go_on.set()
    assert search.result().answer is best
    assert search.progress is progress


@pytest.mark.parametrize(
    ("pool", "size", "name"), [(EXPORTS, 1, "export"), (LISTS, 2, "own"), (SEARCHES, 2, "siting")]
)
def test_a_pool_runs_as_many_jobs_at_a_time_as_it_may(pool, size, name):
    all_run, names = Barrier(size + 1), set()

    def run(job):
        job.report(job.task)
        names.add(current_thread().name.rsplit("_")[0])
        if job.task < size:
            all_run.wait(10)

    jobs: list[Job[int, int, None]] = [Job(pool, nth, run) for nth in range(size + 1)]
    assert jobs[size].progress is None
    all_run.wait(10)
    for job in jobs:
        job.result()
    assert jobs[size].progress == size
    assert names == {name}


def test_the_error_of_a_call_is_raised_by_its_result():
    def fail(job):
        raise ValueError("fault")

    with pytest.raises(ValueError, match="fault"):
        Job(LISTS, "list", fail).result()


def test_the_name_of_a_file_says_what_it_is():
    name = file_name(Order(VILLA_NUEVA, Language.SPANISH, DocumentFormat.PPTX))
    assert name.startswith("villa-nueva-y-la-estrategia-basada-en-el-lugar-")
    assert name.endswith(".es.pptx")
