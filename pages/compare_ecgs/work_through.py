"""Work of many pieces, with the time that is left and a way to stop."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

import streamlit as st

from pages.shared import session

T = TypeVar("T")


def work_through(
    items: Sequence[T], do: Callable[[T], None], *, words: str, key: str
) -> None:
    """
    Do one piece after another; what is done stays done when the user stops it.

    Parameters
    ----------
    items : sequence
        What is left to do.
    do : callable
        Does one; it keeps its outcome itself.
    words : str
        What is done: "Reading".
    key : str
        Of this work, for the button.
    """
    if not items:
        return
    stopped = session.state("stopped", set[str])
    if key in stopped:
        st.button(
            f"Go on: {len(items)} recordings are left",
            icon=":material/play_arrow:",
            key=f"go-on-{key}",
            on_click=stopped.discard,
            args=(key,),
        )
        return
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, f"{words} …")
        st.button("Cancel", key=f"cancel-{key}", on_click=stopped.add, args=(key,))
    begin = monotonic()
    for number, item in enumerate(items):
        bar.progress(number / len(items), _told(words, number, len(items), begin))
        do(item)
    place.empty()


def _told(words: str, number: int, total: int, begin: float) -> str:
    told = f"{words} {number + 1} of {total}"
    if not number:
        return f"{told} …"
    left = (monotonic() - begin) / number * (total - number)
    return f"{told}, about {left:.0f} s left"
