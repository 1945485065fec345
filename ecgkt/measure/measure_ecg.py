"""Everything measured of one recording, each value with its state."""

from dataclasses import dataclass

import numpy as np

from ecgkt.measure.axis import frontal_axes
from ecgkt.measure.delineation import (
    MIN_FS,
    NO_DELINEATOR,
    TOO_SLOW,
    Delineation,
    MaskMaker,
    delineate,
    readable_leads,
)
from ecgkt.measure.ectopy import Ectopy, find_ectopy
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.heart_beats import heart_beats
from ecgkt.measure.intervals import DURATIONS, durations, heart_rate
from ecgkt.measure.joint_qrs import with_joint_qrs
from ecgkt.measure.lead_waves import (
    largest_qrs,
    q_waves,
    t_amplitudes,
    terminal_forces,
)
from ecgkt.measure.low_rates import with_errors
from ecgkt.measure.median_beat import MedianBeat, median_beat
from ecgkt.measure.pacing import Pacing, find_spikes, judge_pacing, why_unseen
from ecgkt.measure.rate_correction import corrected_qt
from ecgkt.measure.rhythm import beat_order, p_share, paced_beats, rr_variation
from ecgkt.measure.variability import variability
from ecgkt.measure.voltages import st_levels, voltage_criteria
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.record import Floats, Signal
from ecgkt.vocab.findings import LEAD_MEASURES, MEASURES
from ecgkt.vocab.leads import LEADS

PACED = (
    "pacing spikes before {} % of the beats: intervals of paced beats are not judged"
)


@dataclass(frozen=True, kw_only=True)
class EcgMeasurements:
    """
    What is measured of one recording.

    Attributes
    ----------
    values : dict of str to Measurement
        Rhythm and its variability, P, PR, QRS, QT, four QTc, axis, voltages, and ST, T
        and Q of each lead: the names of `vocab.findings.MEASURES` and `LEAD_MEASURES`.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.
    beats : tuple of GlobalBeat
        Boundaries over all leads.
    delineation : Delineation
        Boundaries lead by lead.
    median_beat : MedianBeat or None
        None if there are too few beats.
    pacing : Pacing
        Its spikes, and whether they drive most beats.
    ectopy : Ectopy
        Premature beats, and how the others follow each other.
    duration : float
        Seconds of signal behind all this.
    """

    values: dict[str, Measurement]
    peaks: Floats
    beats: tuple[GlobalBeat, ...]
    delineation: Delineation
    median_beat: MedianBeat | None
    pacing: Pacing
    ectopy: Ectopy
    duration: float

    @property
    def is_paced(self) -> bool:
        """Whether spikes drive most beats: intervals are not judged then."""
        return self.pacing.is_paced


def measure_ecg(
    signal: Signal,
    fs: float,
    make_masks: MaskMaker | None,
    *,
    mask_fs: float = MIN_FS,
    why_no_masks: str = NO_DELINEATOR,
) -> EcgMeasurements:
    """
    Measure one recording at its own rate.

    Parameters
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV, in the order of `LEADS`; NaN where a sample is missing,
        throughout a lead that is not there.
    fs : float
        Hz; below 250 Hz durations carry an error, and Q is not measurable.
    make_masks : callable or None
        The delineator; without one durations are not measurable, all else is.
    mask_fs : float
        Hz of its masks.
    why_no_masks : str
        The reason to give for that.

    Returns
    -------
    EcgMeasurements
        Always: what cannot be measured says so.

    Raises
    ------
    ValueError
        If there are not twelve leads, or the frequency is below 50 Hz.
    """
    if len(signal) != len(LEADS):
        raise ValueError(f"expected 12 leads, got shape {signal.shape}")
    readable = readable_leads(signal, fs)
    leads, reasons = readable.signal.astype(np.float64), readable.reasons
    delineation = delineate(readable, fs, make_masks, mask_fs=mask_fs)
    peaks, marked, doubt = heart_beats(leads, fs, delineation)
    beats = with_joint_qrs(marked, leads, fs)
    pacing = judge_pacing(find_spikes(leads, fs), peaks)
    ectopy = find_ectopy(leads, fs, peaks=peaks, beats=beats)
    unknown = doubt or _why_no_durations(
        "" if make_masks else why_no_masks,
        round(100 * pacing.share) if pacing.is_paced else None,
    )
    median = median_beat(leads, fs, peaks=peaks, beats=beats, reasons=reasons)
    values = {
        "heart_rate_bpm": heart_rate(peaks),
        "rr_variation_percent": rr_variation(peaks),
        **beat_order(ectopy),
        **variability(peaks, signal.shape[1] / fs),
        "p_beats_percent": not_measurable(unknown) if unknown else p_share(beats),
        "paced_beats_percent": paced_beats(
            pacing.share, len(peaks), why_unseen(leads, fs)
        ),
        **(
            dict.fromkeys(DURATIONS, not_measurable(unknown))
            if unknown
            else durations(beats)
        ),
    }
    values |= corrected_qt(values["qt_ms"], values["heart_rate_bpm"])
    values = with_errors(values, fs)
    values |= _amplitudes(median, values["p_ms"], unknown)
    if doubt:
        values = dict.fromkeys(values, not_measurable(doubt))
    return EcgMeasurements(
        values=values,
        peaks=peaks,
        beats=beats,
        delineation=delineation,
        median_beat=median,
        pacing=pacing,
        ectopy=ectopy,
        duration=signal.shape[1] / fs,
    )


def _why_no_durations(why_no_masks: str, paced_percent: int | None) -> str:
    if paced_percent is not None:
        return PACED.format(paced_percent)
    return why_no_masks


def _amplitudes(
    median: MedianBeat | None, p: Measurement, unknown: str
) -> dict[str, Measurement]:
    """Return axes, voltages and the waves of each lead, from the median beat."""
    if median is None:
        names = [name for name in MEASURES if name.endswith(("_degrees", "_mv"))]
        names += [name.format(lead.lower()) for name in LEAD_MEASURES for lead in LEADS]
        return dict.fromkeys(names, not_measurable("too few beats for a median beat"))
    if not unknown and "qrs_offset" not in median.boundaries:
        unknown = "the boundaries of QRS were not found"
    return {
        **frontal_axes(median, p, unknown),
        **voltage_criteria(median),
        **largest_qrs(median),
        **terminal_forces(median, unknown),
        **st_levels(median),
        **t_amplitudes(median),
        **q_waves(median, unknown or (TOO_SLOW if median.fs < MIN_FS else "")),
    }
