"""A worklist reads in the background, and loses nothing to a bad file or a pause."""

import gc
import weakref

import pytest

from ecgkt.errors import ServingError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.serving import worklist as module
from ecgkt.serving.intake import Intake, from_examples, from_uploads
from ecgkt.serving.worklist import Worklist
from ecgkt.simulate.example import simulate_example
from ecgkt.types.table_map import MappedColumn, TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS
from tests.builders.local_bulk import LocalBulk

COLUMNS = [MappedColumn(column=n, lead=lead) for n, lead in enumerate(LEADS, start=1)]
PICTURE = UploadedFile("scan.pdf", b"%PDF-1.4")


@pytest.fixture
def bulk(tiny_model):
    bulk = LocalBulk(tiny_model)
    yield bulk
    bulk.may_read.set()


@pytest.fixture
def recording(tmp_path):
    """Give a function that makes the files of recordings by the names of examples."""

    def make(*examples):
        files = []
        for name in examples:
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            header = write_wfdb(simulate_example(name, fs=100.0), folder, name)
            found = sorted(header.parent.iterdir())
            files += [UploadedFile(path.name, path.read_bytes()) for path in found]
        return files

    return make


def give(worklist, files):
    worklist.add(lambda reader: from_uploads(reader, files))


def is_done(worklist):
    progress = worklist.progress
    is_busy = progress.is_opening or progress.is_running
    return not is_busy and progress.n_done == progress.n_all


def test_open_table_waits_for_its_answer_and_is_read_by_it(bulk, wait_until):
    worklist = Worklist(bulk)
    signal = simulate_example("normal").signal
    lines = [",".join(map(str, row)) for row in (signal.T * 1000).round().tolist()]
    table = UploadedFile("ward.csv", "\n".join(lines).encode())
    give(worklist, [table, PICTURE])
    wait_until(lambda: is_done(worklist))
    rows = {row.name: row for row in worklist.rows}
    key = rows["ward.csv"].key
    assert [worklist.is_open(row.key) for row in rows.values()].count(True) == 1
    assert worklist.table(key).files == (table,)
    said = StatedMetadata(
        map=TableMap(columns=tuple(COLUMNS), fs=500.0, unit="uV"),
    )
    worklist.answer(key, read_ecg([table], said))
    wait_until(lambda: is_done(worklist))
    assert worklist.row(key).level != "error"
    assert worklist.row(key).name == "ward.csv"
    assert worklist.is_held(key)
    assert not worklist.is_open(key)
    # Given again it is open again: the answer was for that row.
    worklist.forget(key)
    give(worklist, [table])
    wait_until(lambda: is_done(worklist) and worklist.row(key))
    assert worklist.is_open(key)


def test_one_bad_file_is_a_row_and_stops_nothing(bulk, recording, wait_until):
    worklist = Worklist(bulk)
    give(worklist, [*recording("normal"), PICTURE, *recording("lbbb")])
    wait_until(lambda: is_done(worklist))
    rows = {row.name: row for row in worklist.rows}
    assert rows.keys() == {"normal.hea", "scan.pdf", "lbbb.hea"}
    error = rows["scan.pdf"]
    assert error.level == "error"
    assert "PDF" in error.sentence
    assert worklist.reading(error.key) is None
    good = rows["lbbb.hea"]
    assert worklist.is_held(good.key)
    assert worklist.record(good.key).fs == 100.0
    assert worklist.reading(good.key).file == "lbbb.hea"
    assert worklist.reading_dict(good.key)["file"] == "lbbb.hea"
    assert good.is_simulated


def test_rows_stand_by_what_needs_eyes_first(bulk, wait_until):
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal", "inferior-ste"]))
    give(worklist, [PICTURE])
    wait_until(lambda: is_done(worklist) and len(worklist.rows) == 3)
    assert [row.urgency for row in worklist.rows] == sorted(
        row.urgency for row in worklist.rows
    )


def test_same_files_are_read_once_and_named(bulk, recording, wait_until):
    worklist = Worklist(bulk)
    give(worklist, recording("normal"))
    wait_until(lambda: is_done(worklist))
    twin = [UploadedFile(f"again/{f.name}", f.content) for f in recording("normal")]
    give(worklist, twin)
    wait_until(lambda: worklist.again)
    wait_until(lambda: is_done(worklist))
    assert len(worklist.rows) == 1
    assert worklist.again == ["normal.hea"]
    assert len(bulk.read_names) == 1


