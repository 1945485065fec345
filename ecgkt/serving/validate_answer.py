"""Validate what a parsing child returns: a hostile file may have taken it over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from ecgkt.errors import RecordError
from ecgkt.serving.parser_pool import ADVICE
from ecgkt.serving.protocol import Message
from ecgkt.types.upload import LIMITS, UploadedFile, UploadedRecording

T = TypeVar("T")


@dataclass(frozen=True)
class _Group:
    """A recording's name, and the places of its files among those that were sent."""

    name: str
    files: list[int]


def validated(answer: Message, unpack: Callable[[Message], T]) -> T:
    """
    Validate what a parsing child returns, or raise the error that it stands for.

    Parameters
    ----------
    answer : Message
        From a parsing child.
    unpack : callable
        Raises ValueError for what is malformed.

    Returns
    -------
    T
        What `unpack` gave.

    Raises
    ------
    RecordError
        If the answer is of kind "error", or malformed.
    """
    if answer.fields.get("kind") == "error":
        raise parse_error(answer)
    try:
        return unpack(answer)
    except ValueError as error:
        message = f"The reader gave no valid answer for this file. {ADVICE}"
        raise RecordError(message) from error


def parse_error(answer: Message) -> RecordError:
    """
    Return the error that an answer of kind "error" stands for.

    Parameters
    ----------
    answer : Message
        From a parsing child.

    Returns
    -------
    RecordError
        With the reader's own text if it is one for users.
    """
    text = answer.fields.get("text")
    if answer.fields.get("error") == "RecordError" and isinstance(text, str) and text:
        return RecordError(text[:2000])
    return RecordError(f"The file needs more memory than a recording may. {ADVICE}")


def groups_of(
    answer: Message, files: Sequence[UploadedFile]
) -> list[UploadedRecording]:
    """
    Unpack which files make a recording together.

    Parameters
    ----------
    answer : Message
        From a parsing child.
    files : sequence of UploadedFile
        What it was given.

    Returns
    -------
    list of UploadedRecording
        Their names are untrusted, and cut.

    Raises
    ------
    ValueError
        If the answer is malformed or uses a file twice.
    """
    groups = msgspec.convert(answer.fields.get("groups"), list[_Group])
    places = [place for group in groups for place in group.files]
    if len(set(places)) < len(places) or not set(places) <= set(range(len(files))):
        raise ValueError("expected each place of a file at most once")
    return [
        UploadedRecording(
            group.name[: LIMITS.name_length], tuple(files[at] for at in group.files)
        )
        for group in groups
    ]
