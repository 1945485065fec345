"""What a parsing child says, validated only as far as it can be checked."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ecgkt.errors import RecordError
from ecgkt.serving.parsing import ADVICE
from ecgkt.serving.protocol import Message
from ecgkt.serving.upload import UploadedFile

T = TypeVar("T")

SHOWN_NAME = 80
"""Characters of a recording's name."""


def validated(answer: Message, unpack: Callable[[Message], T]) -> T:
    """
    Unpack an answer, or raise the error that it stands for.

    Parameters
    ----------
    answer : Message
        From a parsing child.
    unpack : callable
        Raises ValueError for what it cannot believe.

    Returns
    -------
    T
        What `unpack` gave.

    Raises
    ------
    RecordError
        If the answer is of kind "error", or not to be validated.
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
) -> Iterator[tuple[str, tuple[UploadedFile, ...]]]:
    """
    Unpack which files make a recording together.

    Parameters
    ----------
    answer : Message
        From a parsing child.
    files : sequence of UploadedFile
        What it was given.

    Yields
    ------
    tuple of str and tuple of UploadedFile
        Name to show (untrusted, cut) and files of each recording.

    Raises
    ------
    ValueError
        If the answer is malformed or uses a file twice.
    """
    groups = answer.fields.get("groups")
    if not isinstance(groups, list):
        raise ValueError("expected a list of groups")
    used: set[int] = set()
    for group in groups:
        if not isinstance(group, dict) or not isinstance(group.get("files"), list):
            raise ValueError("expected groups of a name and files")
        places = group["files"]
        for place in places:
            if type(place) is not int or not 0 <= place < len(files) or place in used:
                raise ValueError("expected each place of a file at most once")
            used.add(place)
        name = str(group.get("name"))[:SHOWN_NAME]
        yield name, tuple(files[place] for place in places)
