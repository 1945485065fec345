"""Signals of cases found again, and a cohort made, by the real worker's code."""

import sys
import textwrap
import time
from hashlib import sha256

import numpy as np
import pytest

from ecgkt.config import ServingConfig
from ecgkt.errors import EcgktError, RecordError, ServingError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.pipeline.reader import Reader
from ecgkt.results.cases.document import CaseSource
from ecgkt.results.cases.files import write_cases
from ecgkt.results.cases.table import LABELS
from ecgkt.serving.case_folders import VARIABLE, find_signal, list_cases
from ecgkt.serving.case_jobs import read_cases
from ecgkt.serving.client import ServingClient
from ecgkt.serving.cohort_run import CohortRun
from ecgkt.serving.inference_worker import answer_to
from ecgkt.serving.protocol import Message, decode_signal
from ecgkt.simulate.example import simulate_example
from ecgkt.simulate.known_case import simulate_known_case
from tests.builders.case_tables import case_table


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader.load(tiny_model)


@pytest.fixture(scope="module")
def client(tiny_model):
    with ServingClient(model=tiny_model) as client:
        yield client


def test_signals_are_found_again_in_every_kind_of_source(client, small_store, tmp_path):
    source = CaseSource(
        kind="store", name="x", folder=str(small_store), data_hash="0" * 64
    )
    found, files = find_signal(
        client, source, place="7", record_id="7", age=50.0, sex="female"
    )
    assert files == ()
    assert (found.fs, found.sex, found.record_id) == (100.0, "female", "7")
    with pytest.raises(RecordError, match="expected a row below 180"):
        find_signal(client, source, place="9999", record_id="7")
    simulated = CaseSource(kind="simulated", name="x", seed=4)
    again, files = find_signal(client, simulated, place="2", record_id="a")
    assert files is None
    np.testing.assert_array_equal(again.signal, simulate_known_case(4, 2).record.signal)
    (tmp_path / "g1").mkdir()
    write_wfdb(simulate_example("af"), tmp_path / "g1", "A1")
    folder = CaseSource(kind="folder", name="x", folder=str(tmp_path))
    parsed, files = find_signal(client, folder, place="g1/A1.hea", record_id="g1/A1")
    assert parsed.fs == 500
    header = (tmp_path / "g1" / "A1.hea").read_bytes()
    assert len(files) == 2
    assert sha256(header).hexdigest() in files
    with pytest.raises(RecordError, match="outside the folder"):
        find_signal(client, folder, place="../A1.hea", record_id="A1")


def test_cases_are_read_as_a_table_needs_them(reader):
    job = Message({"kind": "cases", "cases": {"seed": 4, "numbers": [0, 1]}})
    answer = answer_to(job, reader)
    first = answer.fields["rows"][0]
    assert first["truth"]["record_id"] == "simulated-4-0"
    assert len(first["logits"]) == 71
    assert len(answer.fields["thresholds"]) == len(LABELS)
    assert decode_signal(answer.blobs[0]).shape[0] == 2
    with pytest.raises(ValueError, match="expected 1 to 32 cases"):
        read_cases(
            Message({"kind": "cases", "cases": {"seed": 4, "numbers": []}}), reader
        )


def test_tables_are_listed_by_their_folders(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert list_cases() == {}
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(EcgktError, match=r"no cases\.json was found"):
        list_cases()
    write_cases(tmp_path / "b", case_table(40))
    write_cases(tmp_path / "a", case_table(40))
    (tmp_path / "other").mkdir()
    assert list(list_cases()) == ["a", "b"]
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a"))
    assert list_cases() == {"a": tmp_path / "a"}


def wait(run, seconds=120):
    end = time.monotonic() + seconds
    while not run.is_over:
        assert time.monotonic() < end
        time.sleep(0.1)


def worker(tiny_model):
    module = "ecgkt.serving.inference_worker"
    return [sys.executable, "-m", module, "--threads", "1", "--model", str(tiny_model)]


def test_cohort_is_the_same_whoever_made_which_part(tiny_model):
    run = CohortRun(12, 5, command=worker(tiny_model))
    with pytest.raises(ServingError, match="Another simulated cohort"):
        CohortRun(12, 5)
    wait(run)
    table = run.table()
    assert run.n_done == table.head.n_records == 12
    names = [f"simulated-5-{number}" for number in range(12)]
    assert table.columns.record_ids.tolist() == names
    assert table.head.simulated
    assert table.head.source.seed == 5
    again = CohortRun(12, 5, command=worker(tiny_model))
    wait(again)
    np.testing.assert_array_equal(again.table().columns.scores, table.columns.scores)


def test_cancelled_cohort_gives_no_table(tiny_model):
    run = CohortRun(300, 5, command=worker(tiny_model))
    run.cancel()
    wait(run)
    with pytest.raises(ServingError, match="was not finished"):
        run.table()


def test_worker_that_dies_is_told(tmp_path):
    script = tmp_path / "dies.py"
    script.write_text(textwrap.dedent("raise SystemExit(1)"))
    config = ServingConfig(start_deadline=20.0)
    run = CohortRun(10, 5, command=[sys.executable, str(script)], config=config)
    wait(run)
    with pytest.raises(ServingError, match="could not be started"):
        run.table()
