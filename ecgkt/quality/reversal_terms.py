"""What tells an exchanged electrode: signs and likeness of leads, wave by wave."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgkt.types.record import Floats
from ecgkt.vocab.leads import LEADS

TERM_FS = 100
"""Hz; enough for signs and shapes, and the same at every rate of recording."""
BEFORE, AFTER = 0.30, 0.50
"""Seconds of a beat before and after R."""
LEVEL = (-0.10, -0.05)
"""Seconds from R whose median is the level of a beat."""
WAVES = {
    "p": (-0.24, -0.10),
    "qrs": (-0.06, 0.09),
    "start": (-0.06, 0.0),
    "t": (0.14, 0.41),
}
"""Seconds from R; "start" is the first half of QRS."""
FLOOR = {"p": 0.02, "qrs": 0.05, "start": 0.05, "t": 0.02}
"""mV rms that count as nothing: below it a wave, as P in fibrillation, says little."""
MIN_BEATS = 3
"""Fewer have no typical beat."""


class Term(NamedTuple):
    """
    One number about a typical beat.

    Attributes
    ----------
    wave : str
        Key of `WAVES`.
    kind : str
        "area": mean over rms, the wave's sign; "up": height above over height above and
        below; "like": cosine of two leads; "larger": logarithm of their rms ratio.
    first, second : str
        Leads; `second` is "-" where one is enough.
    """

    wave: str
    kind: str
    first: str
    second: str


def typical_beat(leads: Floats, fs: float, peaks: Floats) -> Floats | None:
    """
    Take the median of the beats at `TERM_FS`.

    Parameters
    ----------
    leads : numpy.ndarray of shape (8, n_samples), float64
        Independent leads in mV without baseline wander.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    numpy.ndarray of shape (8, 80), float64, or None
        mV above the level before QRS; None if too few beats lie wholly inside.
    """
    grid = np.arange(-round(BEFORE * TERM_FS), round(AFTER * TERM_FS)) / TERM_FS
    times = np.arange(leads.shape[1]) / fs
    inside = (peaks + grid[0] >= 0) & (peaks + grid[-1] <= times[-1])
    if inside.sum() < MIN_BEATS:
        return None
    # The mean over one new sample stands in for the filter before decimation.
    smooth = uniform_filter1d(leads, max(1, round(fs / TERM_FS)), axis=1)
    beats = np.stack(
        [
            [np.interp(peak + grid, times, lead) for lead in smooth]
            for peak in peaks[inside]
        ]
    )
    level = np.median(beats[:, :, _window(LEVEL)], axis=2, keepdims=True)
    beat: Floats = np.median(beats - level, axis=0)
    return beat


def twelve_leads(beats: NDArray[np.floating]) -> Floats:
    """Complete (..., 8, n_samples) of independent leads to (..., 12, n_samples)."""
    i, ii = beats[..., 0, :], beats[..., 1, :]
    derived = np.stack([i, ii, ii - i, -(i + ii) / 2, i - ii / 2, ii - i / 2], axis=-2)
    return np.concatenate([derived, beats[..., 2:, :]], axis=-2)


def term_value(beats: Floats, term: Term) -> Floats:
    """
    Compute one term of many typical beats.

    Parameters
    ----------
    beats : numpy.ndarray of shape (..., 12, 80), float64
        What `twelve_leads` made of typical beats.
    term : Term
        Which.

    Returns
    -------
    numpy.ndarray of shape (...,), float64
        Without unit.
    """
    window = _window(WAVES[term.wave])
    first = beats[..., LEADS.index(term.first), window]
    if term.kind == "up":
        above, below = first.max(axis=-1), -first.min(axis=-1)
        return np.asarray((above - below) / (above + below + FLOOR[term.wave]))
    size = _rms(first) + FLOOR[term.wave]
    if term.kind == "area":
        return np.asarray(first.mean(axis=-1) / size)
    second = beats[..., LEADS.index(term.second), window]
    other = _rms(second) + FLOOR[term.wave]
    if term.kind == "larger":
        return np.asarray(np.log(size / other))
    return np.asarray((first * second).mean(axis=-1) / (size * other))


def _window(span: tuple[float, float]) -> slice:
    return slice(*(round((BEFORE + second) * TERM_FS) for second in span))


def _rms(values: Floats) -> Floats:
    return np.asarray(np.sqrt((values**2).mean(axis=-1)))
