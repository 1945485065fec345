"""labs-by-diagnosis.json: which labs go with which diagnosis."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document, Figure, Interval, Weights
from ecgkt.vocab.labs import lab_title

ARMS = {
    "lab_head": "The lab heads",
    "diagnoses": "71 probabilities alone",
    "positives": "71 verdicts alone",
    "diagnoses_and_embedding": "Probabilities and embedding",
    "constant": "No ECG at all",
}
"""Predictors of the labs, as a page names them."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """
    One diagnosis and one laboratory abnormality with enough patients.

    Attributes
    ----------
    name, direction : str
        The lab as ``d_labitems`` writes it, and "low" or "high".
    ratio, low, high : float
        Prevalence with over prevalence without the diagnosis, and its 95 % interval.
    prevalence_with, prevalence_without : float
        Shares, every patient weighing the same.
    patients_with, patients_without : int
        With the lab measured.
    """

    name: str
    direction: str
    ratio: float
    low: float
    high: float
    prevalence_with: float
    prevalence_without: float
    patients_with: int
    patients_without: int

    @property
    def title(self) -> str:
        """What a clinician reads."""
        return lab_title(self)

    @property
    def excludes_one(self) -> bool:
        """Whether the interval leaves out 1."""
        return self.low > 1 or self.high < 1

    @property
    def text(self) -> str:
        """The ratio with its interval."""
        return f"× {self.ratio:.2f} [{self.low:.2f}–{self.high:.2f}]"


@dataclass(frozen=True, kw_only=True)
class StatementLabs:
    """
    What was measured of one diagnosis.

    Attributes
    ----------
    code : str
        From `vocab`.
    n_ecgs, n_patients : int
        Who carry it in the reference cohort.
    n_pairs : int
        Abnormalities that were looked at.
    pairs : tuple of Pair
        Those with enough patients.
    """

    code: str
    n_ecgs: int
    n_patients: int
    n_pairs: int
    pairs: tuple[Pair, ...]

    @property
    def significant(self) -> tuple[Pair, ...]:
        """Pairs whose interval excludes 1, the farthest from 1 first."""
        pairs = [pair for pair in self.pairs if pair.excludes_one]
        return tuple(sorted(pairs, key=_nearness))

    @property
    def n_open(self) -> int:
        """Pairs with enough patients whose interval includes 1."""
        return len(self.pairs) - len(self.significant)

    @property
    def n_too_few(self) -> int:
        """Abnormalities with too few patients to look at."""
        return self.n_pairs - len(self.pairs)


def _nearness(pair: Pair) -> float:
    """Return how near a ratio is to 1, whichever side: its smaller way round."""
    return min(pair.ratio, 1 / pair.ratio) if pair.ratio > 0 else 0.0


@dataclass(frozen=True, kw_only=True)
class ArmDifference(Figure):
    """Mean AUROC of one predictor less that of another, paired by patient."""

    of: str
    less: str

    @property
    def text(self) -> str:
        """The difference with its interval."""
        if self.value is None:
            return "not measured"
        interval = f" [{self.ci[0]:+.3f}, {self.ci[1]:+.3f}]" if self.ci else ""
        return f"{self.value:+.3f}{interval}"


@dataclass(frozen=True, kw_only=True)
class LabBeyond:
    """One abnormality: AUROC of its head, and of the diagnoses alone."""

    name: str
    direction: str
    n_patients: int
    lab_head_auroc: float | None
    diagnoses_auroc: float | None
    difference: Figure

    @property
    def title(self) -> str:
        """What a clinician reads."""
        return lab_title(self)


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What excludes 1 when every patient has the diagnoses of another."""

    n_deals: int
    measured_mean: float
    excluding_mean: float
    excluding_max: int
    deals_reaching_share: int


@dataclass(frozen=True, kw_only=True)
class ArmComparison:
    """
    The predictors of the labs, cross-validated by patient.

    Attributes
    ----------
    folds, repeats : int
        Of the cross-validation.
    mean_auroc : dict of str to float
        By arm, keys of `ARMS`.
    mean_auroc_ci : dict of str to (low, high)
        95 % patient bootstrap.
    differences : tuple of ArmDifference
        The question first.
    labs : tuple of LabBeyond
        In the document's order.
    """

    folds: int
    repeats: int
    mean_auroc: dict[str, float | None]
    mean_auroc_ci: dict[str, Interval]
    differences: tuple[ArmDifference, ...]
    labs: tuple[LabBeyond, ...]


@dataclass(frozen=True, kw_only=True)
class LabsByDiagnosis(Document):
    """
    All that `evaluate labs-by-diagnosis` found.

    Attributes
    ----------
    model : Weights
        Whose positives are the diagnoses.
    n_ecgs, n_patients : int
        Of the cohort.
    window_hours : float
        Between ECG and laboratory value, at most.
    n_pairs, n_pairs_measured, n_pairs_excluding_one : int
        Looked at, with enough patients, and significant.
    min_patients, min_cases : int
        That a pair needs on each side.
    by_chance : Chance
        Beside the significant ones.
    statements : tuple of StatementLabs
        In the order of `vocab`.
    cohort : ArmComparison
        Whether the lab heads know more than the diagnoses.
    rules : dict of str to str
        How it was done, in words.
    command : str
        What wrote the document.
    """

    SCHEMA: ClassVar[str] = "ecgkt.labs-by-diagnosis/1"
    FILE: ClassVar[str] = "labs-by-diagnosis.json"

    model: Weights
    n_ecgs: int
    n_patients: int
    window_hours: float
    n_pairs: int
    n_pairs_measured: int
    n_pairs_excluding_one: int
    min_patients: int
    min_cases: int
    by_chance: Chance
    statements: tuple[StatementLabs, ...]
    cohort: ArmComparison
    rules: dict[str, str]
    command: str = ""

    def statement(self, code: str) -> StatementLabs | None:
        """Return what was measured of a diagnosis; None if nobody carries it."""
        return next((labs for labs in self.statements if labs.code == code), None)
