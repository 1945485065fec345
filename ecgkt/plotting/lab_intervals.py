"""Laboratory heads: AUROC with its interval, beside the plain probe and chance."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from ecgkt.plotting.card_style import (
    NEUTRAL,
    PALETTE,
    add_intervals,
    auroc_ends,
    axis,
    empty_figure,
    list_layout,
)
from ecgkt.results.labs import LabFigures

ROW_PX = 22
HEAD_PX = 120
CHANCE = 0.5


def plot_lab_intervals(labs: Sequence[LabFigures]) -> go.Figure:
    """
    List the labs by AUROC, the best on top.

    Parameters
    ----------
    labs : sequence of LabFigures
        Those without an AUROC are left out.

    Returns
    -------
    plotly.graph_objects.Figure
        As high as it has labs; those that cannot be read are grey and hollow.
    """
    ordered = sorted(
        (lab for lab in labs if lab.auroc is not None), key=lambda lab: lab.auroc or 0
    )
    figure = empty_figure(height=ROW_PX * len(ordered) + HEAD_PX)
    filled = {"color": PALETTE[0], "symbol": "circle", "size": 9}
    hollow = {"color": NEUTRAL, "symbol": "circle-open", "size": 9}
    readable = [lab for lab in ordered if lab.readable]
    _add_labs(figure, readable, "Readable: the interval lies above 0.5", filled)
    others = [lab for lab in ordered if not lab.readable]
    _add_labs(figure, others, "Not readable with the data at hand", hollow)
    probed = [lab for lab in ordered if lab.plain_probe_auroc is not None]
    figure.add_scatter(
        x=[lab.plain_probe_auroc for lab in probed],
        y=[lab.title for lab in probed],
        mode="markers",
        name="Plain probe",
        marker={"color": PALETTE[1], "symbol": "line-ns-open", "size": 9},
        hovertemplate="%{y}<br>plain probe %{x:.2f}<extra></extra>",
    )
    return figure.update_layout(
        xaxis=axis("AUROC (95 % interval)", range=_span(ordered), side="top"),
        **list_layout([lab.title for lab in ordered], head_px=HEAD_PX),
        shapes=[
            {
                "type": "line",
                "x0": CHANCE,
                "x1": CHANCE,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": NEUTRAL, "width": 1, "dash": "dash"},
            }
        ],
    )


def _add_labs(
    figure: go.Figure, labs: Sequence[LabFigures], title: str, marker: dict[str, Any]
) -> None:
    add_intervals(
        figure,
        labs,
        marker=marker,
        y=[lab.title for lab in labs],
        name=title,
        customdata=[
            ["{:.2f}–{:.2f}".format(*auroc_ends(lab)), lab.positives, lab.n_patients]
            for lab in labs
        ],
        hovertemplate=(
            "%{y}<br>AUROC %{x:.2f} (%{customdata[0]})<br>%{customdata[1]} ECGs "
            "outside the limit, %{customdata[2]} patients<extra></extra>"
        ),
    )


def _span(labs: Sequence[LabFigures]) -> list[float]:
    ends = [end for lab in labs for end in lab.auroc_ci or ()]
    return [min([0.4, *ends]) - 0.02, max([0.7, *ends]) + 0.02]
