"""The recordings of one patient in their order, and what is known beside them."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from ecgkt.results.patient_labs import LabSeries
from ecgkt.types.upload import StatedPerson
from pages.shared import session
from pages.shared.reading import NOBODY_STATED
from pages.shared.recording import SessionRecording
from pages.shared.text import truncate

NAME_LIMIT = 36


@dataclass(frozen=True)
class Chosen:
    """
    What is compared.

    Attributes
    ----------
    recordings : tuple of SessionRecording
        Of one source.
    titles : dict of str to str
        By key, what a recording is called beside its date; untrusted text.
    person : StatedPerson
        What the user states.
    labs : tuple of LabSeries
        Of the patient, in the clock of the recordings.
    origin : str
        Where the laboratory values come from.
    """

    recordings: tuple[SessionRecording, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    person: StatedPerson = NOBODY_STATED
    labs: tuple[LabSeries, ...] = ()
    origin: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether every recording states when it was made."""
        return all(held.record.recorded_at for held in self.recordings)

    @property
    def code(self) -> str:
        """Names this set of recordings among others."""
        keys = sorted(held.key for held in self.recordings)
        return sha256("".join(keys).encode()).hexdigest()[:8]

    @property
    def in_order(self) -> tuple[SessionRecording, ...]:
        """The recordings by their dates, or as the user put them."""
        if self.is_dated:
            return tuple(sorted(self.recordings, key=_time_of))
        order = hand_order()
        known = [held.key for held in self.recordings]
        order += [key for key in known if key not in order]
        return tuple(sorted(self.recordings, key=lambda held: order.index(held.key)))

    def label(self, held: SessionRecording, place: int) -> str:
        """Return what a recording is called: number, date and name."""
        at = held.record.recorded_at
        title = truncate(self.titles.get(held.key, held.name), NAME_LIMIT)
        words = [date_text(at)] if at else []
        if not at or held.source in ("example", "course"):
            words.append(title)
        return f"{place + 1} · {', '.join(words)}"


def hand_order() -> list[str]:
    """Return the keys of recordings as the user put them in order."""
    return session.state("compare-order", list[str])


def move_earlier(key: str, before: str) -> None:
    """Put a recording before another one."""
    order = hand_order()
    order.remove(key)
    order.insert(order.index(before), key)


def date_text(at: datetime) -> str:
    """Return a date and a time of day as they are read everywhere."""
    return f"{at.day} {at:%b %Y, %H:%M}"


def _time_of(held: SessionRecording) -> datetime:
    return held.record.recorded_at or datetime.min
