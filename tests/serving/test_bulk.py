"""The bulk reader has workers of its own, which survive, rest and end."""

import sys
import threading

import pytest

from ecgkt.config import ServingConfig
from ecgkt.errors import EcgktError, RecordError, ServingError
from ecgkt.serving import bulk as module
from ecgkt.serving.bulk import BulkReader
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import UploadedFile


@pytest.fixture
def make_bulk():
    readers = []

    def make(n_workers=2, **settings):
        reader = BulkReader(
            ServingConfig(**settings),
            n_workers=n_workers,
            read_command=[sys.executable, "-m", "tests.builders.fake_worker"],
        )
        readers.append(reader)
        return reader

    yield make
    for reader in readers:
        reader.close()


def worker_of(reading):
    (pid,) = reading.record.warnings
    return int(pid)


def test_readings_come_from_as_many_workers_as_there_are(make_bulk, ecg):
    bulk = make_bulk()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(bulk.read(ecg("slow"), file="a")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len({worker_of(reading) for reading in found}) == 2


def test_worker_that_dies_fails_one_reading_and_the_next_works(make_bulk, ecg):
    bulk = make_bulk(1)
    assert bulk.read(ecg(value=7.0), file="a.hea").file == "a.hea"
    with pytest.raises(EcgktError):
        bulk.read(ecg("die"))
    assert bulk.read(ecg(value=8.0)).measurements["heart_rate_bpm"].value == 8.0


def test_answer_that_is_no_reading_is_an_error(make_bulk, ecg):
    bulk = make_bulk(1)
    with pytest.raises(ServingError, match="no valid reading"):
        bulk.read(ecg("nonsense"))
    with pytest.raises(RecordError, match="no signal"):
        bulk.read(ecg("refuse"))


def test_real_children_unpack_group_and_parse(make_bulk):
    bulk = make_bulk(1)
    names = "I,II,III,aVR,aVL,aVF,V1,V2,V3,V4,V5,V6"
    rows = "\n".join(",".join(["0.1"] * 12) for _ in range(1000))
    file = UploadedFile("a.csv", f"{names}\n{rows}\n".encode())
    opened = bulk.unpack([file])
    assert opened.files == [file]
    (group,) = bulk.group(opened.files)
    (outcome,) = bulk.parse([group.files])
    # A table does not say its sampling frequency.
    assert isinstance(outcome, EcgRecord | RecordError)
    assert "State " in str(outcome)


def test_workers_rest_after_a_while_and_start_again(
    make_bulk, ecg, wait_until, has_ended, monkeypatch
):
    monkeypatch.setattr(module, "REST_SECONDS", 0.2)
    bulk = make_bulk(1)
    first = worker_of(bulk.read(ecg()))
    wait_until(lambda: has_ended(first))
    assert worker_of(bulk.read(ecg())) != first


def test_closed_reader_ends_its_workers_and_refuses(make_bulk, ecg, has_ended):
    bulk = make_bulk(1)
    pid = worker_of(bulk.read(ecg()))
    bulk.close()
    assert has_ended(pid)
    with pytest.raises(ServingError):
        bulk.read(ecg())
