"""What a cardiologist would say of a recording first, and who says each part."""

from dataclasses import dataclass
from typing import Literal

Source = Literal["both", "measured", "model", "disagree"]
"""Who says a part: model and measurement, one of them alone, or each the contrary."""
SOURCES: dict[Source, str] = {
    "both": "model and measured",
    "measured": "measured only",
    "model": "model only",
    "disagree": "disagree",
}
"""What a reader is told of a source."""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """
    One part of an impression.

    Attributes
    ----------
    text : str
        What is said, and the numbers behind it.
    source : str
        Who says it.
    codes : tuple of str
        Of the statements (`vocab.statements`) and findings (`vocab.findings`) behind
        it.
    """

    text: str
    source: Source
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Critical:
    """
    Something measured that needs a physician at once.

    Attributes
    ----------
    text : str
        What was measured.
    rule : str
        Which rule it meets, a key of `vocab.critical.RULES`.
    leads : tuple of str
        Where it was seen; empty for the whole recording.
    value : float or None
        What was measured, in the unit that the text names; None where the rule has no
        number.
    limit : float or None
        From which on the rule holds, in the same unit.
    source : str
        Where the limit is published.
    """

    text: str
    rule: str
    leads: tuple[str, ...] = ()
    value: float | None = None
    limit: float | None = None
    source: str


@dataclass(frozen=True, kw_only=True)
class Impression:
    """
    The first lines of a reading.

    Attributes
    ----------
    sentence : str
        Rhythm with rate, conduction, axis, hypertrophy, infarction, ST and T, QT.
    chips : tuple of Chip
        Its parts in the same order, and what model and measurement disagree on.
    critical : tuple of Critical
        By measured rules alone; empty where none is met.
    """

    sentence: str
    chips: tuple[Chip, ...] = ()
    critical: tuple[Critical, ...] = ()
