"""Samples as SVG paths that stay small: whole steps from one sample to the next."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.strips import LIMIT_MM

UNIT_MM = 0.025
"""Heights are drawn in this step: a tenth of a pixel, 2.5 µV at 10 mm/mV."""

# From one edge of what a row may show to the other, and one more for rounding.
_HIGHEST = int(2 * LIMIT_MM / UNIT_MM) + 1
# One sample on, by so many steps; made once, for a sheet has 60,000 of them. A negative
# step finds its place from the end.
_MOVES = [f" 1 {step}" for step in range(_HIGHEST + 1)] + [
    f" 1{step}" for step in range(-_HIGHEST, 0)
]


def paths_of(heights: NDArray[np.float32], levels: NDArray[np.int64]) -> dict[int, str]:
    """
    Join neighbouring samples by lines, one path per level of the lines.

    Parameters
    ----------
    heights : numpy.ndarray of shape (n_samples,), float32
        In mm; NaN is a gap.
    levels : numpy.ndarray of shape (n_samples - 1,), int64
        Of the line from each sample to the next.

    Returns
    -------
    dict of int to str
        SVG paths; x in samples, y in `UNIT_MM`, upwards. A sample between two gaps is a
        dot of level 0. Levels without a line are missing.

    Examples
    --------
    >>> paths_of(np.array([0, 0.05, -0.05, np.nan], np.float32), np.zeros(3, np.int64))
    {0: 'M0 0l1 2 1-4'}
    """
    valid = np.isfinite(heights)
    steps = np.rint(np.where(valid, heights, 0) / UNIT_MM).astype(np.int64)
    moves = np.diff(steps)
    paths: dict[int, list[str]] = {}
    # The gaps get a level of their own, which is left out.
    gap = int(levels.min(initial=0)) - 1
    for level, first, last in runs(np.where(valid[1:] & valid[:-1], levels, gap)):
        if level != gap:
            line = "".join(map(_MOVES.__getitem__, moves[first:last].tolist()))
            paths.setdefault(level, []).append(f"M{first} {steps[first]}l{line[1:]}")
    beside = np.append(valid[1:], False) | np.append(False, valid[:-1])
    for place in np.flatnonzero(valid & ~beside):
        paths.setdefault(0, []).append(f"M{place} {steps[place]}h0")
    return {level: "".join(parts) for level, parts in paths.items()}


def runs(levels: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """
    Find the stretches of one level.

    Parameters
    ----------
    levels : numpy.ndarray of shape (n,), int64
        Anything.

    Yields
    ------
    tuple of three int
        Level, first place of the stretch and the place after its last.

    Examples
    --------
    >>> list(runs(np.array([4, 4, 0])))
    [(4, 0, 2), (0, 2, 3)]
    """
    if levels.size:
        inner = (np.flatnonzero(np.diff(levels)) + 1).tolist()
        edges = [0, *inner, levels.size]
        yield from zip(levels[edges[:-1]].tolist(), edges[:-1], edges[1:], strict=True)
