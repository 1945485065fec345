"""The state of one browser session: the only place where anything of a patient is."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import streamlit as st

from ecgkt.types.explanation import Explanation
from ecgkt.types.reading import Reading
from ecgkt.types.second_opinion import SecondOpinionReading
from pages.shared.recording import Asked, Failure, SessionRecording

RECORD_LIMIT = 100
"""Recordings held, 240 kB each at 500 Hz; the oldest go first."""
DRAWN_LIMIT, VIEW_LIMIT = 8, 12
"""Recordings whose drawings are held, and views of each; 0.1 to 0.3 MB a drawing."""

T = TypeVar("T")


def get_held(source: str) -> list[SessionRecording]:
    """Return the recordings from one source, the newest first."""
    return [held for held in reversed(_records().values()) if held.source == source]


def get_record(key: str | None) -> SessionRecording | None:
    """Return one recording, if it is still held."""
    return _records().get(key) if key else None


def get_recordings(source: str) -> list[SessionRecording]:
    """Return what a source offers now: every upload, or the one that was chosen."""
    if source == "upload":
        return get_held(source)
    chosen = get_record(get_chosen(source))
    return [chosen] if chosen else []


def get_chosen(source: str) -> str | None:
    """Return the key of the recording that was last chosen from a source."""
    return state("chosen", dict[str, str | None]).get(source)


def set_chosen(source: str, key: str | None) -> None:
    """Remember which recording of a source is chosen."""
    state("chosen", dict[str, str | None])[source] = key


def set_held(held: SessionRecording) -> None:
    """Hold a recording; the same one twice is held once, as the newest."""
    _records().pop(held.key, None)
    _records()[held.key] = held
    while len(_records()) > RECORD_LIMIT:
        forget(next(iter(_records())))


def forget(key: str) -> None:
    """Let go of a recording and of all that was made from it."""
    held = _records().pop(key, None)
    state("forgotten", set[str]).update(held.file_ids if held else ())
    _drawings().pop(key, None)
    state("pointed", dict[str, str | None]).pop(key, None)
    _explanations().pop(key, None)
    state("originals", dict[str, Any]).pop(key, None)
    state("report-texts", dict[str, dict[str, str]]).pop(key, None)
    for place in [place for place in _said() if place[0] == key]:
        del _said()[place]


def get_failures(source: str) -> list[Failure]:
    """Return what could not be read of a source's last attempt."""
    return state("failures", dict[str, list[Failure]]).get(source, [])


def set_failures(source: str, failures: list[Failure]) -> None:
    """Replace the failures of one source."""
    state("failures", dict[str, list[Failure]])[source] = failures


def get_reading(key: str, asked: Asked) -> Reading | None:
    """Return the reading of a recording as it was asked for, if there is one."""
    return cast(Reading | None, _said().get((key, asked)))


def set_reading(key: str, asked: Asked, reading: Reading) -> None:
    """Hold a reading."""
    _said()[key, asked] = reading


def get_opinion(key: str, asked: Asked, code: str) -> SecondOpinionReading | None:
    """Return the second opinion on a recording and a statement, if it was asked."""
    return cast(SecondOpinionReading | None, _said().get((key, asked, code)))


def set_opinion(key: str, asked: Asked, opinion: SecondOpinionReading) -> None:
    """Hold a second opinion."""
    _said()[key, asked, opinion.code] = opinion


def get_drawing(key: str, view: tuple[object, ...]) -> dict[str, Any] | None:
    """Return the drawing of a recording in one view, if it is still held."""
    return _drawings().get(key, {}).get(view)


def set_drawing(key: str, view: tuple[object, ...], drawing: dict[str, Any]) -> None:
    """Hold a drawing: the last views of the last few recordings only."""
    drawings = _drawings()
    views = {**drawings.pop(key, {}), view: drawing}
    while len(views) > VIEW_LIMIT:
        del views[next(iter(views))]
    drawings[key] = views
    while len(drawings) > DRAWN_LIMIT:
        del drawings[next(iter(drawings))]


def get_explanations(key: str) -> dict[tuple[object, ...], Explanation]:
    """Return a recording's explanations by what was asked, the oldest first."""
    return _explanations().get(key, {})


def set_explanation(key: str, asked: tuple[object, ...], made: Explanation) -> None:
    """Hold an explanation, of the last few recordings only."""
    held = _explanations()
    held[key] = {**held.pop(key, {}), asked: made}
    while len(held) > DRAWN_LIMIT:
        del held[next(iter(held))]


def get_attempt() -> tuple[object, ...] | None:
    """Return which uploads, with which statements about them, were tried last."""
    return state("attempt", dict[str, tuple[object, ...]]).get("upload")


def set_attempt(attempt: tuple[object, ...] | None) -> None:
    """Remember what was tried; None means that it is worth trying again."""
    state("attempt", dict[str, tuple[object, ...] | None])["upload"] = attempt


def get_spent_files() -> set[str]:
    """Return the ids of the uploads whose bytes were dropped, forgotten ones too."""
    return state("forgotten", set[str]).union(*(h.file_ids for h in get_held("upload")))


def get_listed_uploads(widget_key: str) -> list[Any]:
    """Return what the uploader lists now, bytes dropped or not; not to be shown."""
    return get_widget(widget_key) or []


def set_listed_uploads(key: str) -> None:
    """Remember which files the uploader lists."""
    st.session_state["ecgkt-listed"] = {f.file_id for f in get_listed_uploads(key)}


def forget_removed_uploads(widget_key: str) -> None:
    """Let go of recordings whose files the user took out of the uploader."""
    listed = {file.file_id for file in get_listed_uploads(widget_key)}
    removed = state("listed", set[str]) - listed
    for key in [held.key for held in get_held("upload") if held.file_ids & removed]:
        forget(key)


def state(name: str, make: Callable[[], T]) -> T:
    """Return one value of this session, made when it is first asked for."""
    return cast(T, st.session_state.setdefault(f"ecgkt-{name}", make()))


def _records() -> dict[str, SessionRecording]:
    return state("records", dict[str, SessionRecording])


def _said() -> dict[tuple[object, ...], Reading | SecondOpinionReading]:
    return state("said", dict[tuple[object, ...], Reading | SecondOpinionReading])


def _drawings() -> dict[str, dict[tuple[object, ...], dict[str, Any]]]:
    return state("drawings", dict[str, dict[tuple[object, ...], dict[str, Any]]])


def _explanations() -> dict[str, dict[tuple[object, ...], Explanation]]:
    return state("explanations", dict[str, dict[tuple[object, ...], Explanation]])


def get_asked(key: str) -> str:
    """Return what was just asked of a place on the page; empty if nothing was."""
    return str(getattr(get_widget(key), "asked", None) or "")


def get_widget(key: str) -> Any:
    """Return what a widget shows, in its callback the new value; None without one."""
    return st.session_state.get(key)


def set_widget(key: str, value: object) -> None:
    """Set what a widget shows; only in a callback, before the widget is drawn."""
    st.session_state[key] = value


def is_set(key: str) -> bool:
    """Tell whether a widget's value is known before it is drawn: it needs no preset."""
    return key in st.session_state
