"""What changed between two recordings of one patient."""

from dataclasses import dataclass
from typing import Literal

from ecgkt.types.impression import Critical

Verdict = Literal["beyond", "within", "unjudged"]
"""Whether a change is larger than repeats of the same heart, or nobody can tell."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    One quantity in two recordings.

    Attributes
    ----------
    kind : str
        "measurement", "statement" or "lab".
    name : str
        Of the measurement, code of the statement, lab with its direction.
    title : str
        What a clinician reads.
    before, after : str
        As they are printed, with their unit or their state.
    difference : float or None
        After minus before: in the unit of a measurement, log odds of a statement, log
        likelihood ratio of a lab; None where one of them has no value.
    change : str
        The same as it is printed; empty without one.
    limit : float or None
        Repeat error, in the same unit as `difference`.
    error : str
        The same as it is printed; empty without one.
    by : str
        Which repeats say so, a key of `results.repeatability.SOURCES`.
    verdict : str
        A `Verdict`.
    reason : str
        Why it is not judged; empty if it is.
    validity : str
        How well the model was measured to work, of a statement or a lab.
    """

    kind: Literal["measurement", "statement", "lab"]
    name: str
    title: str
    before: str
    after: str
    difference: float | None = None
    change: str = ""
    limit: float | None = None
    error: str = ""
    by: str = ""
    verdict: Verdict = "unjudged"
    reason: str = ""
    validity: str = ""

    @property
    def from_to(self) -> str:
        """Both values with an arrow, their unit once: ``72 → 88 bpm``."""
        number, _, unit = self.before.partition(" ")
        if unit and self.after.endswith(f" {unit}"):
            return f"{number} → {self.after}"
        if self.before.endswith("°") and self.after.endswith("°"):
            return f"{self.before[:-1]} → {self.after}"
        return f"{self.before} → {self.after}"

    @property
    def is_beyond(self) -> bool:
        """Whether repeats of one heart do not explain it."""
        return self.verdict == "beyond"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    One recording held against an earlier one.

    Attributes
    ----------
    sentence : str
        What changed, in fixed order.
    critical : tuple of Critical
        What is critical now and was not before.
    measurements, statements, labs : tuple of Change
        In the order of their tables.
    notes : tuple of str
        What limits the comparison, one sentence each.
    """

    sentence: str
    critical: tuple[Critical, ...]
    measurements: tuple[Change, ...]
    statements: tuple[Change, ...]
    labs: tuple[Change, ...]
    notes: tuple[str, ...]
