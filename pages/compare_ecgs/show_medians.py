"""Median beats of the compared recordings, laid over each other."""

from base64 import b64encode
from collections.abc import Sequence

import streamlit as st

from ecgkt.plotting.median_overlay import (
    COLOURS,
    DASHES,
    OverlaidBeat,
    draw_median_overlay,
    lay,
)
from ecgkt.types.record import SIMULATED
from pages.compare_ecgs.show_sheets import Shown
from pages.shared.html import render
from pages.shared.text import escape_markdown

IMAGE = """
<ul class="ek-legend">
{% for beat in beats %}
<li><i><b style="border-top-color: {{ colours[loop.index0] }};
border-top-style: {{ lines[loop.index0] }}"></b></i>{{ beat.name }}</li>
{% endfor %}
</ul>
<div class="ek-median" tabindex="0" role="region" aria-label="Median beats, scrolls
sideways"><img alt="{{ spoken }}" src="data:image/svg+xml;base64,{{ svg }}"></div>
"""
LINES = ["dashed" if dash else "solid" for dash in DASHES]


def show_medians(shown: Sequence[Shown]) -> None:
    """
    Draw the median beats of all twelve leads, aligned on QRS.

    Parameters
    ----------
    shown : sequence of Shown
        The baseline first.
    """
    beats = []
    for one in shown:
        beat = one.reading.trace.typical_beat if one.reading.trace else None
        if beat is None:
            st.caption(
                f"No median beat of {escape_markdown(one.label)}: too few whole beats."
            )
        else:
            note = f"{one.label} ({one.note})" if one.note else one.label
            beats.append(OverlaidBeat(note, beat))
    if not beats:
        return
    is_simulated = any(SIMULATED in one.held.record.warnings for one in shown)
    svg = draw_median_overlay(beats, note=SIMULATED if is_simulated else "")
    names = "; ".join(beat.name for beat in beats)
    spoken = f"Median beats of twelve leads, aligned on {lay(beats).at}: {names}"
    html = render(
        IMAGE,
        beats=beats,
        colours=COLOURS,
        lines=LINES,
        spoken=spoken,
        svg=b64encode(svg.encode()).decode(),
    )
    st.html(html)
