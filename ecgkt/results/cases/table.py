"""A table of cases in memory: arrays, one row per ECG."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.cases.document import CaseMeasure, CasesDocument
from ecgkt.results.cases.groups import Group, groups_of
from ecgkt.types.case import CaseRow
from ecgkt.vocab.statements import CODES, DIAGNOSES, SUPERCLASSES

SUPER = {f"super_{code}": code for code in SUPERCLASSES if code != "NORM"}
"""Super-classes as labels; NORM is the name of a statement too, and means the same."""
LABELS = (*CODES, *SUPER)
MEMBERS = {
    label: [place for place, one in enumerate(DIAGNOSES) if one.superclass == code]
    for label, code in SUPER.items()
}
"""Columns of the statements of each super-class."""
TITLES = {
    **{diagnosis.code: diagnosis.name for diagnosis in DIAGNOSES},
    **{label: f"{SUPERCLASSES[code]}, any" for label, code in SUPER.items()},
}
SMALLEST = 1e-12
"""Of a probability, so that its logit stays finite."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseColumns:
    """
    The arrays of a table; rows in the same order everywhere, columns as `LABELS`.

    Attributes
    ----------
    record_ids, places, splits : numpy.ndarray of shape (n,), str
        As in `CaseTruth`.
    patients : numpy.ndarray of shape (n,), int32
        Numbers that stand for persons.
    is_known : numpy.ndarray of shape (n,), bool
        Whether the ECG has both scores and labels.
    ages : numpy.ndarray of shape (n,), float32
        Years, NaN where not known.
    scores : numpy.ndarray of shape (n, n_labels), float32
        Before calibration; of super-classes the calibrated log odds. NaN without.
    probabilities : numpy.ndarray of shape (n, n_labels), float32
        Calibrated. NaN without.
    likelihoods : numpy.ndarray of shape (n, n_labels), float32
        Percent; NaN where the label was not stated.
    supports, contradicts : numpy.ndarray of shape (n, n_labels), int16
        Findings that speak for and against each label.
    groups : dict of str to Group
        Subgroups.
    measures : dict of str to numpy.ndarray of shape (n,), float32
        NaN where not measured.
    findings, reasons : numpy.ndarray of shape (n,), object
        Tuples of str.
    points : numpy.ndarray of shape (n, 2), float32
        Where the ECG lies on the map; NaN without scores.
    """

    record_ids: NDArray[np.str_]
    places: NDArray[np.str_]
    splits: NDArray[np.str_]
    patients: NDArray[np.int32]
    is_known: NDArray[np.bool_]
    ages: NDArray[np.float32]
    scores: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    likelihoods: NDArray[np.float32]
    supports: NDArray[np.int16]
    contradicts: NDArray[np.int16]
    groups: dict[str, Group]
    measures: dict[str, NDArray[np.float32]]
    findings: NDArray[np.object_]
    reasons: NDArray[np.object_]
    points: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.record_ids)

    @property
    def truth(self) -> NDArray[np.bool_]:
        """Whether each label was stated, whatever its likelihood."""
        return ~np.isnan(self.likelihoods)


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseTable:
    """What cases.json says, and the arrays of cases.parquet."""

    head: CasesDocument
    columns: CaseColumns


def columns_of(
    rows: Sequence[CaseRow], points: NDArray[np.float32], *, has_superclasses: bool
) -> CaseColumns:
    """
    Turn rows into arrays.

    Parameters
    ----------
    rows : sequence of CaseRow
        At least one.
    points : numpy.ndarray of shape (n, 2), float32
        Where each lies on the map.
    has_superclasses : bool
        Whether the source states enough to know of each super-class if it is there.

    Returns
    -------
    CaseColumns
    """
    place = {code: column for column, code in enumerate(CODES)}
    shape = (len(rows), len(LABELS))
    likelihoods = np.full(shape, np.nan, dtype=np.float32)
    supports, contradicts = (np.zeros(shape, dtype=np.int16) for _ in range(2))
    for number, row in enumerate(rows):
        for code, percent in row.truth.stated.items():
            likelihoods[number, place[code]] = percent
        for counts, codes in (
            (supports, row.supports),
            (contradicts, row.contradicts),
        ):
            np.add.at(counts[number], [place[code] for code in codes], 1)
    for label, members in MEMBERS.items():
        column = LABELS.index(label)
        supports[:, column] = supports[:, members].sum(axis=1)
        contradicts[:, column] = contradicts[:, members].sum(axis=1)
        if has_superclasses:
            stated = np.nan_to_num(likelihoods[:, members], nan=-1).max(axis=1)
            likelihoods[:, column] = np.where(stated < 0, np.nan, stated)
    scores, probabilities = _scores_of(rows)
    whose = np.unique([row.truth.patient for row in rows], return_inverse=True)[1]
    has_scores = ~np.isnan(probabilities[:, 0])
    return CaseColumns(
        record_ids=np.array([row.truth.record_id for row in rows], dtype=str),
        places=np.array([row.truth.place for row in rows], dtype=str),
        splits=np.array([row.truth.split for row in rows], dtype=str),
        patients=whose.astype(np.int32),
        is_known=has_scores & np.array([row.truth.is_labelled for row in rows]),
        ages=np.array([row.truth.age for row in rows], dtype=np.float32),
        scores=scores,
        probabilities=probabilities,
        likelihoods=likelihoods,
        supports=supports,
        contradicts=contradicts,
        groups=groups_of(rows),
        measures=_measures_of(rows),
        findings=_objects([row.findings for row in rows]),
        reasons=_objects([row.reasons for row in rows]),
        points=points.astype(np.float32),
    )


def _scores_of(
    rows: Sequence[CaseRow],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    kept = [[*SUPERCLASSES].index(code) for code in SUPER.values()]
    scores, probabilities = (
        np.full((len(rows), len(LABELS)), np.nan) for _ in range(2)
    )
    n = len(CODES)
    for number, row in enumerate(rows):
        if not row.logits:
            continue
        groups = np.array(row.superclasses)[kept].clip(SMALLEST, 1 - SMALLEST)
        scores[number, :n] = row.logits
        scores[number, n:] = np.log(groups / (1 - groups))
        probabilities[number, :n] = row.probabilities
        probabilities[number, n:] = groups
    return scores.astype(np.float32), probabilities.astype(np.float32)


def _measures_of(rows: Sequence[CaseRow]) -> dict[str, NDArray[np.float32]]:
    names = dict.fromkeys(
        name for row in rows for name in (*row.measurements, *row.unmeasured)
    )
    return {
        name: np.array(
            [row.measurements.get(name, np.nan) for row in rows], dtype=np.float32
        )
        for name in names
    }


def measures_of(rows: Sequence[CaseRow]) -> tuple[CaseMeasure, ...]:
    """
    Count how often each measurement was made, and why not.

    Parameters
    ----------
    rows : sequence of CaseRow
        The table.

    Returns
    -------
    tuple of CaseMeasure
    """
    names = dict.fromkeys(
        name for row in rows for name in (*row.measurements, *row.unmeasured)
    )
    found = []
    for name in names:
        reasons = Counter(
            row.unmeasured[name] for row in rows if name in row.unmeasured
        )
        n = sum(name in row.measurements for row in rows)
        why = reasons.most_common(1)[0][0] if reasons else ""
        found.append(CaseMeasure(name=name, n=n, why_not=why))
    return tuple(found)


def _objects(values: Sequence[tuple[str, ...]]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
