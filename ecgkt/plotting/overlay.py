"""What is laid over a sheet: what a finding measured, bands of an attribution."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Span(NamedTuple):
    """A stretch of one lead to point at: from and to in seconds of the recording."""

    lead: str
    start: float
    end: float


Shape = Literal[
    "bracket",
    "interval",
    "level",
    "peak",
    "note",
    "spike",
    "beat",
    "Q",
    "R",
    "S",
    "QRS",
]
"""How a mark is drawn: over one beat of a lead a bracket, a dot at the end of its
stretch, a dot at its highest or deepest point, words alone, a bracket under a Q, or an
upright one from the level before it to the top of R or the depth of S, or from one to
the other (QRS); in every place an interval, a spike's tick or a beat's arrow."""
REPEATED: frozenset[Shape] = frozenset({"interval", "spike", "beat"})
"""Shapes that are drawn wherever they are, and not once for each lead."""


class Mark(NamedTuple):
    """
    A measured thing to draw on one lead.

    Attributes
    ----------
    shape : str
        How it is drawn.
    lead : str
        From `LEADS`.
    start, end : float
        Where it was measured, seconds of the recording.
    text : str
        Its value; may be empty.
    """

    shape: Shape
    lead: str
    start: float
    end: float
    text: str = ""


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
    marks : tuple of Mark
        What the same finding measured.
    title : str
        Names what is shown; empty if nothing is.
    bands : tuple of Band
        Of one attribution.
    is_trace_coloured : bool
        Whether bands colour the traces, too.
    why_grey : str
        What keeps the attribution from its colours, in two or three words; empty if it
        passed its checks for this target.
    caption : tuple of str
        Lines to print with it, what it must not be taken for among them.
    """

    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    title: str = ""
    bands: tuple[Band, ...] = ()
    is_trace_coloured: bool = False
    why_grey: str = ""
    caption: tuple[str, ...] = ()


def join_overlays(moved: Overlay | None, pointed: Overlay | None) -> Overlay | None:
    """
    Lay what a finding shows and the bands of an attribution over one sheet.

    Parameters
    ----------
    moved : Overlay or None
        With bands, their style and their caption.
    pointed : Overlay or None
        With what a finding shows, and a caption.

    Returns
    -------
    Overlay or None
        None if there is neither.
    """
    if moved is None or pointed is None:
        return moved or pointed
    caption = (*pointed.caption, *moved.caption)
    return replace(
        moved,
        spans=pointed.spans,
        marks=pointed.marks,
        title=f"{pointed.title} {moved.title}",
        caption=caption,
    )
