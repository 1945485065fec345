"""All waves of one recording: lead by lead, and what the leads say together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.boundaries import NO_WAVES, LeadWaves, find_waves
from ecgkt.preprocess.delineator_input import LEAST_MV, typical_span
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import Signal

MIN_FS = 250.0
"""Hz of the masks; below it durations have the errors of `ecgkt.measure.low_rates`."""
TOO_SLOW = "not measurable at this sampling rate"
NO_DELINEATOR = "no delineator is installed"
MaskMaker = Callable[[Signal, float, Sequence[int]], NDArray[np.float32]]
"""The delineator: leads in mV, their rate and their places in `LEADS` to masks
(n_leads, 3, n), 0-1."""


class ReadableLeads(NamedTuple):
    """
    Leads made ready to be measured.

    Attributes
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV without gaps; 0 throughout a lead that is not read.
    reasons : tuple of str
        Per lead, why it is not read; empty if it is.
    """

    signal: Signal
    reasons: tuple[str, ...]


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


def readable_leads(signal: Signal, fs: float) -> ReadableLeads:
    """
    Bridge the gaps, and say which leads show nothing that could be measured, and why.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, NaN where a sample is missing.
    fs : float
        Hz.

    Returns
    -------
    ReadableLeads

    Examples
    --------
    >>> readable_leads(np.zeros((1, 5000), np.float32), fs=500).reasons
    ('flat line',)
    """
    missing = np.isnan(signal).mean(axis=1)
    filled = np.zeros_like(signal)
    filled[missing < 1] = fill_gaps(signal[missing < 1])
    reasons = tuple(map(_why_not_read, missing, typical_span(filled, fs)))
    filled[[bool(reason) for reason in reasons]] = 0
    return ReadableLeads(filled, reasons)


def _why_not_read(missing_share: float, span: float) -> str:
    if missing_share == 1:
        return "no samples"
    if missing_share > 0.5:
        return "most samples are missing"
    return "flat line" if span < LEAST_MV else ""


def delineate(
    leads: ReadableLeads, fs: float, make_masks: MaskMaker | None, *, mask_fs: float
) -> Delineation:
    """
    Find the waves of one recording.

    Parameters
    ----------
    leads : ReadableLeads
        At the recording's own rate.
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
    """
    n_leads = len(leads.reasons)
    waves = [NO_WAVES] * n_leads
    rows = [row for row, reason in enumerate(leads.reasons) if not reason]
    if rows and make_masks is not None:
        masks = make_masks(leads.signal[rows], fs, rows)
        for row, mask in zip(rows, masks, strict=True):
            waves[row] = find_waves(mask, mask_fs)
    return Delineation(leads=tuple(waves), reasons=leads.reasons)
