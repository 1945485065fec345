"""The signal that a recording is compared with: what "nothing there" means."""

import numpy as np
from scipy.ndimage import median_filter

from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.simulate.normal_beats import normal_beats
from ecgkt.types.explanation import TargetName
from ecgkt.types.record import Signal

SHORT_S, LONG_S = 0.2, 0.6
"""Seconds of the two running medians: the first takes out P and QRS, the second T [1]_.
"""

_RHYTHMS = "NORM SR SARRH SBRAD STACH SVARR SVTAC PSVT BIGU TRIGU"
NORMAL_BEATS_HAVE = frozenset(
    [
        TargetName("superclass", "NORM"),
        *(TargetName("statement", code) for code in _RHYTHMS.split()),
    ]
)
"""Scores that normal beats in the recording's rhythm carry as well: compared with these
they would have no map. They are compared with the line."""


def baseline_for(signal: Signal, fs: float, kind: str, target: TargetName) -> Signal:
    """Make the baseline of a recording for one score: `baseline_signal`, resolved."""
    return baseline_signal(signal, fs, resolve_baseline(kind, target))


def resolve_baseline(kind: str, target: TargetName) -> str:
    """
    Say what "contrast" means for one score.

    Both an ECG without beats and one with normal beats show "nothing there". But a
    network that never saw the first answers at random: this model reads the line of
    eight ECGs with infarction as infarction, too (mean log odds +2.2, the ECGs +2.0),
    and normal beats in their rhythm as none (-5.2).

    Parameters
    ----------
    kind : str
        A key of `ecgkt.types.explanation.BASELINES`.
    target : TargetName
        The score.

    Returns
    -------
    str
        "zero", "line" or "normal".

    Examples
    --------
    >>> resolve_baseline("contrast", TargetName("statement", "IMI"))
    'normal'
    """
    if kind != "contrast":
        return kind
    return "line" if target in NORMAL_BEATS_HAVE else "normal"


def baseline_signal(signal: Signal, fs: float, kind: str) -> Signal:
    """
    Make the baseline of a recording.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        What the model sees, mV.
    fs : float
        Hz.
    kind : str
        "zero": every lead at 0 mV, which is its median. "line": the lead's own slow
        movement with the beats taken out, so that drift is no part of the map.
        "normal": on that line, simulated normal beats where this recording has its
        own, so that the map shows what differs from them.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV.

    Raises
    ------
    ValueError
        If the kind is unknown.

    References
    ----------
    .. [1] de Chazal et al., "Automatic classification of heartbeats using ECG
       morphology and heartbeat interval features", IEEE Trans Biomed Eng 2004,
       doi:10.1109/TBME.2004.827359 (baseline by medians over 200 and 600 ms).

    Examples
    --------
    >>> baseline_signal(np.ones((8, 1000), np.float32), 100.0, "line").max()
    np.float32(1.0)
    """
    if kind == "zero":
        return np.zeros_like(signal)
    if kind not in ("line", "normal"):
        raise ValueError(f"a baseline is zero, line or normal, got {kind!r}")
    slow = signal
    for seconds in (SHORT_S, LONG_S):
        size = 2 * round(seconds * fs / 2) + 1
        slow = median_filter(slow, size=(1, size), mode="nearest")
    if kind == "line":
        return slow.astype(np.float32)
    times = np.arange(signal.shape[1]) / fs
    beats = normal_beats(find_r_peaks(signal, fs) / fs, times)
    return (slow + beats).astype(np.float32)
