"""The median beat of all leads on light paper, with the global boundaries drawn in."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from ecgkt.measured import TypicalBeat
from ecgkt.plotting.paper_svg import FONT, GRID, INK, PAPER, PX_PER_MM, grid_path
from ecgkt.vocab import LEADS

ROWS, COLUMNS = 3, 4
"""Read downwards, as the columns of a sheet are: I II III, then aVR aVL aVF."""
SPEED, GAIN = 25.0, 10.0
"""mm/s and mm/mV."""
GAP_MM, TOP_MM, TEXT_MM = 5.0, 5.0, 5.0
HALF_MM = 10.0
"""A row reaches this far above and below its baseline, before it has to grow."""
LIMIT_MM = 40.0
"""A trace is cut this far from its baseline."""
WAVES = {
    "P": ("p_onset", "p_offset", "#0072B2"),
    "QRS": ("qrs_onset", "qrs_offset", "#D55E00"),
    "T": ("t_onset", "t_offset", "#006B4F"),
}
"""Name, boundaries and a colour that is safe for the colour-blind on pink paper."""
BASELINE = "#8a6d6d"

Floats = NDArray[np.floating]


def plot_median_beat(beat: TypicalBeat, *, note: str = "") -> go.Figure:
    """
    Draw the typical beat in true proportions.

    Parameters
    ----------
    beat : TypicalBeat
        Of twelve leads.
    note : str
        To be printed below, beside the scale.

    Returns
    -------
    plotly.graph_objects.Figure
        A millimetre of paper is a CSS millimetre: show it at its own width. Leads that
        were not read are named and empty.

    Raises
    ------
    Nothing.
    """
    cell = _up(beat.signal.shape[1] / beat.fs * SPEED) + GAP_MM
    heights = [_reach(beat, row) for row in range(ROWS)]
    width = COLUMNS * cell + GAP_MM
    height = sum(above + below for above, below in heights) + TOP_MM + 2 * TEXT_MM
    drawing = _Drawing(beat, width=width, height=height)
    top = height - TOP_MM
    for row, (above, below) in enumerate(heights):
        for column in range(COLUMNS):
            left = GAP_MM + column * cell
            lead = LEADS[column * ROWS + row]
            drawing.add_lead(lead, left=left, base=top - above, top=top)
            drawing.add_boundaries(left, top, top - above - below)
        top -= above + below
    for column in range(COLUMNS):
        drawing.add_names(GAP_MM + column * cell, top - 1.5)
    drawing.add_text(f"{SPEED:g} mm/s · {GAIN:g} mm/mV{' · ' if note else ''}{note}")
    return drawing.figure()


def _up(length: float) -> float:
    return 5.0 * float(np.ceil(length / 5.0))


def _reach(beat: TypicalBeat, row: int) -> tuple[float, float]:
    """Return how far a row reaches above and below its baseline, in mm."""
    drawn = beat.signal[row::ROWS] * GAIN
    known = drawn[np.isfinite(drawn)]
    highest, lowest = (known.max(), known.min()) if known.size else (0.0, 0.0)
    limits = (min(LIMIT_MM, highest + 3), min(LIMIT_MM, 1 - lowest))
    return _up(max(HALF_MM, limits[0])), _up(max(5.0, limits[1]))


class _Drawing:
    """Collects traces, lines and texts of one figure, in mm."""

    def __init__(self, beat: TypicalBeat, *, width: float, height: float) -> None:
        self.beat, self.width, self.height = beat, width, height
        self.traces: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []
        self.texts: list[dict[str, Any]] = []

    def add_lead(self, lead: str, *, left: float, base: float, top: float) -> None:
        """Draw one lead around its baseline; it is only named if it was not read."""
        trace = self.beat.signal[LEADS.index(lead)]
        is_read = bool(np.isfinite(trace).any())
        self._write(lead if is_read else f"{lead}: not read", left, top - 2.0, 13)
        right = left + (len(trace) - 1) / self.beat.fs * SPEED
        path = f"M{left:.4g},{base:.6g}H{right:.6g}"
        self.lines.append(_line(path, BASELINE, dash="dot"))
        height = np.clip(trace * np.float32(GAIN), -LIMIT_MM, LIMIT_MM)
        self.traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": lead,
                "x0": left,
                "dx": SPEED / self.beat.fs,
                "y": (height + np.float32(base)).astype(np.float32),
                "line": {"color": INK, "width": 1.3, "simplify": False},
                "hoverinfo": "skip",
            }
        )

    def add_boundaries(self, left: float, top: float, bottom: float) -> None:
        """Draw the global boundaries through one cell."""
        for *ends, color in WAVES.values():
            known = [one for one in ends if one in self.beat.boundaries]
            for end in known:
                x = left + self.beat.boundaries[end] * SPEED
                path = f"M{x:.5g},{bottom + 0.5:.6g}V{top - 4.0:.6g}"
                self.lines.append(_line(path, color))

    def add_names(self, left: float, y: float) -> None:
        """Name the waves once for all cells of a column, below them."""
        for name, (*ends, color) in WAVES.items():
            known = [one for one in ends if one in self.beat.boundaries]
            if len(known) == 2:
                places = [self.beat.boundaries[end] for end in known]
                x = left + sum(places) / 2 * SPEED - 0.8 * len(name)
                self._write(name, x, y, 10, color)

    def add_text(self, text: str) -> None:
        """Print a line below the rows."""
        self._write(text, GAP_MM, TEXT_MM, 11)

    def figure(self) -> go.Figure:
        """Return all of it on paper."""
        axis = {"visible": False, "fixedrange": True}
        grid = [
            {**_line(grid_path(self.width, self.height, step), color), "layer": "below"}
            for step, color, _width in GRID
        ]
        layout = {
            "template": {},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "width": self.width * PX_PER_MM,
            "height": self.height * PX_PER_MM,
            "xaxis": {**axis, "range": [0, self.width]},
            "yaxis": {**axis, "range": [0, self.height], "scaleanchor": "x"},
            "showlegend": False,
            "shapes": [*grid, *self.lines],
            "annotations": self.texts,
        }
        return go.Figure({"data": self.traces, "layout": layout})

    def _write(
        self, text: str, x: float, y: float, size: int, color: str = INK
    ) -> None:
        self.texts.append(
            {
                "text": text,
                "x": x,
                "y": y,
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "color": color, "family": FONT},
            }
        )


def _line(path: str, color: str, *, dash: str = "solid") -> dict[str, Any]:
    line = {"color": color, "width": 0.8, "dash": dash}
    return {"type": "path", "path": path, "line": line}
