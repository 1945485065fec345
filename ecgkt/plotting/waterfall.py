"""An exact opinion as figures: the sum lead by lead, and bands over the traces."""

import numpy as np
import plotly.graph_objects as go

from ecgkt.plotting.card_style import NEUTRAL, PALETTE, axis, empty_figure
from ecgkt.plotting.overlay import Band
from ecgkt.types.second_opinion import SecondOpinionReading

START, END = "no signal", "log-odds"
UP, DOWN = PALETTE[3], PALETTE[0]
"""Towards the statement and away from it: vermilion and blue are told apart by all."""


def plot_waterfall(opinion: SecondOpinionReading) -> go.Figure:
    """
    Draw the sum behind one statement, lead by lead.

    Parameters
    ----------
    opinion : SecondOpinionReading
        Of one recording.

    Returns
    -------
    plotly.graph_objects.Figure
        From the log-odds without a signal, over what each lead adds, to the result;
        each bar is labelled with its number, so that colour says nothing alone.
    """
    leads = list(opinion.leads)
    values = [opinion.constant, *opinion.leads.values(), opinion.log_odds]
    figure = empty_figure(height=320)
    figure.add_waterfall(
        x=[START, *leads, END],
        y=values,
        measure=["absolute", *["relative"] * len(leads), "total"],
        text=[f"{value:+.2f}" for value in values],
        textposition="outside",
        cliponaxis=False,
        increasing={"marker": {"color": UP}},
        decreasing={"marker": {"color": DOWN}},
        totals={"marker": {"color": NEUTRAL}},
        connector={"line": {"color": NEUTRAL, "width": 1, "dash": "dot"}},
        hovertemplate="%{x}: %{y:+.3f}<extra></extra>",
    )
    return figure.update_layout(
        showlegend=False,
        margin={"t": 24},
        xaxis=axis(None, showgrid=False),
        yaxis=axis("Log-odds", zeroline=True, zerolinecolor=NEUTRAL),
    )


def plot_bins(opinion: SecondOpinionReading) -> go.Figure:
    """
    Draw what each lead added and took away in each stretch of time.

    Parameters
    ----------
    opinion : SecondOpinionReading
        Of one recording.

    Returns
    -------
    plotly.graph_objects.Figure
        Leads from top to bottom, seconds from left to right; the page shows through
        where nothing was added.
    """
    bands = contribution_bands(opinion)
    leads = [band.lead for band in bands]
    values = np.array(
        [opinion.bins[band.lead][: len(band.values)] for band in bands], np.float32
    )
    limit = float(np.abs(values).max()) if values.size else 0.0
    figure = empty_figure(height=300)
    figure.add_heatmap(
        z=values,
        x=opinion.start_s + (np.arange(values.shape[-1]) + 0.5) * opinion.bin_s,
        y=leads,
        zmin=-limit,
        zmax=limit,
        zmid=0,
        colorscale=[[0, DOWN], [0.5, "rgba(128,128,128,0.08)"], [1, UP]],
        colorbar={"title": {"text": "log-odds"}, "thickness": 12},
        hovertemplate="%{y}, %{x:.2f} s: %{z:+.4f}<extra></extra>",
    )
    return figure.update_layout(
        margin={"t": 12},
        xaxis=axis("Seconds", showgrid=False),
        yaxis=axis(None, autorange="reversed", showgrid=False),
    )


def contribution_bands(opinion: SecondOpinionReading) -> tuple[Band, ...]:
    """
    Turn the contributions into bands to lie over the traces.

    Parameters
    ----------
    opinion : SecondOpinionReading
        Of one recording.

    Returns
    -------
    tuple of Band
        One per lead with contributions, in parts of the strongest bin of all leads;
        bins behind the end of a short recording, which repeat it, are left out.
    """
    n_bins = int(np.ceil(round(opinion.used_s / opinion.bin_s, 6)))
    rows = {
        lead: np.asarray(row[:n_bins], np.float32) for lead, row in opinion.bins.items()
    }
    strongest = max((float(np.abs(row).max()) for row in rows.values()), default=0.0)
    return tuple(
        Band(
            lead, opinion.start_s, opinion.bin_s, row / strongest if strongest else row
        )
        for lead, row in rows.items()
    )
