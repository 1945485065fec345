"""What a recorder adds to the heart: electrode noise, wander, and its sampling rate."""

import numpy as np
from numpy.typing import NDArray

# Electrodes RA, LA, LL, V1-V6 to the leads I, II, V1-V6 (Wilson's central terminal).
_ELECTRODES_TO_LEADS = np.zeros((8, 9))
_ELECTRODES_TO_LEADS[0, :2] = (-1, 1)
_ELECTRODES_TO_LEADS[1, [0, 2]] = (-1, 1)
_ELECTRODES_TO_LEADS[2:, 3:] = np.eye(6)
_ELECTRODES_TO_LEADS[2:, :3] = -1 / 3

BANDWIDTH = 150.0
"""Hz: upper limit of an adult diagnostic recorder."""


def electrode_noise(
    times: NDArray[np.float64],
    rng: np.random.Generator,
    *,
    noise_mv: float,
    wander_mv: float,
    breathing: float = 0.25,
) -> NDArray[np.float64]:
    """
    Draw muscle noise and baseline wander as nine electrodes would pick them up.

    Parameters
    ----------
    times : numpy.ndarray of shape (n_samples,)
        Seconds, evenly spaced.
    rng : numpy.random.Generator
        Source of the noise.
    noise_mv : float
        Standard deviation of each electrode's noise in mV, within `BANDWIDTH`.
    wander_mv : float
        Amplitude of each electrode's slow drift in mV.
    breathing : float, default 0.25
        Breaths per second.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), float64
        Leads I, II, V1-V6 in mV: noise of the arms is shared as it is on a patient.
    """
    spectrum = np.fft.rfft(rng.standard_normal((9, times.size)))
    frequencies = np.fft.rfftfreq(times.size, times[1] - times[0])
    response = 1 / np.sqrt(1 + (frequencies / BANDWIDTH) ** 8)
    muscle = np.fft.irfft(spectrum * response, times.size)
    muscle *= noise_mv / np.sqrt(np.mean(response**2))
    wander = np.zeros_like(muscle)
    for frequency, share in ((breathing, 0.7), (0.4 * breathing, 0.5), (0.09, 0.5)):
        strength = wander_mv * share * rng.standard_normal((9, 1))
        phase = 2 * np.pi * frequency * times + rng.uniform(0, 2 * np.pi)
        wander += strength * np.sin(phase)
    return _ELECTRODES_TO_LEADS @ (muscle + wander)


def fibrillation_dipole(
    times: NDArray[np.float64], rng: np.random.Generator, *, amplitude_mv: float
) -> NDArray[np.float64]:
    """
    Draw the f-waves of atrial fibrillation.

    Parameters
    ----------
    times : numpy.ndarray of shape (n_samples,)
        Seconds.
    rng : numpy.random.Generator
        Source of the phases.
    amplitude_mv : float
        Mean amplitude in V1, in mV.

    Returns
    -------
    numpy.ndarray of shape (3, n_samples), float64
        Dipole in mV, strongest towards V1 as the right atrium lies there.

    References
    ----------
    .. [1] Bollmann et al., "Analysis of surface electrocardiograms in atrial
       fibrillation", Europace 2006;8:911: 4-9 Hz, largest in V1. Departs from it:
       two tones that wander, because a steady one would look like flutter.
    """
    phases = rng.uniform(0, 2 * np.pi, 6)

    def slow(frequency: float, phase: float) -> NDArray[np.float64]:
        return np.sin(2 * np.pi * frequency * times + phase)

    drift = 1.6 * slow(0.31, phases[0]) + 1.1 * slow(0.97, phases[1])
    size = 1 + 0.3 * slow(0.43, phases[2]) + 0.25 * slow(1.31, phases[3])
    coarse = np.sin(2 * np.pi * 6.3 * times + drift + phases[4])
    fine = np.sin(2 * np.pi * 11.7 * times + 1.7 * drift + phases[5])
    f_wave = amplitude_mv * size * (coarse + 0.4 * fine)
    return np.outer((-0.3, 0.55, -0.8), f_wave)


def decimate(signal: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    """
    Keep every `factor`-th sample after removing what would alias.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples)
        In mV; the first and last 16 `factor` samples feel the missing neighbours.
    factor : int
        1 leaves the signal as it is.

    Returns
    -------
    numpy.ndarray of shape (n_leads, ceil(n_samples / factor)), float64
        In mV, without delay.
    """
    if factor == 1:
        return signal
    reach = 16 * factor
    lags = np.arange(-reach, reach + 1)
    # Half of the signal is left at 90 % of the new Nyquist frequency.
    taps = np.sinc(0.9 * lags / factor) * np.hamming(lags.size)
    taps /= taps.sum()
    n_samples = signal.shape[1]
    smooth = [np.convolve(row, taps)[reach : reach + n_samples] for row in signal]
    return np.stack(smooth)[:, ::factor]
