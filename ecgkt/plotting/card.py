"""The model card's figures: calibration, ROC curves, and AUROC with its intervals."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from ecgkt.plotting.card_style import (
    NEUTRAL,
    add_intervals,
    axis,
    empty_figure,
    list_layout,
    series_style,
)
from ecgkt.results.model_card import LabelFigures
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES

_DIAGNOSES = {diagnosis.code: diagnosis for diagnosis in DIAGNOSES}

SHARE = {"range": [-0.02, 1.02], "tickformat": ".0%"}
"""Axis from 0 to 100 %."""

CURVES_PX = 520
"""Height of the curves of a few labels."""

ROW_PX = 22
"""Height of one label in the list of intervals."""

HEAD_PX = 160
"""Above that list: legend, axis title and tick labels."""


def plot_calibration(
    labels: Sequence[LabelFigures], *, height: int = CURVES_PX
) -> go.Figure:
    """
    Draw observed against predicted frequency, and the number of ECGs behind each point.

    Parameters
    ----------
    labels : sequence of LabelFigures
        Super-classes, or any few statements; those without bins are left out.
    height : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Above the reliability curves, below the ECGs per bin on a logarithmic axis. The
        curve of a single label has no legend.
    """
    figure = empty_figure(height=height)
    _add_diagonal(figure, "Perfect")
    for place, label in enumerate(label for label in labels if label.reliability):
        predicted, observed, counts = zip(*label.reliability, strict=True)
        style = series_style(place)
        figure.add_scatter(
            x=predicted,
            y=observed,
            customdata=counts,
            hovertemplate=(
                "predicted %{x:.1%}<br>observed %{y:.1%}<br>%{customdata} ECGs"
            ),
            name=_name_of(label),
            mode="lines+markers",
            legendgroup=label.code,
            **style,
        )
        figure.add_scatter(
            x=predicted,
            y=counts,
            yaxis="y2",
            mode="markers",
            legendgroup=label.code,
            showlegend=False,
            hovertemplate="%{y} ECGs around %{x:.1%}<extra></extra>",
            marker=style["marker"],
        )
    return figure.update_layout(
        xaxis=axis("Predicted probability", anchor="y2", **SHARE),
        yaxis=axis("Observed share", domain=[0.34, 1], **SHARE),
        yaxis2=axis("ECGs per bin", type="log", domain=[0, 0.24], dtick=1),
        showlegend=len(labels) > 1,
    )


def plot_roc(labels: Sequence[LabelFigures], *, height: int = CURVES_PX) -> go.Figure:
    """
    Draw ROC curves with the operating points that the thresholds chose.

    Parameters
    ----------
    labels : sequence of LabelFigures
        Those without a stored curve are left out.
    height : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        AUROC and its 95 % interval stand in the legend, which one curve has not.
    """
    figure = empty_figure(height=height)
    _add_diagonal(figure, "Chance")
    for place, label in enumerate(label for label in labels if label.roc):
        false_positives, true_positives = zip(*label.roc, strict=True)
        style = series_style(place)
        figure.add_scatter(
            x=false_positives,
            y=true_positives,
            mode="lines",
            name=f"{_name_of(label)}: {_auroc_text(label)}",
            legendgroup=label.code,
            line=style["line"],
            hovertemplate="1 − specificity %{x:.1%}<br>sensitivity %{y:.1%}",
        )
        if label.sensitivity is None or label.specificity is None:
            continue
        figure.add_scatter(
            x=[1 - label.specificity],
            y=[label.sensitivity],
            mode="markers",
            name="operating point",
            legendgroup=label.code,
            showlegend=False,
            marker={**style["marker"], "size": 13},
            hovertemplate=(
                "at the shipped threshold:<br>1 − specificity %{x:.1%}<br>"
                "sensitivity %{y:.1%}"
            ),
        )
    return figure.update_layout(
        xaxis=axis("1 − specificity", **SHARE),
        yaxis=axis("Sensitivity", **SHARE),
        showlegend=len(labels) > 1,
    )


def plot_auroc_intervals(labels: Sequence[LabelFigures]) -> go.Figure:
    """
    List AUROC with its 95 % interval, best label first, coloured by group.

    Parameters
    ----------
    labels : sequence of LabelFigures
        Statements; those without both classes have no AUROC and are left out. Those not
        validated (too few positives) are grey and hollow.

    Returns
    -------
    plotly.graph_objects.Figure
        As high as it has labels.
    """
    measured = [label for label in labels if label.auroc is not None]
    ordered = sorted(measured, key=lambda label: label.auroc or 0)
    figure = empty_figure(height=ROW_PX * len(ordered) + HEAD_PX)
    for place, (group, title) in enumerate(GROUPS.items()):
        members = [
            label
            for label in ordered
            if label.validated and _DIAGNOSES[label.code].group == group
        ]
        _add_labels(figure, members, title, series_style(place)["marker"])
    hollow = {"symbol": "circle-open", "color": NEUTRAL, "size": 9}
    few = [label for label in ordered if not label.validated]
    _add_labels(figure, few, "Not validated (few positives)", hollow)
    return figure.update_layout(
        xaxis=axis(
            "AUROC (95 % interval)",
            range=[_lowest(ordered), 1.005],
            side="top",
            dtick=0.1,
        ),
        **list_layout([_row_name(label) for label in ordered], head_px=HEAD_PX),
    )


def _add_diagonal(figure: go.Figure, name: str) -> None:
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=name,
        hoverinfo="skip",
        line={"color": NEUTRAL, "width": 1, "dash": "dash"},
    )


def _add_labels(
    figure: go.Figure, labels: list[LabelFigures], title: str, marker: dict[str, Any]
) -> None:
    add_intervals(
        figure,
        labels,
        marker=marker,
        y=[_row_name(label) for label in labels],
        name=title,
        customdata=[[_auroc_text(label), label.positives] for label in labels],
        hovertemplate="%{y}<br>%{customdata[0]}<br>%{customdata[1]} positives",
    )


def _lowest(labels: list[LabelFigures]) -> float:
    ends = [label.auroc_ci[0] for label in labels if label.auroc_ci]
    return min([0.4, *(end - 0.02 for end in ends)])


def _row_name(label: LabelFigures) -> str:
    return f"{_name_of(label)} ({label.code})"


def _name_of(label: LabelFigures) -> str:
    """Return what a clinician reads; KeyError if `vocab` does not know the code."""
    return SUPERCLASSES.get(label.code) or _DIAGNOSES[label.code].name


def _auroc_text(label: LabelFigures) -> str:
    """Return AUROC and its interval in words."""
    if label.auroc is None:
        return "AUROC not measured"
    if label.auroc_ci is None:
        return f"AUROC {label.auroc:.3f}"
    low, high = label.auroc_ci
    return f"AUROC {label.auroc:.3f} ({low:.3f}–{high:.3f})"
