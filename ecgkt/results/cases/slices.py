"""Slices of a table where a label is told worse than in all of it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.cases.document import Slice
from ecgkt.results.cases.groups import UNKNOWN
from ecgkt.results.cases.table import LABELS, CaseColumns
from ecgkt.results.statistics.clusters import (
    Z95,
    RankedLabel,
    auroc_of,
    clustered_error,
    rank_label,
)
from ecgkt.results.statistics.p_values import below_zero, holm
from ecgkt.vocab.findings import find_measure

MIN_OF_CLASS = 10
"""ECGs with and without the label that a slice needs, each of as many patients."""
MEASURED = (
    *("pr_ms", "p_ms", "qrs_ms", "qtc_fridericia_ms"),
    *("axis_degrees", "p_axis_degrees", "t_axis_degrees"),
    *("sokolow_lyon_mv", "cornell_mv", "limb_voltage_mv", "rr_variation_percent"),
)
"""Measurements of which what lies below and above their limits are slices; the bands of
the heart rate are a subgroup already."""
N_QUARTERS = 4
QUARTERED = ("heart_rate_bpm", "qrs_ms", "qtc_fridericia_ms", "axis_degrees")
"""Measurements that are cut into quarters of equal number as well."""


class Members(NamedTuple):
    """The rows of one possible slice: its group and level, and a mask of all rows."""

    group: str
    level: str
    mask: NDArray[np.bool_]


def possible_slices(columns: CaseColumns) -> list[Members]:
    """
    List every subgroup and every range of a measurement.

    Parameters
    ----------
    columns : CaseColumns
        The table.

    Returns
    -------
    list of Members
        Those of a group stand together; what is not known is left out.
    """
    found = [
        Members(name, level, group.codes == code)
        for name, group in columns.groups.items()
        for code, level in enumerate(group.levels)
        if level != UNKNOWN and len(group.levels) > 1
    ]
    for name in MEASURED:
        if name in columns.measures:
            found += _limits(name, columns.measures[name])
    for name in QUARTERED:
        if name in columns.measures:
            found += _quarters(name, columns.measures[name])
    return found


def _limits(name: str, values: NDArray[np.float32]) -> Iterator[Members]:
    measure = find_measure(name)
    low, high = measure.normal
    unit = f" {measure.unit}" if measure.unit != "°" else "°"
    if low is not None:
        text = f"below {low:g}{unit}".replace("-", "−")
        yield Members(name, text, values < low)
    if high is not None:
        yield Members(name, f"above {high:g}{unit}", values > high)
    yield Members(name, "not measured", np.isnan(values))


def _quarters(name: str, values: NDArray[np.float32]) -> Iterator[Members]:
    known = values[~np.isnan(values)]
    if len(known) < N_QUARTERS * MIN_OF_CLASS:
        return
    edges = np.quantile(known, np.linspace(0, 1, N_QUARTERS + 1))
    measure = find_measure(name)
    for low, high in pairwise(edges.tolist()):
        is_last = high == float(edges[-1])
        mask = (values >= low) & ((values <= high) if is_last else (values < high))
        text = f"{low:.{measure.decimals}f} to {high:.{measure.decimals}f}"
        yield Members(name, f"{text} {measure.unit}".replace("-", "−"), mask)


def find_slices(
    columns: CaseColumns,
    labels: Sequence[str],
    *,
    kept: NDArray[np.bool_] | None = None,
) -> list[Slice]:
    """
    Test every slice of some labels.

    Parameters
    ----------
    columns : CaseColumns
        The table.
    labels : sequence of str
        Codes; p values are corrected over all of them together.
    kept : numpy.ndarray of shape (n,), bool, or None
        Rows that count; None for all with scores and labels.

    Returns
    -------
    list of Slice
        Of those with enough ECGs of both kinds, the surest first: by p, then by gap.
    """
    rows = np.flatnonzero(columns.is_known if kept is None else kept)
    candidates = [
        member._replace(mask=member.mask[rows]) for member in possible_slices(columns)
    ]
    found: list[Slice] = []
    for label in labels:
        place = LABELS.index(label)
        ranked = rank_label(
            columns.truth[rows, place],
            columns.scores[rows, place],
            columns.patients[rows],
        )
        found += _of_label(label, ranked, candidates)
    if not found:
        return []
    corrected = holm([one.p for one in found])
    told = (replace(one, p=p) for one, p in zip(found, corrected, strict=True))
    return sorted(told, key=lambda one: (one.p, one.gap))


def _of_label(
    label: str, ranked: RankedLabel, candidates: Sequence[Members]
) -> Iterator[Slice]:
    overall = auroc_of(ranked)
    if math.isnan(overall.value):
        return
    for group, level, mask in candidates:
        inside = mask[ranked.order]
        truth, whose = ranked.labels[inside], ranked.patients[inside]
        if not _is_enough(truth, whose):
            continue
        part = auroc_of(ranked, inside)
        gap = part.value - overall.value
        error = clustered_error(part.influence - overall.influence, ranked.patients)
        yield Slice(
            label=label,
            group=group,
            level=level,
            n=len(truth),
            positives=int(truth.sum()),
            n_patients=len(np.unique(whose)),
            auroc=part.value,
            overall=overall.value,
            gap=gap,
            gap_ci=_interval(gap, error),
            p=below_zero(gap, error),
        )


def _interval(gap: float, error: float) -> tuple[float, float] | None:
    if not math.isfinite(error):
        return None
    return gap - Z95 * error, gap + Z95 * error


def _is_enough(truth: NDArray[np.bool_], patients: NDArray) -> bool:
    n_positive = int(truth.sum())
    if min(n_positive, len(truth) - n_positive) < MIN_OF_CLASS or not len(truth):
        return False
    return all(
        len(np.unique(patients[truth == side])) >= MIN_OF_CLASS
        for side in (True, False)
    )
