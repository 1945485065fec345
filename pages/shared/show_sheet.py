"""The 12-lead sheet in true millimetres."""

import streamlit as st
from plotly.graph_objects import Figure

from ecgkt.plotting.geometry import MARGIN_MM, paper_geometry
from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.paper import plot_paper
from ecgkt.reading import Reading
from pages.shared import session
from pages.shared.held import Held

SPEEDS = (25, 50)
"""mm/s"""

GAINS = (5, 10, 20)
"""mm/mV"""


@st.fragment
def show_sheet(
    held: Held, reading: Reading | None = None, overlay: Overlay | None = None
) -> None:
    """Draw a recording as on paper; a change of speed or gain redraws nothing else."""
    with st.container(horizontal=True, gap="medium", key="view"):
        speed = st.segmented_control(
            "Speed (mm/s)",
            SPEEDS,
            default=25,
            required=True,
            key="speed",
            bind="query-params",
        )
        gain = st.segmented_control(
            "Gain (mm/mV)",
            GAINS,
            default=10,
            required=True,
            key="gain",
            bind="query-params",
        )
    figure = find_figure(held, float(speed or 25), float(gain or 10))
    if overlay:
        figure = with_spans(figure, overlay, float(speed or 25))
    st.html(f"<style>.st-key-paper{{--paper-width:{figure.layout.width}px}}</style>")
    with st.container(key="paper"):
        st.plotly_chart(
            figure,
            width="content",
            theme=None,
            key="ecg",
            config={"displayModeBar": False},
            alt=f"12-lead ECG on paper of {speed} mm/s and {gain} mm/mV",
        )


def with_spans(figure: Figure, overlay: Overlay, speed: float) -> Figure:
    """Lay the stretches of a finding under the traces of their leads."""
    marked = Figure(figure)
    for trace in figure.data:
        heights = [float(y) for y in trace.y if y == y] or [0.0]
        first, last = trace.x0, trace.x0 + trace.dx * len(trace.y)
        for lead, start, end in overlay.spans:
            left, right = MARGIN_MM + start * speed, MARGIN_MM + end * speed
            if lead == trace.name and right > first and left < last:
                marked.add_shape(
                    type="rect",
                    layer="below",
                    line={"width": 0},
                    fillcolor="rgba(0,114,178,0.28)",
                    x0=max(left, first),
                    x1=min(right, last),
                    y0=min(heights) - 1,
                    y1=max(heights) + 1,
                )
    return marked


def preload_sheet() -> None:
    """Have the browser load what draws the sheet while it waits for a recording."""
    with st.container(key="preload"):
        st.plotly_chart(Figure(), height=10, config={"staticPlot": True})


def find_figure(held: Held, speed: float, gain: float) -> Figure:
    """Return the figure of a recording, drawn once per view and session."""
    view = ("3x4+1", speed, gain)
    figure = session.get_figure(held.key, view)
    if figure is None:
        paper = paper_geometry(held.record, speed=speed, gain=gain)
        figure = plot_paper(paper, held.key)
        session.set_figure(held.key, view, figure)
    return figure
