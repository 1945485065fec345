"""Butterworth filters, designed once a rate: a design costs as much as its use."""

from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.signal import butter

from ecgkt.types.record import Floats

Kind = Literal["lowpass", "highpass", "bandpass"]


def butterworth(
    order: int, edges: float | tuple[float, float], kind: Kind, fs: float
) -> Floats:
    """
    Design a filter.

    Parameters
    ----------
    order : int
        Of the filter when it is run once.
    edges : float or tuple of two floats
        Hz.
    kind : str
        "lowpass", "highpass" or "bandpass".
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_sections, 6), float64
        Second-order sections.

    Raises
    ------
    ValueError
        If an edge is not below half of `fs`.

    Examples
    --------
    >>> butterworth(2, (5.0, 25.0), "bandpass", 500.0).shape
    (2, 6)
    """
    return _designed(order, edges, kind, fs).copy()


@lru_cache(maxsize=64)
def _designed(
    order: int, edges: float | tuple[float, float], kind: Kind, fs: float
) -> Floats:
    return np.asarray(butter(order, edges, kind, fs=fs, output="sos"))
