"""
The heart as one moving dipole: beats of Gaussian waves, seen through twelve leads.

All functions are pure and know no rhythm, no noise and no random number.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = tuple[float, float, float]
"""Dipole strength in mV: x to the patient's left, y to the feet, z to the back."""

EXTENT = 2.5
"""A wave begins and ends this many sigmas from its peak, where 4 % of it is left."""

DOWER = np.array(
    [
        (0.632, -0.235, 0.059),
        (0.235, 1.066, -0.132),
        (-0.515, 0.157, -0.917),
        (0.044, 0.164, -1.387),
        (0.882, 0.098, -1.277),
        (1.213, 0.127, -0.601),
        (1.125, 0.127, -0.086),
        (0.831, 0.076, 0.230),
    ]
)
"""Rows I, II, V1-V6; columns x, y, z. An anterior force is negative z [1]_."""


class Wave(NamedTuple):
    """
    One Gaussian of a beat.

    Attributes
    ----------
    name : str
        "P", "QRS", "ST", "T" or "U": the part of the beat it belongs to.
    vector : tuple of three floats
        Dipole at the peak, in mV.
    centre : float
        Seconds from the beat's QRS onset to the peak; negative for P.
    rise, fall : float
        Sigma before and after the peak, in seconds.
    """

    name: str
    vector: Vector
    centre: float
    rise: float
    fall: float


class Beat(NamedTuple):
    """
    One beat of known make.

    Attributes
    ----------
    kind : str
        "sinus", "fibrillation", "pvc", or "blocked" for a P wave without a QRS.
    onset : float
        QRS onset in seconds from the start of the recording.
    waves : tuple of Wave
        What it consists of.
    """

    kind: str
    onset: float
    waves: tuple[Wave, ...]


def render_dipole(
    beats: Sequence[Beat], times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """
    Sum the waves of all beats at the given times.

    Parameters
    ----------
    beats : sequence of Beat
        In any order; beats outside the times contribute what reaches into them.
    times : numpy.ndarray of shape (n_samples,)
        Seconds, ascending.

    Returns
    -------
    numpy.ndarray of shape (3, n_samples), float64
        Dipole in mV.

    References
    ----------
    .. [1] Dower, Machado, Osborne, "On deriving the electrocardiogram from
       vectorcardiographic leads", Clinical Cardiology 1980;3:87.
    .. [2] McSharry et al., "A dynamical model for generating synthetic
       electrocardiogram signals", IEEE Trans Biomed Eng 2003;50:289. Departs from it:
       Gaussians over time and not over phase, because there a slow heart widens QRS and
       QT beyond normal.

    Examples
    --------
    >>> beat = Beat("sinus", 1.0, (Wave("T", (0.0, 0.3, 0.0), 0.25, 0.04, 0.04),))
    >>> render_dipole([beat], np.array([1.0, 1.25]))[1].round(3).tolist()
    [0.0, 0.3]
    """
    dipole = np.zeros((3, times.size))
    for beat in beats:
        for wave in beat.waves:
            peak = beat.onset + wave.centre
            # Six sigmas leave 1e-8 of the wave: less than float32 keeps of a millivolt.
            low, high = np.searchsorted(
                times, (peak - 6 * wave.rise, peak + 6 * wave.fall)
            )
            distance = times[low:high] - peak
            sigma = np.where(distance < 0, wave.rise, wave.fall)
            shape = np.exp(-0.5 * (distance / sigma) ** 2)
            dipole[:, low:high] += np.outer(wave.vector, shape)
    return dipole


def project_dipole(dipole: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    See a dipole from the eight independent leads.

    Parameters
    ----------
    dipole : numpy.ndarray of shape (3, n_samples)
        In mV.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), float64
        Leads I, II, V1-V6 in mV.
    """
    return DOWER @ dipole


def complete_leads(independent: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Derive III, aVR, aVL and aVF from I and II.

    Parameters
    ----------
    independent : numpy.ndarray of shape (8, n_samples)
        Leads I, II, V1-V6 in mV.

    Returns
    -------
    numpy.ndarray of shape (12, n_samples), float64
        In the order of `ecgkt.vocab.leads.LEADS`, in mV.

    Raises
    ------
    ValueError
        If there are not eight leads.

    Examples
    --------
    >>> complete_leads(np.arange(8.0)[:, None])[:6, 0].tolist()
    [0.0, 1.0, 1.0, -0.5, -0.5, 1.0]
    """
    if len(independent) != len(DOWER):
        raise ValueError(f"expected 8 independent leads, got {len(independent)}")
    first, second = independent[:2]
    limb = (first, second, second - first, -(first + second) / 2)
    augmented = (first - second / 2, second - first / 2)
    return np.stack([*limb, *augmented, *independent[2:]])
