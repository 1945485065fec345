"""An explanation becomes bands over the sheet."""

import numpy as np

from ecgkt.plotting.overlay import Band, Overlay
from ecgkt.types.explanation import BIN_S, Explanation


def saliency_overlay(
    explanation: Explanation,
    *,
    start_s: float = 0.0,
    caption: tuple[str, ...] = (),
    why_grey: str = "",
    is_averaged: bool = True,
    is_trace_coloured: bool = False,
    full_colour: float | None = None,
) -> Overlay:
    """
    Lay one explanation over the sheet.

    Parameters
    ----------
    explanation : Explanation
        As the worker gave it.
    start_s : float
        First second of those that were scored.
    caption : tuple of str
        Lines to print with it.
    why_grey : str
        "not checked" or "failed its checks"; empty if the method passed them for this
        score.
    is_averaged : bool
        Whether every beat shows the mean over the beats.
    is_trace_coloured : bool
        Whether the traces are coloured, too.
    full_colour : float, optional
        Log odds of a bin in full colour; the map's own largest if left out.

    Returns
    -------
    Overlay
        With the target as title, and one band for each lead that the model reads, and
        none for the others; no band at all for an empty map, which is not stretched
        into one.
    """
    bands, scale = explanation.bands, explanation.scale
    if is_averaged:
        bands, scale = explanation.beat_bands, explanation.beat_scale
    share = scale / full_colour if full_colour else 1.0
    values = np.clip(bands * share, -1, 1).astype(np.float32)
    is_empty = explanation.empty_reason or not scale
    drawn = () if is_empty else zip(explanation.leads, values, strict=True)
    return Overlay(
        bands=tuple(Band(lead, start_s, BIN_S, row) for lead, row in drawn),
        is_trace_coloured=is_trace_coloured,
        why_grey=why_grey,
        title=f"{explanation.target.key} {explanation.method}",
        caption=caption,
    )
