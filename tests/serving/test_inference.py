"""One job fails aloud, whatever happens to the worker, and the next one is served."""

import os
import signal
import threading

import pytest

from ecgkt.errors import CheckpointError, RecordError, ServingError


def pid_of(reading):
    return int(reading.record.warnings[0])


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        ("hang", r"took longer than 2 s"),
        ("die", "stopped while it read this recording"),
        ("stale", "stopped while it read this recording"),
    ],
)
def test_worker_is_replaced_after_a_failure(make_client, ecg, deed, message):
    client = make_client(read_deadline=2.0 if deed == "hang" else 30)
    first = pid_of(client.read(ecg()))
    with pytest.raises(ServingError, match=message):
        client.read(ecg(deed))
    assert pid_of(client.read(ecg())) != first


@pytest.mark.parametrize(
    ("deed", "error", "message"),
    [
        ("refuse", RecordError, "no signal"),
        ("fail", ServingError, "reading of this recording failed"),
        ("nonsense", ServingError, "no valid reading"),
    ],
)
def test_worker_survives_a_failing_job(make_client, ecg, deed, error, message):
    client = make_client()
    first = pid_of(client.read(ecg()))
    with pytest.raises(error, match=message) as caught:
        client.read(ecg(deed))
    assert "ZZPHI" not in str(caught.value)
    assert pid_of(client.read(ecg())) == first


def test_worker_killed_mid_job_fails_that_job_only(make_client, ecg, wait_until):
    client = make_client()
    pid = pid_of(client.read(ecg()))
    outcomes = {}

    def read(deed):
        try:
            outcomes[deed] = client.read(ecg(deed)).record.id
        except ServingError as error:
            outcomes[deed] = type(error)

    at_work = threading.Thread(target=read, args=["hang"])
    waiting = threading.Thread(target=read, args=["waiting"])
    at_work.start()
    wait_until(lambda: client.queue_length == 1)
    waiting.start()
    wait_until(lambda: client.queue_length == 2)
    os.kill(pid, signal.SIGKILL)
    at_work.join()
    waiting.join()
    assert outcomes == {"hang": ServingError, "waiting": "waiting"}


def test_worker_that_died_idle_is_restarted_silently(make_client, ecg, wait_until):
    client = make_client()
    os.kill(pid_of(client.read(ecg())), signal.SIGKILL)
    wait_until(lambda: not client.is_ready)
    assert client.read(ecg("next")).record.id == "next"


def test_worker_is_ready_after_warming(make_client, wait_until):
    client = make_client()
    assert not client.is_ready
    client.warm()
    wait_until(lambda: client.is_ready)


def test_full_queue_says_busy_and_shows_its_length(make_client, ecg, wait_until):
    client = make_client(max_waiting=2, patience=0.0)
    done = []
    threads = [
        threading.Thread(target=lambda: done.append(client.read(ecg("slow"))))
        for _ in range(3)
    ]
    for n_before, thread in enumerate(threads):
        assert client.queue_length == n_before
        thread.start()
        wait_until(lambda n=n_before: client.queue_length == n + 1)
    with pytest.raises(ServingError, match="busy with other recordings; try again"):
        client.read(ecg())
    for thread in threads:
        thread.join()
    assert len(done) == 3
    assert client.queue_length == 0


def test_threads_get_their_own_answers(make_client, ecg):
    client = make_client(max_waiting=100)
    mixed = []

    def read_many(first):
        for number in range(first, first + 25):
            reading = client.read(ecg(str(number), number), file=f"f{number}")
            rate = reading.measurements["heart_rate_bpm"].value
            if (reading.record.id, reading.file, rate) != (
                str(number),
                f"f{number}",
                number,
            ):
                mixed.append(number)

    threads = [
        threading.Thread(target=read_many, args=[first]) for first in range(0, 200, 25)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mixed == []


def test_broken_model_is_named(make_client, ecg):
    client = make_client(arguments=["--broken"])
    client.warm()
    with pytest.raises(CheckpointError, match="weights do not fit the card"):
        client.read(ecg())


def test_worker_that_cannot_start_is_a_serving_error(make_client, ecg):
    for worker in ("raise SystemExit(1)", "print('hello' * 99)"):
        with pytest.raises(ServingError, match="could not be started"):
            make_client(worker=worker).read(ecg())


def test_close_ends_job_in_progress_and_refuses_later_ones(
    make_client, ecg, wait_until
):
    client = make_client()
    client.read(ecg())
    errors = []

    def read():
        try:
            client.read(ecg("hang"))
        except ServingError as error:
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    wait_until(lambda: client.queue_length == 1)
    client.close()
    thread.join(10)
    assert len(errors) == 1
    with pytest.raises(ServingError, match="were closed"):
        client.read(ecg())
