"""Features for the lab heads: rhythm, and the template beat in fixed windows."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_template import (
    BEFORE,
    LEVEL_WINDOW,
    P_WINDOW,
    QRS_WINDOW,
    beat_template,
    t_window,
)
from ecgkt.measure.intervals import MIN_BEATS
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

LEAD_FEATURES = (
    "p_mv",
    "p_area_mv_ms",
    "q_mv",
    "r_mv",
    "s_mv",
    "qrs_area_mv_ms",
    "st_mv",
    "t_mv",
    "t_area_mv_ms",
    "t_time_ms",
    "t_width_ms",
    "t_to_qrs",
)
"""Of each lead, from the level before QRS."""
RHYTHM_FEATURES = (
    "heart_rate_bpm",
    "sdnn_ms",
    "rmssd_ms",
    "irregularity",
    "early_share",
    "beat_likeness",
)
BEAT_FEATURES = (
    "qrs_ms",
    "qt_ms",
    "qtc_fridericia_ms",
    "sokolow_lyon_mv",
    "cornell_mv",
    "limb_voltage_mv",
    "chest_voltage_mv",
    "qrs_axis_cos",
    "qrs_axis_sin",
    "t_axis_cos",
    "t_axis_sin",
)
FEATURES = (
    *RHYTHM_FEATURES,
    *BEAT_FEATURES,
    *(f"{lead}_{what}" for what in LEAD_FEATURES for lead in INDEPENDENT_LEADS),
)
"""Names of what `beat_features` returns, in its order, as `bundled` stores them. A
measurement of the same name (`vocab.findings.MEASURES`) is another thing: it follows
the delineator's boundaries at the recording's own rate."""
QRS_REACH = 0.11
"""Seconds from R within which QRS begins and ends."""
QRS_SLOPE = 0.1
"""Of the steepest slope: what is slower is no QRS."""
_ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
_I, _II, _V1, _V3, _V5, _V6 = map(
    INDEPENDENT_LEADS.index, ("I", "II", "V1", "V3", "V5", "V6")
)


class _Windows(NamedTuple):
    """Where each wave is looked for, in samples of the median beat."""

    level: slice
    p: slice
    qrs: slice
    after_r: slice
    st: slice
    t: slice


def beat_features(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Compute the features of rhythm and template beat.

    Waves are looked for in fixed windows around R, so that every accepted recording
    gives numbers of the same meaning; in atrial fibrillation the P window simply holds
    no P wave. A delineator says more of single beats.

    Parameters
    ----------
    signal : numpy.ndarray of shape (8 or 12, n_samples), float
        Voltage in mV, rows in the order of `INDEPENDENT_LEADS` or of `LEADS`; NaN
        where a sample is missing.
    fs : float
        Sampling frequency in Hz, at least 50.

    Returns
    -------
    numpy.ndarray of shape (len(FEATURES),), float64
        In the units that the names end with; NaN where a lead is missing, and
        everywhere if fewer than three beats stand out of the noise.

    Raises
    ------
    ValueError
        If there are neither 8 nor 12 leads, or the frequency is below 50 Hz.

    References
    ----------
    .. [1] Task Force of ESC and NASPE, "Heart rate variability", Circulation 1996,
       93:1043 (SDNN, RMSSD). Departs from it: 10 s, and no beat is left out as ectopic.
    .. [2] Sokolow and Lyon, Am Heart J 1949;37:161; Casale et al. (Cornell voltage),
       Circulation 1987;75:565; Fridericia, Acta Med Scand 1920;53:469.
    """
    if signal.ndim != 2 or len(signal) not in (len(_ROWS), len(LEADS)):
        raise ValueError(f"expected 8 or 12 leads, got shape {signal.shape}")
    leads = signal[_ROWS] if len(signal) == len(LEADS) else signal
    is_absent = np.isnan(leads).all(axis=1)
    present = np.where(is_absent[:, None], 0, leads).astype(np.float32)
    filled: Floats = fill_gaps(present).astype(np.float64)
    missing = np.full(len(FEATURES), np.nan)
    peaks = find_r_peaks(filled, fs)
    if len(peaks) < MIN_BEATS:
        return missing
    template = beat_template(filled, peaks, fs)
    if template is None:
        return missing
    intervals = np.diff(peaks) / fs
    rhythm = [*_rhythm(intervals), template.correlation]
    windows = _windows(template.beat.shape[1], float(np.median(intervals)), fs)
    beat = template.beat - template.beat[:, windows.level].mean(axis=1, keepdims=True)
    beat[is_absent] = np.nan
    per_lead = _per_lead(beat, windows, fs)
    whole = _whole_beat(beat, per_lead, windows, intervals=intervals, fs=fs)
    return np.concatenate([rhythm, whole, per_lead.ravel()])


