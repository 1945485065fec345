"""From a recording to lines on ECG paper, in millimetres: what every output renders."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.layouts import INVERTED, MARGIN_MM, WINDOW_S, View, lead_of
from ecgkt.plotting.sheet_notes import sheet_notes, star_of
from ecgkt.plotting.strips import LIMIT_MM, Row, Strip, draw_row
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS

NO_VALUES = " no values"
"""Behind the name of a lead that is not there: its room stays blank."""
PULSE_MM = 5.0
LINE_MM = 5.0
"""Width of the calibration pulse, and height of a line of text below the rows."""
RIBBON_ROOM_MM = 5.0
"""Room below each row for a ribbon of 4 mm: a whole step, so rows stay on lines."""


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


class Cell(NamedTuple):
    """
    The room of one strip on the sheet.

    Attributes
    ----------
    lead : str
        From `LEADS`.
    x0, x1 : float
        Where its time begins and ends in mm.
    y0, y1 : float
        Lower and upper edge of its row in mm.
    """

    lead: str
    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(frozen=True, kw_only=True)
class PaperGeometry:
    """
    One sheet; x runs right from its left edge, y up from its lower edge, all in mm.

    Attributes
    ----------
    view : View
        What it was made for.
    start_s, end_s : float
        First second shown and the second after the last sample.
    width, height : float
        Size of the sheet; whole multiples of 5 mm.
    strips : tuple of Strip
        The traces.
    cells : tuple of Cell
        One per strip.
    labels : tuple of Label
        Lead names; a star marks a lead that was computed and not recorded, words one
        that is an estimate or has no values.
    ticks : tuple of Tick
        Column borders.
    calibration : tuple of Pulse
        One pulse at the start of each row.
    text : tuple of Label
        Scale and window, and notes if there are any.
    ribbon : float
        Room below the traces of each row, part of its cells, in mm.
    """

    view: View
    start_s: float
    end_s: float
    width: float
    height: float
    strips: tuple[Strip, ...]
    cells: tuple[Cell, ...]
    labels: tuple[Label, ...]
    ticks: tuple[Tick, ...]
    calibration: tuple[Pulse, ...]
    text: tuple[Label, ...]
    ribbon: float = 0.0

    def x_of(self, seconds: float) -> float:
        """Return where a second of the recording lies, in mm: the same in every row."""
        return MARGIN_MM + (seconds - self.start_s) * self.view.speed


def paper_geometry(
    record: EcgRecord,
    view: View | None = None,
    *,
    has_ribbon: bool = False,
    every_sample: bool = False,
    limit_mm: float = LIMIT_MM,
    half_height: float | None = None,
) -> PaperGeometry:
    """
    Lay a recording out on ECG paper.

    Time is continuous across the columns of a row. Each lead is drawn as recorded, but
    moved by its median within the window: recorders store offsets of many millivolts.

    Parameters
    ----------
    record : EcgRecord
        NaN and infinite samples become gaps.
    view : View, optional
        Layout, scales and window; the preset by default. The window is `WINDOW_S` long
        or what is left; a shorter one is shared among the columns, so that every lead
        is seen.
    has_ribbon : bool
        Whether `RIBBON_ROOM_MM` is left free below the traces of each row.
    every_sample : bool
        Whether each sample is a point of its trace however many there are.
    limit_mm : float
        Where a trace is cut above or below its baseline; the text says so.
    half_height : float, optional
        Of a row before it has to grow, in mm; the layout's by default.

    Returns
    -------
    PaperGeometry
        As wide as 10 s; as high as its rows, which grow in steps of 5 mm where a trace
        would leave them.

    Raises
    ------
    ValueError
        If the recording holds nothing at the start of the window.

    Examples
    --------
    >>> flat = np.zeros((12, 5000), np.float32)
    >>> paper = paper_geometry(EcgRecord(record_id="", signal=flat, fs=500, format=""))
    >>> paper.width, paper.height, len(paper.strips)
    (260.0, 125.0, 13)
    """
    view = view or View()
    first = round(view.start_s * record.fs)
    if not 0 <= first < record.n_samples:
        within = f"within {record.duration:.1f} s"
        raise ValueError(f"expected a start {within}, got {view.start_s} s")
    window = record.signal[:, first : first + round(WINDOW_S * record.fs)]
    heights = _centre(window) * np.float32(view.gain)
    rows = [
        draw_row(
            {name: _turned(name, heights) for name in names},
            mm_per_sample=view.speed / record.fs,
            left=MARGIN_MM,
            half_height=half_height or view.half_height,
            every_sample=every_sample,
            limit_mm=limit_mm,
        )
        for names in view.rows
    ]
    ribbon = RIBBON_ROOM_MM if has_ribbon else 0.0
    rows = [row._replace(below=row.below + ribbon) for row in rows]
    seconds = (first / record.fs, (first + window.shape[1]) / record.fs)
    text = sheet_notes(record, view, seconds, rows, limit_mm)
    return replace(_stack(rows, text, view, seconds, record), ribbon=ribbon)


def _turned(name: str, heights: NDArray[np.float32]) -> NDArray[np.float32]:
    trace = heights[LEADS.index(lead_of(name))]
    return -trace if name.startswith(INVERTED) else trace


def _centre(window: NDArray[np.float32]) -> NDArray[np.float32]:
    centred = np.where(np.isfinite(window), window, np.float32(np.nan))
    for row in centred:
        valid = row[np.isfinite(row)]
        if valid.size:
            row -= np.median(valid)
    return centred


def _stack(
    rows: list[Row],
    text: list[str],
    view: View,
    seconds: tuple[float, float],
    record: EcgRecord,
) -> PaperGeometry:
    below = LINE_MM * len(text)
    top = height = below + sum(row.above + row.below for row in rows)
    strips: list[Strip] = []
    cells: list[Cell] = []
    labels: list[Label] = []
    ticks: list[Tick] = []
    pulses: list[Pulse] = []
    for row in rows:
        baseline = top - row.above
        bottom = baseline - row.below
        strips += [strip.lifted(baseline) for strip in row.strips]
        end = MARGIN_MM + (seconds[1] - seconds[0]) * view.speed
        for name, x0, x1 in zip(
            row.labels, row.borders, (*row.borders[1:], end), strict=True
        ):
            lead = lead_of(name.lead)
            star = NO_VALUES if name.lead in row.empty else star_of(record, view, lead)
            cells.append(Cell(lead, x0, x1, bottom, top))
            labels.append(Label(name.lead + star, name.x, baseline + name.y))
            if x0 > MARGIN_MM:
                ticks.append(Tick(x0, top - 6, top - 1))
        pulses.append(_pulse(baseline, view.gain))
        top = bottom
    return PaperGeometry(
        view=view,
        start_s=seconds[0],
        end_s=seconds[1],
        width=view.width,
        height=height,
        strips=tuple(strips),
        cells=tuple(cells),
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
