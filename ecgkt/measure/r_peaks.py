"""Where the heart beats: R peaks found in all leads together."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

from ecgkt.measure.beat_energy import beat_energy, beats_stand_out
from ecgkt.types.record import Floats

MIN_FS = 50.0
"""Hz; slower recordings are none."""
REFRACTORY = 0.25
"""Seconds in which no second beat begins (240 beats per minute)."""
FAST_REFRACTORY = 0.18
"""The same where beats follow each other so fast that hardly any quiet is left."""
T_WAVE_UNTIL = 0.4
"""Seconds after a beat in which something much smaller is its T wave."""
MIN_SHARE = 0.2
"""Of the typical beat's energy, that a beat must reach."""
T_WAVE_SHARE = 0.5
"""The same, soon after another beat."""
FAST_CONTRAST = 3.0
"""Typical beat over median energy, below which beats lie close: from 200 per minute."""
MIN_MV = 0.03
"""A typical beat below this (mV, rms of the lead's sum) is no beat but a flat line."""


def find_r_peaks(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Find the beats of a recording.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, finite; the more leads, the surer.
    fs : float
        Sampling frequency in Hz, at least `MIN_FS`.

    Returns
    -------
    numpy.ndarray of shape (n_beats,), float64
        Samples of the middle of each QRS, ascending, with fractions; empty
        where nothing stands out of the noise.

    Raises
    ------
    ValueError
        If the frequency is below `MIN_FS`.

    References
    ----------
    .. [1] Pan and Tompkins, "A real-time QRS detection algorithm", IEEE Trans Biomed
       Eng 1985, doi:10.1109/TBME.1985.325532. Departs from it: squares are
       summed over leads and not differentiated, which would weaken broad beats; the
       filter runs both ways; the threshold is a share of the recording's typical beat.
    """
    if fs < MIN_FS:
        raise ValueError(f"R peaks need at least {MIN_FS:g} Hz, got {fs:g}")
    if signal.shape[1] < 2 * fs:
        return np.empty(0)
    energy = beat_energy(signal, fs)
    second = max(1, round(1.5 * fs))
    n_parts = max(1, len(energy) // second)
    typical = float(np.median([p.max() for p in np.array_split(energy, n_parts)]))
    if typical < MIN_MV**2:
        return np.empty(0)
    is_fast = typical < FAST_CONTRAST * np.median(energy)
    apart = FAST_REFRACTORY if is_fast else REFRACTORY
    peaks, _ = find_peaks(
        energy, height=MIN_SHARE * typical, distance=max(1, round(apart * fs))
    )
    beats = _without_t_waves(energy, peaks, fs)
    if not beats_stand_out(signal, fs, energy, beats):
        return np.empty(0)
    return _between_samples(energy, beats)


def _without_t_waves(
    energy: Floats, peaks: NDArray[np.intp], fs: float
) -> NDArray[np.intp]:
    """Drop what follows a beat closely and is much smaller."""
    kept: list[int] = []
    for peak in peaks.tolist():
        is_soon = bool(kept) and peak - kept[-1] < T_WAVE_UNTIL * fs
        if is_soon and energy[peak] < T_WAVE_SHARE * energy[kept[-1]]:
            continue
        kept.append(peak)
    return np.asarray(kept, dtype=np.intp)


def _between_samples(values: Floats, peaks: NDArray[np.intp]) -> Floats:
    """Put each peak at the top of the parabola through its neighbours."""
    inner = np.clip(peaks, 1, len(values) - 2)
    before, here, after = values[inner - 1], values[inner], values[inner + 1]
    bend = before - 2 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, 1), 0)
    return inner + np.clip(shift, -0.5, 0.5)
