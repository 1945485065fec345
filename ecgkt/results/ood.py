"""ood.json: what the model was never shown, and whether that is noticed."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Figure, WholeDocument
from ecgkt.results.shares import Share
from ecgkt.vocab.foreign_kinds import ForeignKind


@dataclass(frozen=True, kw_only=True)
class ForeignRow:
    """
    One kind of recording that is no ordinary ECG.

    Attributes
    ----------
    kind : str
        Of `ForeignKind`.
    auroc : Figure
        Of the score against clean ECGs, whatever the gates say of the kind.
    refused, warned : Share
        By the quality gates before any score, the score's own warning apart.
    flagged : Share
        Of all of the kind, with a score above the limit.
    noticed : Share
        Refused, or flagged, or warned of: all but what reaches the user without a word.
    """

    kind: ForeignKind
    auroc: Figure
    refused: Share
    warned: Share
    flagged: Share
    noticed: Share


@dataclass(frozen=True, kw_only=True)
class OtherFolder:
    """
    Recordings of another cart or hospital, as they are.

    Attributes
    ----------
    name : str
        Of the folder.
    flagged : Share
        Of those that the gates let be scored.
    """

    name: str
    flagged: Share


@dataclass(frozen=True, kw_only=True)
class OodTable(WholeDocument):
    """
    All that `evaluate ood` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how the kinds were made.
    sha256 : str
        Of the weights.
    split : str
        Whose records were judged: patients on which the limit was not set.
    limit : float
        Of the score.
    clean_alarms : Share
        Flagged among the ECGs that the gates accept without a word.
    scored_alarms : Share
        Flagged among all ECGs that are scored, with warnings or without.
    rows : tuple of ForeignRow
        One for each kind.
    folders : tuple of OtherFolder
        Other recordings, if there were any.
    """

    SCHEMA: ClassVar[str] = "ecgkt.ood/1"
    FILE: ClassVar[str] = "ood.json"

    command: str
    rule: str
    sha256: str
    split: str
    limit: float
    clean_alarms: Share
    scored_alarms: Share
    rows: tuple[ForeignRow, ...]
    folders: tuple[OtherFolder, ...]
