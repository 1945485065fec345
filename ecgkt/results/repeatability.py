"""repeatability.json: how far two recordings lie apart though nothing has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ecgkt.results.document import Document, Interval, Weights
from ecgkt.results.shares import Share

SOURCES = {
    "halves": "both halves of one recording",
    "simulated": "simulated repeats, same heart",
    "repeats": "recorded again within the hour",
    "marks": "against cardiologists' marks",
    "pooled": "all statements near their threshold, recorded again",
}
"""What two values were compared, in words."""
RATES = (250.0, 100.0)
"""Hz from which on the figures of a rate hold; below the last one nothing is judged."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """
    What one source says of one quantity.

    Attributes
    ----------
    n, n_persons : int
        Pairs, and persons behind them.
    sd : float or None
        Within one person; of "marks", of measured minus marked.
    repeatability : float or None
        1.96 times the square root of 2 times `sd`.
    ci : tuple of two floats or None
        Its 95 % bootstrap interval over persons.
    robust : float or None
        The same from the median of the differences, which single true changes leave
        alone.
    """

    n: int
    n_persons: int
    sd: float | None
    repeatability: float | None
    ci: Interval
    robust: float | None


@dataclass(frozen=True, kw_only=True)
class Repeatability:
    """
    What is known of one quantity.

    Attributes
    ----------
    sources : dict of str to Spread
        By keys of `SOURCES`.
    limit : float or None
        The largest of what they say: a change beyond it is no error of measurement;
        None where too little was measured.
    by : str
        Which source that is; empty without one.
    """

    sources: dict[str, Spread]
    limit: float | None
    by: str


class Limit(NamedTuple):
    """A change that repeats do not explain, and which source says so."""

    value: float
    by: str


@dataclass(frozen=True, kw_only=True)
class RepeatabilityTable(Document):
    """
    All that `evaluate repeatability` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how.
    model : Weights
        Whose scores these are.
    data : dict of str to str
        By source, what was read.
    rates : dict of str to dict of str to Repeatability
        By the lowest Hz for which they hold and the name of the measurement, in its
        unit.
    statements, labs : dict of str to Repeatability
        By code, and by lab and direction; log odds and log likelihood ratios.
    said : dict of str to Share
        By source, pairs of whole recordings of which the sentence says that something
        changed.
    """

    SCHEMA: ClassVar[str] = "ecgkt.repeatability/1"
    FILE: ClassVar[str] = "repeatability.json"

    command: str
    rule: str
    model: Weights
    data: dict[str, str]
    rates: dict[str, dict[str, Repeatability]]
    statements: dict[str, Repeatability]
    labs: dict[str, Repeatability]
    said: dict[str, Share]

    def measured_limit(
        self, name: str, first_fs: float, other_fs: float
    ) -> Limit | None:
        """
        Return how far a measurement may differ between two recordings by error alone.

        Parameters
        ----------
        name : str
            As ``predict --json`` writes it.
        first_fs, other_fs : float
            Hz, of the two recordings.

        Returns
        -------
        Limit or None
            In the unit of the measurement; None where nobody measured it at that rate.
            Of recordings at two rates each has its own error, and their squares add.
        """
        found = [self._at(name, fs) for fs in (first_fs, other_fs)]
        if found[0] is None or found[1] is None:
            return None
        first, other = found[0], found[1]
        value = ((first.value**2 + other.value**2) / 2) ** 0.5
        return Limit(value, max(first, other).by)

    def statement_limit(self, code: str) -> Limit | None:
        """Return how far the log odds of a statement may differ by error alone."""
        return _limit(self.statements, code)

    def lab_limit(self, name: str, direction: str) -> Limit | None:
        """Return how far a log likelihood ratio may differ by error alone."""
        return _limit(self.labs, f"{name} {direction}")

    def _at(self, name: str, fs: float) -> Limit | None:
        rate = next((rate for rate in RATES if fs >= rate), None)
        return None if rate is None else _limit(self.rates[f"{rate:g}"], name)


def _limit(known: Mapping[str, Repeatability], name: str) -> Limit | None:
    one = known.get(name)
    return None if one is None or one.limit is None else Limit(one.limit, one.by)
