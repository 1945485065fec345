"""Whether the labs estimated for one ECG go with its diagnoses as elsewhere."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis, Pair, StatementLabs
from ecgkt.types.reading import LabScore, Reading, Score

Verdict: TypeAlias = Literal["consistent", "inconsistent", "unknown"]
VERDICTS: tuple[Verdict, ...] = ("consistent", "inconsistent", "unknown")
RULE = (
    "Consistent: the whole interval of this ECG's likelihood ratio lies on the same "
    "side of 1 as the cohort's ratio. Inconsistent: on the other side. Unknown: it "
    "holds 1, the lab cannot be read from the ECG, or only simulation taught it."
)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """
    One lab that goes with a diagnosis, beside its estimate for this ECG.

    Attributes
    ----------
    pair : Pair
        Measured in the reference cohort; its interval excludes 1.
    lab : LabScore or None
        The estimate; None if the model has none.
    """

    pair: Pair
    lab: LabScore | None

    @property
    def verdict(self) -> Verdict:
        """What `RULE` says."""
        lab = self.lab
        if lab is None or not lab.is_shown:
            return "unknown"
        low, high = lab.likelihood_ratio_ci
        if low <= 1 <= high:
            return "unknown"
        return "consistent" if (low > 1) == (self.pair.ratio > 1) else "inconsistent"


@dataclass(frozen=True, kw_only=True)
class DiagnosisLabs:
    """
    A positive diagnosis of one ECG with the labs that go with it.

    Attributes
    ----------
    score : Score
        Above its threshold.
    statement : StatementLabs or None
        Of the reference cohort; None if nobody there carries the diagnosis.
    agreements : tuple of Agreement
        What is known first, then what is farthest from 1.
    """

    score: Score
    statement: StatementLabs | None
    agreements: tuple[Agreement, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many labs have a verdict."""
        return sum(agreement.verdict == verdict for agreement in self.agreements)


def labs_of_diagnoses(
    reading: Reading, table: LabsByDiagnosis
) -> tuple[DiagnosisLabs, ...]:
    """
    Set the labs of each positive diagnosis beside what was estimated for this ECG.

    Parameters
    ----------
    reading : Reading
        Of the model that the table speaks of.
    table : LabsByDiagnosis
        The reference cohort.

    Returns
    -------
    tuple of DiagnosisLabs
        Those with significant labs first, then the surest; empty without a positive.

    Raises
    ------
    ValueError
        If the table speaks of another model, or of this one without its adapter.
    """
    if table.model.sha256 != reading.model.sha256 or reading.model.adapter:
        raise ValueError("the reference cohort was read by another model")
    labs: dict[tuple[str, str], LabScore] = {
        (lab.name, lab.direction): lab for lab in reading.labs
    }
    found = [
        _of_one(score, table, labs) for score in reading.diagnoses if score.positive
    ]
    return tuple(
        sorted(found, key=lambda one: (not one.agreements, -one.score.probability))
    )


def _of_one(
    score: Score, table: LabsByDiagnosis, labs: dict[tuple[str, str], LabScore]
) -> DiagnosisLabs:
    statement = table.statement(score.code)
    pairs = statement.significant if statement else ()
    agreements = [
        Agreement(pair=pair, lab=labs.get((pair.name, pair.direction)))
        for pair in pairs
    ]
    return DiagnosisLabs(
        score=score,
        statement=statement,
        agreements=tuple(sorted(agreements, key=lambda one: one.verdict == "unknown")),
    )
