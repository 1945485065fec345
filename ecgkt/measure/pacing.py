"""Pacing spikes: steps far steeper than the heart, out of quiet, that go no further."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from ecgkt.quality.lead_noise import step_sizes
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

MIN_FS = 450.0
"""Hz; below it a spike of 0.5-2 ms has been filtered away or looks like noise: of the
recordings of the MIMIC-IV-ECG demo and LUDB called paced at 500 Hz, 28 % are at 250."""
RISE = 0.004
"""Seconds in which a spike rises: one or two samples at 500 Hz."""
STEP_MV = 0.08
"""Least step in a lead; smaller ones drown in muscle noise."""
LEAST_LEVELS = 2.5
"""Times the distance of a lead's values: rounding alone turns next to nothing into a
step of one, and the gentle start of QRS into one of two."""
MIN_LEADS = 2
"""Independent leads that must step together; a loose contact steps in one."""
CONTRAST = 4.0
"""A spike's step over the largest step shortly before it: QRS begins gradually."""
QUIET = 0.030
"""Seconds before the spike that must be quiet."""
REACH, ONWARD = 0.016, 1.35
"""Seconds after the rise in which the lead goes no further than this many times the
step: it returns, or rests. The upstroke of R goes on, so that it is no spike."""
VENTRICULAR, ATRIAL = (0.025, 0.18), (0.18, 0.40)
"""Seconds from a spike to R. Nearer ones are edges of QRS itself."""
PACED_SHARE = 0.5
"""Of beats with a spike, from which the rhythm is paced."""
MIN_PACED = 4
"""Beats with a spike, at least."""
COUPLING = {"ventricular": 0.010, "atrial": 0.006}
"""Seconds; median deviation of the delay from spike to R, beyond which the spikes do
not drive the beats. Paced recordings have up to 0.004 (ventricular, fused beats among
them) and 0.002 (atrial)."""
SEEN_SHARE, MIN_SEEN = 0.2, 2
"""Of beats with a spike, and their number, from which spikes are mentioned."""


HIGH_HZ, HIGH_SHARE = 60.0, 0.03
"""Share of the slopes' energy that lies above 60 Hz, mains left out, below which a
recording was filtered or brought up from a lower rate, and holds no spike: 0.04-0.8 in
MIMIC-IV-ECG and LUDB as they are, 0.001-0.036 in 99 % of them cut at 40 Hz."""
MAINS_HZ = (50.0, 60.0)
INDEPENDENT = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]


class Pacing(NamedTuple):
    """
    What spikes say of a rhythm.

    Attributes
    ----------
    spikes : numpy.ndarray of shape (n_spikes,)
        Seconds.
    share : float
        Beats that a spike precedes, 0-1.
    chamber : str
        "ventricular", "atrial" or "dual" by where most spikes stand; else empty.
    is_seen : bool
        Whether there are enough to be mentioned.
    is_paced : bool
        Whether most beats follow a spike at a regular delay: their intervals are not
        the heart's own.
    """

    spikes: Floats
    share: float = 0.0
    chamber: str = ""
    is_seen: bool = False
    is_paced: bool = False


def find_spikes(
    signal: NDArray[np.floating], fs: float, *, least_fs: float = MIN_FS
) -> Floats:
    """
    Find pacing spikes.

    Parameters
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float
        Voltage in mV, finite, in the order of `LEADS`.
    fs : float
        Hz.
    least_fs : float
        Hz; a study of slower recordings may lower it.

    Returns
    -------
    numpy.ndarray of shape (n_spikes,), float64
        Seconds, ascending; empty below `least_fs`, where none can be told.

    References
    ----------
    .. [1] Kligfield et al., AHA/ACCF/HRS recommendations part I, Circulation
       2007;115:1306: spikes are shorter than 0.5 ms and lost below their bandwidth;
       what a 500 Hz recording holds of them is one or two samples.
    """
    if fs < least_fs or signal.shape[1] < fs:
        return np.empty(0)
    leads = signal[INDEPENDENT].astype(np.float64)
    rise = max(1, round(RISE * fs))
    step = leads[:, rise:] - leads[:, :-rise]
    size = np.abs(step)
    least = np.maximum(STEP_MV, LEAST_LEVELS * step_sizes(leads))
    is_spike = (
        (size > least[:, None])
        & (size > CONTRAST * _before(size, rise, fs))
        & (_onward(leads, step, rise, fs) < ONWARD * size)
    )
    n_leads = maximum_filter1d(is_spike.astype(np.int8), 3, axis=1).sum(axis=0)
    places = np.flatnonzero((n_leads >= MIN_LEADS) & is_spike.any(axis=0))
    if not places.size:
        return np.empty(0)
    is_first = np.insert(np.diff(places) > 0.02 * fs, 0, True)
    return places[is_first] / fs


