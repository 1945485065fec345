"""The list itself: how far it is, and its rows; both go on while others are read."""

import json
from pathlib import Path
from typing import Any

import streamlit as st

from ecgkt.serving.worklist import Worklist
from ecgkt.types.worklist import LEVELS, MARKS, Progress, Row
from ecgkt.vocab.statements import DIAGNOSES
from pages.shared import address, listed, session
from pages.shared.resources import get_client
from pages.shared.text import escape_markdown
from pages.worklist.choose_columns import ask_of_row

HERE = Path(__file__).parent
KEY = "list-rows"
SHOWS = ("all", "critical", "unread", "later", "disagree", "error")
"""What can be filtered by; `rows.js` says how."""
NAMES = {diagnosis.code: diagnosis.name for diagnosis in DIAGNOSES}
TICK_SECONDS, SLOW_TICK_SECONDS = 1.0, 2.5
"""Between two looks at what was read since, and for a long list."""
LONG = 250
NAMED = 5
"""Files that are named where a sentence speaks of several."""
_rows = st.components.v2.component(
    "ecgkt_worklist",
    html=(HERE / "rows.html").read_text(encoding="utf-8"),
    css=(HERE / "rows.css").read_text(encoding="utf-8"),
    js=(HERE / "rows.js").read_text(encoding="utf-8"),
)


def show_list() -> None:
    """Draw progress and rows, again and again while something is read."""
    if not listed.has_begun():
        return
    worklist = listed.get_worklist()
    progress = worklist.progress
    tick = None
    if is_busy(progress):
        tick = SLOW_TICK_SECONDS if progress.n_all > LONG else TICK_SECONDS
    st.fragment(show_now, run_every=tick)(worklist, was_busy=tick is not None)


def show_now(worklist: Worklist, *, was_busy: bool) -> None:
    """Draw what there is now; the whole page once more when all is read."""
    progress = worklist.progress
    if was_busy != is_busy(progress):
        st.rerun()
    show_progress(worklist, progress)
    show_notes(worklist)
    rows = worklist.rows
    if not rows:
        return
    view = listed.get_view()
    asked = address.asked("show", SHOWS)
    if asked:
        view["show"] = asked
    over_reads = listed.get_over_reads()
    data = {
        "rows": [
            row_data(row, worklist.is_held(row.key), asks=worklist.is_open(row.key))
            for row in rows
        ],
        "marked": {key: list(said) for key, said in over_reads.items()},
        "names": NAMES,
        "levels": LEVELS,
        "marks": MARKS,
        "view": {name: view[name] for name in ("show", "statement", "search", "at")},
    }
    _rows(data=data, key=KEY, on_asked_change=hear)
    address.show("show", str(view["show"]), preset="all")
    wanted = view.pop("open", None)
    if wanted and worklist.is_open(str(wanted)):
        ask_of_row(get_client(), str(wanted))
    elif wanted:
        listed.go_to_case(str(wanted))


def is_busy(progress: Progress) -> bool:
    """Tell whether there will be more to show without anybody's doing."""
    return progress.is_opening or progress.is_running


def show_progress(worklist: Worklist, progress: Progress) -> None:
    """Draw how far the list is, with what stops it or lets it go on."""
    n_left = progress.n_all - progress.n_done
    if not is_busy(progress) and not n_left:
        return
    share = progress.n_done / progress.n_all if progress.n_all else 0.0
    with st.container(
        horizontal=True, vertical_alignment="bottom", key="list-progress"
    ):
        st.progress(share, progress_words(progress))
        if is_busy(progress):
            st.button("Stop", key="list-stop", on_click=worklist.stop)
        else:
            st.button("Read on", key="list-go-on", on_click=worklist.go_on)


def progress_words(progress: Progress) -> str:
    """
    Say how far a list is.

    Parameters
    ----------
    progress : Progress
        Of the list.

    Returns
    -------
    str
        With the time that is left, once there is a pace to tell it from.

    Examples
    --------
    >>> progress_words(Progress(500, 120, False, True, 41.2))
    '120 of 500 read, about 42 s left'
    """
    if progress.is_opening and not progress.n_all:
        return "Sorting the files into recordings …"
    words = f"{progress.n_done} of {progress.n_all} read"
    if not is_busy(progress):
        return f"Stopped: {words}"
    seconds = progress.seconds_left
    if seconds is None:
        return words
    if seconds < 100:
        return f"{words}, about {int(seconds) + 1} s left"
    return f"{words}, about {round(seconds / 60)} min left"


def show_notes(worklist: Worklist) -> None:
    """Say what was given twice and what there was no room for."""
    again = worklist.again
    if again:
        names = ", ".join(escape_markdown(name) for name in again[:NAMED])
        rest = f" and {len(again) - NAMED} more" if len(again) > NAMED else ""
        st.caption(f"Given more than once, read once: {names}{rest}.")
    if worklist.n_left_out:
        st.warning(
            f"{worklist.n_left_out} recordings found no room in this list: export it, "
            "forget it and give them again."
        )


def row_data(row: Row, is_held: bool, *, asks: bool = False) -> dict[str, Any]:
    """Return what the browser shows of a row."""
    numbers = {
        "age": row.age,
        "heart_rate": row.heart_rate,
        "qrs": row.qrs,
        "qtc": row.qtc,
    }
    rounded = {n: None if v is None else f"{v:.0f}" for n, v in numbers.items()}
    return {
        **rounded,
        "key": row.key,
        "name": row.name,
        "level": row.level,
        "rules": list(row.critical),
        "reading": row.sentence,
        "sex": row.sex,
        "off": list(row.off),
        "statements": list(row.statements),
        "held": is_held,
        "asks": asks,
        "simulated": row.is_simulated,
    }


def hear() -> None:
    """Remember the view that the browser tells, and what shall be opened."""
    said = session.get_asked(KEY)
    if not said:
        return
    told = json.loads(said)
    listed.set_order(told.pop("order"))
    listed.get_view().update(told)
