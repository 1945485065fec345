"""What a parsing child says, believed only as far as it can be checked."""

from collections.abc import Iterator

from ecgkt.errors import RecordError
from ecgkt.serving.parsing import ADVICE
from ecgkt.serving.protocol import Message

SHOWN_NAME = 80
"""Characters of a recording's name."""


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

    Raises
    ------
    Nothing.
    """
    text = answer.fields.get("text")
    if answer.fields.get("error") == "RecordError" and isinstance(text, str) and text:
        return RecordError(text[:2000])
    return RecordError(f"The file needs more memory than a recording may. {ADVICE}")


def groups_of(answer: Message, n_files: int) -> Iterator[tuple[str, list[int]]]:
    """
    Unpack which files make a recording together.

    Parameters
    ----------
    answer : Message
        From a parsing child.
    n_files : int
        Files that it was given.

    Yields
    ------
    tuple of str and list of int
        Name to show (untrusted, cut) and places of the files.

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
            if type(place) is not int or not 0 <= place < n_files or place in used:
                raise ValueError("expected each place of a file at most once")
            used.add(place)
        yield str(group.get("name"))[:SHOWN_NAME], places
