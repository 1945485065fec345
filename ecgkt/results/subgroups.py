"""subgroups.json: how well a model tells each statement in parts of its patients."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Figure, WholeDocument


@dataclass(frozen=True, kw_only=True)
class SubgroupMacro:
    """
    One subgroup, all statements together.

    Attributes
    ----------
    group, level : str
        A key of `results.cases.groups.TITLES`, and which part of it.
    n, n_patients : int
        ECGs and persons in it.
    n_labels : int
        Statements with enough ECGs of both kinds, over which the mean goes.
    auroc : Figure
        Their mean in the subgroup.
    gap : Figure
        That less the mean of the same statements over all ECGs.
    """

    group: str
    level: str
    n: int
    n_patients: int
    n_labels: int
    auroc: Figure
    gap: Figure


@dataclass(frozen=True, kw_only=True)
class SubgroupRow:
    """
    One statement in one subgroup.

    Attributes
    ----------
    group, level : str
        As in `SubgroupMacro`.
    n, positives : int
        ECGs, and those that carry the statement.
    auroc, gap : Figure
        In the subgroup, and less that of all ECGs.
    p : float
        One-sided, that it is not worse than overall; from the spread of the draws, and
        corrected by Holm's method for the subgroups of this statement.
    """

    group: str
    level: str
    n: int
    positives: int
    auroc: Figure
    gap: Figure
    p: float


@dataclass(frozen=True, kw_only=True)
class SubgroupLabel:
    """
    One statement or super-class.

    Attributes
    ----------
    code : str
        Of `results.cases.table.LABELS`.
    positives : int
        Among all ECGs.
    auroc : Figure
        Over all ECGs.
    rows : tuple of SubgroupRow
        Those with enough ECGs of both kinds, the largest loss first.
    """

    code: str
    positives: int
    auroc: Figure
    rows: tuple[SubgroupRow, ...]


@dataclass(frozen=True, kw_only=True)
class SubgroupTable(WholeDocument):
    """
    All that `evaluate subgroups` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how the figures were made.
    sha256 : str
        Of the weights.
    source, split : str
        Whose ECGs were read.
    n_records, n_patients : int
        With scores and labels.
    min_of_class : int
        ECGs with and without a statement that a subgroup needs, to be judged.
    groups : dict of str to str
        How each subgroup was formed.
    macro : tuple of SubgroupMacro
        In the order in which they are shown.
    labels : tuple of SubgroupLabel
        Those that any subgroup could be judged for.
    """

    SCHEMA: ClassVar[str] = "ecgkt.subgroups/1"
    FILE: ClassVar[str] = "subgroups.json"

    command: str
    rule: str
    sha256: str
    source: str
    split: str
    n_records: int
    n_patients: int
    min_of_class: int
    groups: dict[str, str]
    macro: tuple[SubgroupMacro, ...]
    labels: tuple[SubgroupLabel, ...]

    def find(self, code: str) -> SubgroupLabel | None:
        """Return what is known of one label; None if no subgroup was judged."""
        return next((label for label in self.labels if label.code == code), None)
