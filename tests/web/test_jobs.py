"""Jobs: a file is made beside the page, told step by step, and ended between two scenes."""

from threading import Event

import pytest

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from atlas.ui.state import background_jobs
from atlas.ui.state.background_jobs import Job, Order, started
from atlas.ui.widgets.export_dialog import file_name
from geo.briefings.briefing_files import read_briefing
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import ExportCancelledError
from geo.exports.documents.stamp import read_stamp

SHELF = AtlasData()
VILLA_NUEVA = read_briefing("villa-nueva")


def test_a_file_is_made_and_is_what_was_ordered():
    job = started(Order(VILLA_NUEVA, Language.SPANISH, DocumentFormat.CSV), SHELF)
    assert read_stamp(job.content(), "x").language == "es"
    assert not job.is_running


@pytest.mark.parametrize("kind", [DocumentFormat.PDF, DocumentFormat.PPTX])
def test_progress_is_told_before_each_scene_and_ends_it(kind):
    told = []

    def listen(done, total):
        told.append((done, total))
        if done == 1:
            raise ExportCancelledError

    with pytest.raises(ExportCancelledError):
        exported(VILLA_NUEVA, SHELF, Language.ENGLISH, kind, Options(told=listen))
    assert told == [(0, 6), (1, 6)]


def test_a_job_that_is_not_wanted_any_more_ends_at_its_next_step():
    job = Job(Order(VILLA_NUEVA, Language.ENGLISH, DocumentFormat.PDF))
    job.told(1, 6)
    job.cancelled.set()
    with pytest.raises(ExportCancelledError):
        job.told(2, 6)
    assert (job.done, job.total) == (2, 6)


def test_a_job_that_waits_for_its_turn_never_begins():
    free = Event()
    background_jobs._POOL.submit(free.wait)
    job = started(Order(VILLA_NUEVA, Language.ENGLISH, DocumentFormat.PDF), SHELF)
    job.cancel()
    free.set()
    assert job.future.cancelled()
    assert not job.is_running
    assert job.total == 0


def test_the_name_of_a_file_says_what_it_is():
    name = file_name(Order(VILLA_NUEVA, Language.SPANISH, DocumentFormat.PPTX))
    assert name.startswith("villa-nueva-y-la-estrategia-basada-en-el-lugar-")
    assert name.endswith(".es.pptx")
