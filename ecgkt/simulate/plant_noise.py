"""Noise of known strength, added to a recording: mains, muscle, wander, steps."""

from typing import get_args

import numpy as np
from scipy.signal import butter, sosfiltfilt

from ecgkt.types.record import Floats
from ecgkt.vocab.noise_kinds import NoiseKind

PLANTED: tuple[NoiseKind, ...] = get_args(NoiseKind)[:-1]
"""All but coarse steps, which `round_to_steps` makes of the signal itself."""
PEAK_TO_PEAK = 2 * np.sqrt(2)
HIGHEST_SHARE = 0.45
"""Of the sampling frequency: a recorder lets nothing pass beyond it."""


def plant_noise(
    kind: NoiseKind,
    heights: Floats,
    n_samples: int,
    fs: float,
    *,
    snr_db: float,
    rng: np.random.Generator,
) -> Floats:
    """
    Draw noise of one kind for each lead by itself.

    Parameters
    ----------
    kind : str
        "mains", "muscle", "wander" or "motion".
    heights : numpy.ndarray of shape (n_leads,), float64
        mV, QRS of each lead from lowest to highest.
    n_samples : int
        Of the recording.
    fs : float
        Hz; muscle noise reaches 150 Hz or 45 % of it.
    snr_db : float
        20 log10 of QRS over the noise, both peak to peak: 2 sqrt(2) times the rms of
        the noise, for motion the height of a step.
    rng : numpy.random.Generator
        Source of the noise.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float64
        mV, to be added.

    Raises
    ------
    ValueError
        If there is no such kind, or the sampling frequency holds no mains.
    """
    times = np.arange(n_samples) / fs
    if kind == "mains":
        noise = _mains(len(heights), times, fs, rng)
    elif kind == "muscle":
        noise = _muscle(len(heights), times, fs, rng)
    elif kind == "wander":
        noise = _wander(len(heights), times, rng)
    elif kind == "motion":
        noise = _motion(len(heights), times, rng)
        return noise * (heights * 10 ** (-snr_db / 20))[:, None]
    else:
        raise ValueError(f"noise can be one of {PLANTED}, got {kind!r}")
    size = PEAK_TO_PEAK * noise.std(axis=1)
    return np.asarray(noise * (heights / size * 10 ** (-snr_db / 20))[:, None])


def round_to_steps(signal: Floats, heights: Floats, *, snr_db: float) -> Floats:
    """
    Store each lead in steps so coarse that rounding is noise of a given strength.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV.
    heights : numpy.ndarray of shape (n_leads,), float64
        mV, QRS of each lead from lowest to highest.
    snr_db : float
        20 log10 of QRS over the error of rounding, 2 sqrt(2) times its rms.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float64
        mV.

    Examples
    --------
    >>> round_to_steps(np.array([[0.0, 0.4]]), np.array([1.0]), snr_db=20).round(3)
    array([[0.   , 0.367]])
    """
    rms_of_one_step = 1 / np.sqrt(12)
    steps = heights * 10 ** (-snr_db / 20) / (PEAK_TO_PEAK * rms_of_one_step)
    return np.asarray(np.round(signal / steps[:, None]) * steps[:, None])


def _mains(n: int, times: Floats, fs: float, rng: np.random.Generator) -> Floats:
    """Return 50 or 60 Hz that drifts by 0.1 Hz, with a fifth of the third harmonic."""
    base = rng.choice([50.0, 60.0])
    if base > HIGHEST_SHARE * fs:
        base = 50.0
    if base > HIGHEST_SHARE * fs:
        raise ValueError(f"a recording at {fs:g} Hz holds no mains")
    phase = 2 * np.pi * (base + rng.uniform(-0.1, 0.1)) * times
    noise = np.sin(phase + rng.uniform(0, 2 * np.pi, (n, 1)))
    if 3 * base <= HIGHEST_SHARE * fs:
        noise += 0.2 * np.sin(3 * phase + rng.uniform(0, 2 * np.pi, (n, 1)))
    return np.asarray(noise)


def _muscle(n: int, times: Floats, fs: float, rng: np.random.Generator) -> Floats:
    """Return noise of 20 to 150 Hz, a second in three of it a quarter as loud."""
    band = (20.0, min(150.0, HIGHEST_SHARE * fs))
    white = rng.standard_normal((n, times.size))
    noise = sosfiltfilt(butter(4, band, "bandpass", fs=fs, output="sos"), white)
    seconds = rng.permutation(np.arange(int(times[-1]) + 1) % 3 != 0)
    return np.asarray(noise * np.where(seconds[times.astype(int)], 1.0, 0.25))


def _wander(n: int, times: Floats, rng: np.random.Generator) -> Floats:
    """Return breathing and slower drift, five tones from 0.05 to 0.45 Hz."""
    noise = np.zeros((n, times.size))
    for tone in np.linspace(0.05, 0.45, 5):
        phase = 2 * np.pi * tone * times + rng.uniform(0, 2 * np.pi, (n, 1))
        noise += rng.uniform(0.3, 1.0, (n, 1)) * np.sin(phase)
    return noise


def _motion(n: int, times: Floats, rng: np.random.Generator) -> Floats:
    """Return steps of 1 up and down, every 1.5 to 3 s, within 20 ms."""
    noise = np.zeros((n, times.size))
    for lead in noise:
        at, up = rng.uniform(0.5, 2), rng.choice([-1.0, 1.0])
        while at < times[-1]:
            lead += up * np.clip((times - at) / 0.02, 0, 1)
            at, up = at + rng.uniform(1.5, 3), -up
    return noise
