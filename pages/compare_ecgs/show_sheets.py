"""The sheets of the compared recordings at one scale, above or beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from ecgkt.plotting.layouts import WINDOW_S
from ecgkt.report.impression.impression import impression_of
from ecgkt.types.reading import Reading
from pages.shared.html import render
from pages.shared.recording import SessionRecording
from pages.shared.sheet import draw_sheet
from pages.shared.view import choose_view

HEAD = """
<div class="ek-sheet-head">
<h3>{{ label }}{% if note %} <i>{{ note }}</i>{% endif %}</h3>
<span>{{ facts }}</span><p>{{ sentence }}</p></div>
"""


class Shown(NamedTuple):
    """A recording with its reading, and what it is called."""

    held: SessionRecording
    reading: Reading
    label: str
    note: str = ""


@st.fragment
def show_sheets(shown: Sequence[Shown]) -> None:
    """
    Draw recordings at one scale; a change of the view redraws nothing else.

    Parameters
    ----------
    shown : sequence of Shown
        The baseline first.
    """
    # What the slowest recording can bear can all of them.
    slowest = min((one.held.record for one in shown), key=lambda record: record.fs)
    view = choose_view(slowest.stretch(0, WINDOW_S))
    with st.container(key="compare-sheets-box"), st.container(key="compare-sheets"):
        for place, one in enumerate(shown):
            with st.container(key=f"compare-sheet-{place}"):
                st.html(head_html(one))
                start = one.reading.record.start_s
                draw_sheet(
                    one.held,
                    replace(view, start_s=start),
                    one.reading,
                    key=f"compare-ecg-{place}",
                )


def head_html(one: Shown) -> str:
    """Return what stands over a sheet: what it is, whose, and its own reading."""
    record = one.reading.record
    facts = [
        f"{record.age_years:.3g} years" if record.age_years is not None else "",
        record.sex or "",
        f"{record.fs:g} Hz",
        f"from {record.start_s:.1f} s of {record.duration_s:.1f} s"
        if record.duration_s > WINDOW_S + 0.5
        else "",
    ]
    return render(
        HEAD,
        label=one.label,
        note=one.note,
        facts=" · ".join(filter(None, facts)),
        sentence=impression_of(one.reading).sentence,
    )
