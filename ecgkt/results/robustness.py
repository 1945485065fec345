"""robustness.json: how well the scores hold under noise of known strength."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Figure, WholeDocument
from ecgkt.vocab.noise_kinds import NoiseKind


@dataclass(frozen=True, kw_only=True)
class NoiseRow:
    """
    One kind and strength of noise.

    Attributes
    ----------
    kind : str or None
        Of `NoiseKind`; None for the recordings as they are.
    snr_db : float or None
        Height of QRS over that of the noise.
    auroc : Figure
        Macro AUROC of all records, whatever the gate says.
    passed_auroc : Figure
        Of those that the gate of noise lets pass without a word; without a value where
        it leaves too few.
    warned_share, refused_share : float
        Of the records, 0-1; one in which no three beats are found counts as refused.
    """

    kind: NoiseKind | None
    snr_db: float | None
    auroc: Figure
    passed_auroc: Figure
    warned_share: float
    refused_share: float

    @property
    def caught_share(self) -> float:
        """Of the records, 0-1, that the gate names."""
        return self.warned_share + self.refused_share


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """
    Recordings as another cart, another setting or a lost electrode gives them.

    Attributes
    ----------
    name : str
        A key of `ALTERATIONS`.
    auroc : Figure
        Macro AUROC of all records, whatever the gates say.
    difference : Figure
        Less that of the recordings as they are, paired.
    warned_share, refused_share : float
        Of the records, 0-1, by all gates of the app.
    """

    name: str
    auroc: Figure
    difference: Figure
    warned_share: float
    refused_share: float


@dataclass(frozen=True, kw_only=True)
class RobustnessTable(WholeDocument):
    """
    All that `evaluate robustness` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how the noise was made.
    sha256 : str
        Of the weights.
    split : str
        Whose records were drawn.
    fs : float
        Hz at which the noise was added.
    n_records : int
        Drawn.
    min_positives : int
        Of a statement in them, to be counted.
    statements : tuple of str
        Codes in the mean.
    rows : tuple of NoiseRow
        As recorded first, then by kind from little noise to much.
    changes : tuple of ChangeRow
        What else can be done to a recording.
    """

    SCHEMA: ClassVar[str] = "ecgkt.robustness/1"
    FILE: ClassVar[str] = "robustness.json"

    command: str
    rule: str
    sha256: str
    split: str
    fs: float
    n_records: int
    min_positives: int
    statements: tuple[str, ...]
    rows: tuple[NoiseRow, ...]
    changes: tuple[ChangeRow, ...] = ()
