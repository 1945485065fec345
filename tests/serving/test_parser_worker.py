"""The real parsing child: reads what is good, opens nothing, ends with its one job."""

import os
import sys
import time
import zipfile
from io import BytesIO

import numpy as np
import pytest

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving.child_process import clean_environment, worker_command
from ecgkt.serving.client import ServingClient
from ecgkt.serving.forked_child import ForkServer
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS

# Ends the child at any socket, program or opened file once it is forked for its job;
# files of Python itself may be opened, for a reader may import what it needs.
WATCHED = """
import os, runpy, sys, time
from ecgkt.io import read_ecg
from ecgkt.serving import fork_server
FORBIDDEN = ("socket.", "urllib.", "subprocess.", "shutil.", "tempfile.", "os.exec",
             "os.system", "os.fork", "os.posix_spawn", "os.remove", "os.mkdir")
# Code, and what libraries look up of themselves while they load.
KNOWN = (".py", ".pyc", ".so", "METADATA", "direct_url.json", ".zip")
watching = False
def hook(event, arguments):
    if not watching:
        return
    path = str(arguments[0]) if arguments else ""
    code = path.startswith((sys.prefix, sys.base_prefix, os.getcwd()))
    if event == "open" and code and path.endswith(KNOWN):
        return
    if event == "open" or event.startswith(FORBIDDEN):
        os._exit(77)
def claim_pipes(original=fork_server.claim_pipes):
    global watching
    pipes = original()
    watching = True
    BREACH
    return pipes
fork_server.claim_pipes = claim_pipes
sys.dont_write_bytecode = True
sys.addaudithook(hook)
runpy.run_module("ecgkt.serving.parser_worker", run_name="__main__")
"""


def wfdb_files(name="rec", signal_file=None, n_samples=5000):
    """Write a recording of format 16 by hand: 1000 adu per mV, 12 leads, 500 Hz."""
    t = np.arange(n_samples) / 500
    rows = [np.round(300 * np.sin(6.28 * t * (1 + k / 12))) for k in range(12)]
    samples = np.array(rows, np.int16)
    samples[2], samples[3] = samples[1] - samples[0], -(samples[0] + samples[1]) // 2
    samples[4] = samples[0] - samples[1] // 2
    samples[5] = samples[1] - samples[0] // 2
    lines = [f"{name} 12 500 {n_samples}"]
    for lead, row in zip(LEADS, samples, strict=True):
        checksum = int(row.sum(dtype=np.int64)) & 0xFFFF
        checksum -= 0x10000 * (checksum > 0x7FFF)
        file = signal_file or f"{name}.dat"
        lines.append(f"{file} 16 1000/mV 16 0 {row[0]} {checksum} 0 {lead}")
    header = ("\n".join(lines) + "\n").encode()
    files = [
        UploadedFile(f"{name}.hea", header),
        UploadedFile(f"{name}.dat", samples.T.astype("<i2").tobytes()),
    ]
    return files, samples / np.float32(1000)


@pytest.fixture(scope="module")
def client():
    with ServingClient() as one:
        yield one


@pytest.fixture
def watched():
    """Give a function that makes a client whose child may open nothing."""
    clients = []

    def make(breach="pass"):
        code = WATCHED.replace("BREACH", breach)
        clients.append(ServingClient(parse_command=[sys.executable, "-c", code]))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def test_wfdb_pair_is_read(client):
    files, expected = wfdb_files()
    record = client.parse(files, StatedMetadata(age=55.0))
    assert (record.fs, record.format, record.age) == (500.0, "wfdb", 55.0)
    np.testing.assert_allclose(record.signal, expected, atol=1e-6)


def test_zip_is_read(client):
    files, expected = wfdb_files()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    record = client.parse([UploadedFile("any name", packed.getvalue())])
    np.testing.assert_allclose(record.signal, expected, atol=1e-6)


def test_bad_file_is_refused_with_the_readers_words(client):
    with pytest.raises(RecordError, match=r"\.dat|signal file"):
        client.parse(wfdb_files()[0][:1])
    with pytest.raises(RecordError, match=r"\w+"):
        client.parse([UploadedFile("ZZPHI.csv", os.urandom(500))])


def test_recordings_of_a_batch_are_grouped(client):
    first, _ = wfdb_files("a")
    second, _ = wfdb_files("b")
    mixed = [second[1], first[0], second[0], first[1]]
    groups = {name: set(files) for name, files in client.group(mixed)}
    assert sorted(map(len, groups.values())) == [2, 2]
    assert {frozenset(files) for files in groups.values()} == {
        frozenset(first),
        frozenset(second),
    }
    for _name, files in client.group(mixed):
        assert client.parse(files).n_samples == 5000


@pytest.mark.parametrize(
    "breach",
    [
        "import socket; socket.socket()",
        "open('/etc/hostname')",
    ],
)
def test_watched_child_ends_at_a_breach(watched, breach):
    with pytest.raises(EcgktError, match=r"could not be started|stopped at this file"):
        watched(breach).parse(wfdb_files()[0])


def test_nothing_is_opened_while_reading(watched):
    record = watched().parse(wfdb_files()[0])
    assert record.n_samples == 5000


@pytest.mark.parametrize(
    "signal_file",
    [
        "/etc/passwd",
        "../rec.dat",
        "http://127.0.0.1/rec.dat",
        "s3://bucket/rec.dat",
    ],
)
def test_nothing_is_opened_for_a_hostile_header(watched, signal_file):
    files, _ = wfdb_files(signal_file=signal_file)
    with pytest.raises(RecordError, match=r"\w+") as caught:
        watched().parse(files)
    # Refused by the reader, not ended by the watch.
    assert "stopped at this file" not in str(caught.value)


def test_child_imports_nothing_heavy(watched):
    heavy = "{'torch', 'pandas', 'streamlit', 'wfdb'}"
    breach = f"assert not {heavy} & set(sys.modules)"
    assert watched(breach).parse(wfdb_files()[0]).n_samples == 5000


def test_children_find_the_readers_loaded(watched, wait_until):
    loaded = "{'pydicom', 'openpyxl', 'scipy.io', 'h5py', 'pypdf'} <= set(sys.modules)"
    client = watched(f"assert {loaded}")

    def is_read():
        try:
            return client.parse(wfdb_files()[0]).n_samples == 5000
        except RecordError:
            return False  # nothing was asked for yet long enough

    wait_until(lambda: time.sleep(1) or is_read())


@pytest.mark.parametrize(("idle", "expected"), [(600, []), (0, ["loaded"])])
def test_a_job_that_waits_is_not_held_up(tmp_path, wait_until, idle, expected):
    code = (
        "from pathlib import Path\n"
        "from ecgkt.serving.fork_server import fork_for_each_job\n"
        f"note = Path({str(tmp_path)!r}) / 'loaded'\n"
        "read_exactly, answer = fork_for_each_job([note.touch], idle={idle})\n"
        "read_exactly(1)\n"
    ).replace("{idle}", str(idle))
    server = ForkServer([sys.executable, "-c", code], clean_environment())
    try:
        wait_until(lambda: len(list(tmp_path.iterdir())) == len(expected))
        server.fork(until=time.monotonic() + 60).close()
        assert [path.name for path in tmp_path.iterdir()] == expected
    finally:
        server.close()


def test_server_and_child_end_when_their_parent_goes(wait_until, has_ended):
    server = ForkServer(worker_command("parser_worker"), clean_environment())
    child = server.fork(until=time.monotonic() + 60)
    child.hang_up()
    wait_until(lambda: has_ended(child.pid))
    server._control.close()
    assert server._process.wait(30) == 0
