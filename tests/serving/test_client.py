"""What the client promises beside what its two kinds of workers do."""

import logging
import subprocess
import sys

import pytest

from ecgkt.errors import RecordError, ServingError
from ecgkt.serving.child_process import PACKAGE_ROOT
from ecgkt.serving.client import ServingClient
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile

HEAVY = {"torch", "scipy", "wfdb", "pandas", "streamlit", "multiprocessing"}


@pytest.mark.parametrize("module", ["client", "library", "protocol"])
def test_app_side_loads_nothing_heavy(module):
    code = f"import sys, ecgkt.serving.{module}; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.check_output(command, text=True, cwd=PACKAGE_ROOT).split()
    assert not HEAVY & set(loaded)
    assert not any(name.startswith(("ecgkt.io", "ecgkt.pipeline")) for name in loaded)


def test_names_and_settings_reach_the_reader(make_client):
    files = [UploadedFile("../a/b.hea", b"1"), UploadedFile("x" * 999, b"2")]
    record = make_client().parse(files, StatedMetadata(fs=500.0, unit="mV"))
    assert record.warnings == ("../a/b.hea", "x" * 255)


def test_oversized_upload_starts_no_child(make_client):
    client = make_client(parser="raise SystemExit(1)")
    with pytest.raises(RecordError, match="at most 96 MB"):
        client.parse([UploadedFile("a", bytes(LIMITS.file_bytes + 1))])
    with pytest.raises(RecordError, match="1 to 1600 files; found 0"):
        client.group([])


def test_lie_about_groups_is_no_crash(make_client, upload):
    with pytest.raises(RecordError, match="no valid answer"):
        make_client(parser=parser_that_groups(None)).group(upload())


def test_filtered_recording_is_the_same_but_for_its_signal(make_client, ecg):
    client = make_client()
    record = ecg("ok", 1.0)
    drawn = client.filtered(record, "0.5-40")
    assert drawn.record_id == record.record_id
    assert drawn.signal.tolist() == (record.signal / 2).tolist()
    assert (record.signal == 1.0).all()


@pytest.mark.parametrize("deed", ["cut", "empty"])
def test_a_drawing_of_another_shape_is_refused(make_client, ecg, deed):
    with pytest.raises(ServingError, match="no valid drawing"):
        make_client().filtered(ecg(deed), "0.5-40")


def test_groups_hold_the_files_that_were_given(make_client, upload):
    groups = [{"name": "n" * 99, "files": [2, 0]}, {"name": "b", "files": [1]}]
    files = [*upload("a"), *upload("b"), *upload("c")]
    recordings = make_client(parser=parser_that_groups(groups)).group(files)
    assert recordings == [("n" * 80, (files[2], files[0])), ("b", (files[1],))]


def test_log_and_errors_hold_nothing_of_the_patient(make_client, ecg, caplog):
    client = make_client()
    with caplog.at_level(logging.DEBUG):
        client.parse([UploadedFile("ZZPHI.csv", b"ZZPHI")])
        client.read(ecg("ZZPHI"), file="ZZPHI.csv")
        with pytest.raises(RecordError, match="stopped at this file") as caught:
            client.parse([UploadedFile("die", b"ZZPHI")])
    assert "ZZPHI" not in caplog.text + str(caught.value)
    assert "parse: 5 bytes" in caplog.text
    assert "RecordError" in caplog.text


def test_workers_end_with_a_killed_parent(tmp_path, wait_until, has_ended):
    note = tmp_path / "pids"
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from ecgkt.serving.child_process import *\n"
        f"loop = 'import sys; sys.stdin.read()'\n"
        "child = ChildProcess([sys.executable, '-c', loop], clean_environment())\n"
        f"Path({str(note)!r}).write_text(str(child.pid))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE_ROOT, timeout=60)
    assert done.returncode == -9
    wait_until(lambda: has_ended(int(note.read_text())))


def test_forgotten_client_is_closed_at_exit(wait_until, has_ended):
    code = (
        "import sys\n"
        "from ecgkt.serving.client import ServingClient\n"
        "loop = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "client = ServingClient(parse_command=loop, read_command=loop)\n"
        "client.warm()\n"
        "print(client._parsing._server.pid)\n"
    )
    pid = subprocess.check_output([sys.executable, "-c", code], cwd=PACKAGE_ROOT)
    wait_until(lambda: has_ended(int(pid)))


def test_client_can_be_closed_twice():
    with ServingClient() as client:
        client.close()


def parser_that_groups(groups):
    return (
        "from ecgkt.serving.fork_server import fork_for_each_job\n"
        "from ecgkt.serving.protocol import Message, decode_message\n"
        "read_exactly, answer = fork_for_each_job()\n"
        "decode_message(read_exactly, limit=2**20)\n"
        f"answer(Message({{'kind': 'groups', 'groups': {groups!r}}}))\n"
    )
