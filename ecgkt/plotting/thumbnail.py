"""A few seconds of one lead on light paper, small enough to stand in a list."""

import numpy as np

from ecgkt.plotting.paper_svg import INK, PAPER, grid_path, svg_size
from ecgkt.plotting.trace_path import UNIT_MM, paths_of
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS

WIDTH_MM, HEIGHT_MM = 100.0, 30.0
SPEED, GAIN = 25.0, 10.0
"""mm/s and mm/mV."""
EDGE_MM = 2.0
"""What the trace keeps from the upper and the lower edge."""
GRID = "#f0c4c4"
"""Only the lines of 5 mm: those of 1 mm would run together."""


def draw_thumbnail(record: EcgRecord, lead: str) -> str:
    """
    Draw the first four seconds of one lead, for recognising and not for measuring.

    Parameters
    ----------
    record : EcgRecord
        Of which the lead was recorded.
    lead : str
        From `LEADS`; it is named in the corner.

    Returns
    -------
    str
        One ``svg`` element. A trace that is higher than the paper is drawn smaller.
    """
    n_samples = int(WIDTH_MM / SPEED * record.fs) + 1
    trace = record.signal[LEADS.index(lead), :n_samples]
    highest, lowest = float(trace.max()), float(trace.min())
    room = HEIGHT_MM - 2 * EDGE_MM
    gain = min(GAIN, room / max(highest - lowest, UNIT_MM))
    base = (HEIGHT_MM + gain * (highest + lowest)) / 2
    heights = (trace * gain).astype(np.float32)
    paths = paths_of(heights, np.zeros(len(heights) - 1, np.int64))
    # The stroke keeps its pixel though the path is stretched to millimetres.
    place = (
        f'vector-effect="non-scaling-stroke" transform="translate(0 {base:.5g})'
        f'scale({SPEED / record.fs:.9g} {-UNIT_MM})"'
    )
    drawn = "".join(f'<path d="{path}" {place}/>' for path in paths.values())
    return (
        f'<svg {svg_size(WIDTH_MM, HEIGHT_MM)}><rect width="{WIDTH_MM:g}" '
        f'height="{HEIGHT_MM:g}" fill="{PAPER}"/>'
        f'<path d="{grid_path(WIDTH_MM, HEIGHT_MM, 5)}" stroke="{GRID}" '
        f'stroke-width="0.3"/><g data-lead="{lead}" stroke="{INK}" '
        f'stroke-width="1.2" stroke-linejoin="round">{drawn}</g>'
        f'<text x="1.5" y="5" font-size="4" fill="{INK}">{lead}</text></svg>'
    )
