"""From a recording to lines on ECG paper, in millimetres: what every output renders."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.strips import LIMIT_MM, Row, Strip, draw_row
from ecgkt.record import EcgRecord
from ecgkt.vocab import LEADS, SIMULATED

LAYOUTS = {
    "3x4+1": (
        ("I", "aVR", "V1", "V4"),
        ("II", "aVL", "V2", "V5"),
        ("III", "aVF", "V3", "V6"),
        ("II",),
    ),
}
"""Rows from top to bottom; the leads of a row share its time from left to right."""

SPEEDS = (25.0, 50.0)
GAINS = (5.0, 10.0, 20.0)
"""Offered mm/s and mm/mV."""

WINDOW_S = 10.0
"""Seconds on one sheet, as on the paper of a 12-lead recorder."""

MARGIN_MM = 10.0
"""Left of t = 0, where the calibration pulse stands: the trace keeps its 250 mm."""

HALF_ROW_MM = 15.0
"""A row reaches this far above and below its baseline, before it has to grow."""

PULSE_MM = 5.0
LINE_MM = 5.0
"""Width of the calibration pulse, and height of a line of text below the rows."""


class Label(NamedTuple):
    """A text on the sheet: its left edge and its middle height in mm."""

    text: str
    x: float
    y: float


class Tick(NamedTuple):
    """A short vertical line where the next lead of a row begins, in mm."""

    x: float
    y0: float
    y1: float


class Pulse(NamedTuple):
    """The outline of a 1 mV calibration pulse: corners in mm."""

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class PaperGeometry:
    """
    One sheet; x runs right from its left edge, y up from its lower edge, all in mm.

    Attributes
    ----------
    width, height : float
        Size of the sheet; whole multiples of 5 mm.
    strips : tuple of Strip
        The traces.
    labels : tuple of Label
        Lead names; a star marks a lead that was computed and not recorded.
    ticks : tuple of Tick
        Column borders.
    calibration : tuple of Pulse
        One pulse at the start of each row.
    text : tuple of Label
        Scale and window, and notes if there are any.
    """

    width: float
    height: float
    strips: tuple[Strip, ...]
    labels: tuple[Label, ...]
    ticks: tuple[Tick, ...]
    calibration: tuple[Pulse, ...]
    text: tuple[Label, ...]


def paper_geometry(
    record: EcgRecord,
    *,
    layout: str = "3x4+1",
    speed: float = 25.0,
    gain: float = 10.0,
    start_s: float = 0.0,
) -> PaperGeometry:
    """
    Lay a recording out on ECG paper.

    Time is continuous across the columns of a row. Each lead is drawn as recorded, but
    moved by its median within the window: recorders store offsets of many millivolts.

    Parameters
    ----------
    record : EcgRecord
        NaN and infinite samples become gaps.
    layout : str, default "3x4+1"
        A key of `LAYOUTS`.
    speed, gain : float, default 25 and 10
        Paper speed in mm/s, one of `SPEEDS`; amplitude in mm/mV, one of `GAINS`.
    start_s : float, default 0
        First second shown. The window is `WINDOW_S` long or what is left; a shorter one
        is shared among the columns, so that every lead is seen.

    Returns
    -------
    PaperGeometry
        As wide as 10 s; as high as its rows, which grow in steps of 5 mm where a trace
        would leave them. Beyond `LIMIT_MM` a trace is cut, and the text says so.

    Raises
    ------
    ValueError
        If layout, speed or gain is not offered, or the recording holds nothing at
        `start_s`.

    Examples
    --------
    >>> flat = np.zeros((12, 5000), np.float32)
    >>> paper = paper_geometry(EcgRecord(record_id="", signal=flat, fs=500, format=""))
    >>> paper.width, paper.height, len(paper.strips)
    (260.0, 125.0, 13)
    """
    _check(record, layout, speed, gain, start_s)
    first = round(start_s * record.fs)
    window = record.signal[:, first : first + round(WINDOW_S * record.fs)]
    centred = _centre(window)
    rows = [
        draw_row(
            {lead: centred[LEADS.index(lead)] * np.float32(gain) for lead in leads},
            mm_per_sample=speed / record.fs,
            left=MARGIN_MM,
            half_height=max(HALF_ROW_MM, gain),
        )
        for leads in LAYOUTS[layout]
    ]
    seconds = (first / record.fs, (first + window.shape[1]) / record.fs)
    text = _text(record, speed=speed, gain=gain, seconds=seconds, rows=rows)
    return _stack(
        rows, text, width=MARGIN_MM + WINDOW_S * speed, gain=gain, record=record
    )


def _check(
    record: EcgRecord, layout: str, speed: float, gain: float, start_s: float
) -> None:
    for name, value, offered in (
        ("layout", layout, tuple(LAYOUTS)),
        ("speed", speed, SPEEDS),
        ("gain", gain, GAINS),
    ):
        if value not in offered:
            raise ValueError(f"expected a {name} out of {offered}, got {value!r}")
    if not 0 <= round(start_s * record.fs) < record.n_samples:
        message = f"expected a start within {record.duration:.1f} s, got {start_s} s"
        raise ValueError(message)


def _centre(window: NDArray[np.float32]) -> NDArray[np.float32]:
    centred = np.where(np.isfinite(window), window, np.float32(np.nan))
    for row in centred:
        valid = row[np.isfinite(row)]
        if valid.size:
            row -= np.median(valid)
    return centred


def _stack(
    rows: list[Row], text: list[str], *, width: float, gain: float, record: EcgRecord
) -> PaperGeometry:
    below = LINE_MM * len(text)
    top = height = below + sum(row.above + row.below for row in rows)
    strips: list[Strip] = []
    labels: list[Label] = []
    ticks: list[Tick] = []
    pulses: list[Pulse] = []
    for row in rows:
        baseline = top - row.above
        strips += [strip.lifted(baseline) for strip in row.strips]
        for (lead, x, y), border in zip(row.labels, row.borders, strict=True):
            star = "*" if lead in record.derived_leads else ""
            labels.append(Label(lead + star, x, baseline + y))
            if border > MARGIN_MM:
                ticks.append(Tick(border, top - 6, top - 1))
        pulses.append(_pulse(baseline, gain))
        top -= row.above + row.below
    return PaperGeometry(
        width=width,
        height=height,
        strips=tuple(strips),
        labels=tuple(labels),
        ticks=tuple(ticks),
        calibration=tuple(pulses),
        text=tuple(
            Label(line, 2.0, below - LINE_MM * (place + 0.5))
            for place, line in enumerate(text)
        ),
    )


def _pulse(baseline: float, gain: float) -> Pulse:
    left = (MARGIN_MM - PULSE_MM) / 2
    right = left + PULSE_MM
    low, high = baseline, baseline + gain
    x = (left - 1.5, left, left, right, right, right + 1.5)
    return Pulse(x, (low, low, high, high, low, low))


def _text(
    record: EcgRecord,
    *,
    speed: float,
    gain: float,
    seconds: tuple[float, float],
    rows: list[Row],
) -> list[str]:
    start, end = seconds
    scale = (
        f"{speed:g} mm/s · {gain:g} mm/mV · as recorded (no display filter) · "
        f"{start:.1f}–{end:.1f} s of {record.duration:.1f} s · baseline centred"
    )
    notes = []
    if SIMULATED in record.warnings:
        notes.append(SIMULATED)
    if record.derived_leads:
        notes.append("* derived from I and II")
    cut = sorted({lead for row in rows for lead in row.cut}, key=LEADS.index)
    if cut:
        notes.append(f"cut at ±{LIMIT_MM:g} mm: {', '.join(cut)}")
    empty = sorted({lead for row in rows for lead in row.empty}, key=LEADS.index)
    if empty:
        notes.append(f"no values: {', '.join(empty)}")
    return [scale, " · ".join(notes)] if notes else [scale]
