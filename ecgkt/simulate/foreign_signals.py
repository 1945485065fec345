"""Signals that a model of ECGs was never shown, from nothing or out of an ECG."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.record import Floats
from ecgkt.vocab.foreign_kinds import ForeignKind

PIECE_S = 0.25
"""Seconds of a piece that keeps its shape but not its place."""
ALPHA_HZ = 10.0
"""Of the rhythm in an EEG at rest."""


def foreign_signal(
    kind: ForeignKind, ecg: NDArray[np.floating], fs: float, rng: np.random.Generator
) -> Floats:
    """
    Make a signal that is no ordinary ECG.

    Parameters
    ----------
    kind : str
        Of `ForeignKind`.
    ecg : numpy.ndarray of shape (8, n_samples), float
        mV; what an altered ECG is made of, and the shape of what is made of nothing.
    fs : float
        Hz.
    rng : numpy.random.Generator
        Source of all chance.

    Returns
    -------
    numpy.ndarray of the same shape, float64
        mV.

    Examples
    --------
    >>> ecg = np.arange(16.0).reshape(8, 2)
    >>> foreign_signal("reversed", ecg, 100, np.random.default_rng(0))[0].tolist()
    [1.0, 0.0]
    """
    trace: Floats = np.asarray(ecg, dtype=np.float64)
    if kind in ("white", "flat"):
        return rng.standard_normal(trace.shape) * (0.2 if kind == "white" else 0.003)
    if kind == "eeg":
        return _eeg(trace.shape, fs, rng)
    if kind in ("ppg", "square"):
        return _pulses(kind, trace.shape, fs, rng)
    return _altered(kind, trace, fs, rng)


def _altered(
    kind: ForeignKind, ecg: Floats, fs: float, rng: np.random.Generator
) -> Floats:
    if kind == "reversed":
        return ecg[:, ::-1].copy()
    if kind == "inverted":
        return -ecg
    if kind == "leads_shuffled":
        return ecg[_moved(len(ecg), rng)]
    length = 1 if kind == "samples_shuffled" else round(PIECE_S * fs)
    n_pieces = ecg.shape[1] // length
    made = ecg.copy()  # what is no whole piece stays at the end
    pieces = ecg[:, : n_pieces * length].reshape(len(ecg), n_pieces, length)
    made[:, : n_pieces * length] = pieces[:, _moved(n_pieces, rng)].reshape(
        len(ecg), -1
    )
    return made


def _moved(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return an order that is not the first one."""
    order = rng.permutation(n)
    return np.roll(order, 1) if (order == np.arange(n)).all() else order


def _eeg(shape: tuple[int, ...], fs: float, rng: np.random.Generator) -> Floats:
    """Return noise whose power falls with frequency to the 1.5, and an alpha rhythm."""
    n_leads, n_samples = shape
    frequencies = np.fft.rfftfreq(n_samples, 1 / fs)
    frequencies[0] = frequencies[1]
    spectrum = np.fft.rfft(rng.standard_normal(shape)) / frequencies**0.75
    noise = np.fft.irfft(spectrum, n_samples)
    noise /= noise.std(axis=1, keepdims=True)
    phases = rng.uniform(0, 2 * np.pi, (n_leads, 1))
    times = np.arange(n_samples) / fs
    return 0.05 * noise + 0.05 * np.sin(2 * np.pi * ALPHA_HZ * times + phases)


def _pulses(
    kind: ForeignKind, shape: tuple[int, ...], fs: float, rng: np.random.Generator
) -> Floats:
    n_leads, n_samples = shape
    rate, start = rng.uniform(50, 100) / 60, rng.uniform()
    phase = (rate * np.arange(n_samples) / fs + start) % 1
    if kind == "square":
        return np.tile(np.where(phase < 0.5, 0.5, -0.5), (n_leads, 1))
    # Systolic and dicrotic wave; the same in all leads but for its height.
    systolic, dicrotic = (
        np.exp(-(((phase - at) / width) ** 2))
        for at, width in ((0.3, 0.12), (0.6, 0.1))
    )
    return rng.uniform(0.3, 1.5, (n_leads, 1)) * (systolic + 0.4 * dicrotic)
