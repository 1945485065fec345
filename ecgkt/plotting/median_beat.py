"""The median beat of all leads on light paper, with the global boundaries drawn in."""

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
SPEED, GAIN = 25.0, 10.0
"""mm/s and mm/mV."""
GAP_MM, TOP_MM, TEXT_MM = 5.0, 5.0, 5.0
HALF_MM = 10.0
"""A row reaches this far above and below its baseline, before it has to grow."""
WAVES = {
    "P": ("p_onset", "p_offset", "#0072B2"),
    "QRS": ("qrs_onset", "qrs_offset", "#D55E00"),
    "T": ("t_onset", "t_offset", "#006B4F"),
}
"""Name, boundaries and a colour that is safe for the colour-blind on pink paper."""
BASELINE = "#8a6d6d"
LINE_MM = 0.21
LETTERS_MM = {"lead": 3.4, "wave": 2.6, "note": 2.9}
"""Size of the letters: 13, 10 and 11 px."""


class Row(NamedTuple):
    """One row of cells: its upper edge, its baselines and its lower edge, in mm."""

    top: float
    base: float
    bottom: float


def draw_median_beat(beat: MedianBeatTrace, *, note: str = "") -> str:
    """
    Draw the typical beat so that a millimetre of paper is a CSS millimetre on screen.

    Parameters
    ----------
    beat : MedianBeatTrace
        Of twelve leads.
    note : str
        To be printed below, beside the scale.

    Returns
    -------
    str
        One ``svg`` element, its size stated in mm. Leads that were not read are named
        and empty.
    """
    cell = _up(beat.signal.shape[1] / beat.fs * SPEED) + GAP_MM
    lefts = [GAP_MM + column * cell for column in range(COLUMNS)]
    rows = _rows(beat)
    width, height = COLUMNS * cell + GAP_MM, rows[-1].bottom + 2 * TEXT_MM
    scale = f"{SPEED:g} mm/s · {GAIN:g} mm/mV{' · ' if note else ''}{note}"
    leads = "".join(
        _lead(beat, lead, lefts[place // ROWS], rows[place % ROWS])
        for place, lead in enumerate(LEADS)
    )
    return (
        f"<svg {svg_size(width, height)}>{blank_paper(width, height)}"
        + "".join(_boundaries(beat, left, row) for left in lefts for row in rows)
        + leads
        + "".join(_names(beat, left, rows[-1].bottom + 1.5) for left in lefts)
        + _text(scale, GAP_MM, height - TEXT_MM, "note", INK)
        + "</svg>"
    )


def _up(length: float) -> float:
    return 5.0 * float(np.ceil(length / 5.0))


def _rows(beat: MedianBeatTrace) -> list[Row]:
    """Place the rows below each other, each as high as its traces want it."""
    rows, top = [], TOP_MM
    for row in range(ROWS):
        drawn = beat.signal[row::ROWS] * GAIN
        known = drawn[np.isfinite(drawn)]
        highest, lowest = (known.max(), known.min()) if known.size else (0.0, 0.0)
        base = top + _up(max(HALF_MM, min(LIMIT_MM, highest + 3)))
        rows.append(Row(top, base, base + _up(max(5.0, min(LIMIT_MM, 1 - lowest)))))
        top = rows[-1].bottom
    return rows


def _lead(beat: MedianBeatTrace, lead: str, left: float, row: Row) -> str:
    """Draw one lead around its baseline; it is only named if it was not read."""
    trace: NDArray[np.float32] = beat.signal[LEADS.index(lead)].astype(np.float32)
    is_read = bool(np.isfinite(trace).any())
    right = left + (len(trace) - 1) / beat.fs * SPEED
    heights = np.clip(trace * np.float32(GAIN), -LIMIT_MM, LIMIT_MM)
    # The stroke keeps its pixel though the path is stretched to millimetres.
    place = (
        f'vector-effect="non-scaling-stroke" transform="translate({left:g} '
        f'{row.base:g})scale({SPEED / beat.fs:.9g} {-UNIT_MM})"'
    )
    paths = paths_of(heights, np.zeros(len(trace) - 1, np.int64))
    drawn = "".join(f'<path d="{path}" {place}/>' for path in paths.values())
    name = lead if is_read else f"{lead}: not read"
    return (
        f'<path d="M{left:g} {row.base:g}H{right:g}" stroke="{BASELINE}" '
        f'stroke-width="{LINE_MM}" stroke-dasharray="0.6 0.8"/>'
        f'<g data-lead="{lead}" stroke="{INK}" stroke-width="1.3" '
        f'stroke-linejoin="round">{drawn}</g>'
        + _text(name, left, row.top + 2.0, "lead", INK)
    )


def _boundaries(beat: MedianBeatTrace, left: float, row: Row) -> str:
    """Draw the global boundaries through one cell."""
    return "".join(
        f'<path d="M{left + beat.boundaries[end] * SPEED:.5g} {row.top + 4:g}'
        f'V{row.bottom - 0.5:g}" stroke="{color}" stroke-width="{LINE_MM}"/>'
        for *ends, color in WAVES.values()
        for end in ends
        if end in beat.boundaries
    )


def _names(beat: MedianBeatTrace, left: float, y: float) -> str:
    """Name the waves once for all cells of a column, below them."""
    drawn = []
    for name, (*ends, color) in WAVES.items():
        places = [beat.boundaries[end] for end in ends if end in beat.boundaries]
        if len(places) == 2:
            x = left + sum(places) / 2 * SPEED
            drawn.append(_text(name, x, y, "wave", color, anchor="middle"))
    return "".join(drawn)


def _text(
    text: str, x: float, y: float, kind: str, color: str, *, anchor: str = "start"
) -> str:
    # Letters stand on a line that lies about a third of their size below the middle.
    size = LETTERS_MM[kind]
    return (
        f'<text class="{kind}" x="{x:.5g}" y="{y + 0.35 * size:.6g}" '
        f'font-size="{size}" fill="{color}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
