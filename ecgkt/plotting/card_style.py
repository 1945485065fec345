"""The look of the model card's figures: legible on a light and on a dark page."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from ecgkt.results.comparison_figures import ArmFigures
from ecgkt.results.labs import LabFigures
from ecgkt.results.model_card import LabelFigures

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#A69500")
"""Okabe and Ito's colours, safe for the colour-blind; their yellow is darkened, since
it would vanish on white."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "x", "pentagon")
"""A second sign beside the colour."""

NEUTRAL = "#787878"
"""Text and frames: contrast of about 4.4 to 1 against white and against a dark page."""

FONT_SIZE = 13


def series_style(place: int) -> dict[str, Any]:
    """Return line and marker of the series at a place; they repeat after seven."""
    color = PALETTE[place % len(PALETTE)]
    symbol = SYMBOLS[place % len(SYMBOLS)]
    return {
        "line": {"color": color, "width": 2},
        "marker": {"color": color, "symbol": symbol, "size": 9},
    }


def empty_figure(*, height: int) -> go.Figure:
    """Return an empty figure that is legible on a light and on a dark page."""
    transparent = "rgba(0,0,0,0)"
    return go.Figure(
        {
            "layout": {
                # None would mean Plotly's own template.
                "template": {},
                "height": height,
                "paper_bgcolor": transparent,
                "plot_bgcolor": transparent,
                "font": {"color": NEUTRAL, "size": FONT_SIZE},
                "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
                "legend": {"orientation": "h", "y": -0.2, "bgcolor": transparent},
            }
        }
    )


def axis(title: str | None, **settings: Any) -> dict[str, Any]:
    """Return a quiet axis that makes room for its labels and cannot be zoomed."""
    return {
        "title": {"text": title},
        "automargin": True,
        "gridcolor": "rgba(128,128,128,0.25)",
        "linecolor": NEUTRAL,
        "zeroline": False,
        "fixedrange": True,
        **settings,
    }


def auroc_ends(row: ArmFigures | LabelFigures | LabFigures) -> tuple[float, float]:
    """Return the ends of an AUROC's interval, both the AUROC where there is none."""
    centre = row.auroc or 0.0
    return row.auroc_ci or (centre, centre)


def add_intervals(
    figure: go.Figure,
    rows: Sequence[ArmFigures | LabelFigures | LabFigures],
    *,
    marker: dict[str, Any],
    thickness: float = 1.5,
    **trace: Any,
) -> None:
    """Add a dot with a horizontal bar for the AUROC of each row, if there are any."""
    if not rows:
        return
    centres = [row.auroc or 0.0 for row in rows]
    pairs = list(zip(centres, map(auroc_ends, rows), strict=True))
    bars = {
        "type": "data",
        "symmetric": False,
        "array": [high - centre for centre, (_low, high) in pairs],
        "arrayminus": [centre - low for centre, (low, _high) in pairs],
        "color": marker["color"],
        "thickness": thickness,
        "width": 0,
    }
    figure.add_scatter(x=centres, mode="markers", marker=marker, error_x=bars, **trace)


def list_layout(names: Sequence[str], *, head_px: int) -> dict[str, Any]:
    """Return the layout of a list from the bottom up, its legend above it."""
    return {
        "yaxis": axis(
            None,
            categoryorder="array",
            categoryarray=list(names),
            dtick=1,
            range=[-0.6, len(names) - 0.4],
        ),
        "margin": {"t": head_px},
        "legend": {"y": 1, "yanchor": "top", "yref": "container"},
    }
