"""All values that the additive model adds up: of rhythm, order and median beat."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_features import FEATURES, beat_features
from ecgkt.measure.order_features import ORDER_FEATURES, order_features
from ecgkt.types.record import Floats

VALUES = (*FEATURES, *ORDER_FEATURES)
"""Names of what `measured_values` returns, in its order, as `bundled` stores them. The
beat features come first: the laboratory heads read theirs by their places."""


def measured_values(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Measure a recording as a model sees it.

    Parameters
    ----------
    signal : numpy.ndarray of shape (8, n_samples), float
        What `model_input` made of it, mV.
    fs : float
        Hz, at least 100.

    Returns
    -------
    numpy.ndarray of shape (len(VALUES),), float64
        `beat_features`, then `order_features`.
    """
    return np.concatenate([beat_features(signal, fs), order_features(signal, fs)])