def why_unseen(signal: NDArray[np.floating], fs: float) -> str:
    """
    Say why pacing spikes could not be seen, by rate and by bandwidth.

    Parameters
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float
        Voltage in mV, finite, in the order of `LEADS`.
    fs : float
        Hz.

    Returns
    -------
    str
        Empty if they could be.
    """
    if fs < MIN_FS:
        return f"pacing spikes are not seen below {MIN_FS:g} Hz"
    if (np.ptp(signal[INDEPENDENT], axis=1) > 0).sum() < MIN_LEADS:
        return f"pacing spikes are told in at least {MIN_LEADS} independent leads"
    slopes = np.diff(signal.astype(np.float64), axis=1)
    power = (np.abs(np.fft.rfft(slopes, axis=1)) ** 2).sum(axis=0)
    frequency = np.fft.rfftfreq(slopes.shape[1], 1 / fs)
    is_mains = np.zeros(len(frequency), dtype=bool)
    for mains in MAINS_HZ:
        is_mains |= np.abs((frequency + mains / 2) % mains - mains / 2) < 2
    high = power[(frequency > HIGH_HZ) & ~is_mains].sum()
    if high >= HIGH_SHARE * power.sum():
        return ""
    return (
        f"pacing spikes are not seen: the recording holds next to nothing above "
        f"{HIGH_HZ:g} Hz, as if filtered"
    )


def _before(size: Floats, rise: int, fs: float) -> Floats:
    """Return the largest step that ended shortly before each one; inf at the start."""
    width = round(QUIET * fs) - rise + 1
    recent = maximum_filter1d(size, width, axis=1, origin=(width - 1) // 2)
    before = np.full_like(size, np.inf)
    before[:, rise + width :] = recent[:, width:-rise]
    return before


def _onward(leads: Floats, step: Floats, rise: int, fs: float) -> Floats:
    """Return how far each lead goes on in a step's direction, from its foot."""
    n_steps = step.shape[1]
    sign = np.sign(step)
    furthest = np.zeros_like(step)
    for later in range(rise + 1, rise + round(REACH * fs) + 1):
        n_known = n_steps + rise - later
        moved = leads[:, later:] - leads[:, :n_known]
        np.maximum(
            furthest[:, :n_known],
            sign[:, :n_known] * moved,
            out=furthest[:, :n_known],
        )
    return furthest


def judge_pacing(spikes: Floats, peaks: Floats) -> Pacing:
    """
    Say whether spikes drive the beats, and from where.

    Parameters
    ----------
    spikes : numpy.ndarray of shape (n_spikes,)
        Seconds.
    peaks : numpy.ndarray of shape (n_beats,)
        R peaks in seconds.

    Returns
    -------
    Pacing
        Two levels: spikes are seen, or the rhythm is paced.

    Examples
    --------
    >>> peaks = np.arange(1.0, 9.0)
    >>> judge_pacing(peaks - 0.06, peaks).chamber
    'ventricular'
    """
    if not len(peaks) or not len(spikes):
        return Pacing(spikes)
    delays = peaks[:, None] - spikes[None]
    near = {"ventricular": VENTRICULAR, "atrial": ATRIAL}
    found = {name: _delays(delays, window) for name, window in near.items()}
    has_spike = ~np.isnan(np.stack([*found.values()])).all(axis=0)
    driving = [
        name
        for name, delay in found.items()
        if _is_regular(delay[~np.isnan(delay)], COUPLING[name])
    ]
    driven = {name: float((~np.isnan(found[name])).mean()) for name in driving}
    most = [name for name in driving if driven[name] >= PACED_SHARE]
    share = float(has_spike.mean())
    # Spikes of both chambers count as one rhythm: each beat needs one of them.
    either = [found[name] for name in driving]
    is_driven = ~np.isnan(np.stack(either)).all(axis=0) if either else has_spike & False
    is_paced = bool(is_driven.mean() >= PACED_SHARE and is_driven.sum() >= MIN_PACED)
    chambers = most or sorted(driving, key=lambda name: -driven[name])[:1]
    return Pacing(
        spikes,
        share=share,
        chamber="dual" if len(chambers) > 1 else "".join(chambers),
        is_seen=share >= SEEN_SHARE and int(has_spike.sum()) >= MIN_SEEN,
        is_paced=is_paced,
    )


def _delays(delays: Floats, window: tuple[float, float]) -> Floats:
    """Return each beat's delay after its last spike within a window; NaN if none."""
    inside = np.where((delays > window[0]) & (delays <= window[1]), delays, np.inf)
    nearest = inside.min(axis=1)
    return np.where(np.isinf(nearest), np.nan, nearest)


def _is_regular(delays: Floats, most: float) -> bool:
    if len(delays) < MIN_SEEN:
        return False
    return float(np.median(np.abs(delays - np.median(delays)))) <= most
