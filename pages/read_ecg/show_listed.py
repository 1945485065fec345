"""A recording of the worklist on the reading page: way on and back, and over-read."""

from pathlib import Path

import streamlit as st

from ecgkt.types.worklist import MARKS, NOT_OVERREAD, TEXT_LIMIT, Mark
from pages.shared import address, listed, session

LIST_PAGE = "pages/3_Worklist.py"
NOT_HELD = (
    "The recording that this address names is in no worklist of this tab: lists are "
    "kept only while their tab is open. Open the file again, or make the list anew."
)
NO_SIGNAL = (
    "The worklist has the reading of this recording and no room for its signal: open "
    "its file by itself."
)
KEY = "listed-keys"
_keys = st.components.v2.component(
    "ecgkt_listed_keys",
    html='<div class="listed-keys"></div>',
    js=(Path(__file__).parent / "listed_keys.js").read_text(encoding="utf-8"),
)


def open_from_address() -> None:
    """Open the recording of the list that the address names, or say why it cannot."""
    named = st.query_params.get(listed.ADDRESS, "")
    code = address.asked(listed.ADDRESS, [named])
    if not code:
        return
    row = None if listed.is_empty() else listed.find_case(code)
    if row is None or not listed.open_case(row.key):
        st.info(NO_SIGNAL if row and row.level != "error" else NOT_HELD)
        address.show(listed.ADDRESS, None)


def show_listed(source: str) -> None:
    """
    Have the address name what is open of the list; with the row over the file's own.

    Parameters
    ----------
    source : str
        Where the page takes its recording from.
    """
    key = session.get_chosen(listed.SOURCE)
    if source != listed.SOURCE or session.get_record(key) is None or key is None:
        address.show(listed.ADDRESS, None)
        return
    address.show(listed.ADDRESS, key[: listed.CODE])
    show_bar(key)
    with st.container(key="listed-heard"):
        _keys(key=KEY, on_asked_change=lambda: hear(key))


def show_bar(key: str) -> None:
    """Draw what leads to other recordings of the list, and what is said of this one."""
    order = listed.get_order()
    place = order.index(key) if key in order else None
    said = listed.get_over_reads().get(key, NOT_OVERREAD)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="listbar"
    ):
        if st.button("Worklist", icon=":material/arrow_back:", key="list-back"):
            st.switch_page(LIST_PAGE)
        _step("Previous", "chevron_left", listed.beside(key, -1))
        at = "–" if place is None else str(place + 1)
        st.caption(f"{at} of {len(order)}", width="content")
        _step("Next", "chevron_right", listed.beside(key, 1))
        _step("Next unread", "", listed.next_unread(key))
        for mark, words in MARKS.items():
            st.button(
                words,
                key=f"list-mark-{mark}",
                type="primary" if said.mark == mark else "secondary",
                help=f"Key: {words[0]}",
                on_click=say,
                args=(key, mark),
            )
        st.text_input(
            "Own words on this reading",
            value=said.text,
            max_chars=TEXT_LIMIT,
            placeholder="Own words, exported with the list",
            label_visibility="collapsed",
            key=f"list-text-{key[: listed.CODE]}",
            on_change=write,
            args=(key,),
        )


def _step(words: str, icon: str, other: str | None) -> None:
    st.button(
        "" if icon else words,
        key=f"list-step-{words}",
        icon=f":material/{icon}:" if icon else None,
        help=f"{words} of the list" if icon else "Key: N",
        disabled=other is None,
        on_click=turn_to,
        args=(other,),
    )


def turn_to(key: str) -> None:
    """Show another recording of the list."""
    listed.open_case(key)


def say(key: str, mark: Mark) -> None:
    """Take a mark; the same one again takes it back."""
    said = listed.get_over_reads().get(key, NOT_OVERREAD)
    wanted = None if said.mark == mark else mark
    listed.set_over_read(key, said._replace(mark=wanted))


def write(key: str) -> None:
    """Take the reader's own words."""
    said = listed.get_over_reads().get(key, NOT_OVERREAD)
    text = session.get_widget(f"list-text-{key[: listed.CODE]}")
    listed.set_over_read(key, said._replace(text=text.strip()))


def hear(key: str) -> None:
    """Do what a key asks for."""
    asked = session.get_asked(KEY)
    if asked in MARKS:
        say(key, next(mark for mark in MARKS if mark == asked))
        return
    others = {
        "previous": listed.beside(key, -1),
        "next": listed.beside(key, 1),
        "unread": listed.next_unread(key),
    }
    other = others.get(asked)
    if other:
        listed.open_case(other)
