"""The stretch of a recording that is scored."""

from typing import NamedTuple

import numpy as np

from ecgkt.types.record import Signal


class Window(NamedTuple):
    """
    A stretch of a recording.

    Attributes
    ----------
    signal : numpy.ndarray of shape (..., round(duration * fs)), float32
        Voltage in mV.
    start_s : float
        Where it begins in the recording, in seconds.
    used_s : float
        Seconds of it that are recorded signal; the rest is padding.
    """

    signal: Signal
    start_s: float
    used_s: float


def select_window(signal: Signal, fs: float, *, duration: float) -> Window:
    """
    Take the first seconds of a recording.

    A shorter recording is continued with its own beginning. Of the usual paddings this
    is the only one in which every beat is one that the heart made: zeros or a held last
    value look like a pause, a mirrored end shows T before QRS. The price is one wrong
    RR interval at the seam, which the gate's warning for short recordings stands for.

    Parameters
    ----------
    signal : numpy.ndarray of shape (..., n_samples), float32
        Voltage in mV.
    fs : float
        Sampling frequency in Hz.
    duration : float
        Seconds wanted.

    Returns
    -------
    Window

    Raises
    ------
    ValueError
        If the signal is empty, or fs or duration is not positive.

    Examples
    --------
    >>> select_window(np.zeros((12, 5500), np.float32), 500, duration=10.0).signal.shape
    (12, 5000)
    """
    n_samples = signal.shape[-1]
    if not n_samples or not (fs > 0 and duration > 0):
        raise ValueError(f"no {duration} s in {n_samples} samples at {fs} Hz")
    n_wanted = round(duration * fs)
    n_used = min(n_samples, n_wanted)
    if n_used < n_wanted:
        signal = np.take(signal, np.arange(n_wanted) % n_samples, axis=-1)
    return Window(signal[..., :n_wanted], 0.0, n_used / fs)
