"""What the model sees: eight leads, 10 s, 100 Hz; one code to train and to read."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ecgkt.config import InputConfig
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.resample import resample
from ecgkt.preprocess.window import select_window
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

_ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]


def model_input(record: EcgRecord, config: InputConfig) -> Signal:
    """
    Bring a recording into the form that the model was trained on.

    No high-pass filter: it would bend the ST segment. The window comes before
    resampling, so that nothing outside it can reach the scores.

    Parameters
    ----------
    record : EcgRecord
        As read, after the gates accepted it.
    config : InputConfig
        The trained model's own.

    Returns
    -------
    numpy.ndarray of shape (8, config.n_samples), float32
        Voltage in mV, rows in the order of `INDEPENDENT_LEADS`.

    Examples
    --------
    >>> record = EcgRecord(
    ...     record_id="a", signal=np.zeros((12, 5000), np.float32), fs=500, format="npy"
    ... )
    >>> model_input(record, InputConfig()).shape
    (8, 1000)
    """
    window = select_window(record.signal[_ROWS], record.fs, duration=config.duration)
    resampled = resample(fill_gaps(window.signal), record.fs, config.fs)
    # Where 10 s are no whole number of samples, both roundings may differ by one.
    exact = select_window(resampled, config.fs, duration=config.duration)
    return prepare_leads(exact.signal, config)


def masked_input(record: EcgRecord, config: InputConfig) -> Signal:
    """
    Bring a recording that lacks leads into the form that masked networks read.

    Parameters
    ----------
    record : EcgRecord
        As read; at least one independent lead holds samples.
    config : InputConfig
        The trained network's own.

    Returns
    -------
    numpy.ndarray of shape (8, config.n_samples), float32
        As `model_input`, NaN throughout a lead without any sample.
    """
    absent = np.asarray(np.isnan(record.signal).all(axis=1))
    filled = np.where(absent[:, None], np.float32(0), record.signal)
    signal = model_input(replace(record, signal=filled), config)
    signal[absent[_ROWS]] = np.nan
    return signal


def keep_leads(signals: Signal, leads: Iterable[str]) -> Signal:
    """
    Take all but some leads away.

    Parameters
    ----------
    signals : numpy.ndarray of shape (..., 8, n_samples), float32
        Rows in the order of `INDEPENDENT_LEADS`.
    leads : iterable of str
        Those that stay.

    Returns
    -------
    numpy.ndarray of the same shape, float32
        NaN throughout the others.

    Examples
    --------
    >>> keep_leads(np.zeros((8, 1), np.float32), ("II",))[:3, 0].tolist()
    [nan, 0.0, nan]
    """
    kept = set(leads)
    is_kept = np.array([lead in kept for lead in INDEPENDENT_LEADS])
    return np.where(is_kept[:, None], signals, np.float32(np.nan))


def prepare_leads(signal: Signal, config: InputConfig) -> Signal:
    """
    Take each lead's median off and cut what lies beyond the stated amplitude.

    Parameters
    ----------
    signal : numpy.ndarray of shape (..., n_samples), float32
        Voltage in mV at `config.fs`, any number of leading axes.
    config : InputConfig
        Its `clip_mv` is used.

    Returns
    -------
    numpy.ndarray of the same shape, float32
        Voltage in mV around 0, within ±`config.clip_mv`.

    Raises
    ------
    ValueError
        If the signal is not finite.

    Examples
    --------
    >>> prepare_leads(np.array([[1, 2, 50]], np.float32), InputConfig()).tolist()
    [[-1.0, 0.0, 10.0]]
    """
    if not np.isfinite(signal).all():
        raise ValueError("the model needs a finite signal: fill the gaps first")
    centred = signal - np.median(signal, axis=-1, keepdims=True)
    return np.clip(centred, -config.clip_mv, config.clip_mv).astype(np.float32)
