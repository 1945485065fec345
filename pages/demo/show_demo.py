"""A case before an audience: large, clean, and opened piece by piece on cue."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.overlay import join_overlays
from ecgkt.serving.client import ServingClient
from ecgkt.types.explanation import TargetName
from ecgkt.types.reading import Reading
from ecgkt.types.upload import StatedPerson
from ecgkt.vocab.findings import FINDINGS
from ecgkt.vocab.statements import CODES
from pages.demo.cases import Prepared, hold_case, list_cases
from pages.read_ecg.choose_explanation import measured_table
from pages.read_ecg.draw_map import Look, Shown, draw_map
from pages.read_ecg.show_body import show_results
from pages.shared import session, shown
from pages.shared.html import render
from pages.shared.reading import read_asked
from pages.shared.recording import Asked, SessionRecording
from pages.shared.sheet import show_sheet
from pages.shared.show_impression import show_impression
from pages.shared.text import show_error

ADDRESS = "demo"
"""``Read_ECG?demo=2`` is the second case."""
HEAD = """
<div class="ek-demo-head"><span>{{ place }} of {{ n }}</span><h2>{{ title }}</h2>
<p>{{ look_at }}{% if is_simulated %} <i>Simulated, not from a patient.</i>{% endif %}
</p></div>
"""
NOTES = """
<aside class="ek-demo-notes" aria-label="Notes for the presenter"><ul>
{% for note in notes %}<li>{{ note }}</li>{% endfor %}
</ul></aside>
"""
CUES = {"why": "Why", "results": "Scores and labs", "notes": "Notes"}
"""What can be opened of a case."""
KEYS = {"why": "W", "results": "S", "notes": "N"}


def is_asked() -> bool:
    """Tell whether the address asks for a presentation."""
    return ADDRESS in st.query_params


def show_demo(client: ServingClient) -> None:
    """
    Draw the case that the address names, and nothing that is not part of it.

    Parameters
    ----------
    client : ServingClient
        Parses, reads and explains.
    """
    cases = list_cases()
    asked = st.query_params[ADDRESS]
    place = int(asked) if asked.isdecimal() and asked.isascii() else 1
    place = min(max(place, 1), len(cases))
    with st.container(key="demo"):
        show_bar(place, len(cases))
        show_case(client, cases[place - 1], place, len(cases))
        read_ahead(client, cases[place : place + 1])


def show_case(
    client: ServingClient, prepared: Prepared, place: int, n_cases: int
) -> None:
    """Draw one case: title, card, sheet, and what was opened of it."""
    case = prepared.case
    st.html(
        render(
            HEAD,
            place=place,
            n=n_cases,
            title=case.title,
            look_at=case.look_at,
            is_simulated=prepared.is_simulated,
        )
    )
    try:
        held = hold_case(client, prepared)
    except EcgktError as error:
        show_error(str(error))
        return
    reading = read_asked(client, held, Asked())
    opened = opened_cues(place)
    if reading and case.why in FINDINGS:
        shown.set_pointed(held.key, case.why if "why" in opened else None)
    with st.container(key="readings"), st.container(key="reading"):
        with st.container(key="card"):
            if reading:
                show_impression(held.key, reading)
            if "notes" in opened:
                st.html(render(NOTES, notes=case.notes))
            laid = (
                open_map(client, held, reading, case.why) if "why" in opened else None
            )
        if reading and "results" in opened:
            with st.container(key="body"):
                show_results(client, held, reading, StatedPerson())
        else:
            pointed = shown.pointed_overlay(held.key, reading)
            overlay = join_overlays(laid.overlay if laid else None, pointed)
            with st.container(key="sheet"):
                show_sheet(held, reading, overlay)
    if laid:
        laid.check()


def read_ahead(client: ServingClient, following: Sequence[Prepared]) -> None:
    """Have the next case read while this one is talked about."""
    with st.container(key="demo-ahead"), suppress(EcgktError):
        for prepared in following:
            read_asked(client, hold_case(client, prepared), Asked())


def open_map(
    client: ServingClient, held: SessionRecording, reading: Reading | None, why: str
) -> Shown | None:
    """Return the map to lay over the sheet, where it is one that explains the case."""
    table = measured_table(reading)
    if reading is None or table is None or why not in CODES:
        return None
    asked = (TargetName("statement", why), table.default)
    return draw_map(client, held.key, held.record, reading, asked, Look())


def opened_cues(place: int) -> set[str]:
    """Return what is open of a case: each one begins closed."""
    held = session.state("demo", dict[str, Any])
    if held.get("place") != place:
        held.update(place=place, opened=set())
    return cast(set[str], held["opened"])


def show_bar(place: int, n_cases: int) -> None:
    """Draw the way through the cases; a remote control's page keys work, too."""
    opened = opened_cues(place)
    with st.container(key="demo-bar", horizontal=True, gap="small"):
        _step("Previous", "Left", place - 1, n_cases)
        for cue, words in CUES.items():
            st.button(
                words,
                key=f"demo-{cue}",
                type="primary" if cue in opened else "secondary",
                shortcut=KEYS[cue],
                on_click=opened.symmetric_difference_update,
                args=({cue},),
            )
        _step("Next", "Right", place + 1, n_cases)
        if st.button("Leave", key="demo-leave", type="tertiary", shortcut="Esc"):
            st.switch_page("app.py")
    with st.container(key="demo-remote"):
        _step("Previous case", "PageUp", place - 1, n_cases)
        _step("Next case", "PageDown", place + 1, n_cases)


def _step(words: str, shortcut: str, place: int, n_cases: int) -> None:
    st.button(
        words,
        key=f"demo-{shortcut}",
        shortcut=shortcut,
        disabled=not 1 <= place <= n_cases,
        on_click=go_to,
        args=(place,),
    )


def go_to(place: int) -> None:
    """Turn to a case; the address names it, so that a reload comes back to it."""
    st.query_params[ADDRESS] = str(place)
