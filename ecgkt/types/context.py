"""What is known of a person beside the ECG, and the second result that it makes."""

from dataclasses import asdict, dataclass
from typing import NamedTuple, Self

from ecgkt.errors import EcgktError
from ecgkt.types.reading import ModelIdentity
from ecgkt.types.record import Sex
from ecgkt.vocab.persons import SEXES

ENTRIES = ("age", "sex")
"""What a context may hold, in the order of the network's queries."""
AGES = (18.0, 120.0)
"""Years: the model is made for adults, and nobody has lived longer by much."""
NO_VITALS = (
    "vital signs are not taken: no data at hand holds them beside these statements"
)


@dataclass(frozen=True, kw_only=True)
class Context:
    """
    What is known of a person beside the ECG; None where it is not.

    Attributes
    ----------
    age : float or None
        Years, 18 to 120; more than 90 count as 90, as in the data that taught.
    sex : str or None
        "male" or "female".

    Raises
    ------
    EcgktError
        If a value is none that a person can have, or nothing is known.
    """

    age: float | None = None
    sex: Sex | None = None

    def __post_init__(self) -> None:
        low, high = AGES
        if self.age is not None and not low <= self.age <= high:
            raise EcgktError(
                f"context: expected an age of {low:g} to {high:g} years, found "
                f"{self.age:g}"
            )
        if self.sex is not None and self.sex not in SEXES:
            raise EcgktError(
                f"context: expected the sex {' or '.join(SEXES)}, found {self.sex!r}"
            )
        if self.age is None and self.sex is None:
            raise EcgktError("context: expected an age, a sex or both, found neither")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """
        Read what was typed.

        Parameters
        ----------
        text : str
            Entries and values: ``age=63,sex=female``.

        Returns
        -------
        Context

        Raises
        ------
        EcgktError
            If an entry is unknown, comes twice or has an impossible value; one sentence
            says what was expected and what was found.

        Examples
        --------
        >>> Context.from_text("age=63, sex=female")
        Context(age=63.0, sex='female')
        """
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        given: dict[str, str] = {}
        for name, _, value in ((n.strip(), e, v.strip()) for n, e, v in pairs):
            if name not in ENTRIES:
                raise EcgktError(
                    f"context: expected {' and '.join(ENTRIES)}, such as "
                    f"age=63,sex=female; found {name!r}; {NO_VITALS}"
                )
            if name in given:
                raise EcgktError(f"context: expected {name} once, found it twice")
            given[name] = value
        age = _number(given["age"]) if "age" in given else None
        return cls(age=age, sex=given.get("sex"))  # type: ignore[arg-type]

    @property
    def known(self) -> dict[str, float | str]:
        """Only what is known, by entry."""
        values = asdict(self)
        return {name: values[name] for name in ENTRIES if values[name] is not None}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise EcgktError(f"context: expected an age in years, found {text!r}") from None


class Measured(NamedTuple):
    """A figure on held-out patients with its 95 % interval; None where undefined."""

    value: float | None
    ci: tuple[float, float] | None = None


class StatementValidity(NamedTuple):
    """
    What was measured of one statement with a context.

    Attributes
    ----------
    auroc : Measured
        With age and sex.
    is_validated : bool
        Whether the held-out fold holds enough positives to judge it.
    """

    auroc: Measured
    is_validated: bool


class ContextValidity(NamedTuple):
    """
    What was measured of the second result.

    Attributes
    ----------
    n_records : int
        Held-out ECGs.
    gain : Measured
        Of macro AUROC over all statements, over the ECG alone, paired by patient.
    statements : tuple of StatementValidity
        In vocabulary order.
    """

    n_records: int
    gain: Measured
    statements: tuple[StatementValidity, ...]


@dataclass(frozen=True, kw_only=True)
class ContextScore:
    """
    One statement without and with the context.

    Attributes
    ----------
    code : str
        From `vocab.statements`.
    probability, with_context : float
        Calibrated: of the ECG alone, as the reading says it, and with the context.
    threshold : float
        Of the reading, for both.
    log_odds : dict of str to float
        What each known entry of the context added to the calibrated log-odds.
    validity : StatementValidity
        As measured with age and sex.
    """

    code: str
    probability: float
    with_context: float
    threshold: float
    log_odds: dict[str, float]
    validity: StatementValidity

    @property
    def shift(self) -> float:
        """What the whole context added to the log-odds."""
        return sum(self.log_odds.values())

    @property
    def is_turned(self) -> bool:
        """Whether the two lie on different sides of the threshold."""
        before, after = self.probability, self.with_context
        return (before >= self.threshold) != (after >= self.threshold)


@dataclass(frozen=True, kw_only=True)
class ContextReading:
    """
    The second result of a recording: the ECG's scores corrected by what is known.

    Attributes
    ----------
    model : ModelIdentity
        Of the weights that correct; those of the reading are stated there.
    context : Context
        All that was used beside the ECG.
    scores : tuple of ContextScore
        Every statement, in vocabulary order.
    attention : dict of str to tuple of float
        By known entry, the share of its attention that each crop of the ECG had; each
        row sums to 1.
    crop_starts : tuple of float
        When the crops begin, seconds of the recording.
    crop_s : float
        How long they are.
    gain : Measured
        Of macro AUROC over all statements on `n_judged` held-out ECGs.
    n_judged : int
        How many these are.
    """

    model: ModelIdentity
    context: Context
    scores: tuple[ContextScore, ...]
    attention: dict[str, tuple[float, ...]]
    crop_starts: tuple[float, ...]
    crop_s: float
    gain: Measured
    n_judged: int
