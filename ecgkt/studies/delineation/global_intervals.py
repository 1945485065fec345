"""Intervals of whole recordings against what cardiologists marked, at several rates."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ecgkt.dataset.ludb import MarkedLead, MarkedRecord
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.models.delineate import Delineator
from ecgkt.preprocess.resample import resample
from ecgkt.types.record import Floats

INTERVALS = ("p_ms", "pr_ms", "qrs_ms", "qt_ms", "jt_ms")
LOWER_FS = (128.0, 100.0)
"""Hz that recordings are brought down to."""
SAME_BEAT = 0.1
"""Seconds between the middles of a QRS in neighbouring leads."""
MIN_LEADS = 6
"""Leads that must mark a boundary."""
LONGEST_PR = 0.45
OVERLAP = 0.03
"""Seconds by which P may reach into QRS, and T begin before its end."""
RULE = (
    "Per recording, measured minus marked: the measured interval against the median "
    "over beats of those between the boundaries' medians over the leads that mark them "
    "(at least 6). The recordings are brought down to the lower rates."
)

Errors = dict[float, dict[str, list[float | None]]]
"""By rate and interval, of each recording in ms; None where nothing was measured."""


def add_errors(
    errors: Errors, records: Sequence[MarkedRecord], delineator: Delineator
) -> None:
    """
    Measure recordings at their own and at lower rates.

    Parameters
    ----------
    errors : dict
        Empty, or of other recordings; changed in place.
    records : sequence of MarkedRecord
        With the marks of twelve leads.
    delineator : Delineator
        To be evaluated.
    """
    for marked in records:
        truth = marked_intervals(marked.leads)
        own, signal = marked.record.fs, marked.record.signal
        for fs in (own, *(lower for lower in LOWER_FS if lower < own)):
            found = measure_ecg(
                signal if fs == own else resample(signal, own, fs),
                fs,
                delineator,
                mask_fs=delineator.mask_fs,
            )
            for name, marked_ms in truth.items():
                value = found.values[name].value
                error = None if value is None else value - marked_ms
                errors.setdefault(fs, {}).setdefault(name, []).append(error)


def errors_to_dict(errors: Errors, *, are_seen: bool) -> dict[str, Any]:
    """
    Sum errors up.

    Parameters
    ----------
    errors : dict
        By `add_errors`.
    are_seen : bool
        Whether the delineator has learned from these recordings.

    Returns
    -------
    dict
        "rule", "are_seen" and "rates": per rate in Hz and interval mean, sd and rms in
        ms, n, and how many were not measured.
    """
    rates = {
        f"{fs:g}": {name: _moments(values) for name, values in by_name.items()}
        for fs, by_name in sorted(errors.items(), reverse=True)
    }
    return {"rule": RULE, "are_seen": are_seen, "rates": rates}


def marked_intervals(leads: Sequence[MarkedLead]) -> dict[str, float]:
    """
    Return the intervals of a recording that its marks tell.

    Parameters
    ----------
    leads : sequence of MarkedLead
        Of one recording.

    Returns
    -------
    dict of str to float
        Medians over beats in ms, by the names of `INTERVALS`; without those that too
        few leads mark.
    """
    beats = np.array([_beat(leads, middle) for middle in _middles(leads)])
    if not len(beats):
        return {}
    known = {
        name: beats[np.isfinite(beats[:, column]), column]
        for column, name in enumerate(INTERVALS)
    }
    return {
        name: 1000 * float(np.median(values))
        for name, values in known.items()
        if len(values)
    }


def _middles(leads: Sequence[MarkedLead]) -> list[float]:
    """Return the middle of each QRS that enough leads mark."""
    middles = sorted(float(qrs.mean()) for lead in leads for qrs in lead.waves["qrs"])
    groups: list[list[float]] = []
    for middle in middles:
        if not groups or middle - groups[-1][-1] > SAME_BEAT:
            groups.append([])
        groups[-1].append(middle)
    return [float(np.median(group)) for group in groups if len(group) >= MIN_LEADS]


def _beat(leads: Sequence[MarkedLead], middle: float) -> list[float]:
    """Return the intervals of one beat in seconds, NaN where too few leads mark one."""
    marks: list[tuple[float, float, float, float, float]] = []
    for lead in leads:
        qrs = lead.waves["qrs"]
        away = np.abs(qrs.mean(axis=1) - middle)
        if not len(qrs) or away.min() > SAME_BEAT:
            continue
        place = int(away.argmin())
        onset, end = qrs[place]
        after = qrs[place - 1, 1] if place else -np.inf
        until = qrs[place + 1, 0] if place + 1 < len(qrs) else np.inf
        p, t = lead.waves["p"], lead.waves["t"]
        p = p[(p[:, 1] <= onset + OVERLAP) & (p[:, 0] > onset - LONGEST_PR)]
        p = p[p[:, 0] > after]
        t = t[(t[:, 0] >= end - OVERLAP) & (t[:, 0] < until)]
        p_onset, p_end = p[-1] if len(p) else (np.nan, np.nan)
        marks.append((onset, end, p_onset, p_end, t[0, 1] if len(t) else np.nan))
    onset, end, p_onset, p_end, t_end = map(_agreed, np.array(marks).T)
    return [p_end - p_onset, onset - p_onset, end - onset, t_end - onset, t_end - end]


def _agreed(places: Floats) -> float:
    known = places[np.isfinite(places)]
    return float(np.median(known)) if len(known) >= MIN_LEADS else float("nan")


def _moments(values: Sequence[float | None]) -> dict[str, Any]:
    known = np.array([value for value in values if value is not None])
    return {
        "mean": float(known.mean()) if known.size else None,
        "sd": float(known.std()) if known.size else None,
        "rms": float(np.sqrt((known**2).mean())) if known.size else None,
        "n": int(known.size),
        "not_measured": len(values) - int(known.size),
    }
