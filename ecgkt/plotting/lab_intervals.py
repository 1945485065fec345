"""Laboratory heads: AUROC with its interval, beside the plain probe and chance."""

from collections.abc import Sequence
from typing import Any, Protocol

import plotly.graph_objects as go

from ecgkt.plotting.card_style import NEUTRAL, PALETTE, axis, empty_figure

ROW_PX = 22
HEAD_PX = 120
CHANCE = 0.5


class LabPoint(Protocol):
    """The part of `report.results_labs.LabFigures` that is drawn."""

    @property
    def title(self) -> str:
        """What a clinician reads."""

    @property
    def positives(self) -> int:
        """ECGs outside the limit."""

    @property
    def n_patients(self) -> int:
        """Patients with the lab."""

    @property
    def auroc(self) -> float | None:
        """Cross-validated by patient."""

    @property
    def auroc_ci(self) -> tuple[float, float] | None:
        """95 % interval."""

    @property
    def plain_probe_auroc(self) -> float | None:
        """Of the plain probe on the same folds."""

    @property
    def readable(self) -> bool:
        """Whether the whole interval lies above chance."""


def plot_lab_intervals(labs: Sequence[LabPoint]) -> go.Figure:
    """
    List the labs by AUROC, the best on top.

    Parameters
    ----------
    labs : sequence of LabPoint
        Those without an AUROC are left out.

    Returns
    -------
    plotly.graph_objects.Figure
        As high as it has labs; those that cannot be read are grey and hollow.
    """
    ordered = sorted(
        (lab for lab in labs if lab.auroc is not None), key=lambda lab: lab.auroc or 0
    )
    names = [lab.title for lab in ordered]
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
        yaxis=axis(
            None,
            categoryorder="array",
            categoryarray=names,
            dtick=1,
            range=[-0.6, len(names) - 0.4],
        ),
        margin={"t": HEAD_PX},
        legend={"y": 1, "yanchor": "top", "yref": "container"},
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
    figure: go.Figure, labs: Sequence[LabPoint], title: str, marker: dict[str, Any]
) -> None:
    if not labs:
        return
    centres = [lab.auroc or 0.0 for lab in labs]
    ends = [
        lab.auroc_ci or (centre, centre)
        for lab, centre in zip(labs, centres, strict=True)
    ]
    figure.add_scatter(
        x=centres,
        y=[lab.title for lab in labs],
        mode="markers",
        name=title,
        marker=marker,
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - c for c, (_, high) in zip(centres, ends, strict=True)],
            "arrayminus": [c - low for c, (low, _) in zip(centres, ends, strict=True)],
            "color": marker["color"],
            "thickness": 1.5,
            "width": 0,
        },
        customdata=[
            [f"{low:.2f}–{high:.2f}", lab.positives, lab.n_patients]
            for lab, (low, high) in zip(labs, ends, strict=True)
        ],
        hovertemplate=(
            "%{y}<br>AUROC %{x:.2f} (%{customdata[0]})<br>%{customdata[1]} ECGs "
            "outside the limit, %{customdata[2]} patients<extra></extra>"
        ),
    )


def _span(labs: Sequence[LabPoint]) -> list[float]:
    ends = [end for lab in labs for end in lab.auroc_ci or ()]
    return [min([0.4, *ends]) - 0.02, max([0.7, *ends]) + 0.02]
