"""What happens to recordings that are no ordinary ECG, as bars."""

import plotly.graph_objects as go

from ecgkt.plotting.card_style import NEUTRAL, PALETTE, axis, empty_figure, list_layout
from ecgkt.results.ood import ForeignRow, OodTable
from ecgkt.vocab.foreign_kinds import FOREIGN_NAMES

ROW_PX = 26
HEAD_PX = 110
FATES = ("Refused by the gates", "Scored with a warning", "Scored without a word")


def plot_foreign_kinds(table: OodTable) -> go.Figure:
    """
    Draw the share of each kind that is refused, warned of, or passes unnoticed.

    Parameters
    ----------
    table : OodTable
        With a row per kind.

    Returns
    -------
    plotly.graph_objects.Figure
        One bar per kind, the first kind on top; each adds up to 1.
    """
    rows = tuple(reversed(table.rows))
    names = [FOREIGN_NAMES[row.kind] for row in rows]
    figure = empty_figure(height=ROW_PX * len(rows) + HEAD_PX)
    shares = zip(*map(_fates, rows), strict=True)
    colours = (PALETTE[0], PALETTE[1], NEUTRAL)
    for fate, colour, lengths in zip(FATES, colours, shares, strict=True):
        figure.add_bar(
            x=lengths,
            y=names,
            orientation="h",
            name=fate,
            marker={"color": colour},
            hovertemplate="%{y}<br>" + fate.lower() + " %{x:.1%}<extra></extra>",
        )
    return figure.update_layout(
        barmode="stack",
        xaxis=axis("Recordings", range=[0, 1], tickformat=".0%", side="top"),
        **list_layout(names, head_px=HEAD_PX - 20),
    )


def _fates(row: ForeignRow) -> tuple[float, float, float]:
    refused, noticed = row.refused.share or 0.0, row.noticed.share or 0.0
    return refused, noticed - refused, 1 - noticed
