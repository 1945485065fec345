"""What a session holds of one upload: a recording and what was said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import NOTHING_STATED, StatedMetadata, StatedPerson


@dataclass(frozen=True, kw_only=True)
class SessionRecording:
    """
    One recording that this session holds.

    Attributes
    ----------
    key : str
        sha256 of the content and of what the user stated about it.
    name : str
        What to call it; untrusted text.
    source : str
        "upload", "example", "library" or "worklist".
    record : EcgRecord
        The recording.
    file_sha256 : tuple of str or None
        Of the bytes of each of its files, for the audit file: empty for an ECG of a
        prepared store, None for a simulated one.
    stated : StatedMetadata
        What the user had said when it was parsed.
    file_ids : frozenset of str
        The uploads it was made from.
    """

    key: str
    name: str
    source: str
    record: EcgRecord
    file_sha256: tuple[str, ...] | None
    stated: StatedMetadata = NOTHING_STATED
    file_ids: frozenset[str] = frozenset()


class Asked(NamedTuple):
    """
    How a recording shall be read.

    Of whom, from which second on if chosen, and whether the site's adapter takes part.
    """

    person: StatedPerson = StatedPerson()
    start_s: float | None = None
    is_adapted: bool = False


class Failure(NamedTuple):
    """One recording that could not be read: its name (untrusted) and the reason."""

    name: str
    text: str


def content_key(contents: Iterable[bytes], *settings: object) -> str:
    """Name a recording by the sha256 of its files and of what was stated of them."""
    parts = (repr(settings).encode(), *contents)
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
