"""Reports of a whole list: one bad one stops nothing, and they can be called off."""

import gc
import io
import weakref
import zipfile
from dataclasses import replace

import pytest

from ecgkt.errors import RecordError, ServingError
from ecgkt.report.exports.report_files import unique_stems
from ecgkt.serving.intake import Intake, Pending, from_examples
from ecgkt.serving.report_run import ReportItem, ReportRun
from ecgkt.serving.worklist import Worklist
from ecgkt.simulate.example import simulate_example
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.worklist import NOT_OVERREAD, OverRead
from tests.builders.local_bulk import LocalBulk
from tests.builders.waiting import wait_until


@pytest.fixture
def bulk(tiny_model):
    bulk = LocalBulk(tiny_model, n_workers=2)
    yield bulk
    bulk.may_read.set()


@pytest.fixture
def worklist(bulk):
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal", "af", "lbbb"]))
    wait_until(lambda: len(worklist.rows) == 3)
    return worklist


def items_of(worklist, **said):
    stems = unique_stems([row.name for row in worklist.rows])
    return [
        ReportItem(
            row.key,
            ReportWish(formats=("md",), stem=stem),
            said.get(stem, NOT_OVERREAD),
        )
        for row, stem in zip(worklist.rows, stems, strict=True)
    ]


def texts(run):
    with zipfile.ZipFile(io.BytesIO(run.archive)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_every_row_has_its_report_and_the_over_read_under_the_draft(worklist, bulk):
    said = {"Simulated_Atrial_fibrillation": OverRead("disagree", "flutter 2:1")}
    items = items_of(worklist, **said)
    run = ReportRun(worklist, bulk, items, {"worklist.csv": b"name"})
    wait_until(lambda: run.archive is not None)
    found = texts(run)
    stems = {item.wish.stem for item in items}
    assert set(found) == {"worklist.csv", *(f"{stem}.md" for stem in stems)}
    assert run.failures == []
    with_words = [name for name, text in found.items() if "flutter 2:1" in text]
    assert with_words == ["Simulated_Atrial_fibrillation.md"]
    assert "Disagree: flutter 2:1" in found[with_words[0]]
    assert run.progress == (3, 3, False, False, None)


@pytest.mark.parametrize("is_named", [True, False])
def test_draft_under_an_over_read_quotes_nothing_unless_asked(bulk, is_named):
    record = replace(simulate_example("normal"), age=None, unread_age="ZZPHI")
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: Intake([Pending("ZZPHI.hea", record=record)]))
    wait_until(lambda: len(worklist.rows) == 1)
    (row,) = worklist.rows
    wish = ReportWish(formats=("md",), stem="one", is_named=is_named)
    item = ReportItem(row.key, wish, OverRead("agree", "as before"))
    run = ReportRun(worklist, bulk, [item])
    wait_until(lambda: run.archive is not None)
    (text,) = texts(run).values()
    assert "Agree: as before" in text
    assert text.count("could not be understood") == 2
    assert ("ZZPHI" in text) == is_named


def test_one_that_fails_is_named_and_the_others_are_there(worklist, bulk, monkeypatch):
    bad = worklist.rows[1].key
    true_record = worklist.record
    monkeypatch.setattr(
        worklist, "record", lambda key: None if key == bad else true_record(key)
    )
    run = ReportRun(worklist, bulk, items_of(worklist))
    wait_until(lambda: run.archive is not None)
    assert len(texts(run)) == 2
    ((_stem, text),) = run.failures
    assert "open its file by itself" in text


def test_worker_that_dies_is_asked_once_more(worklist, bulk, monkeypatch):
    calls = []
    true_report = bulk.report

    def report(record, reading, wish):
        calls.append(wish.stem)
        if calls.count(wish.stem) == 1:
            raise ServingError("The worker ended.")
        return true_report(record, reading, wish)

    monkeypatch.setattr(bulk, "report", report)
    run = ReportRun(worklist, bulk, items_of(worklist))
    wait_until(lambda: run.archive is not None)
    assert (len(calls), run.failures) == (6, [])


def test_stopped_run_ends_and_makes_no_zip(worklist, bulk):
    bulk.may_read.clear()
    run = ReportRun(worklist, bulk, items_of(worklist))
    run.stop()
    bulk.may_read.set()
    wait_until(lambda: not run.progress.is_running)
    assert run.archive is None


def test_run_that_nobody_holds_ends(worklist, bulk):
    bulk.may_read.clear()
    held = [ReportRun(worklist, bulk, items_of(worklist))]
    gone = weakref.ref(held[0])
    held.clear()
    bulk.may_read.set()

    def is_gone():
        gc.collect()
        return gone() is None

    wait_until(is_gone)


def test_error_of_a_recording_is_its_reason(worklist, bulk, monkeypatch):
    def refuse(*_given):
        raise RecordError("no signal")

    monkeypatch.setattr(bulk, "report", refuse)
    run = ReportRun(worklist, bulk, items_of(worklist))
    wait_until(lambda: run.archive is not None)
    assert {text for _stem, text in run.failures} == {"no signal"}
    assert texts(run) == {}
