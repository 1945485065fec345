"""First come, first served, and a clear no when the queue is full."""

import threading

import pytest

from ecgkt.errors import ServingError
from ecgkt.serving.job_queue import JobQueue


def test_threads_are_served_in_order_of_arrival(wait_until):
    turnstile = JobQueue(1, 8, patience=0, deadline=60)
    served = []

    def work(number):
        with turnstile.turn():
            served.append(number)

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    with turnstile.turn():
        for number, thread in enumerate(threads):
            thread.start()
            wait_until(lambda n=number: len(turnstile) == n + 2)
    for thread in threads:
        thread.join()
    assert served == list(range(8))
    assert len(turnstile) == 0


def test_full_queue_sends_away():
    turnstile = JobQueue(1, 0, patience=0, deadline=60)
    with (
        turnstile.turn(),
        pytest.raises(ServingError, match="busy with other recordings"),
        turnstile.turn(),
    ):
        pass
    with turnstile.turn():
        assert len(turnstile) == 1


def test_turn_that_does_not_come_sends_away():
    turnstile = JobQueue(1, 1, patience=0, deadline=0.01)
    with turnstile.turn():
        with pytest.raises(ServingError, match="busy"), turnstile.turn():
            pass
        assert len(turnstile) == 1


def test_patience_lets_a_place_become_free():
    turnstile = JobQueue(1, 0, patience=30, deadline=60)
    served = threading.Event()

    def work():
        with turnstile.turn():
            served.set()

    with turnstile.turn():
        thread = threading.Thread(target=work)
        thread.start()
        assert not served.wait(0.05)
    thread.join()
    assert served.is_set()


def test_failing_work_gives_its_turn_back():
    turnstile = JobQueue(1, 0, patience=0, deadline=1)
    with pytest.raises(KeyError, match="lost"), turnstile.turn():
        raise KeyError("lost")
    assert len(turnstile) == 0


def test_several_work_at_once():
    turnstile = JobQueue(2, 0, patience=0, deadline=1)
    with turnstile.turn(), turnstile.turn():
        assert len(turnstile) == 2
    with pytest.raises(ValueError, match="must be positive"):
        JobQueue(0, 1, patience=0, deadline=1)


def test_what_is_urgent_goes_before_what_is_not(wait_until):
    turnstile = JobQueue(1, 8, patience=0, deadline=60)
    served = []

    def work(number, is_urgent):
        with turnstile.turn(is_urgent=is_urgent):
            served.append(number)

    jobs = [(0, False), (1, False), (2, True), (3, False), (4, True)]
    threads = [threading.Thread(target=work, args=job) for job in jobs]
    with turnstile.turn(is_urgent=False):
        for number, thread in enumerate(threads):
            thread.start()
            wait_until(lambda n=number: len(turnstile) == n + 2)
    for thread in threads:
        thread.join()
    assert served == [2, 4, 0, 1, 3]
