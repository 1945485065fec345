"""From the points of lines to samples at even times."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.io.pdf.strips import Strip
from ecgkt.types.record import Floats

STEP_OFF = 0.35
"""Share of a step by which a rounded place may lie beside an even one."""
MAX_GAPS = 0.05
"""Of an even trace so many steps at most bridge a gap; of a trace whose equal heights
were merged, many more."""
ROUNDED = 5e-4
"""A rate so near to a whole number is that number: places are rounded."""
UNEVEN_FS = 500.0
"""Hz on which merged points are put, unless their finest steps are longer."""
FINE_SHARE = 20
"""Per cent of the steps that count as the finest."""


class Sampled(NamedTuple):
    """
    Leads on one clock.

    Attributes
    ----------
    rows : dict of str to numpy.ndarray of shape (n_samples,), float64
        mV by lead, NaN outside its strip and in its gaps; all of one length.
    fs : float
        Hz.
    is_even : bool
        Whether each sample was a point of the print; else they lie between points.
    """

    rows: dict[str, Floats]
    fs: float
    is_even: bool


def sample_strips(strips: Sequence[Strip]) -> Sampled:
    """
    Put the strips of one page on one clock.

    Parameters
    ----------
    strips : sequence of Strip
        At least one, each of another lead.

    Returns
    -------
    Sampled
        At the rate of the points, where they are even and of one rate.
    """
    places = [_even_places(np.concatenate(strip.pieces)[:, 0]) for strip in strips]
    rates = [
        place[-1] / (strip.end_s - strip.start_s)
        for strip, place in zip(strips, places, strict=True)
        if place is not None
    ]
    is_even = len(rates) == len(strips) and max(rates) <= min(rates) * (1 + 2 * ROUNDED)
    fs = _whole(float(np.median(rates))) if is_even else _fine_rate(strips)
    n_samples = max(
        round(strip.start_s * fs) + round((strip.end_s - strip.start_s) * fs) + 1
        for strip in strips
    )
    rows = {}
    for strip, place in zip(strips, places, strict=True):
        row = np.full(n_samples, np.nan)
        first = round(strip.start_s * fs)
        if is_even and place is not None:
            row[first + place] = np.concatenate(strip.pieces)[:, 1]
        else:
            _interpolate(strip, row, fs)
        rows[strip.lead] = row
    return Sampled(rows, fs, is_even)


def _even_places(times: Floats) -> NDArray[np.int64] | None:
    """Count the steps to each point; None where they are uneven, but for gaps."""
    steps = np.diff(times)
    if not len(steps) or (step := float(np.median(steps))) <= 0:
        return None
    counts = np.round(steps / step)
    if np.any(counts < 1) or np.mean(counts > 1) > MAX_GAPS:
        return None
    places = np.concatenate(([0], np.cumsum(counts)))
    # Rounding adds up: the step is known better over the whole trace than between two.
    step = (times[-1] - times[0]) / places[-1]
    off = np.abs(times - times[0] - places * step) / step
    return places.astype(np.int64) if float(off.max()) <= STEP_OFF else None


def _whole(fs: float) -> float:
    return float(round(fs)) if abs(fs - round(fs)) <= ROUNDED * fs else fs


def _fine_rate(strips: Sequence[Strip]) -> float:
    """Return the rate of the finest steps, up to `UNEVEN_FS`."""
    steps = np.concatenate(
        [np.diff(piece[:, 0]) for strip in strips for piece in strip.pieces]
    )
    fine = float(np.percentile(steps[steps > 0], FINE_SHARE))
    return min(UNEVEN_FS, float(np.floor(1 / fine)))


def _interpolate(strip: Strip, row: Floats, fs: float) -> None:
    """Fill a row, in place, from the lines between points; not across gaps."""
    for piece in strip.pieces:
        first = int(np.ceil(piece[0, 0] * fs - STEP_OFF))
        last = min(int(np.floor(piece[-1, 0] * fs + STEP_OFF)), len(row) - 1)
        at = np.arange(first, last + 1)
        row[at] = np.interp(at / fs, piece[:, 0], piece[:, 1])
