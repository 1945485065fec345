"""Heart rate, and medians over beats of P, PR, QRS, QT and JT."""

from collections.abc import Sequence

import numpy as np

from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.types.measurements import Measurement, absent, not_measurable
from ecgkt.types.record import Floats

MIN_BEATS = 3
"""Fewer give no duration and no regularity."""
MIN_RATE_BEATS = 2
"""Fewer give no rate; `heart_beats` says how many a recording needs for its length."""
P_PRESENT = 0.5
"""Of the beats; below it P is absent."""
P_SEEN = 0.3
"""Below this share the rhythm has no P at all; above it, it comes and goes."""
VARYING_PR = 40.0
"""Median absolute deviation in ms beyond which P and QRS do not belong together."""
DURATIONS = ("p_ms", "pr_ms", "qrs_ms", "qt_ms", "jt_ms")


def heart_rate(peaks: Floats) -> Measurement:
    """
    Count beats.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,)
        R peaks in seconds.

    Returns
    -------
    Measurement
        Beats per minute, from the mean interval.

    Examples
    --------
    >>> heart_rate(np.array([0.5, 1.3, 2.1, 2.9])).value
    75.0
    """
    if len(peaks) < MIN_RATE_BEATS:
        return not_measurable(f"{len(peaks)} beats found, {MIN_RATE_BEATS} needed")
    intervals = np.diff(peaks)
    rates = 60 / intervals
    return Measurement(
        value=round(60 / float(intervals.mean()), 6),
        n_beats=len(peaks),
        spread=float(np.median(np.abs(rates - np.median(rates)))),
    )


def durations(beats: Sequence[GlobalBeat]) -> dict[str, Measurement]:
    """
    Measure P, PR, QRS, QT and JT over all beats.

    Parameters
    ----------
    beats : sequence of GlobalBeat
        As `global_beats` returns them.

    Returns
    -------
    dict of str to Measurement
        "p_ms", "pr_ms", "qrs_ms", "qt_ms" and "jt_ms".

    References
    ----------
    .. [1] Kligfield et al., "Recommendations for the standardization and
       interpretation of the electrocardiogram, part I", Circulation 2007;115:1306:
       global intervals, from the earliest onset to the latest end. Departs from it: the
       5th and 95th percentile over leads, because one noisy lead would decide.
    """
    if len(beats) < MIN_BEATS:
        reason = f"{len(beats)} beats found in enough leads, {MIN_BEATS} needed"
        return dict.fromkeys(DURATIONS, not_measurable(reason))
    qrs = [1000 * (beat.qrs[1] - beat.qrs[0]) for beat in beats]
    qt = [1000 * (beat.t[1] - beat.qrs[0]) for beat in beats if beat.t]
    jt = [1000 * (beat.t[1] - beat.qrs[1]) for beat in beats if beat.t]
    no_t = f"T waves after {len(qt)} of {len(beats)} beats"
    return {
        **_atrial(beats),
        "qrs_ms": _over_beats(qrs),
        "qt_ms": _over_beats(qt) if len(qt) >= MIN_BEATS else absent(no_t),
        "jt_ms": _over_beats(jt) if len(jt) >= MIN_BEATS else absent(no_t),
    }


def _atrial(beats: Sequence[GlobalBeat]) -> dict[str, Measurement]:
    """Return P and PR, or that P is absent or does not lead to QRS."""
    with_p = [beat for beat in beats if beat.p]
    seen = f"P waves before {len(with_p)} of {len(beats)} beats"
    if len(with_p) < max(MIN_BEATS, P_PRESENT * len(beats)):
        is_absent = len(with_p) < P_SEEN * len(beats)
        missing = absent(seen) if is_absent else not_measurable(seen)
        return {"p_ms": missing, "pr_ms": missing}
    length = [1000 * (beat.p[1] - beat.p[0]) for beat in with_p if beat.p]
    pr = _over_beats([1000 * (beat.qrs[0] - beat.p[0]) for beat in with_p if beat.p])
    if pr.spread is not None and pr.spread > VARYING_PR:
        pr = not_measurable("P waves and QRS complexes do not follow each other")
    return {"p_ms": _over_beats(length), "pr_ms": pr}


def _over_beats(values: Sequence[float]) -> Measurement:
    table = np.asarray(values)
    median = float(np.median(table))
    return Measurement(
        value=median,
        n_beats=len(table),
        spread=float(np.median(np.abs(table - median))),
    )
