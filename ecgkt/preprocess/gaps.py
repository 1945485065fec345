"""Missing samples, bridged by straight lines."""

import numpy as np

from ecgkt.types.record import Signal


def fill_gaps(signal: Signal) -> Signal:
    """
    Interpolate NaN linearly along time, lead by lead; the ends hold the nearest value.

    How much may be missing is for the gates to say: this fills whatever it is given.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, NaN where a sample is missing.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV without NaN; the input itself if nothing was missing.

    Raises
    ------
    ValueError
        If a lead has no sample at all.

    Examples
    --------
    >>> fill_gaps(np.array([[1, np.nan, 3]], np.float32)).tolist()
    [[1.0, 2.0, 3.0]]
    """
    missing = np.isnan(signal)
    if not missing.any():
        return signal
    if missing.all(axis=-1).any():
        raise ValueError("a lead without any sample cannot be interpolated")
    filled = signal.copy()
    places = np.arange(signal.shape[-1])
    for lead, gap in zip(filled, missing, strict=True):
        lead[gap] = np.interp(places[gap], places[~gap], lead[~gap])
    return filled
