"""From beats to what a recorder stores: leads, electrodes, filters and steps."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.simulate.artefact import electrode_noise, fibrillation_dipole
from ecgkt.simulate.beat_shape import Train
from ecgkt.simulate.dipole import complete_leads, project_dipole

FS = 500.0
"""Hz, as MIMIC-IV-ECG."""
DURATION = 10.0
"""Seconds."""
EDGE = 60
"""Samples rendered before and after the recording, so that no filter sees its ends;
with them the length is 5120, which a Fourier transform likes."""
GAIN = 200
"""Steps per mV, as MIMIC-IV-ECG."""
LOUDNESS = 0.7
"""Factor on the noise of every site."""
F_WAVE_MV = 0.045
"""Mean amplitude of f-waves; published 0.05 mV."""


class Site(NamedTuple):
    """
    How one hospital records.

    Attributes
    ----------
    gain : float
        Error of the amplifier, as a factor.
    low_pass : float
        Hz at which half of the amplitude is left.
    mains_mv, noise_mv, wander_mv : float
        Amplitude of 60 Hz, standard deviation of muscle noise, drift, in mV.
    ordering : float
        Log odds added to ordering any laboratory test.
    """

    gain: float
    low_pass: float
    mains_mv: float
    noise_mv: float
    wander_mv: float
    ordering: float


SITES = (
    Site(1.00, 150.0, 0.002, 0.012, 0.04, 0.3),
    Site(0.95, 100.0, 0.008, 0.020, 0.07, -0.2),
    Site(1.04, 40.0, 0.015, 0.030, 0.10, -0.5),
)


def render_trains(
    trains: tuple[Train, ...], *, fs: float, start: float, n_samples: int
) -> NDArray[np.float64]:
    """
    Sum all waves of all beats; `render_dipole` for many equal beats at once.

    Parameters
    ----------
    trains : tuple of Train
        Beats outside the samples contribute what reaches into them.
    fs : float
        Samples per second.
    start : float
        Time of the first sample in seconds.
    n_samples : int
        How many.

    Returns
    -------
    numpy.ndarray of shape (3, n_samples), float64
        Dipole in mV; what a wave leaves beyond 5 sigma (4e-6 of it) is cut.
    """
    dipole = np.zeros((3, n_samples))
    for train in trains:
        if not train.onsets.size:
            continue
        cosine, sine = np.cos(train.turns), np.sin(train.turns)
        for wave in train.waves:
            peaks = train.onsets + wave.centre
            if wave.name in ("T", "U"):
                peaks = peaks + train.shifts
            low = np.floor((peaks - 5 * wave.rise - start) * fs).astype(np.int64)
            width = int(np.ceil(5 * (wave.rise + wave.fall) * fs)) + 2
            index = low[:, None] + np.arange(width)
            distance = index / fs + start - peaks[:, None]
            sigma = np.where(distance < 0, wave.rise, wave.fall)
            shape = np.exp(-0.5 * (distance / sigma) ** 2)
            shape *= (index >= 0) & (index < n_samples)
            place = index.clip(0, n_samples - 1).ravel()
            x, y, z = wave.vector
            turned = (x * cosine - y * sine, x * sine + y * cosine, z + 0 * sine)
            for row, strength in zip(dipole, turned, strict=True):
                weights = shape * strength[:, None]
                row += np.bincount(place, weights.ravel(), n_samples)
    return dipole


def record_leads(
    dipole: NDArray[np.float64],
    times: NDArray[np.float64],
    rng: np.random.Generator,
    *,
    site: Site,
    is_fibrillating: bool,
) -> NDArray[np.float64]:
    """
    Put electrodes on a chest and an amplifier behind them.

    Parameters
    ----------
    dipole : numpy.ndarray of shape (3, n_samples)
        In mV.
    times : numpy.ndarray of shape (n_samples,)
        Seconds, evenly spaced.
    rng : numpy.random.Generator
        Source of noise and of where the electrodes are put.
    site : Site
        Whose recorder it is.
    is_fibrillating : bool
        Whether f-waves are added.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), float64
        Leads I, II, V1-V6 in mV.
    """
    if is_fibrillating:
        size = F_WAVE_MV * float(np.exp(rng.normal(0, 0.35)))
        dipole = dipole + fibrillation_dipole(times, rng, amplitude_mv=size)
    leads = project_dipole(dipole)
    leads[2:] *= np.exp(rng.normal(0, 0.07, (6, 1)))
    loudness = LOUDNESS * float(np.exp(rng.normal(0, 0.4)))
    leads += electrode_noise(
        times,
        rng,
        noise_mv=site.noise_mv * loudness,
        wander_mv=site.wander_mv * loudness,
        breathing=float(rng.uniform(0.2, 0.35)),
    )
    mains = site.mains_mv * np.sin(2 * np.pi * 60 * times + rng.uniform(0, 6.28))
    leads += rng.uniform(-1, 1, (8, 1)) * mains
    frequencies = np.fft.rfftfreq(times.size, times[1] - times[0])
    response = site.gain / np.sqrt(1 + (frequencies / site.low_pass) ** 8)
    return np.fft.irfft(np.fft.rfft(leads) * response, times.size)


def render_steps(
    trains: tuple[Train, ...],
    rng: np.random.Generator,
    *,
    site: Site,
    is_fibrillating: bool,
) -> NDArray[np.int16]:
    """
    Render a recording as MIMIC-IV-ECG stores it.

    Parameters
    ----------
    trains : tuple of Train
        The beats.
    rng : numpy.random.Generator
        Source of f-waves and noise.
    site : Site
        Whose recorder it is.
    is_fibrillating : bool
        Whether there are f-waves.

    Returns
    -------
    numpy.ndarray of shape (12, 5000), int16
        In the order of `ecgkt.vocab.leads.LEADS`, `GAIN` steps per mV.
    """
    n_samples = round(FS * DURATION)
    times = (np.arange(n_samples + 2 * EDGE) - EDGE) / FS
    dipole = render_trains(trains, fs=FS, start=float(times[0]), n_samples=times.size)
    leads = record_leads(
        dipole, times, rng, site=site, is_fibrillating=is_fibrillating
    )[:, EDGE : EDGE + n_samples]
    steps = np.rint(complete_leads(leads) * GAIN)
    return steps.clip(-32767, 32767).astype(np.int16)
