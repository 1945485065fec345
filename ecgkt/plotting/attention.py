"""Which seconds of an ECG a context weighed, as strips under the rhythm trace."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ecgkt.plotting.paper_svg import INK, PAPER, grid_path, svg_size
from ecgkt.plotting.trace_path import UNIT_MM, paths_of
from ecgkt.types.context import ContextReading
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS

SPEED, GAIN = 25.0, 10.0
"""mm/s and mm/mV."""
LEFT_MM, TRACE_MM, ROW_MM, AXIS_MM = 14.0, 30.0, 8.0, 6.0
"""Room for names, and heights of the trace, of a strip and of the seconds below."""
GRID, WEIGHED = "#f0c4c4", "#0b5c8e"
STRONGEST = 0.75
"""Opacity of the cell that was weighed most; its number stays readable."""


class Cell(NamedTuple):
    """A stretch of the recording in seconds, and its share of the attention."""

    start_s: float
    end_s: float
    share: float


def cells_of(
    shares: Sequence[float], starts: Sequence[float], length: float
) -> list[Cell]:
    """
    Spread the attention of crops that overlap over the seconds that they cover.

    Parameters
    ----------
    shares : sequence of float
        One for each crop; they sum to 1.
    starts : sequence of float
        When the crops begin, seconds.
    length : float
        Of a crop, seconds.

    Returns
    -------
    list of Cell
        Side by side, between all beginnings and ends; their shares sum to 1.

    Examples
    --------
    >>> cells_of([0.8, 0.2], [0.0, 1.0], 2.0)[1]
    Cell(start_s=1.0, end_s=2.0, share=0.5)
    """
    edges = sorted({*starts, *(start + length for start in starts)})
    cells = []
    for first, last in pairwise(edges):
        inside = (
            share
            for share, start in zip(shares, starts, strict=True)
            if start <= first and last <= start + length
        )
        cells.append(Cell(first, last, sum(inside) * (last - first) / length))
    return cells


def draw_attention(record: EcgRecord, result: ContextReading) -> str:
    """
    Draw the seconds that were scored, and what each known entry weighed of them.

    Parameters
    ----------
    record : EcgRecord
        The whole recording.
    result : ContextReading
        Of it.

    Returns
    -------
    str
        One ``svg`` element: lead II, or the first that was recorded, and under it a
        strip per entry whose cells say their share in percent.
    """
    first = result.crop_starts[0]
    last = min(result.crop_starts[-1] + result.crop_s, record.duration)
    width = LEFT_MM + SPEED * (last - first)
    height = TRACE_MM + ROW_MM * len(result.attention) + AXIS_MM
    strips = "".join(
        part
        for place, (name, shares) in enumerate(result.attention.items())
        for part in _strip(
            name,
            cells_of(shares, result.crop_starts, result.crop_s),
            TRACE_MM + ROW_MM * place,
            (first, last),
        )
    )
    return (
        f'<svg {svg_size(width, height)} role="img" aria-label="Attention by second">'
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>'
        f'<g transform="translate({LEFT_MM:g} 0)"><path '
        f'd="{grid_path(width - LEFT_MM, TRACE_MM, 5)}" stroke="{GRID}" '
        f'stroke-width="0.2"/></g>{_trace(record, first, last)}{strips}'
        f"{''.join(_seconds(first, last, height))}</svg>"
    )


def _trace(record: EcgRecord, first: float, last: float) -> str:
    lead = next(lead for lead in ("II", *LEADS) if lead not in record.absent_leads)
    begin, end = (round(moment * record.fs) for moment in (first, last))
    signal = record.signal[LEADS.index(lead), begin:end]
    middle = TRACE_MM / 2
    heights = np.clip((signal - np.nanmedian(signal)) * GAIN, -middle, middle)
    levels = np.zeros(len(heights) - 1, np.int64)
    place = (
        f'vector-effect="non-scaling-stroke" transform="translate({LEFT_MM:g} '
        f'{middle:g})scale({SPEED / record.fs:.9g} {-UNIT_MM})"'
    )
    paths = paths_of(heights.astype(np.float32), levels).values()
    lines = "".join(f'<path d="{path}" {place}/>' for path in paths)
    return (
        f'<g stroke="{INK}" fill="none" stroke-width="1" stroke-linejoin="round">'
        f"{lines}</g>{_text(lead, 1.5, middle + 1.2)}"
    )


def _strip(
    name: str, cells: list[Cell], top: float, ends: tuple[float, float]
) -> Iterator[str]:
    strongest = max(cell.share for cell in cells)
    yield _text(name, 1.5, top + 0.65 * ROW_MM)
    for cell in cells:
        if cell.start_s >= ends[1]:
            continue  # the crops of a short recording repeat its beginning
        left = LEFT_MM + SPEED * (cell.start_s - ends[0])
        length = SPEED * (min(cell.end_s, ends[1]) - cell.start_s)
        share = STRONGEST * cell.share / strongest
        yield (
            f'<rect x="{left:.4g}" y="{top + 0.5:g}" width="{length - 0.4:.4g}" '
            f'height="{ROW_MM - 1:g}" fill="{WEIGHED}" fill-opacity="{share:.2f}"/>'
        )
        yield _text(f"{cell.share:.0%}", left + 1, top + 0.65 * ROW_MM, is_halo=True)


def _seconds(first: float, last: float, height: float) -> Iterator[str]:
    for second in range(int(np.ceil(first)), int(last) + 1):
        left = LEFT_MM + SPEED * (second - first)
        if left < LEFT_MM + SPEED * (last - first) - 4:
            yield _text(f"{second} s", left, height - 1.5)


def _text(words: str, x: float, y: float, *, is_halo: bool = False) -> str:
    halo = f' stroke="{PAPER}" stroke-width="0.8" paint-order="stroke"'
    return (
        f'<text x="{x:.4g}" y="{y:.4g}" font-size="3.6" fill="{INK}"'
        f"{halo if is_halo else ''}>{words}</text>"
    )
