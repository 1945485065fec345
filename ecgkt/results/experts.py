"""experts.json: experts of different kinds, their fusion, and their doubt."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Figure, WholeDocument


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """
    One expert, or what several are fused to.

    Attributes
    ----------
    name, what : str
        Key, and what it is.
    tuning, held_out : Figure
        Macro AUROC of all statements.
    tuning_validated, held_out_validated : Figure
        Of those with at least 50 positives in the split.
    minus_shipped : Figure
        Against the shipped model on all statements, held-out, paired by patient.
    minus_shipped_validated : Figure
        The same on those with at least 50 positives.
    """

    name: str
    what: str
    tuning: Figure
    tuning_validated: Figure
    held_out: Figure
    held_out_validated: Figure
    minus_shipped: Figure
    minus_shipped_validated: Figure


@dataclass(frozen=True, kw_only=True)
class CoveragePoint:
    """
    How often what is kept is wrong.

    Attributes
    ----------
    coverage : float
        Share of the ECGs kept, the least doubtful.
    risk : Figure
        Share of them with a wrong call of any super-class.
    """

    coverage: float
    risk: Figure


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """
    One way to measure doubt, on held-out ECGs.

    Attributes
    ----------
    name, what : str
        Key, and what it is.
    tuning_area, area : Figure
        Area under the risk-coverage curve: less is better.
    curve : tuple of CoveragePoint
        From all ECGs to the least doubtful fifth.
    """

    name: str
    what: str
    tuning_area: Figure
    area: Figure
    curve: tuple[CoveragePoint, ...]


@dataclass(frozen=True, kw_only=True)
class ExpertsTable(WholeDocument):
    """
    All that `evaluate experts` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how votes were fused and doubt was counted.
    sha256 : str
        Of the networks' weights.
    n_tuning, n_held_out, n_patients : int
        ECGs, and patients behind the held-out ones.
    experts, fusions : tuple of Opinion
        Each alone, and together.
    gate_shares : dict of str to float
        Mean weight that the gate gives each expert on held-out ECGs.
    doubts : tuple of Doubt
        Ways to measure doubt, the best on tuning first.
    """

    SCHEMA: ClassVar[str] = "ecgkt.experts/1"
    FILE: ClassVar[str] = "experts.json"

    command: str
    rule: str
    sha256: str
    n_tuning: int
    n_held_out: int
    n_patients: int
    experts: tuple[Opinion, ...]
    fusions: tuple[Opinion, ...]
    gate_shares: dict[str, float]
    doubts: tuple[Doubt, ...]
