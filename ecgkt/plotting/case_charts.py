"""Charts of one label at a threshold: histogram, ROC, precision, calibration, map."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from ecgkt.plotting.card_style import NEUTRAL, PALETTE, axis, empty_figure
from ecgkt.results.cases.view import LabelView

HEIGHT = 270
WITH, WITHOUT = PALETTE[3], PALETTE[0]
"""Colours of ECGs that carry the label, and of those that do not."""
SHARE = {"range": [-0.02, 1.02], "tickformat": ".0%"}
TICKS = (0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
EDGES = np.linspace(-10, 7.5, 51)
"""Of the histogram, in log odds."""
MAP_LIMIT = 4000
"""Right negatives drawn on a map: more of them only hide the others."""
KINDS = (
    ("Right, without it", WITHOUT, "circle", 4, 0.25),
    ("Right, with it", PALETTE[2], "circle", 6, 0.7),
    ("False alarm", PALETTE[1], "diamond", 8, 0.9),
    ("Missed", WITH, "x", 8, 0.95),
)
"""Title, colour, symbol, size and opacity of the dots of a map."""


def plot_scores(view: LabelView, threshold: float) -> go.Figure:
    """
    Draw how many ECGs with and without the label have which score.

    Parameters
    ----------
    view : LabelView
        The label and its rows.
    threshold : float
        Calibrated probability: a line is drawn there.

    Returns
    -------
    plotly.graph_objects.Figure
        Shares of each class, over the logarithm of the odds.
    """
    figure = empty_figure(height=HEIGHT)
    odds = _log_odds(view.probabilities).clip(EDGES[0], EDGES[-1])
    middles = (EDGES[1:] + EDGES[:-1]) / 2
    for name, mask, color in (
        ("without it", ~view.truth, WITHOUT),
        ("with it", view.truth, WITH),
    ):
        counts, _ = np.histogram(odds[mask], EDGES)
        figure.add_bar(
            x=middles,
            y=counts / max(1, int(mask.sum())),
            customdata=counts,
            name=f"{int(mask.sum())} {name}",
            marker={"color": color, "opacity": 0.6, "line": {"width": 0}},
            hovertemplate="%{customdata} ECGs, %{y:.1%}",
        )
    line = float(_log_odds(np.array([threshold])).clip(EDGES[0], EDGES[-1])[0])
    figure.add_vline(x=line, line={"color": NEUTRAL, "width": 2, "dash": "dash"})
    ticks = _log_odds(np.array(TICKS)).tolist()
    return figure.update_layout(
        barmode="overlay",
        bargap=0,
        xaxis=axis(
            "Calibrated probability",
            tickvals=ticks,
            ticktext=[f"{100 * tick:g} %" for tick in TICKS],
        ),
        yaxis=axis("Share of each", tickformat=".0%"),
        legend={"y": 1.02, "yanchor": "bottom"},
    )


def plot_roc_at(view: LabelView, threshold: float) -> go.Figure:
    """Draw the ROC curve, and where the threshold lies on it."""
    figure = empty_figure(height=HEIGHT)
    cost, curve = view.cost(threshold), view.roc()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": NEUTRAL, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=curve.x,
        y=curve.y,
        mode="lines",
        line={"color": WITHOUT, "width": 2},
        hovertemplate="1 − specificity %{x:.1%}<br>sensitivity %{y:.1%}<extra></extra>",
    )
    sensitivity, specificity = cost.sensitivity.value, cost.specificity.value
    if sensitivity is not None and specificity is not None:
        _add_point(figure, 1 - specificity, sensitivity)
    return figure.update_layout(
        showlegend=False,
        xaxis=axis("1 − specificity", **SHARE),
        yaxis=axis("Sensitivity", **SHARE),
    )


def plot_precision_at(view: LabelView, threshold: float) -> go.Figure:
    """Draw precision over recall, and where the threshold lies on it."""
    figure = empty_figure(height=HEIGHT)
    cost, curve = view.cost(threshold), view.precision_recall()
    figure.add_scatter(
        x=curve.x,
        y=curve.y,
        mode="lines",
        line={"color": WITHOUT, "width": 2},
        hovertemplate="sensitivity %{x:.1%}<br>PPV %{y:.1%}<extra></extra>",
    )
    called = cost.true_positives + cost.false_positives
    if called and cost.sensitivity.value is not None:
        _add_point(figure, cost.sensitivity.value, cost.true_positives / called)
    return figure.update_layout(
        showlegend=False,
        xaxis=axis("Sensitivity", **SHARE),
        yaxis=axis("PPV, as in these ECGs", **SHARE),
    )


def plot_reliability_at(view: LabelView, threshold: float) -> go.Figure:
    """Draw observed over predicted frequency; a line marks the threshold."""
    figure = empty_figure(height=HEIGHT)
    bins = view.bins()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": NEUTRAL, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[one.mean_probability for one in bins],
        y=[one.observed for one in bins],
        customdata=[one.n for one in bins],
        mode="lines+markers",
        line={"color": WITHOUT, "width": 2},
        hovertemplate="predicted %{x:.1%}<br>observed %{y:.1%}<br>%{customdata} ECGs"
        "<extra></extra>",
    )
    figure.add_vline(x=threshold, line={"color": NEUTRAL, "width": 2, "dash": "dash"})
    return figure.update_layout(
        showlegend=False,
        xaxis=axis("Predicted probability", **SHARE),
        yaxis=axis("Observed share", **SHARE),
    )


def plot_map(view: LabelView, threshold: float) -> go.Figure:
    """
    Draw every ECG where the encoder sees it, coloured by what became of it.

    Parameters
    ----------
    view : LabelView
        The label and its rows.
    threshold : float
        Calibrated probability.

    Returns
    -------
    plotly.graph_objects.Figure
        Each dot's custom data is the number of its row in the table.
    """
    figure = empty_figure(height=560)
    kind = 2 * (view.called(threshold) != view.truth) + view.truth
    points = view.columns.points[view.rows]
    for number, (title, color, symbol, size, opacity) in enumerate(KINDS):
        places = np.flatnonzero((kind == number) & ~np.isnan(points[:, 0]))
        n = len(places)
        if number == 0 and n > MAP_LIMIT:
            places = places[np.linspace(0, n - 1, MAP_LIMIT).astype(int)]
        figure.add_scattergl(
            x=points[places, 0],
            y=points[places, 1],
            customdata=view.rows[places],
            mode="markers",
            name=f"{title} ({n})",
            marker={
                "color": color,
                "symbol": symbol,
                "size": size,
                "opacity": opacity,
            },
            hovertemplate=f"{title}<extra></extra>",
        )
    bare = {"showticklabels": False, "showgrid": False}
    return figure.update_layout(
        xaxis=axis(None, **bare),
        yaxis=axis(None, **bare),
        dragmode="pan",
        clickmode="event+select",
        legend={"y": 1.02, "yanchor": "bottom"},
    )


def _log_odds(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    inside = probabilities.astype(np.float64).clip(1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)))


def _add_point(figure: go.Figure, x: float, y: float) -> None:
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={
            "color": WITH,
            "size": 11,
            "symbol": "diamond",
            "line": {"color": "white", "width": 1},
        },
        hovertemplate="at the threshold<extra></extra>",
    )
