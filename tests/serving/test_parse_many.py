"""Many recordings for one child: each has its own answer, whatever another does."""

import sys

import numpy as np
import pytest

from ecgkt.config import ServingConfig
from ecgkt.errors import EcgktError, RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.serving.child_process import worker_command
from ecgkt.serving.parse_many import group_many, parse_many, unpack_archives
from ecgkt.serving.parser_pool import ParserPool
from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import LIST_FILES, UploadedFile
from tests.builders.archives import archive
from tests.builders.xml_files import as_muse

DIES_OF = b"die"
FRAGILE = """
import os, sys
from ecgkt.serving import parser_worker
answer = parser_worker.answer_to
def fragile(job):
    if b"die" in job.blobs:
        os.kill(os.getpid(), 9)
    return answer(job)
parser_worker.answer_to = fragile
sys.exit(parser_worker.main())
"""


@pytest.fixture
def make_pool():
    pools = []

    def make(code=""):
        command = [sys.executable, "-c", code] if code else None
        pool = ParserPool(command or worker_command("parser_worker"), ServingConfig())
        pools.append(pool)
        return pool

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture
def pair(tmp_path):
    """Give a function that makes the two files of a recording."""

    def make(name, **changes):
        folder = tmp_path / name
        folder.mkdir()
        header = write_wfdb(simulate_example("normal", **changes), folder, name)
        files = sorted(header.parent.iterdir())
        return [UploadedFile(path.name, path.read_bytes()) for path in files]

    return make


def test_each_recording_has_its_answer(make_pool, pair):
    groups = [pair("a"), [UploadedFile("x.pdf", b"%PDF-1.4")], pair("b", fs=250.0)]
    first, failed, last = parse_many(make_pool(), groups)
    assert isinstance(first, EcgRecord)
    assert (first.fs, last.fs) == (500.0, 250.0)
    assert np.isfinite(first.signal).all()
    assert isinstance(failed, RecordError)
    assert "PDF" in str(failed)


def test_the_median_beat_of_one_file_is_not_the_signal_of_the_next(make_pool, pair):
    signal = simulate_example("normal").signal
    muse = UploadedFile("a.xml", as_muse(signal, median=signal[:, :600]))
    groups = [[muse], pair("b", seed=1), [muse], pair("c", seed=2)]
    outcomes = parse_many(make_pool(), groups)
    for outcome, group in zip(outcomes, groups, strict=True):
        alone = read_ecg(group)
        np.testing.assert_array_equal(outcome.signal, alone.signal)
        assert (outcome.vendor_beat is None) == (alone.vendor_beat is None)
    assert outcomes[0].vendor_beat.signal.shape == (12, 600)
    assert outcomes[2].vendor_beat.fs == 500.0


def test_file_that_ends_the_child_costs_its_neighbours_nothing(make_pool, pair):
    groups = [pair("a"), [UploadedFile("x.csv", DIES_OF)], pair("b")]
    first, failed, last = parse_many(make_pool(FRAGILE), groups)
    assert isinstance(first, EcgRecord)
    assert isinstance(last, EcgRecord)
    assert isinstance(failed, EcgktError)


def test_archives_are_taken_apart_and_bad_ones_named(make_pool, pair):
    good = archive([(f"w/{file.name}", file.content) for file in pair("a")])
    damaged = UploadedFile("bad.zip", good.content[:-10])
    empty = archive([("LICENSE.txt", b"free\n")])
    plain = UploadedFile("b.csv", b"I,II\n")
    opened = unpack_archives(make_pool(), [good, damaged, empty, plain])
    assert [file.name for file in opened.files] == ["w/a.dat", "w/a.hea", "b.csv"]
    (first, second) = opened.failures
    assert first[0] == "bad.zip"
    assert "damaged" in first[1]
    assert "holds no recording" in second[1]


def test_files_become_recordings(make_pool, pair):
    files = [*pair("a"), *pair("b"), UploadedFile("x.csv", b"1")]
    groups = group_many(make_pool(), files)
    assert [len(group.files) for group in groups] == [2, 2, 1]


def test_more_files_than_a_list_takes_are_refused(make_pool):
    files = [UploadedFile(f"{n}.csv", b"1") for n in range(LIST_FILES + 1)]
    with pytest.raises(RecordError, match=f"found {LIST_FILES + 1}"):
        group_many(make_pool(), files)
