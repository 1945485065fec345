"""From the delineator's masks to waves: onset, peak and end in each lead."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.record import Floats

WAVES = ("p", "qrs", "t")
"""In the order of the delineator's masks."""
SEEN = 0.2
"""Where a mask stays below this, there is no part of a wave."""
HALF = 0.5
"""Boundaries lie where the mask crosses this share of its peak: for a certain wave,
where wave and no wave are equally likely."""


class WaveRule(NamedTuple):
    """
    What may be one wave.

    Attributes
    ----------
    min_length : float
        Seconds; what is shorter is no wave.
    max_gap : float
        Seconds; over a shorter gap, two parts are one wave.
    certainty : float
        What the mask must reach.
    """

    min_length: float
    max_gap: float
    certainty: float = SEEN


RULES = {
    # LUDB's shortest of 28,885 marked waves: P 32 ms, QRS 46 ms, T 56 ms.
    # Fibrillation and flutter look like weak P waves: at 0.2, 6.0 % of the P found on
    # LUDB's odd records were none, at 0.8 3.2 %, and of the marked ones 2.0 instead of
    # 1.1 % were missed (cross-validated masks).
    "p": WaveRule(0.030, 0.060, certainty=0.8),
    "qrs": WaveRule(0.035, 0.030),
    "t": WaveRule(0.050, 0.060),
}


class LeadWaves(NamedTuple):
    """
    The waves of one lead.

    Attributes
    ----------
    p, qrs, t : numpy.ndarray of shape (n_waves, 2), float64
        Onset and end in seconds, ascending; no row where there is no such wave.
    """

    p: Floats
    qrs: Floats
    t: Floats


NO_WAVES = LeadWaves(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 2)))


def find_waves(masks: NDArray[np.floating], fs: float) -> LeadWaves:
    """
    Read the waves of one lead off its masks.

    Boundaries lie between samples: the delineator has learned what share of a sample
    belongs to the wave. A QRS or T that is buried in noise has a low mask and is still
    reported, with the boundaries at half of what the mask reaches. Of several T between
    two QRS, the one with the largest mask is kept.

    Parameters
    ----------
    masks : numpy.ndarray of shape (3, n_samples), float
        Probabilities of P, QRS and T.
    fs : float
        Hz.

    Returns
    -------
    LeadWaves

    Raises
    ------
    ValueError
        If there are not three masks.

    Examples
    --------
    >>> mask = np.zeros((3, 100))
    >>> mask[1, 20:45] = 1
    >>> find_waves(mask, fs=250).qrs.tolist()
    [[0.078, 0.178]]
    """
    if len(masks) != len(WAVES):
        raise ValueError(f"expected {len(WAVES)} masks, got {len(masks)}")
    waves = {
        name: _segments(mask.astype(np.float64), fs, RULES[name])
        for name, mask in zip(WAVES, masks, strict=True)
    }
    sizes = [_size(masks[2], onset, end, fs) for onset, end in waves["t"]]
    waves["t"] = _largest_per_beat(waves["t"], sizes, waves["qrs"])
    return LeadWaves(**waves)


def _segments(mask: Floats, fs: float, rule: WaveRule) -> Floats:
    """Return waves of one kind in one lead, (n, 2) in seconds."""
    seen = np.concatenate([[False], mask >= SEEN, [False]])
    starts = np.flatnonzero(~seen[:-1] & seen[1:])
    stops = np.flatnonzero(seen[:-1] & ~seen[1:])  # one past the last sample
    pairs: list[list[float]] = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        peak = float(mask[start:stop].max())
        if peak < rule.certainty:
            continue
        level = max(SEEN, HALF * peak)
        inside = start + np.flatnonzero(mask[start:stop] >= level)
        first, last = int(inside[0]), int(inside[-1])
        onset = _crossing(mask, first - 1, first, level) / fs
        end = _crossing(mask, last + 1, last, level) / fs
        if pairs and onset - pairs[-1][1] < rule.max_gap:
            pairs[-1][1] = end
        else:
            pairs.append([onset, end])
    kept = [pair for pair in pairs if pair[1] - pair[0] >= rule.min_length]
    return np.array(kept, float).reshape(-1, 2)


def _crossing(mask: Floats, outside: int, inside: int, level: float) -> float:
    """Return the place between two samples where the mask crosses a level."""
    if not 0 <= outside < len(mask):
        return float(inside)
    rise = mask[inside] - mask[outside]
    return outside + float((level - mask[outside]) / rise) * (inside - outside)


def _size(mask: NDArray[np.floating], onset: float, end: float, fs: float) -> float:
    return float(mask[round(onset * fs) : round(end * fs) + 1].sum())


def _largest_per_beat(waves: Floats, sizes: list[float], qrs: Floats) -> Floats:
    """Keep one wave after each QRS, the largest, and one before the first."""
    beat = np.searchsorted(qrs[:, 0], waves[:, 0])
    best: dict[int, int] = {}
    for number, place in enumerate(beat.tolist()):
        if place not in best or sizes[number] > sizes[best[place]]:
            best[place] = number
    return waves[sorted(best.values())]
