"""The typed view of labs-by-diagnosis.json: which labs go with which diagnosis."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.results.document import Interval, build
from ecgkt.vocab.labs import lab_title

SCHEMA = "ecgkt.labs-by-diagnosis/1"
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
    def telling(self) -> tuple[Pair, ...]:
        """Pairs whose interval excludes 1, the farthest from 1 first."""
        found = [pair for pair in self.pairs if pair.excludes_one]
        return tuple(sorted(found, key=_nearness))

    @property
    def n_open(self) -> int:
        """Pairs with enough patients whose interval includes 1."""
        return len(self.pairs) - len(self.telling)

    @property
    def n_too_few(self) -> int:
        """Abnormalities with too few patients to look at."""
        return self.n_pairs - len(self.pairs)


def _nearness(pair: Pair) -> float:
    """Return how near a ratio is to 1, whichever side: its smaller way round."""
    return min(pair.ratio, 1 / pair.ratio) if pair.ratio > 0 else 0.0


@dataclass(frozen=True, kw_only=True)
class ArmDifference:
    """Mean AUROC of one predictor less that of another, paired by patient."""

    of: str
    less: str
    value: float | None
    ci: Interval

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
    value: float | None
    ci: Interval

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
class LabsByDiagnosis:
    """
    All that `evaluate labs-by-diagnosis` found.

    Attributes
    ----------
    sha256 : str
        Of the model whose positives are the diagnoses.
    n_ecgs, n_patients, folds, repeats : int
        Of the cohort, and of the cross-validation.
    window_hours : float
        Between ECG and laboratory value, at most.
    n_pairs, n_pairs_measured, n_pairs_excluding_one : int
        Looked at, with enough patients, and telling.
    min_patients, min_cases : int
        That a pair needs on each side.
    by_chance : Chance
        Beside the telling ones.
    statements : tuple of StatementLabs
        In the order of `vocab`.
    mean_auroc : dict of str to float
        By arm, keys of `ARMS`.
    mean_auroc_ci : dict of str to (low, high)
        95 % patient bootstrap.
    differences : tuple of ArmDifference
        The question first.
    labs : tuple of LabBeyond
        In the document's order.
    rules : dict of str to str
        How it was done, in words.
    command : str
        What wrote the document.
    """

    sha256: str
    n_ecgs: int
    n_patients: int
    folds: int
    repeats: int
    window_hours: float
    n_pairs: int
    n_pairs_measured: int
    n_pairs_excluding_one: int
    min_patients: int
    min_cases: int
    by_chance: Chance
    statements: tuple[StatementLabs, ...]
    mean_auroc: dict[str, float | None]
    mean_auroc_ci: dict[str, list[float] | None]
    differences: tuple[ArmDifference, ...]
    labs: tuple[LabBeyond, ...]
    rules: dict[str, str]
    command: str = ""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from the document's content; ValueError if a field is missing."""
        try:
            cohort = values["cohort"]
            parts = {
                "sha256": values["model"]["sha256"],
                "by_chance": build(Chance, values["by_chance"]),
                "statements": [_statement(one) for one in values["statements"]],
                "differences": [
                    build(ArmDifference, one) for one in cohort["differences"]
                ],
                "labs": [
                    build(LabBeyond, {**one, **one["difference"]})
                    for one in cohort["labs"]
                ],
            }
            return build(cls, {**cohort, **values, **parts})
        except (IndexError, KeyError, TypeError) as error:
            raise ValueError(f"expected a document of {SCHEMA}: {error!r}") from error

    def statement(self, code: str) -> StatementLabs | None:
        """Return what was measured of a diagnosis; None if nobody carries it."""
        return next((one for one in self.statements if one.code == code), None)


def _statement(values: dict[str, Any]) -> StatementLabs:
    pairs = [build(Pair, one) for one in values["pairs"]]
    return build(StatementLabs, {**values, "pairs": pairs})


def load_labs_by_diagnosis(path: Path) -> LabsByDiagnosis:
    """
    Read a labs-by-diagnosis.json.

    Parameters
    ----------
    path : pathlib.Path
        As `evaluate labs-by-diagnosis` wrote it.

    Returns
    -------
    LabsByDiagnosis

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    content = read_document(path, SCHEMA)
    try:
        return LabsByDiagnosis.from_dict(content)
    except ValueError as error:
        raise EcgktError(f"{path.name}: {error}") from error
