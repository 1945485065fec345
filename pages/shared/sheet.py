"""The 12-lead sheet in true millimetres, with its view and its calipers."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import MARGIN_MM, WINDOW_S, View
from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.overlay_svg import legend_of, outside_notes
from ecgkt.plotting.paper_svg import draw_paper
from ecgkt.report.noise_words import lead_notes
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.shared import resources, session
from pages.shared.recording import SessionRecording
from pages.shared.text import show_error
from pages.shared.view import choose_view

HERE = Path(__file__).parent
_sheet = st.components.v2.component(
    "ecgkt_sheet",
    html=(HERE / "sheet.html").read_text(encoding="utf-8"),
    css=(HERE / "sheet.css").read_text(encoding="utf-8"),
    js=(HERE / "sheet.js").read_text(encoding="utf-8"),
)


class Marks(NamedTuple):
    """What a reading adds to the sheet: R peaks in s, and a note of noise by lead."""

    r_peaks: tuple[float, ...] = ()
    noise: tuple[tuple[str, str], ...] = ()


@st.fragment
def show_sheet(
    held: SessionRecording,
    reading: Reading | None = None,
    overlay: Overlay | None = None,
) -> None:
    """
    Draw a recording as on paper; a change of the view redraws nothing else.

    Parameters
    ----------
    held : SessionRecording
        The recording.
    reading : Reading, optional
        Its R peaks can be marked, calipers snap to them, and noise is named.
    overlay : Overlay, optional
        A finding's stretches or a score's attribution, laid under the traces.
    """
    if reading:
        session.show_sheet_from(held.key, reading.record.start_s)
    view = choose_view(held.record)
    trace = reading.trace if reading else None
    marks = Marks(
        trace.r_peaks if trace else (),
        tuple(lead_notes(reading.quality.noise).items()) if reading else (),
    )
    _sheet(data=find_drawing(held, view, marks, overlay or Overlay()), key="ecg")


def preload_sheet() -> None:
    """Have the browser load what draws the sheet while it waits for a recording."""
    with st.container(key="preload"):
        _sheet(key="preload-sheet")


def find_drawing(
    held: SessionRecording, view: View, marks: Marks, overlay: Overlay
) -> dict[str, Any]:
    """Return what the browser draws; a plain sheet is made once per view."""
    is_plain = overlay == Overlay()
    drawing = session.get_drawing(held.key, (view, marks)) if is_plain else None
    if drawing is None:
        record, view = filter_record(held.record, view)
        drawing = make_drawing(record, view, marks, overlay)
        drawing["record"] = held.key[:12]
        if is_plain:
            session.set_drawing(held.key, (view, marks), drawing)
    return drawing


def filter_record(record: EcgRecord, view: View) -> tuple[EcgRecord, View]:
    """Return what to draw and its view: unfiltered, and said, if that fails."""
    if view.filtered == "none":
        return record, view
    try:
        return resources.get_client().filtered(record, view.filtered), view
    except EcgktError as error:
        show_error(str(error))
        return record, replace(view, filtered="none")


def make_drawing(
    record: EcgRecord, view: View, marks: Marks, overlay: Overlay
) -> dict[str, Any]:
    """Return a drawing and what the calipers need to know of it."""
    paper = paper_geometry(record, view)
    shown = tuple(t for t in marks.r_peaks if paper.start_s <= t < paper.end_s)
    return {
        "svg": draw_paper(paper, overlay, shown, dict(marks.noise)),
        "width": paper.width,
        "height": paper.height,
        "margin": MARGIN_MM,
        "speed": view.speed,
        "gain": view.gain,
        "start": paper.start_s,
        "end": paper.start_s + WINDOW_S,
        "r_peaks": shown,
        "legend": legend_of(overlay),
        "caption": [*overlay.caption, *outside_notes(paper, overlay)],
    }
