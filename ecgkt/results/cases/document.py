"""cases.json: what a table of cases is, and how its signals are found again."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from ecgkt.results.document import Interval, WholeDocument
from ecgkt.types.reading import ModelIdentity


@dataclass(frozen=True, kw_only=True)
class CaseSource:
    """
    Where the ECGs of a table come from.

    Attributes
    ----------
    kind : str
        "store" (a prepared store), "folder" (WFDB records) or "simulated" (made from a
        seed, nothing on disk).
    name : str
        Of the data set.
    folder : str
        Of a store or of WFDB records, as the operator's machine names it; else empty.
    data_hash : str
        Of a store, as its manifest says; the signals are refused where it differs.
    fs : float or None
        Hz of all ECGs; None where they differ.
    seed : int or None
        Of what is simulated from a seed.
    """

    kind: Literal["store", "folder", "simulated"]
    name: str
    folder: str = ""
    data_hash: str = ""
    fs: float | None = None
    seed: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseLabel:
    """
    One label of a table: a statement, or ``super_MI`` for a super-class.

    `threshold` is that of the model, a calibrated probability; `positives` counts the
    scored ECGs that carry the label.
    """

    code: str
    title: str
    threshold: float
    positives: int


@dataclass(frozen=True, kw_only=True)
class CaseMeasure:
    """
    One measurement of a table.

    `n` counts the ECGs in which it was measured, and `why_not` is the most frequent
    reason in the others; empty if there are none.
    """

    name: str
    n: int
    why_not: str


@dataclass(frozen=True, kw_only=True)
class Slice:
    """
    Some ECGs among which a label is told worse than among all.

    Attributes
    ----------
    label : str
        Code of the label.
    group, level : str
        Which ECGs: a key of `groups.TITLES` or a measurement, and its level.
    n, positives, n_patients : int
        Of the slice.
    auroc, overall : float
        In the slice and in all.
    gap : float
        Slice less all.
    gap_ci : (low, high) or None
        95 % interval of the gap, patients counted once.
    p : float
        One-sided, that the slice is not worse, corrected by Holm's method for all
        slices that were tested with it.
    """

    label: str
    group: str
    level: str
    n: int
    positives: int
    n_patients: int
    auroc: float
    overall: float
    gap: float
    gap_ci: Interval
    p: float


@dataclass(frozen=True, kw_only=True)
class CasesDocument(WholeDocument):
    """
    All that is said of a table of cases.

    Attributes
    ----------
    command : str
        What wrote it.
    simulated : bool
        Whether no ECG of it is a patient's.
    model : ModelIdentity
        Whose scores these are.
    source : CaseSource
        How a signal is found again, with the column `place`.
    split : str
        Of the source; empty for all of it.
    n_records, n_patients, n_scored : int
        Rows; persons; rows with scores and labels, which figures are made of.
    truth : str
        What the labels are, and how far they can be trusted.
    labels : tuple of CaseLabel
        In the order of the columns.
    measures : tuple of CaseMeasure
        In the order of the columns.
    rules : dict of str to str
        How each subgroup was formed, and how the map was drawn.
    n_slices : int
        Slices that were tested over all labels.
    slices : tuple of Slice
        The worst of them.
    """

    SCHEMA: ClassVar[str] = "ecgkt.cases/1"
    FILE: ClassVar[str] = ""

    command: str
    simulated: bool
    model: ModelIdentity
    source: CaseSource
    split: str
    n_records: int
    n_patients: int
    n_scored: int
    truth: str
    labels: tuple[CaseLabel, ...]
    measures: tuple[CaseMeasure, ...]
    rules: dict[str, str]
    n_slices: int = 0
    slices: tuple[Slice, ...] = ()
