"""The ECG sheet as a Plotly figure in true millimetres."""

from typing import Any

import plotly.graph_objects as go

from ecgkt.plotting.geometry import Label, PaperGeometry
from ecgkt.plotting.strips import PIXEL_MM, Strip

PX_PER_MM = 1 / PIXEL_MM
"""3.7795: a CSS millimetre. It need not be a ruler's on every screen."""

PAPER = "#fff8f8"
"""Paper stays light in a dark theme."""

INK = "#111111"
GRID = ((1, "#f6d5d5", 0.5), (5, "#e8a5a5", 0.8))
"""Step in mm, colour and line width in px."""

FONT = "Arial, Helvetica, sans-serif"


def plot_paper(paper: PaperGeometry, record_id: str) -> go.Figure:
    """
    Draw a sheet so that a millimetre of paper is a CSS millimetre on screen.

    One axis pair and plain dicts: twelve subplots take ten times as long to build. The
    figure must be shown at its own width; a container that squeezes it squeezes the
    millimetres.

    Parameters
    ----------
    paper : PaperGeometry
        What to draw, in mm.
    record_id : str
        Keeps the view of the same recording over redraws; it is not shown.

    Returns
    -------
    plotly.graph_objects.Figure
        Without margins, axes or template; heights travel as float32.

    Raises
    ------
    Nothing.
    """
    axis = {"visible": False, "fixedrange": True}
    layout = {
        # None would mean Plotly's own template.
        "template": {},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "width": paper.width * PX_PER_MM,
        "height": paper.height * PX_PER_MM,
        "xaxis": {**axis, "range": [0, paper.width]},
        "yaxis": {**axis, "range": [0, paper.height], "scaleanchor": "x"},
        "showlegend": False,
        "shapes": [*_grid(paper), _ink(_ticks(paper)), _ink(_pulses(paper))],
        "annotations": [
            *(_annotation(label, size=14) for label in paper.labels),
            *(_annotation(label, size=12) for label in paper.text),
        ],
        "uirevision": record_id,
    }
    return go.Figure(
        {"data": [_trace(strip) for strip in paper.strips], "layout": layout}
    )


def _trace(strip: Strip) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": strip.lead,
        "x0": strip.x0,
        "dx": strip.dx,
        "y": strip.y,
        # Plotly would leave out samples that it finds nearly collinear.
        "line": {"color": INK, "width": 1, "simplify": False},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _grid(paper: PaperGeometry) -> list[dict[str, Any]]:
    return [
        {
            "type": "path",
            "path": grid_path(paper.width, paper.height, step),
            "layer": "below",
            "line": {"color": color, "width": width},
        }
        for step, color, width in GRID
    ]


def grid_path(width: float, height: float, step: float) -> str:
    """
    Return all lines of a grid as one SVG path, edges included.

    Parameters
    ----------
    width, height, step : float
        Size of the sheet and distance of the lines in mm.

    Returns
    -------
    str
        An SVG path.

    Raises
    ------
    Nothing.

    Examples
    --------
    >>> grid_path(5, 5, 5)
    'M0,0V5M5,0V5M0,0H5M0,5H5'
    """
    columns = [
        f"M{index * step:g},0V{height:g}" for index in range(int(width / step) + 1)
    ]
    rows = [f"M0,{index * step:g}H{width:g}" for index in range(int(height / step) + 1)]
    return "".join(columns + rows)


def _ticks(paper: PaperGeometry) -> str:
    return "".join(f"M{x:.4g},{y0:.6g}V{y1:.6g}" for x, y0, y1 in paper.ticks)


def _pulses(paper: PaperGeometry) -> str:
    outlines = (
        "L".join(f"{x:g},{y:g}" for x, y in zip(pulse.x, pulse.y, strict=True))
        for pulse in paper.calibration
    )
    return "".join(f"M{outline}" for outline in outlines)


def _ink(path: str) -> dict[str, Any]:
    return {"type": "path", "path": path, "line": {"color": INK, "width": 1}}


def _annotation(label: Label, *, size: int) -> dict[str, Any]:
    return {
        "text": label.text,
        "x": label.x,
        "y": label.y,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": INK, "family": FONT},
    }
