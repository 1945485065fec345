"""Many users: each waits his time and gets his own reading, or it is counted."""

import random
from contextlib import contextmanager

import pytest

from ecgkt.bench import users
from ecgkt.bench.bench import measure
from ecgkt.errors import EcgktError


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(users, "EXAMPLES", {"normal": "", "af": ""})
    monkeypatch.setattr(users, "CLOCKS", range(400, 560, 80))
    monkeypatch.setattr(users, "THINK_S", 0.05)


def test_marked_recordings_are_read_apart(few):
    marked = users.mark_recordings()
    assert len({one.sentence for one in marked}) == len(marked) == 4


@pytest.mark.slow
def test_users_are_served_beside_a_bare_page(few):
    document = measure("app", None, users=(1, 2), uploads=2)
    for loads in (document["app"], document["references"]["bare_streamlit_page"]):
        for n_users in (1, 2):
            load = loads[str(n_users)]
            assert load["n_results"] == 2 * n_users
            assert load["error_kinds"] == []
            assert load["mix_ups"] == 0
            assert load["upload_to_result_s"]["p95"] > 0
            assert load["rss_mb"] > 100


def test_another_recordings_reading_is_a_mix_up(monkeypatch):
    class Session:
        last = None

        def __init__(self, *_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def __getattr__(self, name):
            return lambda *_: 0.0 if name == "run" else self

        id = ""

    monkeypatch.setattr(users, "ProtocolSession", Session)
    monkeypatch.setattr(users, "THINK_S", 1e-6)
    monkeypatch.setattr(users, "_sentence_of", lambda _: "Of somebody else.")
    tally, recording = users.Tally(), users.Marked("a", (), "Of mine.")
    users._use_app("", recording, random.Random(0), tally)
    assert (tally.mix_ups, tally.errors) == (1, [])
    monkeypatch.setattr(users, "_sentence_of", lambda _: "")
    users._use_app("", recording, random.Random(0), tally)
    assert (tally.mix_ups, tally.errors) == (1, ["no reading"])


def test_server_that_fails_is_counted_for_each_upload(monkeypatch):
    @contextmanager
    def serve():
        yield "http://127.0.0.1:9"

    def use(*_):
        raise ConnectionError

    load = users._run_load("", use, (), 2, 3)
    assert (load["errors"], load["n_results"]) == (6, 0)
    assert load["upload_to_result_s"] is None


def test_only_the_app_has_users():
    with pytest.raises(EcgktError, match="bench sheet has no users"):
        measure("sheet", None, users=(1,))
