"""One row of the sheet: its traces, the room they need, and where its labels go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

PIXEL_MM = 25.4 / 96
"""A CSS pixel is 1/96 inch."""

MAX_SAMPLES = 5000
"""Per lead and window: up to here every sample is drawn, beyond it the extremes of each
pixel column."""

LIMIT_MM = 40.0
"""A trace is cut this far from its baseline, or one artefact fills a metre of paper."""

STEP_MM = 5.0
AIR_MM = 1.0
"""Rows grow by whole steps as soon as less than this is left above or below a trace."""

CLEARANCE_MM = 2.0
"""A label keeps this distance from every trace of its row, if any place allows it."""

LABEL_MOVES = ((0, 0), (0, -3), (3, 0), (3, -3), (6, 0), (0, -6), (6, -3), (9, 0))
"""Where to try a label, in mm from the row's top left corner, until it stands free."""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """
    A piece of one lead, evenly sampled.

    Attributes
    ----------
    lead : str
        As it is labelled: from `LEADS`, with a minus sign where it is inverted.
    x0, dx : float
        Place of the first sample and distance to the next, in mm.
    y : numpy.ndarray of shape (n_samples,), float32
        Height in mm; NaN is a gap.
    """

    lead: str
    x0: float
    dx: float
    y: NDArray[np.float32]

    def lifted(self, baseline: float) -> Self:
        """Return the same strip around another baseline (mm)."""
        return replace(self, y=self.y + np.float32(baseline))


class RowLabel(NamedTuple):
    """A lead's name: left edge and middle height in mm from the row's baseline."""

    lead: str
    x: float
    y: float


class Row(NamedTuple):
    """
    One row of the sheet, with its baseline at y = 0.

    Attributes
    ----------
    strips : tuple of Strip
        From left to right.
    labels : tuple of RowLabel
        One per strip.
    borders : tuple of float
        Where each strip begins, in mm.
    above, below : float
        Room the row needs on either side of the baseline, in mm.
    cut, empty : tuple of str
        Leads that were cut at `LIMIT_MM`, and leads without any value.
    """

    strips: tuple[Strip, ...]
    labels: tuple[RowLabel, ...]
    borders: tuple[float, ...]
    above: float
    below: float
    cut: tuple[str, ...]
    empty: tuple[str, ...]


def draw_row(
    traces: Mapping[str, NDArray[np.float32]],
    *,
    mm_per_sample: float,
    left: float,
    half_height: float,
    every_sample: bool = False,
    limit_mm: float = LIMIT_MM,
) -> Row:
    """
    Share the time of a row among its leads.

    Parameters
    ----------
    traces : mapping of str to numpy.ndarray of shape (n_samples,), float32
        Height in mm over the whole window, for each lead from left to right.
    mm_per_sample : float
        Paper speed over sampling frequency.
    left : float
        Where the window begins, in mm.
    half_height : float
        Room on either side of the baseline unless a trace needs more, in mm.
    every_sample : bool
        Whether more than `MAX_SAMPLES` are drawn too.
    limit_mm : float
        Where a trace is cut, in mm from the baseline.

    Returns
    -------
    Row
        Around a baseline at 0.
    """
    strips = []
    borders = []
    for place, (lead, trace) in enumerate(traces.items()):
        begin, end = (-(-(place + more) * trace.size // len(traces)) for more in (0, 1))
        x0 = left + begin * mm_per_sample
        reduced = trace.size > MAX_SAMPLES and not every_sample
        strips.append(
            _strip(lead, trace[begin:end], x0=x0, dx=mm_per_sample, reduced=reduced)
        )
        borders.append(x0)
    cut = tuple(s.lead for s in strips if np.any(np.abs(s.y) > limit_mm))
    empty = tuple(s.lead for s in strips if not np.isfinite(s.y).any())
    shown = tuple(replace(s, y=np.clip(s.y, -limit_mm, limit_mm)) for s in strips)
    above = _room(half_height, [s.y for s in shown])
    below = _room(half_height, [-s.y for s in shown])
    labels = tuple(
        _place_label(strip.lead, border + 1.0, above, shown)
        for strip, border in zip(shown, borders, strict=True)
    )
    return Row(shown, labels, tuple(borders), above, below, cut, empty)


def _strip(
    lead: str, trace: NDArray[np.float32], *, x0: float, dx: float, reduced: bool
) -> Strip:
    per_pixel = int(PIXEL_MM / dx)
    if not reduced or per_pixel < 3:
        return Strip(lead=lead, x0=x0, dx=dx, y=trace)
    y = extremes(trace, per_pixel)
    # Two points per bin of `per_pixel` samples, each in the middle of its half.
    return Strip(
        lead=lead, x0=x0 + (per_pixel / 4 - 0.5) * dx, dx=dx * per_pixel / 2, y=y
    )


def extremes(trace: NDArray[np.float32], per_bin: int) -> NDArray[np.float32]:
    """
    Keep the lowest and the highest sample of each bin, so that no R wave loses height.

    Parameters
    ----------
    trace : numpy.ndarray of shape (n_samples,), float32
        Any unit; NaN counts only where a bin holds nothing else.
    per_bin : int
        Samples per bin; the last bin may hold fewer.

    Returns
    -------
    numpy.ndarray of shape (2 * ceil(n_samples / per_bin),), float32
        Two values per bin, the falling bins high to low, the others low to high.

    Examples
    --------
    >>> extremes(np.array([0, 5, 1, 2, 9, 3, -4, 0], np.float32), 4).tolist()
    [0.0, 5.0, 9.0, -4.0]
    """
    missing = -trace.size % per_bin
    padded = np.concatenate([trace, np.full(missing, np.nan, np.float32)])
    bins = padded.reshape(-1, per_bin)
    low, high = np.fmin.reduce(bins, axis=1), np.fmax.reduce(bins, axis=1)
    falling = bins[:, 0] > bins[:, -1]
    pairs = (np.where(falling, high, low), np.where(falling, low, high))
    return np.stack(pairs, axis=1, dtype=np.float32).ravel()


def _room(half_height: float, heights: list[NDArray[np.float32]]) -> float:
    highest = max(
        (float(np.fmax.reduce(height)) for height in heights if height.size),
        default=0.0,
    )
    needed = highest + AIR_MM
    return max(half_height, STEP_MM * float(np.ceil(needed / STEP_MM)))


def _place_label(
    lead: str, x: float, above: float, strips: tuple[Strip, ...]
) -> RowLabel:
    y = above - 3.0
    gaps = {}
    for right, up in LABEL_MOVES:
        place = RowLabel(lead, x + right, y + up)
        gaps[place] = min(_clearance(place, strip) for strip in strips)
        if gaps[place] >= CLEARANCE_MM:
            return place
    return max(gaps, key=gaps.__getitem__)


def _clearance(label: RowLabel, strip: Strip) -> float:
    """
    Distance in mm from a label's box to the nearest line between two samples.

    Only lines up to `CLEARANCE_MM` aside are looked at: infinity if there is none.
    """
    # 14 px letters: about 2.3 mm wide and 3 mm high.
    left, right = label.x, label.x + 2.3 * len(label.lead)
    low, high = label.y - 1.5, label.y + 1.5
    first = max(int((left - CLEARANCE_MM - strip.x0) / strip.dx) - 1, 0)
    last = max(int((right + CLEARANCE_MM - strip.x0) / strip.dx) + 2, 0)
    y = strip.y[first : last + 1]
    x = strip.x0 + strip.dx * np.arange(first, first + y.size)
    aside = np.maximum(np.maximum(left - x[1:], x[:-1] - right), 0)
    bottom, top = np.minimum(y[1:], y[:-1]), np.maximum(y[1:], y[:-1])
    apart = np.maximum(np.maximum(bottom - high, low - top), 0)
    gaps = np.hypot(aside, apart)
    return float(np.min(gaps[np.isfinite(gaps)], initial=np.inf))
