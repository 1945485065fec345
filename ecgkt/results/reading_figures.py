"""reading.json: what first sentences name, and how right the critical rules are."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document
from ecgkt.results.shares import Share


@dataclass(frozen=True, kw_only=True)
class CriticalFigures:
    """
    One critical rule.

    Attributes
    ----------
    rule : str
        A key of `vocab.critical.RULES`.
    implies : tuple of str
        Codes of the statements that say the same.
    met, met_of_normal : Share
        Among all recordings, and among those that are stated to be normal.
    labelled_of_met, met_of_labelled : Share or None
        Agreement with these statements; None where the rule implies none.
    """

    rule: str
    implies: tuple[str, ...]
    met: Share
    met_of_normal: Share
    labelled_of_met: Share | None = None
    met_of_labelled: Share | None = None


@dataclass(frozen=True, kw_only=True)
class ReadingFigures(Document):
    """
    All that `evaluate reading` found.

    Attributes
    ----------
    source, split : str
        Of the recordings.
    fs : float
        Hz.
    n_records, n_scored : int
        Read, and not refused.
    named : dict of str to Share
        By measurement: sentences that tell its number, of those where it is abnormal.
    normal_against_a_finding : Share
        Sentences that say normal against a finding or a critical rule.
    critical_of_normal : Share
        Recordings with any critical rule met, of those that are stated to be normal.
    words : int
        Median length of a sentence.
    critical : tuple of CriticalFigures
        Rule by rule.
    command : str
        What wrote the document.
    """

    SCHEMA: ClassVar[str] = "ecgkt.reading-figures/1"
    FILE: ClassVar[str] = "reading.json"

    source: str
    split: str
    fs: float
    n_records: int
    n_scored: int
    named: dict[str, Share]
    normal_against_a_finding: Share
    critical_of_normal: Share
    words: int
    critical: tuple[CriticalFigures, ...]
    command: str = ""
