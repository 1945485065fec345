"""Beats of all leads together: the earliest onset and the latest end of each wave."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from ecgkt.measure.delineation import Delineation

EARLY, LATE = 5.0, 95.0
"""Percentiles over leads that stand for the first onset and the last end."""
SMOOTH = (25.0, 75.0)
"""The same of P and T, whose boundaries in single leads err by 12 to 25 ms: the first
of twelve would be early, and the last late, by the error alone."""
MIN_LEADS = 6
"""Leads that must show a QRS; half of them where fewer than twelve were read."""
WAVE_SHARE = 1 / 3
"""Of the leads with this QRS, that must show a P or a T for the beat to have one."""
SAME_BEAT = 0.1
"""Seconds between the middles of a QRS in neighbouring leads."""
LONGEST_PR = 0.45
"""Seconds from P onset to QRS onset."""
OVERLAP = 0.03
"""Seconds by which P may reach into QRS, and T begin before QRS has ended."""
Complex: TypeAlias = tuple[float, float, int]
"""Onset and end of a QRS in seconds, and the row of its lead."""


class GlobalBeat(NamedTuple):
    """
    One beat.

    Attributes
    ----------
    qrs : tuple of two floats
        Onset and end in seconds over all leads.
    p, t : tuple of two floats, or None
        The same; None if the beat has no such wave.
    leads : tuple of int
        Rows of the leads that show the QRS.
    """

    qrs: tuple[float, float]
    p: tuple[float, float] | None
    t: tuple[float, float] | None
    leads: tuple[int, ...]


def complexes_of(delineation: Delineation) -> list[list[Complex]]:
    """
    Gather the QRS complexes of all leads that belong to one beat.

    Parameters
    ----------
    delineation : Delineation
        Of one recording.

    Returns
    -------
    list of list of tuple
        Onset and end in seconds and the lead's row; ascending, without what too few
        leads show.
    """
    needed = min(MIN_LEADS, max(1, -(-len(delineation.readable) // 2)))
    complexes = [
        (onset, end, row)
        for row in delineation.readable
        for onset, end in delineation.leads[row].qrs.tolist()
    ]
    return [g for g in _grouped(complexes) if len({row for *_, row in g}) >= needed]


def global_beats(
    delineation: Delineation, groups: Sequence[Sequence[Complex]]
) -> tuple[GlobalBeat, ...]:
    """
    Bring the leads' waves together to beats.

    Parameters
    ----------
    delineation : Delineation
        Of one recording.
    groups : sequence of sequence of tuple
        Those of `complexes_of` that are beats.

    Returns
    -------
    tuple of GlobalBeat
        Ascending.
    """
    spans = [
        _span([(onset, end) for onset, end, _ in group], EARLY, LATE)
        for group in groups
    ]
    beats = []
    for number, (qrs, group) in enumerate(zip(spans, groups, strict=True)):
        rows = tuple(sorted({row for *_, row in group}))
        after = spans[number - 1][1] if number else -np.inf
        until = spans[number + 1][0] if number + 1 < len(spans) else np.inf
        beats.append(
            GlobalBeat(
                qrs,
                _p_wave(delineation, rows, qrs[0], after),
                _t_wave(delineation, rows, qrs[1], until),
                rows,
            )
        )
    return tuple(beats)


def _grouped(complexes: Sequence[Complex]) -> list[list[Complex]]:
    """Part QRS complexes of all leads where their middles lie apart."""
    groups: list[list[Complex]] = []
    last = -np.inf
    for onset, end, row in sorted(complexes, key=lambda qrs: qrs[0] + qrs[1]):
        middle = (onset + end) / 2
        if middle - last > SAME_BEAT:
            groups.append([])
        groups[-1].append((onset, end, row))
        last = middle
    return groups


def _span(
    waves: Sequence[tuple[float, float]], early: float, late: float
) -> tuple[float, float]:
    table = np.asarray(waves)
    return (
        float(np.percentile(table[:, 0], early)),
        float(np.percentile(table[:, 1], late)),
    )


def _p_wave(
    delineation: Delineation, rows: Sequence[int], qrs_onset: float, after: float
) -> tuple[float, float] | None:
    """Return the last P before a QRS, if enough leads show one."""
    waves = []
    for row in rows:
        p = delineation.leads[row].p
        near = (p[:, 1] <= qrs_onset + OVERLAP) & (p[:, 0] >= qrs_onset - LONGEST_PR)
        near &= p[:, 0] > after - OVERLAP
        if near.any():
            onset, end = p[near][-1]
            waves.append((float(onset), float(end)))
    return _agreed(waves, len(rows))


def _t_wave(
    delineation: Delineation, rows: Sequence[int], qrs_end: float, until: float
) -> tuple[float, float] | None:
    """Return the T after a QRS, if enough leads show one."""
    waves = []
    for row in rows:
        t = delineation.leads[row].t
        after = (t[:, 0] >= qrs_end - OVERLAP) & (t[:, 0] < until)
        if after.any():
            onset, end = t[after][0]
            waves.append((float(onset), float(end)))
    return _agreed(waves, len(rows))


def _agreed(
    waves: list[tuple[float, float]], n_leads: int
) -> tuple[float, float] | None:
    if len(waves) < max(1, WAVE_SHARE * n_leads):
        return None
    # One lead that took something else for the wave must not decide.
    middle = float(np.median([onset + end for onset, end in waves])) / 2
    near = [wave for wave in waves if abs(sum(wave) / 2 - middle) < SAME_BEAT]
    return _span(near, *SMOOTH) if near else None
