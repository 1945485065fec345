"""Whatever a file does to a parsing child, it ends in time and the next job works."""

import os
import signal
import threading
from pathlib import Path

import pytest

from ecgkt.errors import RecordError, ServingError
from ecgkt.serving.child_process import CLOSED
from ecgkt.serving.client import ServingClient


def pid_of(record):
    return int(record.record_id.split()[0])


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        ("hang", r"took longer than 1\.5 s"),
        ("die", "stopped at this file"),
        ("grow", "more than 2 GB of memory"),
        ("spin", "8 s of computing"),
        ("flood", "no valid answer"),
        ("lie", "no valid answer"),
        ("refuse", "expected 12 leads, found 3"),
    ],
)
def test_bad_file_is_refused_and_next_job_works(make_client, upload, deed, message):
    client = make_client(parse_deadline=1.5 if deed == "hang" else 60.0)
    with pytest.raises(RecordError, match=message):
        client.parse(upload(deed))
    assert client.parse(upload()).n_samples == 10


def test_answer_beyond_the_limit_is_refused(make_client, upload):
    lie = (
        "import os, struct, sys\n"
        "from ecgkt.serving import fork_server\n"
        "fork_server.claim_pipes = lambda: (None, None)\n"
        "fork_server.fork_for_each_job()\n"
        "os.write(1, struct.pack('>4sIIQ', b'EKT1', 2, 1, 2**40) + b'{}')\n"
        "sys.stdin.read()\n"
    )
    with pytest.raises(RecordError, match="stopped at this file"):
        make_client(parser=lie, parse_deadline=5.0).parse(upload())


def test_every_job_has_a_child_of_its_own_that_ends(
    make_client, upload, has_ended, wait_until
):
    client = make_client()
    client.warm()
    server = client._parsing._server.pid
    pids = [pid_of(client.parse(upload())) for _ in range(3)]
    assert len({server, *pids}) == 4
    wait_until(lambda: all(map(has_ended, pids)))
    assert client._parsing._server.pid == server


def test_ended_children_leave_nothing_behind(make_client, upload, wait_until):
    client = make_client()
    pids = [pid_of(client.parse(upload())) for _ in range(3)]
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_dead_fork_server_is_replaced(make_client, upload):
    client = make_client()
    client.warm()
    os.kill(client._parsing._server.pid, signal.SIGKILL)
    client._parsing._server._process.wait()
    assert client.parse(upload()).n_samples == 10


def test_job_outlives_the_fork_server(make_client, upload, wait_until):
    client = make_client(parse_deadline=60.0)
    found = []
    thread = threading.Thread(target=lambda: found.append(client.parse(upload("wait"))))
    thread.start()
    wait_until(lambda: client._parsing._at_work)
    os.kill(client._parsing._server.pid, signal.SIGKILL)
    thread.join(60)
    assert found[0].n_samples == client.parse(upload()).n_samples == 10


def test_child_sees_no_secrets(make_client, upload, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    record = make_client().parse(upload())
    # LC_CTYPE is what Python sets itself when there is no locale.
    assert set(record.record_id.split()[1:]) <= {
        *("PATH", "LANG", "LC_CTYPE", "PYTHONPATH"),
        *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"),
    }


def test_child_that_cannot_start_is_a_serving_error(make_client, upload):
    with pytest.raises(ServingError, match="could not be started"):
        make_client(parser="raise SystemExit(1)").parse(upload())
    with (
        ServingClient(parse_command=["/no/such/program"]) as client,
        pytest.raises(ServingError, match="could not be started"),
    ):
        client.parse(upload())


def test_grandchild_dies_with_the_group(
    make_client, upload, tmp_path, wait_until, has_ended
):
    note = tmp_path / "pid"
    forks = (
        "import os, sys, time\n"
        "from ecgkt.serving.fork_server import fork_for_each_job\n"
        "from ecgkt.serving.protocol import Message, decode_message\n"
        "read_exactly, answer = fork_for_each_job()\n"
        "decode_message(read_exactly, limit=2**20)\n"
        "pid = os.fork()\n"
        f"pid and open({str(note)!r}, 'w').write(str(pid))\n"
        "time.sleep(600)\n"
    )
    with pytest.raises(RecordError, match="took longer"):
        make_client(parser=forks, parse_deadline=0.7).parse(upload())
    wait_until(lambda: has_ended(int(note.read_text())))


def test_hostile_file_does_not_stop_other_users(make_client, upload):
    client = make_client(parse_deadline=60.0, n_parsers=2)
    errors = []

    def poison():
        try:
            client.parse(upload("hang"))
        except ServingError as error:
            errors.append(error)

    thread = threading.Thread(target=poison)
    thread.start()
    for _ in range(2):
        assert client.parse(upload()).n_samples == 10
    assert thread.is_alive()
    client.close()
    thread.join()
    assert len(errors) == 1


def test_close_ends_job_in_progress_and_refuses_later_ones(
    make_client, upload, wait_until
):
    client = make_client(parse_deadline=60.0)
    errors = []

    def parse():
        try:
            client.parse(upload("hang"))
        except ServingError as error:
            errors.append(str(error))

    thread = threading.Thread(target=parse)
    thread.start()
    wait_until(lambda: client._parsing._at_work)
    client.close()
    thread.join(10)
    assert errors == [CLOSED]
    with pytest.raises(ServingError, match="were closed"):
        client.parse(upload())