def _windows(n_samples: int, interval: float, fs: float) -> _Windows:
    """Place the windows; only T moves with the rate (seconds from R)."""

    def between(start: float, stop: float) -> slice:
        first = max(0, round((BEFORE + start) * fs))
        return slice(first, max(first + 1, round((BEFORE + stop) * fs) + 1))

    t_start, t_stop = t_window(interval)
    return _Windows(
        level=between(*LEVEL_WINDOW),
        p=between(*P_WINDOW),
        qrs=between(*QRS_WINDOW),
        after_r=between(0.0, 0.08),
        st=between(0.09, 0.11),
        t=between(t_start, min(t_stop, n_samples / fs - BEFORE)),
    )


def _rhythm(intervals: Floats) -> list[float]:
    steps = np.diff(intervals)
    typical = float(np.median(intervals))
    rmssd = float(np.sqrt((steps**2).mean()))
    return [
        60.0 / float(intervals.mean()),
        1000 * float(intervals.std()),
        1000 * rmssd,
        float(np.median(np.abs(steps))) / typical,
        float((intervals < 0.8 * typical).mean()),
    ]


def _per_lead(beat: Floats, windows: _Windows, fs: float) -> Floats:
    """Return the features of `LEAD_FEATURES`, (n_measures, n_leads)."""
    ms = 1000 / fs
    p_wave, qrs, t_wave = (beat[:, w] for w in (windows.p, windows.qrs, windows.t))
    tip = qrs.argmax(axis=1)
    before_tip = np.arange(qrs.shape[1]) <= tip[:, None]
    t_tip = np.abs(t_wave).argmax(axis=1)
    t_peak = np.take_along_axis(t_wave, t_tip[:, None], axis=1)[:, 0]
    same_sign = t_wave * np.sign(t_peak)[:, None]
    is_wide = same_sign >= 0.5 * np.abs(t_peak)[:, None]
    from_r = (windows.t.start - round(BEFORE * fs) + t_tip) * ms
    span = qrs.max(axis=1) - qrs.min(axis=1)
    measures = [
        np.take_along_axis(p_wave, np.abs(p_wave).argmax(axis=1)[:, None], 1)[:, 0],
        p_wave.sum(axis=1) * ms,
        np.where(before_tip, qrs, 0.0).min(axis=1),
        qrs.max(axis=1),
        beat[:, windows.after_r].min(axis=1),
        qrs.sum(axis=1) * ms,
        beat[:, windows.st].mean(axis=1),
        t_peak,
        t_wave.sum(axis=1) * ms,
        from_r,
        is_wide.sum(axis=1) * ms,
        t_peak / np.maximum(span, 0.05),
    ]
    table = np.stack(measures)
    table[:, np.isnan(beat).all(axis=1)] = np.nan
    return table


def _whole_beat(
    beat: Floats, per_lead: Floats, windows: _Windows, *, intervals: Floats, fs: float
) -> list[float]:
    """Return `BEAT_FEATURES`, from several leads each."""
    measure = dict(zip(LEAD_FEATURES, per_lead, strict=True))
    q_onset, j_point, t_end = _boundaries(np.nan_to_num(beat), windows, fs)
    qt = t_end - q_onset
    r, s = measure["r_mv"], measure["s_mv"]
    span = r - np.minimum(s, measure["q_mv"])
    avl = (beat[_I] - beat[_II] / 2)[windows.qrs]
    return [
        1000 * (j_point - q_onset),
        1000 * qt,
        1000 * qt / float(np.cbrt(intervals.mean())),
        -s[_V1] + max(r[_V5], r[_V6]),
        float(avl.max()) - s[_V3],
        float(span[: _II + 1].mean()),
        float(span[_II + 1 :].mean()),
        *_axis(measure["qrs_area_mv_ms"]),
        *_axis(measure["t_area_mv_ms"]),
    ]


def _boundaries(
    beat: Floats, windows: _Windows, fs: float
) -> tuple[float, float, float]:
    """Return onset and end of QRS and end of T, seconds from R, of all leads' rms."""
    center = round(BEFORE * fs)
    speed = np.sqrt((np.gradient(beat, axis=1) ** 2).mean(axis=0))
    reach = round(QRS_REACH * fs)
    near = speed[center - reach : center + reach + 1]
    fast = np.flatnonzero(near > QRS_SLOPE * near.max()) - reach
    onset, end = fast[0], fast[-1]
    level = np.sqrt((beat**2).mean(axis=0))[windows.t]
    tip = int(level.argmax())
    falling = np.diff(level[tip:])
    t_end = tip
    if len(falling) and falling.min() < 0:
        # The tangent at the steepest descent meets the level before QRS (which is 0).
        steepest = int(falling.argmin())
        t_end = tip + steepest - level[tip + steepest] / falling[steepest]
    latest = min(t_end + windows.t.start - center, beat.shape[1] - 1 - center)
    return onset / fs, end / fs, float(latest) / fs


def _axis(area: Floats) -> tuple[float, float]:
    """Cosine and sine of a frontal axis, from the net areas in I and aVF."""
    avf = (area[_II] - area[_I] / 2) * 2 / np.sqrt(3)
    length = float(np.hypot(area[_I], avf))
    if not length > 0:
        return np.nan, np.nan
    return float(area[_I]) / length, float(avf) / length
