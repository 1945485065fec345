"""Electrodes on each other's place: what a recording then shows, exactly."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ecgkt.vocab.leads import INDEPENDENT_LEADS

LIMB_SWAPS = MappingProxyType(
    {
        "left and right arm": ((-1.0, 0.0), (-1.0, 1.0)),
        "right arm and left leg": ((1.0, -1.0), (0.0, -1.0)),
        "left arm and left leg": ((0.0, 1.0), (1.0, 0.0)),
    }
)
"""What I and II become, in parts of the true I and II. The chest leads stay as they
are: Wilson's terminal is the mean of the same three electrodes."""
CHEST_SWAPS = MappingProxyType(
    {
        f"{first} and {second}": (first, second)
        for first, second in (
            ("V1", "V2"),
            ("V1", "V3"),
            ("V2", "V3"),
            ("V3", "V4"),
            ("V4", "V5"),
            ("V5", "V6"),
        )
    }
)
INVERTED = "all leads upside down"
SWAPS = (*LIMB_SWAPS, *CHEST_SWAPS, INVERTED)
"""Names of all that can be planted."""


def swap_electrodes(leads: NDArray[np.floating], swap: str) -> NDArray[np.floating]:
    """
    Show a recording as it would be with two electrodes exchanged.

    Parameters
    ----------
    leads : numpy.ndarray of shape (..., 8, n_samples), float
        Voltage in mV, in the order of `INDEPENDENT_LEADS`.
    swap : str
        One of `SWAPS`.

    Returns
    -------
    numpy.ndarray of shape (..., 8, n_samples), float
        A copy, mV.

    Raises
    ------
    ValueError
        If there is no such swap.

    References
    ----------
    .. [1] Batchvarov, Malik, Camm, "Incorrect electrode cable connection during
       electrocardiographic recording", Europace 2007;9:1081: the limb leads that
       each exchange gives.

    Examples
    --------
    >>> leads = np.zeros((8, 1))
    >>> leads[0] = 1.0
    >>> swap_electrodes(leads, "left and right arm")[:2, 0].tolist()
    [-1.0, -1.0]
    """
    if swap not in SWAPS:
        raise ValueError(f"swap must be one of {SWAPS}, got {swap!r}")
    if swap == INVERTED:
        return -leads
    swapped = leads.copy()
    if swap in LIMB_SWAPS:
        parts = np.asarray(LIMB_SWAPS[swap], leads.dtype)
        swapped[..., :2, :] = parts @ leads[..., :2, :]
        return swapped
    rows = [INDEPENDENT_LEADS.index(lead) for lead in CHEST_SWAPS[swap]]
    swapped[..., rows, :] = leads[..., rows[::-1], :]
    return swapped
