"""The resampling of `preprocess`, as two matrix products: for a million recordings."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HALF_LENGTH = 10
"""Output samples that the filter reaches to either side, as `resample_poly` has it."""

BLOCK = 2 * HALF_LENGTH
"""Output samples per row of the product: the shortest that two input blocks cover."""

_KAISER_BETA = 5.0


def decimate(signal: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    """
    Keep every `factor`-th sample after the low-pass that `preprocess.resample` uses.

    Both give the same numbers but for float32 rounding; this one is many times faster,
    because it computes no sample that is not kept and leaves the sums to the BLAS.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in any unit, finite.
    factor : int
        Present over wanted sampling frequency.

    Returns
    -------
    numpy.ndarray of shape (n_leads, ceil(n_samples / factor)), float32
        Voltage; sample 0 stays at time 0.

    Raises
    ------
    ValueError
        If the factor is below 2 or the signal is empty.

    References
    ----------
    .. [1] Crochiere and Rabiner, "Multirate Digital Signal Processing", Prentice-Hall
       1983, chapter 3 (FIR decimators). The filter is the one of
       `scipy.signal.resample_poly`: a sinc under a Kaiser window of beta 5. Beyond
       its ends the signal is taken as its median, as `preprocess.resample` does.

    Examples
    --------
    >>> decimate(np.ones((8, 5000), np.float32), 5).shape
    (8, 1000)
    """
    n_leads, n_samples = signal.shape
    if factor < 2 or not n_samples:
        raise ValueError(f"cannot keep every {factor}th of {n_samples} samples")
    n_kept = -(-n_samples // factor)
    n_blocks = -(-n_kept // BLOCK)
    width = BLOCK * factor
    before = HALF_LENGTH * factor
    median = np.median(signal, axis=1, keepdims=True)
    padded = np.zeros((n_leads, (n_blocks + 1) * width), np.float32)
    padded[:, before : before + n_samples] = signal - median
    blocks = padded.reshape(n_leads, n_blocks + 1, width)
    first, second = _products(factor)
    kept = blocks[:, :-1] @ first + blocks[:, 1:] @ second
    found = kept.reshape(n_leads, -1)[:, :n_kept] + median
    return found.astype(np.float32, copy=False)


@lru_cache(maxsize=8)
def _products(factor: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what an input block gives to its own outputs and to those before it."""
    width, reach = BLOCK * factor, HALF_LENGTH * factor
    taps = np.sinc(np.arange(-reach, reach + 1) / factor)
    taps *= np.kaiser(len(taps), _KAISER_BETA)
    taps /= taps.sum()
    matrix = np.zeros((2 * width, BLOCK), np.float32)
    for column in range(BLOCK):
        matrix[column * factor : column * factor + len(taps), column] = taps
    return matrix[:width].copy(), matrix[width:].copy()
