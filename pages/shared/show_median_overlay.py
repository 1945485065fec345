"""Median beats laid over each other, with a legend; what two pages draw."""

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
from pages.shared.html import render

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


def show_median_overlay(beats: Sequence[OverlaidBeat], note: str = "") -> None:
    """
    Draw the median beats of all twelve leads.

    Parameters
    ----------
    beats : sequence of OverlaidBeat
        The baseline first; one to four.
    note : str, optional
        To be printed beside the scale.
    """
    svg = draw_median_overlay(beats, note=note)
    names = "; ".join(beat.name for beat in beats)
    html = render(
        IMAGE,
        beats=beats,
        colours=COLOURS,
        lines=LINES,
        spoken=f"Median beats of twelve leads, aligned on {lay(beats).at}: {names}",
        svg=b64encode(svg.encode()).decode(),
    )
    st.html(html)
