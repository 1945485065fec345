"""doubt.json: what a score leaves open, and what a reading refers."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import WholeDocument
from ecgkt.results.shares import Share


@dataclass(frozen=True, kw_only=True)
class LabelLimits:
    """
    One statement or super-class, decided at a stated coverage or left open.

    Attributes
    ----------
    code : str
        From `vocab`.
    n_present, n_absent : int
        ECGs of the tuning split with it and without it, which the limits are made of.
    low, high : float or None
        Calibrated probabilities: below `low` the statement is too improbable for nearly
        all ECGs that carry it, above `high` too probable for nearly all that do not.
        None where either kind is too rare.
    kept_present, kept_absent : Share or None
        Held-out ECGs with it of which the score is not below `low`, and without it of
        which it is not above `high`: the measured coverage.
    open : Share or None
        Held-out ECGs that are decided neither way.
    """

    code: str
    n_present: int
    n_absent: int
    low: float | None
    high: float | None
    kept_present: Share | None
    kept_absent: Share | None
    open: Share | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The probabilities between which a score is open; the limits may cross."""
        if self.low is None or self.high is None:
            return None
        return min(self.low, self.high), max(self.low, self.high)


@dataclass(frozen=True, kw_only=True)
class Resplits:
    """
    Coverage where the tuning split is halved anew, by patient, again and again.

    Attributes
    ----------
    n : int
        Of the halvings; 0 where no statement is frequent enough.
    mean, sd : float or None
        Of the coverage over statements and halvings, 0-1; None where there are none.
    """

    n: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True, kw_only=True)
class Referral:
    """
    What a reading refers to a second reader, counted on held-out ECGs.

    Attributes
    ----------
    limit : float
        Doubt of the shipped model in nats, exceeded by a tenth of the tuning ECGs.
    referred : Share
        ECGs above it.
    wrong_referred, wrong_kept : Share
        Of those above it and of the others: with a wrong call of any super-class.
    """

    limit: float
    referred: Share
    wrong_referred: Share
    wrong_kept: Share


@dataclass(frozen=True, kw_only=True)
class DoubtTable(WholeDocument):
    """
    All that `evaluate doubt` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how the limits were made.
    sha256 : str
        Of the weights.
    level : float
        Coverage that is aimed at.
    resplits : Resplits
        Whether the rule keeps it.
    labels : tuple of LabelLimits
        Statements, then super-classes, in vocabulary order.
    referral : Referral
        By the doubt of all super-classes together.
    """

    SCHEMA: ClassVar[str] = "ecgkt.doubt/1"
    FILE: ClassVar[str] = "doubt.json"

    command: str
    rule: str
    sha256: str
    level: float
    resplits: Resplits
    labels: tuple[LabelLimits, ...]
    referral: Referral
