"""The signal that a recording is compared with: what "nothing there" means."""

import numpy as np
from scipy.ndimage import median_filter

from ecgkt.record import Signal

SHORT_S, LONG_S = 0.2, 0.6
"""Seconds of the two running medians: the first takes out P and QRS, the second T [1]_.
"""


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
    if kind != "line":
        raise ValueError(f"a baseline is zero or line, got {kind!r}")
    slow = signal
    for seconds in (SHORT_S, LONG_S):
        size = 2 * round(seconds * fs / 2) + 1
        slow = median_filter(slow, size=(1, size), mode="nearest")
    return slow.astype(np.float32)
