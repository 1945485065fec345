"""A smoother drawing of the same signal, without moving a wave in time."""

import numpy as np
from scipy.signal import butter, iirnotch, sosfiltfilt, tf2sos

from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import Signal
from ecgkt.vocab.display_filters import DISPLAY_FILTERS, DisplayFilter, offered_filters

LOW_ORDER, HIGH_ORDER = 1, 2
"""Of the high-pass and the low-pass: 12 and 24 dB per octave, because run twice."""

NOTCH_Q = 30.0
"""Notch frequency over width: 1.7 Hz are taken out around 50 Hz, 2 Hz around 60 Hz."""

PAD_S = 10.0
"""Mirrored signal beyond either end, or as much of it as the recording has: three time
constants of the slowest filter."""

# A Butterworth filter of order n that is run twice has half its amplitude at its edge.
# An edge moved by this factor to the power 1 / 2n has 0.71 where it is named.
_TWICE = np.sqrt(2.0) - 1.0


def display_filter(signal: Signal, fs: float, name: str) -> Signal:
    """
    Filter a recording for the eye, forwards and backwards, so that no wave moves.

    Never for the model or a measurement: a high-pass bends the ST segment, a low-pass
    lowers R waves, a notch rings after steep ones.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV; NaN and infinite samples are bridged and come back as NaN.
    fs : float
        Sampling frequency in Hz.
    name : str
        A key of `DISPLAY_FILTERS`.

    Returns
    -------
    numpy.ndarray of the same shape, float32
        Voltage in mV; the input itself for "none".

    Raises
    ------
    ValueError
        If the filter is unknown or does not lie below `fs` / 2.

    References
    ----------
    .. [1] Gustafsson, "Determining the initial states in forward-backward filtering",
       IEEE Transactions on Signal Processing 1996, 44(4):988-992,
       doi:10.1109/78.492552. Departs from it: the ends are mirrored, as in
       `scipy.signal.sosfiltfilt`, and no initial state is solved for.
    .. [2] Kligfield et al., "Recommendations for the standardization and interpretation
       of the electrocardiogram, part I", Circulation 2007, 115:1306-1324,
       doi:10.1161/CIRCULATIONAHA.106.180200 (pass bands).

    Examples
    --------
    >>> display_filter(np.ones((12, 5000), np.float32), 500.0, "0.5-40").shape
    (12, 5000)
    """
    if name not in offered_filters(fs):
        raise ValueError(
            f"expected a filter below {fs / 2:g} Hz out of {tuple(DISPLAY_FILTERS)}, "
            f"got {name!r}"
        )
    if name == "none" or not signal.size:
        return signal
    valid = np.isfinite(signal)
    bridged = np.where(valid, signal, np.float32(np.nan))
    bridged[~valid.any(axis=-1)] = 0.0
    n_pad = min(signal.shape[-1] - 1, round(PAD_S * fs))
    filtered = sosfiltfilt(
        _sections(DISPLAY_FILTERS[name], fs),
        fill_gaps(bridged),
        padtype="odd",
        padlen=n_pad,
    )
    return np.where(valid, filtered, np.nan).astype(np.float32)


def _sections(wanted: DisplayFilter, fs: float) -> np.ndarray:
    """Return the second-order sections of a filter, to be run twice."""
    sections = []
    if wanted.low is not None:
        factor = _TWICE ** (1 / (2 * LOW_ORDER))
        edge = _moved(wanted.low, factor, fs)
        sections.append(butter(LOW_ORDER, edge, "highpass", fs=fs, output="sos"))
    if wanted.high is not None:
        factor = _TWICE ** (-1 / (2 * HIGH_ORDER))
        edge = _moved(wanted.high, factor, fs)
        sections.append(butter(HIGH_ORDER, edge, "lowpass", fs=fs, output="sos"))
    if wanted.notch is not None:
        sections.append(tf2sos(*iirnotch(wanted.notch, NOTCH_Q, fs=fs)))
    return np.concatenate(sections)


def _moved(edge: float, factor: float, fs: float) -> float:
    """Scale an edge (Hz) on the bilinear transform's own frequency axis."""
    return float(fs / np.pi * np.arctan(factor * np.tan(np.pi * edge / fs)))
