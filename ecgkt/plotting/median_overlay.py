"""Median beats of several recordings laid over each other, lead by lead."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.paper_svg import INK, blank_paper, svg_size
from ecgkt.plotting.strips import LIMIT_MM
from ecgkt.plotting.trace_path import UNIT_MM, paths_of
from ecgkt.types.measurements import MedianBeatTrace
from ecgkt.vocab.leads import LEADS

ROWS, COLUMNS = 3, 4
"""Read downwards, as the columns of a sheet are: I II III, then aVR aVL aVF."""
SPEED, GAIN = 50.0, 10.0
"""mm/s and mm/mV: QRS is told apart at twice the speed of the sheet."""
GAP_MM, TOP_MM, TEXT_MM, HALF_MM = 5.0, 5.0, 5.0, 10.0
COLOURS = (INK, "#0072B2", "#D55E00", "#006B4F")
"""The baseline in ink, the others apart for every kind of colour vision on paper."""
WIDTHS = (1.3, 1.6, 1.6, 1.6)
DASHES = ("", "", "5 2", "2 2")
BASELINE = "#8a6d6d"
LETTERS_MM = {"lead": 3.4, "note": 2.9}


class OverlaidBeat(NamedTuple):
    """A median beat and what it is called."""

    name: str
    beat: MedianBeatTrace


class Laid(NamedTuple):
    """
    Beats in one time.

    Attributes
    ----------
    starts : tuple of float
        Seconds from the left edge to the first sample of each beat.
    duration : float
        Seconds from the left edge to the last end.
    at : str
        What they are aligned on.
    mark : float
        Seconds from the left edge to that point.
    """

    starts: tuple[float, ...]
    duration: float
    at: str
    mark: float


def draw_median_overlay(beats: Sequence[OverlaidBeat], *, note: str = "") -> str:
    """
    Draw several typical beats in one grid of the twelve leads, on true millimetres.

    Parameters
    ----------
    beats : sequence of OverlaidBeat
        The baseline first; at most four.
    note : str
        To be printed beside the scale.

    Returns
    -------
    str
        One ``svg`` element without a legend: `COLOURS` and `DASHES` are in the order of
        the beats. Beats are aligned on the onset of QRS, or on R where an
        onset is not known.

    Raises
    ------
    ValueError
        If there is none, or more than there are colours.
    """
    if not 0 < len(beats) <= len(COLOURS):
        raise ValueError(f"expected 1 to {len(COLOURS)} beats, got {len(beats)}")
    laid = lay(beats)
    cell = _up(laid.duration * SPEED) + GAP_MM
    lefts = [GAP_MM + column * cell for column in range(COLUMNS)]
    rows = _rows(beats)
    width, height = COLUMNS * cell + GAP_MM, rows[-1][2] + 2 * TEXT_MM
    drawn = [f"<svg {svg_size(width, height)}>{blank_paper(width, height)}"]
    for place, lead in enumerate(LEADS):
        left, row = lefts[place // ROWS], rows[place % ROWS]
        drawn.append(_cell(beats, laid, lead, left, row))
    scale = f"{SPEED:g} mm/s · {GAIN:g} mm/mV · aligned on {laid.at}"
    scale = f"{scale}{' · ' if note else ''}{note}"
    drawn.append(_text(scale, GAP_MM, height - TEXT_MM, "note", INK))
    return "".join([*drawn, "</svg>"])


def lay(beats: Sequence[OverlaidBeat]) -> Laid:
    """
    Align beats.

    Parameters
    ----------
    beats : sequence of OverlaidBeat
        At least one.

    Returns
    -------
    Laid
    """
    has_onsets = all("qrs_onset" in one.beat.boundaries for one in beats)
    at = [
        one.beat.boundaries["qrs_onset"] if has_onsets else one.beat.r for one in beats
    ]
    mark = max(at)
    starts = tuple(mark - place for place in at)
    ends = [
        start + one.beat.signal.shape[1] / one.beat.fs
        for start, one in zip(starts, beats, strict=True)
    ]
    return Laid(starts, max(ends), "QRS onset" if has_onsets else "R", mark)


def _up(length: float) -> float:
    return 5.0 * float(np.ceil(length / 5.0))


def _rows(beats: Sequence[OverlaidBeat]) -> list[tuple[float, float, float]]:
    """Return upper edge, baseline and lower edge of each row, as the traces want it."""
    rows, top = [], TOP_MM
    for row in range(ROWS):
        drawn = np.concatenate([one.beat.signal[row::ROWS].ravel() for one in beats])
        known = drawn[np.isfinite(drawn)] * GAIN
        highest, lowest = (known.max(), known.min()) if known.size else (0.0, 0.0)
        base = top + _up(max(HALF_MM, min(LIMIT_MM, highest + 3)))
        rows.append((top, base, base + _up(max(5.0, min(LIMIT_MM, 1 - lowest)))))
        top = rows[-1][2]
    return rows


def _cell(
    beats: Sequence[OverlaidBeat],
    laid: Laid,
    lead: str,
    left: float,
    row: tuple[float, float, float],
) -> str:
    top, base, bottom = row
    right = left + laid.duration * SPEED
    mark = left + laid.mark * SPEED
    parts = [
        f'<path d="M{left:g} {base:g}H{right:.5g}" stroke="{BASELINE}" '
        f'stroke-width="0.21" stroke-dasharray="0.6 0.8"/>',
        f'<path d="M{mark:.5g} {top + 4:g}V{bottom - 0.5:g}" stroke="{BASELINE}" '
        f'stroke-width="0.21"/>',
    ]
    unread = 0
    for number, (one, start) in enumerate(zip(beats, laid.starts, strict=True)):
        trace: NDArray[np.float32] = one.beat.signal[LEADS.index(lead)]
        if not np.isfinite(trace).any():
            unread += 1
            continue
        parts.append(_trace(trace, one.beat.fs, left + start * SPEED, base, number))
    name = f"{lead}: not read" if unread == len(beats) else lead
    return "".join([*parts, _text(name, left, top + 2.0, "lead", INK)])


def _trace(
    trace: NDArray[np.float32], fs: float, left: float, base: float, number: int
) -> str:
    heights = np.clip(trace.astype(np.float32) * np.float32(GAIN), -LIMIT_MM, LIMIT_MM)
    # The stroke keeps its pixel though the path is stretched to millimetres.
    place = (
        f'vector-effect="non-scaling-stroke" transform="translate({left:.6g} '
        f'{base:g})scale({SPEED / fs:.9g} {-UNIT_MM})"'
    )
    dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    paths = paths_of(heights, np.zeros(len(trace) - 1, np.int64))
    drawn = "".join(f'<path d="{path}" {place}{dash}/>' for path in paths.values())
    return (
        f'<g data-beat="{number}" stroke="{COLOURS[number]}" '
        f'stroke-width="{WIDTHS[number]}" stroke-linejoin="round">{drawn}</g>'
    )


def _text(text: str, x: float, y: float, kind: str, color: str) -> str:
    size = LETTERS_MM[kind]
    return (
        f'<text x="{x:.5g}" y="{y + 0.35 * size:.6g}" font-size="{size}" '
        f'fill="{color}">{escape(text)}</text>'
    )