def test_stop_keeps_what_waits_and_going_on_reads_it(bulk, wait_until):
    worklist = Worklist(bulk)
    bulk.may_read.clear()
    worklist.add(lambda _reader: from_examples(["normal", "af", "lbbb", "rbbb"]))
    assert bulk.is_reading.wait(120)
    worklist.stop()
    bulk.may_read.set()
    wait_until(lambda: worklist.progress.n_done == 1)
    progress = worklist.progress
    assert (progress.n_all, progress.is_running) == (4, False)
    assert progress.seconds_left is None
    wait_until(lambda: worklist._n_hands == 0)
    assert worklist.progress.n_done == 1
    worklist.go_on()
    wait_until(lambda: is_done(worklist))
    assert sorted(bulk.read_names) == sorted(row.name for row in worklist.rows)
    assert len(worklist.rows) == 4


def test_pace_tells_the_time_that_is_left(bulk, wait_until):
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal", "af", "lbbb"]))
    seen = []

    def is_over():
        seen.append(worklist.progress.seconds_left)
        return is_done(worklist) and len(worklist.rows) == 3

    wait_until(is_over)
    told = [seconds for seconds in seen if seconds is not None]
    assert all(seconds > 0 for seconds in told)
    assert seen[-1] is None


def test_worker_that_dies_is_asked_once_more(bulk, wait_until, monkeypatch):
    calls = []

    def read(record, *, file=""):
        calls.append(file)
        raise ServingError("The worker ended.")

    monkeypatch.setattr(bulk, "read", read)
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal"]))
    wait_until(lambda: is_done(worklist) and worklist.rows)
    (row,) = worklist.rows
    assert (row.level, row.sentence) == ("error", "The worker ended.")
    assert len(calls) == 2
    # An error is tried again when the same file is given again.
    monkeypatch.undo()
    worklist.add(lambda _reader: from_examples(["normal"]))
    wait_until(lambda: is_done(worklist) and worklist.rows[0].level != "error")


def test_list_that_is_full_says_how_many_found_no_room(bulk, wait_until, monkeypatch):
    monkeypatch.setattr(module, "LIST_RECORDINGS", 2)
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal", "af", "lbbb"]))
    wait_until(lambda: is_done(worklist) and worklist.rows)
    assert (len(worklist.rows), worklist.n_left_out) == (2, 1)


def test_signals_are_held_as_long_as_there_is_room(bulk, wait_until, monkeypatch):
    monkeypatch.setattr(module, "KEPT_BYTES", 10)
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal"]))
    wait_until(lambda: is_done(worklist) and worklist.rows)
    (row,) = worklist.rows
    assert not worklist.is_held(row.key)
    assert worklist.record(row.key) is None
    assert worklist.reading(row.key) is not None


def test_forgotten_recording_is_gone_and_may_come_again(bulk, wait_until):
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: from_examples(["normal"]))
    wait_until(lambda: is_done(worklist) and worklist.rows)
    key = worklist.rows[0].key
    worklist.forget(key)
    assert worklist.rows == []
    assert worklist.reading(key) is None
    worklist.add(lambda _reader: from_examples(["normal"]))
    wait_until(lambda: is_done(worklist) and worklist.rows)


def test_list_that_nobody_holds_ends_what_works_for_it(bulk, wait_until):
    held = [Worklist(bulk)]
    bulk.may_read.clear()
    held[0].add(lambda _reader: from_examples(["normal", "af"]))
    wait_until(lambda: held[0].progress.is_running)
    gone = weakref.ref(held[0])
    held.clear()
    bulk.may_read.set()

    def is_gone():
        gc.collect()
        return gone() is None

    wait_until(is_gone)


def test_nothing_given_is_nothing_to_do(bulk, wait_until):
    worklist = Worklist(bulk)
    worklist.add(lambda _reader: Intake(failures=[("a", "no ECG")]))
    wait_until(lambda: worklist.rows)
    assert worklist.progress == (1, 1, False, False, None)
