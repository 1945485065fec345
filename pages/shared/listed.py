"""The worklist of a session: what is in it, what its reader said, what is open."""

from typing import Any

import streamlit as st

from ecgkt.serving.worklist import Worklist
from ecgkt.types.worklist import NOT_OVERREAD, OverRead, Row
from pages.shared import audit, resources, session
from pages.shared.recording import Asked, SessionRecording

SOURCE = "worklist"
ADDRESS = "case"
"""What ``Read_ECG?case=`` calls a recording of the list."""
CODE = 12
"""Characters of a key in an address: they say nothing of the patient."""
VIEW = {"show": "all", "statement": "", "search": "", "at": None}
HELD_LIMIT = 3
"""Recordings of the list that are held unpacked."""


def get_worklist() -> Worklist:
    """Return this session's worklist, empty at first."""
    lists = session.state(SOURCE, list[Worklist])
    if not lists:
        lists.append(Worklist(resources.get_bulk(), audit.get_trail()))
    return lists[0]


def is_empty() -> bool:
    """Tell whether there is no list, without starting what would read one."""
    lists = session.state(SOURCE, list[Worklist])
    return not (lists and lists[0].progress.n_done)


def has_begun() -> bool:
    """Tell whether anything was given to the list, read already or not."""
    lists = session.state(SOURCE, list[Worklist])
    if not lists:
        return False
    progress = lists[0].progress
    return progress.is_opening or progress.n_all > 0


def get_view() -> dict[str, Any]:
    """Return how the list is looked at: filters, search and the line that is chosen."""
    view = session.state("worklist-view", dict[str, Any])
    for name, preset in VIEW.items():
        view.setdefault(name, preset)
    return view


def forget_worklist() -> None:
    """Let go of the list, of what was open of it and of what its reader said."""
    for held in session.get_held(SOURCE):
        session.forget(held.key)
    session.set_chosen(SOURCE, None)
    get_over_reads().clear()
    session.state("worklist-order", list[str]).clear()
    session.state("list-reports", dict[str, Any]).clear()
    get_view().clear()
    session.state(SOURCE, list[Worklist]).clear()


def get_over_reads() -> dict[str, OverRead]:
    """Return what the reader said so far, by the rows' keys; only this session's."""
    return session.state("over-reads", dict[str, OverRead])


def set_over_read(key: str, over_read: OverRead) -> None:
    """Remember what the reader says of a recording; nothing at all is forgotten."""
    audit.note("over-read", get_worklist().file_sha256(key))
    if over_read == NOT_OVERREAD:
        get_over_reads().pop(key, None)
    else:
        get_over_reads()[key] = over_read


def forget_row(key: str) -> None:
    """Let go of one recording of the list."""
    if not is_empty():
        get_worklist().forget(key)
    get_over_reads().pop(key, None)


def set_order(keys: list[str]) -> None:
    """Remember in which order the list stands on the screen, filtered and all."""
    session.state("worklist-order", list[str])[:] = keys


def get_order() -> list[str]:
    """Return the rows that can be opened, in the order in which they were shown."""
    openable = [row.key for row in get_worklist().rows if row.level != "error"]
    order = session.state("worklist-order", list[str])
    wanted = {key: place for place, key in enumerate(order)}
    shown = sorted((key for key in openable if key in wanted), key=wanted.__getitem__)
    return shown or openable


def is_unread(key: str) -> bool:
    """Tell whether nothing was said of a recording yet."""
    return get_over_reads().get(key, NOT_OVERREAD).mark is None


def next_unread(key: str | None) -> str | None:
    """Return the next recording of which nothing was said, from the first one again."""
    order = get_order()
    start = order.index(key) + 1 if key in order else 0
    others = (other for other in order[start:] + order[:start] if other != key)
    return next(filter(is_unread, others), None)


def beside(key: str, step: int) -> str | None:
    """Return the recording so many places on in the list as it was shown, if any."""
    order = get_order()
    place = order.index(key) + step if key in order else 0
    return order[place] if 0 <= place < len(order) else None


def find_case(code: str) -> Row | None:
    """Return the row that an address names, if this session has it."""
    rows = get_worklist().rows
    return next((row for row in rows if code and row.key.startswith(code)), None)


def open_case(key: str) -> bool:
    """
    Bring a recording of the list to the reading page, with its reading.

    Parameters
    ----------
    key : str
        Of its row.

    Returns
    -------
    bool
        False if it is not held.
    """
    worklist = get_worklist()
    row, record, reading = (
        worklist.row(key),
        worklist.record(key),
        worklist.reading(key),
    )
    if row is None or record is None or reading is None:
        return False
    held = SessionRecording(
        key=key,
        name=row.name,
        source=SOURCE,
        record=record,
        file_sha256=worklist.file_sha256(key),
    )
    audit.note("open", held.file_sha256, reading.model.sha256)
    session.set_held(held)
    session.set_reading(key, Asked(), reading)
    for held in session.get_held(SOURCE)[HELD_LIMIT:]:
        session.forget(held.key)
    session.set_chosen(SOURCE, key)
    get_view()["at"] = key
    session.set_widget("source", SOURCE)
    return True


def go_back() -> None:
    """Have the reading page lead back to the list: what was asked there is done."""
    get_view()["answered"] = True


def return_if_answered() -> None:
    """Leave for the list if `go_back` was called."""
    if get_view().pop("answered", False):
        st.switch_page("pages/3_Worklist.py")


def go_to_case(key: str) -> None:
    """Leave for the reading page with a recording of the list open."""
    if open_case(key):
        st.switch_page("pages/1_Read_ECG.py", query_params={ADDRESS: key[:CODE]})
