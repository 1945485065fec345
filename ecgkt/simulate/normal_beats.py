"""A normal heart in a given rhythm: a recording as it would be without disease."""

import numpy as np

from ecgkt.simulate import patterns
from ecgkt.simulate.dipole import Beat, project_dipole, render_dipole
from ecgkt.simulate.patterns import atrial_waves, ventricular_waves
from ecgkt.types.record import Floats

QRS, PR, QTC = 0.090, 0.160, 0.405
"""Seconds: those of the example "normal"."""
MIDDLE = 0.42
"""Share of QRS at which its middle lies, where R peaks are found."""
RR = (0.35, 1.5)
"""Seconds between which QT follows the rate."""


def normal_beats(peaks: Floats, times: Floats) -> Floats:
    """
    Render normal beats with their QRS at given moments.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,), float64
        Middle of each QRS in seconds, ascending.
    times : numpy.ndarray of shape (n_samples,), float64
        Seconds.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), float64
        Leads I, II, V1-V6 in mV above a line at 0; each beat with its P wave, QT after
        Fridericia from the RR interval before it. No beats, no waves.

    Examples
    --------
    >>> beats = normal_beats(np.array([1.0, 2.0]), np.arange(0, 3, 0.01))
    >>> beats.shape, int(beats[1].argmax()) in range(97, 104)
    ((8, 300), True)
    """
    before = np.diff(peaks, prepend=peaks[0] - 1.0 if peaks.size else 0.0)
    if peaks.size > 1:
        before[0] = before[1]
    beats = []
    for peak, rr in zip(peaks, np.clip(before, *RR), strict=True):
        qt = QTC * float(rr) ** (1 / 3)
        waves = ventricular_waves(patterns.SINUS, qrs=QRS, qt=qt)
        onset = float(peak) - MIDDLE * QRS
        beats.append(Beat("sinus", onset, (*atrial_waves(PR), *waves)))
    return project_dipole(render_dipole(beats, times))
