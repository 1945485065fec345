"""Everything measured of one recording, each value with its state."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.axis import frontal_axis
from ecgkt.measure.delineation import (
    MIN_FS,
    TOO_SLOW,
    Delineation,
    MaskMaker,
    delineate,
    lead_reasons,
)
from ecgkt.measure.global_beats import GlobalBeat, global_beats
from ecgkt.measure.intervals import DURATIONS, durations, heart_rate
from ecgkt.measure.pacing import PACED_SHARE, find_spikes, paced_share
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.measure.rate_correction import corrected_qt
from ecgkt.measure.typical_waves import MedianBeat, typical_waves
from ecgkt.measure.voltages import st_levels, voltage_criteria
from ecgkt.measured import Measurement, not_measurable
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.record import Signal
from ecgkt.vocab import LEADS

PACED = (
    "pacing spikes before {} % of the beats: intervals of paced beats are not judged"
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class EcgMeasurements:
    """
    What is measured of one recording.

    Attributes
    ----------
    values : dict of str to Measurement
        Heart rate, P, PR, QRS, QT, four QTc, axis, voltages and ST of each lead.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.
    beats : tuple of GlobalBeat
        Boundaries over all leads; empty below 250 Hz.
    delineation : Delineation
        Boundaries lead by lead.
    median_beat : MedianBeat or None
        None if there are too few beats.
    is_paced : bool
        Whether most beats follow a pacing spike.
    """

    values: dict[str, Measurement]
    peaks: Floats
    beats: tuple[GlobalBeat, ...]
    delineation: Delineation
    median_beat: MedianBeat | None
    is_paced: bool


def measure_ecg(
    signal: Signal, fs: float, make_masks: MaskMaker, *, mask_fs: float
) -> EcgMeasurements:
    """
    Measure one recording at its own rate.

    Parameters
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV, in the order of `LEADS`; NaN where a sample is missing.
    fs : float
        Hz; below 250 Hz durations are not measurable, all else is.
    make_masks : callable
        The delineator.
    mask_fs : float
        Hz of its masks.

    Returns
    -------
    EcgMeasurements
        Always: what cannot be measured says so.

    Raises
    ------
    ValueError
        If there are not twelve leads, or the frequency is below 100 Hz.
    """
    if len(signal) != len(LEADS):
        raise ValueError(f"expected 12 leads, got shape {signal.shape}")
    reasons = lead_reasons(signal, fs)
    is_read = np.array([not reason for reason in reasons])
    leads = np.zeros(signal.shape)
    if is_read.any():
        leads[is_read] = fill_gaps(signal[is_read])
    delineation = delineate(signal, fs, make_masks, mask_fs=mask_fs)
    beats = global_beats(delineation)
    peaks = find_r_peaks(leads, fs) / fs
    share = paced_share(find_spikes(leads, fs), peaks)
    is_paced = share >= PACED_SHARE
    typical = typical_waves(leads, fs, peaks=peaks, beats=beats, reasons=reasons)
    values = {
        "heart_rate_bpm": heart_rate(peaks),
        **_durations(fs, beats, round(100 * share) if is_paced else None),
    }
    values |= corrected_qt(values["qt_ms"], values["heart_rate_bpm"])
    values |= _amplitudes(typical, reasons)
    return EcgMeasurements(
        values=values,
        peaks=peaks,
        beats=beats,
        delineation=delineation,
        median_beat=typical,
        is_paced=is_paced,
    )


def _durations(
    fs: float, beats: tuple[GlobalBeat, ...], paced_percent: int | None
) -> dict[str, Measurement]:
    if fs < MIN_FS:
        return dict.fromkeys(DURATIONS, not_measurable(TOO_SLOW))
    if paced_percent is not None:
        return dict.fromkeys(DURATIONS, not_measurable(PACED.format(paced_percent)))
    return durations(beats)


def _amplitudes(
    typical: MedianBeat | None, reasons: tuple[str, ...]
) -> dict[str, Measurement]:
    """Return axis, voltages and ST of the median beat."""
    if typical is None:
        names = ["axis_degrees", "sokolow_lyon_mv", "cornell_mv"]
        names += [f"st_{lead.lower()}_mv" for lead in LEADS]
        return dict.fromkeys(names, not_measurable("too few beats for a median beat"))
    return {
        "axis_degrees": frontal_axis(typical.beat, typical.qrs, typical.fs),
        **voltage_criteria(typical.beat, typical.qrs, reasons),
        **st_levels(typical.beat, typical.st, reasons, note=typical.st_note),
    }
