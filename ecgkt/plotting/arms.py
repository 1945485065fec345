"""The arms of a comparison: a dot with its interval for each, by share of labels."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from ecgkt.plotting.card_style import (
    NEUTRAL,
    PALETTE,
    add_intervals,
    auroc_ends,
    axis,
    empty_figure,
)
from ecgkt.results.comparison import FractionFigures
from ecgkt.results.comparison_figures import ArmFigures

ROW_PX = 24
HEAD_PX = 90
OURS = "ours"
REFERENCES = ("sig", "multi")
"""The two arms between which the gap lies; each has its dashed line."""

STYLES = {
    OURS: {"color": PALETTE[3], "symbol": "diamond", "size": 12},
    "sig": {"color": PALETTE[0], "symbol": "circle", "size": 10},
    "multi": {"color": PALETTE[2], "symbol": "square", "size": 10},
    "ceiling": {"color": PALETTE[4], "symbol": "star", "size": 12},
}
OTHER = {"color": NEUTRAL, "symbol": "circle-open", "size": 9}


def plot_arms(
    fractions: Sequence[FractionFigures], titles: Mapping[str, str]
) -> go.Figure:
    """
    Draw macro AUROC with its 95 % interval, one row per arm, one block per fraction.

    Parameters
    ----------
    fractions : sequence of FractionFigures
        Ascending; arms without a figure are left out.
    titles : mapping of str to str
        What a reader calls each arm; an arm that is missing keeps its name.

    Returns
    -------
    plotly.graph_objects.Figure
        As high as it has rows. In each block dashed lines run through the two
        references, so that the gap between them, and how much of it the transferred
        arm closes, can be seen.
    """
    rows: list[tuple[str, ArmFigures | None, str]] = []
    for share in fractions:
        heading = f"<b>{share.fraction:.0%} of the labels</b>"
        rows.append((f"{heading}, {share.n_patients:.0f} patients", None, ""))
        rows += [
            (titles.get(name, name), arm, name)
            for name, arm in share.arms.items()
            if arm.auroc is not None
        ]
    figure = empty_figure(height=ROW_PX * len(rows) + HEAD_PX)
    for place, (title, point, name) in enumerate(rows):
        if point is not None:
            _add_point(figure, place, title, point, STYLES.get(name, OTHER))
    figure.update_layout(
        xaxis=axis("Macro AUROC (95 % interval)", side="top"),
        yaxis=axis(
            None,
            tickvals=list(range(len(rows))),
            ticktext=[title for title, _point, _name in rows],
            range=[len(rows) - 0.4, -0.6],
            showgrid=False,
        ),
        showlegend=False,
        shapes=_reference_lines(rows),
    )
    return figure


def _add_point(
    figure: go.Figure, row: int, title: str, point: ArmFigures, marker: dict[str, Any]
) -> None:
    low, high = auroc_ends(point)
    numbers = f"{point.auroc:.3f} ({low:.3f}–{high:.3f})"
    add_intervals(
        figure,
        [point],
        marker=marker,
        thickness=2,
        y=[row],
        hovertemplate=f"{title}<br>{numbers}<extra></extra>",
    )


def _reference_lines(
    rows: Sequence[tuple[str, ArmFigures | None, str]],
) -> list[dict[str, Any]]:
    """Draw each reference through its own block of rows."""
    ends = [place for place, row in enumerate(rows) if row[1] is None] + [len(rows)]
    lines = []
    for first, last in pairwise(ends):
        for _title, point, name in rows[first + 1 : last]:
            if point is None or name not in REFERENCES:
                continue
            style = {"color": STYLES[name]["color"], "width": 1, "dash": "dot"}
            lines.append(
                {
                    "type": "line",
                    "x0": point.auroc,
                    "x1": point.auroc,
                    "y0": first + 0.5,
                    "y1": last - 0.5,
                    "line": style,
                    "layer": "below",
                }
            )
    return lines
