"""The shapes of a worklist: one row per recording, and what its reader says of it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ecgkt.types.record import Sex

Level = Literal["critical", "refused", "error", "findings", "normal"]
LEVELS: dict[Level, str] = {
    "critical": "Critical",
    "refused": "Not scored",
    "error": "Not readable",
    "findings": "Findings",
    "normal": "Nothing found",
}
"""By what needs eyes first; what nothing has read goes before what was read."""
Mark = Literal["agree", "disagree", "later"]
MARKS: dict[Mark, str] = {
    "agree": "Agree",
    "disagree": "Disagree",
    "later": "Later",
}
"""What a reader says of a reading; what is put off until later is still to be read."""
TEXT_LIMIT = 2000
"""Characters of a reader's own words."""


class OverRead(NamedTuple):
    """What a reader says of one reading: a mark, and words of their own."""

    mark: Mark | None = None
    text: str = ""


NOT_OVERREAD = OverRead()


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    What a worklist tells of one recording.

    Attributes
    ----------
    key : str
        Names the recording: a sha256.
    name : str
        Of its file; untrusted text.
    level : str
        A key of `LEVELS`.
    rank : int
        Place within the level; the smaller needs eyes first.
    sentence : str
        The first sentence of the reading, or why there is none.
    critical : tuple of str
        Titles of the critical rules that are met.
    age, heart_rate, qrs, qtc : float or None
        Years, 1/min, ms and ms (Fridericia); None where it is not known or measured.
    sex : str or None
        "male" or "female".
    off : tuple of str
        Which of the three lie outside their normal range, by their names.
    statements : tuple of str
        Codes of what the model calls.
    is_simulated : bool
        Whether the file says that it is of no patient.
    """

    key: str
    name: str
    level: Level
    rank: int = 0
    sentence: str
    critical: tuple[str, ...] = ()
    age: float | None = None
    sex: Sex | None = None
    heart_rate: float | None = None
    qrs: float | None = None
    qtc: float | None = None
    off: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    is_simulated: bool = False

    @property
    def urgency(self) -> tuple[int, int]:
        """By which rows are sorted."""
        return list(LEVELS).index(self.level), self.rank


class Progress(NamedTuple):
    """
    How far a list is.

    Attributes
    ----------
    n_all, n_done : int
        Recordings that are known, and those among them that have their row.
    is_opening : bool
        Whether files are still being sorted into recordings.
    is_running : bool
        Whether something is read now.
    seconds_left : float or None
        At the pace of this run; None while there is none.
    """

    n_all: int
    n_done: int
    is_opening: bool
    is_running: bool
    seconds_left: float | None
