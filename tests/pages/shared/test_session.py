import pytest

from pages.shared import session
from pages.shared.recording import Asked, SessionRecording, content_key
from pages.shared.session import DRAWN_LIMIT, RECORD_LIMIT, VIEW_LIMIT


@pytest.fixture(autouse=True)
def state(monkeypatch):
    """Replace the browser session by an empty one."""
    held: dict = {}
    monkeypatch.setattr(session.st, "session_state", held)
    return held


def hold(record, number, source="upload"):
    held = SessionRecording(
        key=f"key-{number}",
        name=f"r{number}",
        source=source,
        file_sha256=(),
        record=record,
        file_ids=frozenset({f"file-{number}"}),
    )
    session.set_held(held)
    return held


def test_key_depends_on_every_byte_and_setting():
    keys = {
        content_key([b"a", b"b"], 500, "mV"),
        content_key([b"b", b"a"], 500, "mV"),
        content_key([b"ab"], 500, "mV"),
        content_key([b"a", b"b"], 250, "mV"),
    }
    assert len(keys) == 4


def test_newest_recording_comes_first_and_sources_stay_apart(record):
    first, second = hold(record, 1), hold(record, 2)
    hold(record, 3, "example")
    assert session.get_held("upload") == [second, first]


def test_oldest_recording_goes_with_all_that_was_made_of_it(record):
    hold(record, 0)
    session.set_drawing("key-0", ("view",), {"svg": ""})
    session.set_reading("key-0", Asked(), "reading")
    session.set_explanation("key-0", ("IMI",), "map")
    for number in range(1, RECORD_LIMIT + 1):
        hold(record, number)
    assert len(session.get_held("upload")) == RECORD_LIMIT
    assert session.get_record("key-0") is None
    assert session.get_drawing("key-0", ("view",)) is None
    assert session.get_reading("key-0", Asked()) is None
    assert session.get_explanations("key-0") == {}


def test_drawings_of_the_last_recordings_only_are_held():
    for number in range(DRAWN_LIMIT + 1):
        session.set_drawing(f"key-{number}", (25.0,), {"svg": "a"})
        session.set_drawing(f"key-{number}", (50.0,), {"svg": "b"})
    assert session.get_drawing("key-0", (25.0,)) is None
    assert session.get_drawing("key-1", (25.0,)) == {"svg": "a"}
    assert session.get_drawing(f"key-{DRAWN_LIMIT}", (50.0,)) == {"svg": "b"}


def test_the_oldest_views_of_a_recording_go_first():
    for number in range(VIEW_LIMIT + 1):
        session.set_drawing("key", (number,), {"svg": str(number)})
    assert session.get_drawing("key", (0,)) is None
    assert session.get_drawing("key", (1,)) == {"svg": "1"}
    assert session.get_drawing("key", (VIEW_LIMIT,)) is not None


def test_explanations_of_the_last_recordings_only_are_held():
    for number in range(DRAWN_LIMIT + 1):
        session.set_explanation(f"key-{number}", ("IMI",), "one")
        session.set_explanation(f"key-{number}", ("LVH",), "other")
    assert session.get_explanations("key-0") == {}
    assert session.get_explanations("key-1") == {("IMI",): "one", ("LVH",): "other"}


def test_only_recordings_whose_files_left_the_list_are_forgotten(record, state):
    class Listed:
        def __init__(self, file_id):
            self.file_id = file_id

    hold(record, 1)
    hold(record, 2)
    hold(record, 3)
    state["up"] = [Listed("file-2"), Listed("file-3")]
    session.set_listed_uploads("up")
    state["up"] = [Listed("file-3")]
    session.forget_removed_uploads("up")
    # file-1 was uploaded before the page was left and is no more listed at all.
    assert [held.key for held in session.get_held("upload")] == ["key-3", "key-1"]
