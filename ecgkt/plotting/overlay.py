"""What is laid over the traces of a sheet: spans of a finding, bands of a saliency."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Span(NamedTuple):
    """A stretch of one lead to point at: from and to in seconds of the recording."""

    lead: str
    start: float
    end: float


class Band(NamedTuple):
    """
    Signed shares along one lead.

    Attributes
    ----------
    lead : str
        From `LEADS`.
    start, step : float
        Seconds of the recording at which the first bin begins, and width of a bin.
    values : numpy.ndarray of shape (n_bins,), float32
        -1 to 1: pushes the score down or up.
    """

    lead: str
    start: float
    step: float
    values: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """
    Everything over one sheet; empty parts draw nothing.

    Attributes
    ----------
    spans : tuple of Span
        Of one finding.
    bands : tuple of Band
        Of one attribution.
    is_trace_coloured : bool
        Whether bands colour the traces themselves instead of the paper behind them.
    is_greyed : bool
        Whether the attribution failed its checks for this target.
    caption : tuple of str
        Lines to print with it, what it must not be taken for among them.
    """

    spans: tuple[Span, ...] = ()
    bands: tuple[Band, ...] = ()
    is_trace_coloured: bool = False
    is_greyed: bool = False
    caption: tuple[str, ...] = ()


def join_overlays(moved: Overlay | None, pointed: Overlay | None) -> Overlay | None:
    """
    Lay the stretches of a finding and the bands of an attribution over one sheet.

    Parameters
    ----------
    moved : Overlay or None
        With bands, their style and their caption.
    pointed : Overlay or None
        With spans, and a caption.

    Returns
    -------
    Overlay or None
        None if there is neither.
    """
    if moved is None or pointed is None:
        return moved or pointed
    caption = (*pointed.caption, *moved.caption)
    return replace(moved, spans=pointed.spans, caption=caption)
