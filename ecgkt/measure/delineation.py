"""All waves of one recording: lead by lead, and what the leads say together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.boundaries import NO_WAVES, LeadWaves, find_waves
from ecgkt.preprocess.delineator_input import LEAST_MV, typical_span
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import Signal

MIN_FS = 250.0
"""Hz; at 100 Hz the grid alone is ±10 ms."""
TOO_SLOW = "not measurable at this sampling rate"
NO_DELINEATOR = "no delineator is installed"
MaskMaker = Callable[[Signal, float, Sequence[int]], NDArray[np.float32]]
"""The delineator: leads in mV, their rate and their places in `LEADS` to masks
(n_leads, 3, n), 0-1."""


@dataclass(frozen=True, kw_only=True)
class Delineation:
    """
    Where the waves of one recording are.

    Attributes
    ----------
    leads : tuple of LeadWaves
        In the order of `ecgkt.vocab.leads.LEADS`; no waves where a lead was not read.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was. In a lead that was read, no row
        means that the wave is absent.
    """

    leads: tuple[LeadWaves, ...]
    reasons: tuple[str, ...]

    @property
    def readable(self) -> tuple[int, ...]:
        """Rows of the leads that were read."""
        return tuple(row for row, reason in enumerate(self.reasons) if not reason)


def lead_reasons(signal: Signal, fs: float) -> tuple[str, ...]:
    """
    Say which leads show nothing that could be measured, and why.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, NaN where a sample is missing.
    fs : float
        Hz.

    Returns
    -------
    tuple of str
        Per lead; empty where it can be measured.

    Examples
    --------
    >>> lead_reasons(np.zeros((1, 5000), np.float32), fs=500)
    ('flat line',)
    """
    reasons = []
    for lead in signal:
        missing = float(np.isnan(lead).mean())
        if missing == 1:
            reasons.append("no samples")
        elif missing > 0.5:
            reasons.append("most samples are missing")
        elif typical_span(fill_gaps(lead[None]), fs)[0] < LEAST_MV:
            reasons.append("flat line")
        else:
            reasons.append("")
    return tuple(reasons)


def delineate(
    signal: Signal, fs: float, make_masks: MaskMaker | None, *, mask_fs: float
) -> Delineation:
    """
    Find the waves of one recording.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV at the recording's own rate, NaN where a sample is missing.
    fs : float
        Hz.
    make_masks : callable or None
        The delineator; it is given only leads that show something. Without one no wave
        is found.
    mask_fs : float
        Hz of its masks.

    Returns
    -------
    Delineation
        Below `MIN_FS` no lead is read.
    """
    if fs < MIN_FS:
        return Delineation(
            leads=(NO_WAVES,) * len(signal), reasons=(TOO_SLOW,) * len(signal)
        )
    reasons = lead_reasons(signal, fs)
    rows = [row for row, reason in enumerate(reasons) if not reason]
    leads = [NO_WAVES] * len(signal)
    if rows and make_masks is not None:
        masks = make_masks(signal[rows], fs, rows)
        for row, mask in zip(rows, masks, strict=True):
            leads[row] = find_waves(mask, mask_fs)
    return Delineation(leads=tuple(leads), reasons=reasons)
