"""How regular the beats are, and how many of them follow a P wave or a spike."""

from collections.abc import Sequence

import numpy as np

from ecgkt.measure.ectopy import Ectopy
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.intervals import MIN_BEATS
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.record import Floats

BEAT_ORDER = (
    "wide_premature_beats",
    "narrow_premature_beats",
    "longest_run_beats",
    "dropped_beats",
    "rr_steps_percent",
    "rr_swing_ms",
    "p_alike_percent",
)
TOO_FEW_IN_A_ROW = "too few usual beats follow each other"


def rr_variation(peaks: Floats) -> Measurement:
    """
    Measure how much neighbouring RR intervals differ.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,)
        R peaks in seconds.

    Returns
    -------
    Measurement
        Root mean square of successive differences, in per cent of the mean RR.

    References
    ----------
    .. [1] Task Force of ESC and NASPE, "Heart rate variability", Circulation 1996;
       93:1043 (RMSSD). Departs from it: 10 s, no beat is left out as ectopic, and it
       is divided by the mean RR so that it means the same at every rate.

    Examples
    --------
    >>> round(rr_variation(np.array([0.0, 1.0, 1.8, 2.8, 3.6])).value, 1)
    22.2
    """
    if len(peaks) < MIN_BEATS:
        return not_measurable(f"{len(peaks)} beats found, {MIN_BEATS} needed")
    intervals = np.diff(peaks)
    rmssd = float(np.sqrt((np.diff(intervals) ** 2).mean()))
    return Measurement(value=100 * rmssd / float(intervals.mean()), n_beats=len(peaks))


def beat_order(ectopy: Ectopy) -> dict[str, Measurement]:
    """
    Count premature beats, and say how the others follow each other.

    Parameters
    ----------
    ectopy : Ectopy
        Of one recording.

    Returns
    -------
    dict of str to Measurement
        "wide_premature_beats", "narrow_premature_beats", "longest_run_beats",
        "dropped_beats", "rr_steps_percent", "rr_swing_ms" and "p_alike_percent".
    """
    if ectopy.reason:
        return dict.fromkeys(BEAT_ORDER, not_measurable(ectopy.reason))
    rest = ectopy.irregularity
    runs = [len(group) for group in ectopy.groups()]
    values = (
        len(ectopy.of_kind("wide")),
        len(ectopy.of_kind("narrow")),
        max(runs, default=0),
        len(rest.pauses),
        rest.steps_percent,
        rest.swing_ms,
        rest.p_alike_percent,
    )
    return {
        name: not_measurable(TOO_FEW_IN_A_ROW)
        if value is None
        else Measurement(value=float(value), n_beats=ectopy.n_beats)
        for name, value in zip(BEAT_ORDER, values, strict=True)
    }


def p_share(beats: Sequence[GlobalBeat]) -> Measurement:
    """
    Count the beats that a P wave precedes.

    Parameters
    ----------
    beats : sequence of GlobalBeat
        As `global_beats` returns them.

    Returns
    -------
    Measurement
        Per cent.
    """
    if len(beats) < MIN_BEATS:
        reason = f"{len(beats)} beats found in enough leads, {MIN_BEATS} needed"
        return not_measurable(reason)
    share = 100 * sum(beat.p is not None for beat in beats) / len(beats)
    return Measurement(value=share, n_beats=len(beats))


def paced_beats(share: float, n_beats: int, why_unseen: str = "") -> Measurement:
    """
    Say how many beats follow a pacing spike.

    Parameters
    ----------
    share : float
        0-1, of `judge_pacing`.
    n_beats : int
        R peaks behind it.
    why_unseen : str
        Why no spike could be seen; empty if it could. Spikes that were seen count.

    Returns
    -------
    Measurement
        Per cent.

    Examples
    --------
    >>> paced_beats(0.5, 12).value
    50.0
    """
    if why_unseen and not share:
        return not_measurable(why_unseen)
    if n_beats < MIN_BEATS:
        return not_measurable(f"{n_beats} beats found, {MIN_BEATS} needed")
    return Measurement(value=100 * share, n_beats=n_beats)
