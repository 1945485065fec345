"""The 12-lead sheet in true millimetres, with its view and its calipers."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.geometry import PaperGeometry, paper_geometry
from ecgkt.plotting.layouts import MARGIN_MM, WINDOW_S, View
from ecgkt.plotting.lead_peaks import lead_peaks
from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.overlay_svg import legend_of, outside_notes
from ecgkt.plotting.paper_svg import draw_paper
from ecgkt.report.noise_words import lead_notes
from ecgkt.types.measurements import BeatSpan
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.shared import resources, session, shown
from pages.shared.estimates import (
    estimate_record,
    show_limits_of_estimates,
    with_estimates,
)
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
    """What a reading adds: R peaks in s, QRS of beats, a note of noise by lead."""

    r_peaks: tuple[float, ...] = ()
    beats: tuple[BeatSpan, ...] = ()
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
        shown.show_sheet_from(held.key, reading.record.start_s)
    view = with_estimates(choose_view(held.record), reading)
    draw_sheet(held, view, reading, overlay=overlay, key="ecg")
    show_limits_of_estimates(view)


def draw_sheet(
    held: SessionRecording,
    view: View,
    reading: Reading | None = None,
    *,
    overlay: Overlay | None = None,
    key: str,
) -> None:
    """Draw a recording in a view that was chosen; `key` is of its place on the page."""
    trace = reading.trace if reading else None
    marks = Marks(
        trace.r_peaks if trace else (),
        trace.beats if trace else (),
        tuple(lead_notes(reading.quality.noise).items()) if reading else (),
    )
    _sheet(data=find_drawing(held, view, marks, overlay or Overlay()), key=key)


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
        record, view = filter_record(*estimate_record(held.record, view))
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
    paper = paper_geometry(record, view, has_ribbon=bool(overlay.bands))
    shown = tuple(t for t in marks.r_peaks if paper.start_s <= t < paper.end_s)
    peaks = tuple(
        () if cell.lead in view.estimated else found
        for cell, found in zip(
            paper.cells, lead_peaks(paper, shown, marks.beats), strict=True
        )
    )
    return {
        "svg": draw_paper(paper, overlay, peaks, dict(marks.noise)),
        "width": paper.width,
        "height": paper.height,
        "margin": MARGIN_MM,
        "speed": view.speed,
        "gain": view.gain,
        "start": paper.start_s,
        "end": paper.start_s + WINDOW_S,
        "rows": rows_of(paper, peaks),
        "pointed": overlay.title,
        "legend": legend_of(overlay),
        "caption": [*overlay.caption, *outside_notes(paper, overlay)],
    }


def rows_of(
    paper: PaperGeometry, peaks: tuple[tuple[float, ...], ...]
) -> list[dict[str, Any]]:
    """
    Return each row's place, its leads and the R of each of them.

    Parameters
    ----------
    paper : PaperGeometry
        The sheet.
    peaks : tuple of tuple of float
        Seconds, for each of its cells.

    Returns
    -------
    list of dict
        From top to bottom, mm from the upper edge; "pulse" is the outline of the
        calibration.
    """
    rows: dict[float, dict[str, Any]] = {}
    for cell, strip, seconds in zip(paper.cells, paper.strips, peaks, strict=True):
        edges = {"top": paper.height - cell.y1, "bottom": paper.height - cell.y0}
        row = rows.setdefault(cell.y1, {**edges, "cells": []})
        row["cells"].append({"lead": strip.lead, "end": cell.x1, "peaks": seconds})
    for row, pulse in zip(rows.values(), paper.calibration, strict=True):
        corners = zip(pulse.x, pulse.y, strict=True)
        row["pulse"] = " ".join(f"{x:g},{paper.height - y:g}" for x, y in corners)
    return list(rows.values())
